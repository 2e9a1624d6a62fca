//! Zones: reading their names, their printed labels, and the few in which the dates page previews a time.

use chrono_tz::Tz;

use super::DateFault;

/// The longest printed label of a zone, in characters.
pub const ZONE_LABEL_MAX: usize = 60;

/// A zone in which the dates page shows a time, so that nobody miscounts hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewZone {
    /// The zone.
    pub zone: Tz,
    /// The word of the place: the catalogue names it under `zone-` + word.
    pub word: &'static str,
}

/// Five places around the world, and UTC.
pub const PREVIEW_ZONES: [PreviewZone; 6] = [
    PreviewZone { zone: Tz::America__New_York, word: "new-york" },
    PreviewZone { zone: Tz::Europe__London, word: "london" },
    PreviewZone { zone: Tz::Africa__Nairobi, word: "nairobi" },
    PreviewZone { zone: Tz::Asia__Kolkata, word: "delhi" },
    PreviewZone { zone: Tz::Asia__Manila, word: "manila" },
    PreviewZone { zone: Tz::UTC, word: "utc" },
];

/// Reads the name of a zone of the IANA database, e.g. `Europe/Zurich`.
pub fn parse_zone(name: &str) -> Result<Tz, DateFault> {
    name.trim().parse().map_err(|_| DateFault::ZoneUnknown)
}

/// Reads the printed label: 1–60 characters, no control characters.
pub fn zone_label(text: &str) -> Result<String, DateFault> {
    let label = text.trim();
    if label.is_empty() {
        Err(DateFault::LabelEmpty)
    } else if label.chars().any(char::is_control) {
        Err(DateFault::LabelForm)
    } else if label.chars().count() > ZONE_LABEL_MAX {
        Err(DateFault::LabelTooLong)
    } else {
        Ok(label.to_owned())
    }
}

/// The label for who typed none: the city of the zone's name (`America/Argentina/Buenos_Aires` gives "Buenos Aires").
pub fn default_label(zone: Tz) -> String {
    let name = zone.name();
    name.rsplit('/').next().unwrap_or(name).replace('_', " ")
}
