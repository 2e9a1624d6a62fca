//! Who is asking, for counting tries only: a keyed hash of the client's network that changes every day. The address itself
//! is never logged, stored or handed on.

use std::net::IpAddr;

use actix_web::HttpRequest;
use ipnet::IpNet;

use crate::web::site::Site;

/// A client's network of today: equal for equal networks, useless tomorrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey(pub [u8; 16]);

/// The key of whoever sent this request.
pub fn key_of(site: &Site, request: &HttpRequest) -> ClientKey {
    let forwarded = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let hops = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect::<Vec<_>>();
    let peer = request.peer_addr().map(|address| address.ip());
    let client = client_address(peer, &hops, &site.config.trusted_proxies);
    let label = format!("client {}", site.now().date());
    let tag = site.keys.mac(&label, network_of(client).as_bytes());
    let mut key = [0; 16];
    key.copy_from_slice(&tag[..16]);
    ClientKey(key)
}

/// The right-most hop that is not one of our proxies (ASVS 4.1.3). What stands left of it was typed by the client.
fn client_address(peer: Option<IpAddr>, hops: &[&str], trusted: &[IpNet]) -> Option<IpAddr> {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(&address));
    // Behind a Unix socket the peer has no address: whoever may open the socket is our proxy, if there is one at all.
    let behind_proxy = peer.map_or(!trusted.is_empty(), |address| is_trusted(address.to_canonical()));
    if !behind_proxy {
        return peer;
    }
    let mut client = peer;
    for hop in hops.iter().rev() {
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        client = Some(address);
        if !is_trusted(address.to_canonical()) {
            break;
        }
    }
    client
}

/// The network that counts as one client: /24 of IPv4, /56 of IPv6 (one household or office).
fn network_of(address: Option<IpAddr>) -> String {
    let Some(address) = address.map(|address| address.to_canonical()) else { return "local".into() };
    let prefix = if address.is_ipv4() { 24 } else { 56 };
    IpNet::new(address, prefix).map_or_else(|_| address.to_string(), |network| network.trunc().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, hops: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        client_address(Some(peer.parse().unwrap()), hops, &trusted).unwrap().to_string()
    }

    #[test]
    fn a_forwarded_address_counts_only_from_our_own_proxy() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "198.51.100.1", "10.2.2.2"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "garbage"]), "10.0.0.1");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn one_household_is_one_client() {
        let network = |text: &str| network_of(Some(text.parse().unwrap()));
        assert_eq!(network("198.51.100.1"), network("198.51.100.200"));
        assert_eq!(network("::ffff:198.51.100.1"), network("198.51.100.200"));
        assert_eq!(network("2001:db8:0:1::1"), network("2001:db8:0:ff::9"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8:0:100::1"));
    }
}
