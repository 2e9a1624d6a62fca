//! A certificate for `localhost` and 127.0.0.1 from an authority that lasts as long as the test.

use std::io::Write;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::NamedTempFile;

/// The relay's certificate, and the file of the authority that vouches for it.
#[derive(Debug, Clone)]
pub struct Certificate {
    chain: CertificateDer<'static>,
    key: Arc<PrivateKeyDer<'static>>,
    authority: Arc<NamedTempFile>,
}

impl Certificate {
    /// For `localhost` and 127.0.0.1.
    pub fn for_localhost() -> Certificate {
        Certificate::for_names(&["localhost", "127.0.0.1"])
    }

    /// For other names, to be refused.
    pub fn for_names(names: &[&str]) -> Certificate {
        let authority_key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("no names are fine");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = params.self_signed(&authority_key).expect("a signature");
        let issuer = Issuer::new(params, authority_key);
        let key = KeyPair::generate().expect("a key");
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let leaf = CertificateParams::new(names).expect("names").signed_by(&key, &issuer).expect("a signature");
        let mut file = NamedTempFile::new().expect("a file");
        file.write_all(authority.pem().as_bytes()).expect("space");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        Certificate { chain: leaf.der().clone(), key: Arc::new(key), authority: Arc::new(file) }
    }

    /// The authority's certificate as a PEM file.
    pub fn authority_file(&self) -> &std::path::Path {
        self.authority.path()
    }

    /// What a TLS server with this certificate answers.
    pub fn server_config(&self) -> Arc<ServerConfig> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![self.chain.clone()], self.key.clone_key())
            .expect("key and certificate fit");
        Arc::new(config)
    }
}
