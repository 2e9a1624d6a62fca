//! Canonical JSON (RFC 8785) for the kinds of value that a manifest has: text, whole numbers, null, lists, objects. Other
//! numbers are refused, because their canonical form is the hard part of that standard and nothing here needs it.

use serde_json::Value;

/// The one way to write this value; `None` when a number in it is no whole one.
pub fn canonical(value: &Value) -> Option<String> {
    let mut out = String::new();
    write(value, &mut out)?;
    Some(out)
}

fn write(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => {
            // Doubles are exact up to here (RFC 8785 §3.2.2.3).
            let whole = number.as_u64().filter(|whole| *whole < 1 << 53)?;
            out.push_str(&whole.to_string());
        }
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_cached_key(|(name, _)| name.encode_utf16().collect::<Vec<_>>());
            out.push('{');
            for (n, (name, member)) in members.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(member, out)?;
            }
            out.push('}');
        }
    }
    Some(())
}
