//! A person's or a program's mailbox: an address, perhaps with a name before it.

use std::fmt;

use lettre::Address;

use super::{MessageFault, Part, one_line};

/// The longest display name, in bytes of UTF-8.
const NAME_LIMIT: usize = 900;

/// `Name <address>`; no name is fine.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mailbox {
    /// What mail programs show instead of the address.
    pub name: Option<String>,
    /// `local@domain`.
    pub address: String,
}

impl Mailbox {
    /// A mailbox with a name before the address; an empty name counts as none.
    pub fn named(name: &str, address: &str) -> Mailbox {
        let name = name.trim();
        Mailbox { name: (!name.is_empty()).then(|| name.to_owned()), address: address.to_owned() }
    }

    /// A bare address.
    pub fn bare(address: &str) -> Mailbox {
        Mailbox { name: None, address: address.to_owned() }
    }

    /// Reads `address` or `Name <address>`, as a setting or a form has it.
    ///
    /// # Errors
    /// When there is no usable address in it, or a control character.
    pub fn parse(text: &str) -> Result<Mailbox, MessageFault> {
        one_line(text, Part::Mailbox)?;
        let parsed: lettre::message::Mailbox = text.trim().parse().map_err(|_| MessageFault::Address(Part::Mailbox))?;
        let mailbox = Mailbox { name: parsed.name, address: parsed.email.to_string() };
        mailbox.typed(Part::Mailbox).map(|_| mailbox)
    }

    /// What stands after the `@`; empty when there is no `@`.
    pub fn domain(&self) -> &str {
        self.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// The checked address; an international domain becomes its ASCII form, which every relay understands.
    pub(super) fn address(&self, part: Part) -> Result<Address, MessageFault> {
        one_line(&self.address, part)?;
        let fault = || MessageFault::Address(part);
        let (local, domain) = self.address.rsplit_once('@').ok_or_else(fault)?;
        // Quoted local parts exist (RFC 5321 §4.1.2) but are what attackers use, not what organisations have.
        if local.chars().any(|c| c.is_whitespace() || "\"<>()[]\\,;:".contains(c)) {
            return Err(fault());
        }
        let domain = idna::domain_to_ascii(domain).map_err(|_| fault())?;
        // RFC 5321 §4.5.3.1: 64 octets before the @, 254 in all.
        if local.len() > 64 || local.len() + 1 + domain.len() > 254 {
            return Err(MessageFault::TooLong(part));
        }
        Address::new(local, domain).map_err(|_| fault())
    }

    /// The mailbox as the header builder takes it.
    pub(super) fn typed(&self, part: Part) -> Result<lettre::message::Mailbox, MessageFault> {
        let name = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if let Some(name) = name {
            one_line(name, part)?;
            if name.len() > NAME_LIMIT {
                return Err(MessageFault::TooLong(part));
            }
            if name.contains("=?") && name.contains("?=") {
                return Err(MessageFault::EncodedWord(part));
            }
        }
        Ok(lettre::message::Mailbox::new(name.map(str::to_owned), self.address(part)?))
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} <{}>", self.address),
            None => f.write_str(&self.address),
        }
    }
}
