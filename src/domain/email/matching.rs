//! An address against the website that a signer gave: the first thing a coordinator looks at in the check.

use super::{EmailAddress, Website};

crate::word_enum!(
    /// How an address relates to the organisation's website.
    AddressMatch {
        /// The same registrable domain: whoever runs the website gave out the address.
        SameDomain => "same-domain",
        /// A provider where anyone gets a mailbox: says nothing for or against.
        FreeMail => "free-mail",
        /// Another domain than the website's.
        Other => "other",
        /// No website to compare with.
        NoWebsite => "no-website",
    }
);

impl AddressMatch {
    /// Compares an address with a website, if there is one.
    pub fn of(address: &EmailAddress, website: Option<&Website>) -> AddressMatch {
        match website {
            _ if address.is_free_mail() => AddressMatch::FreeMail,
            None => AddressMatch::NoWebsite,
            Some(website) if website.registrable_domain() == address.registrable_domain() => AddressMatch::SameDomain,
            Some(_) => AddressMatch::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_compared_with_the_website_by_registrable_domain() {
        let table = [
            ("ann@mail.example.co.uk", Some("www.example.co.uk"), AddressMatch::SameDomain),
            ("ann@xn--bcher-kva.example", Some("bücher.example"), AddressMatch::SameDomain),
            ("ann@other.co.uk", Some("example.co.uk"), AddressMatch::Other),
            ("ann@example.org.evil.example", Some("example.org"), AddressMatch::Other),
            ("ann@gmail.com", Some("example.org"), AddressMatch::FreeMail),
            ("ann@gmail.com", None, AddressMatch::FreeMail),
            ("ann@example.org", None, AddressMatch::NoWebsite),
        ];
        for (address, website, expected) in table {
            let website = website.map(|website| Website::parse(website).unwrap());
            let address = EmailAddress::parse(address).unwrap();
            assert_eq!(AddressMatch::of(&address, website.as_ref()), expected, "{}", address.as_str());
        }
    }
}
