//! Debian's postfix with queue, configuration and mailboxes in a folder of the test, on a loopback port. It delivers to the
//! mailboxes it knows and sends its own bounces about the others; nothing leaves the machine.

use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::program::free_port;

const POSTFIX: &str = "/usr/sbin/postfix";
/// Nobody's id, on every Debian: mailboxes are delivered as this user.
const NOBODY: u32 = 65534;

/// A running postfix; dropping it stops it.
pub struct Postfix {
    folder: TempDir,
    port: u16,
}

impl Postfix {
    /// Starts it with mailboxes for these addresses, each in a Maildir named as what stands before the @.
    ///
    /// # Panics
    /// Without postfix, or without the rights to start it: a test that needs it fails then, it is not skipped.
    pub fn start(mailboxes: &[&str]) -> Postfix {
        assert!(Path::new(POSTFIX).exists(), "postfix is missing: run the tests by `tests/run`, which installs it");
        let folder = tempfile::tempdir().expect("a folder for the test");
        // Its parts run as users of their own.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).expect("our folder");
        for name in ["conf", "queue", "data", "mail"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let postfix = Postfix { folder, port: free_port() };
        postfix.configure(mailboxes);
        postfix.as_root("chown", &["postfix", &postfix.path("data")]);
        postfix.as_root("chown", &[&NOBODY.to_string(), &postfix.path("mail")]);
        postfix.as_root("chown", &["-R", "root", &postfix.path("conf"), &postfix.path("queue")]);
        postfix.as_root(POSTFIX, &["-c", &postfix.path("conf"), "start"]);
        let limit = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", postfix.port)).is_err() {
            assert!(Instant::now() < limit, "postfix does not listen:\n{}", postfix.log());
            std::thread::sleep(Duration::from_millis(50));
        }
        postfix
    }

    /// What `UNDERSIGNED_SMTP_URL` should be.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Waits for the first mail in a mailbox and gives its text.
    pub fn wait_for_mail(&self, mailbox: &str) -> Vec<u8> {
        let new = format!("{}/{mailbox}/new", self.path("mail"));
        let limit = Instant::now() + Duration::from_secs(30);
        loop {
            let names = self.as_root_or_empty("ls", &[&new]);
            if let Some(name) = String::from_utf8_lossy(&names).lines().next() {
                return self.as_root_or_empty("cat", &[&format!("{new}/{name}")]);
            }
            assert!(Instant::now() < limit, "no mail for {mailbox}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn configure(&self, mailboxes: &[&str]) {
        let domain = |address: &&str| address.rsplit_once('@').expect("an address").1.to_owned();
        let mut domains: Vec<String> = mailboxes.iter().map(domain).collect();
        domains.dedup();
        let boxes =
            mailboxes.iter().map(|address| format!("{address}={}/", address.split('@').next().unwrap_or_default()));
        let settings = [
            ("compatibility_level", "3.6".to_owned()),
            ("queue_directory", self.path("queue")),
            ("data_directory", self.path("data")),
            ("maillog_file", self.path("log")),
            ("maillog_file_prefixes", self.folder.path().display().to_string()),
            ("myhostname", "mx.confluence.example".to_owned()),
            ("mydestination", String::new()),
            ("alias_maps", String::new()),
            ("inet_interfaces", "127.0.0.1".to_owned()),
            ("inet_protocols", "ipv4".to_owned()),
            ("mynetworks", "127.0.0.0/8".to_owned()),
            ("smtpd_relay_restrictions", "permit_mynetworks, reject".to_owned()),
            // It takes mail for names that nobody has, and bounces it afterwards, as many servers do.
            ("smtpd_reject_unlisted_recipient", "no".to_owned()),
            ("default_transport", "error:nothing leaves this test".to_owned()),
            ("recipient_delimiter", "+".to_owned()),
            ("virtual_mailbox_domains", domains.join(", ")),
            ("virtual_mailbox_base", self.path("mail")),
            ("virtual_mailbox_maps", format!("inline:{{ {} }}", boxes.collect::<Vec<_>>().join(", "))),
            ("virtual_uid_maps", format!("static:{NOBODY}")),
            ("virtual_gid_maps", format!("static:{NOBODY}")),
        ];
        let main: String = settings.iter().map(|(name, value)| format!("{name} = {value}\n")).collect();
        std::fs::write(self.path("conf/main.cf"), main).expect("space");
        let services = format!("127.0.0.1:{} inet n - n - - smtpd\n{SERVICES}", self.port);
        std::fs::write(self.path("conf/master.cf"), services).expect("space");
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn log(&self) -> String {
        String::from_utf8_lossy(&self.as_root_or_empty("cat", &[&self.path("log")])).into_owned()
    }

    fn as_root(&self, program: &str, arguments: &[&str]) {
        let output = as_root(program, arguments).output().expect(program);
        assert!(output.status.success(), "{program} {arguments:?}: {output:?}\n{}", self.log());
    }

    /// What a command says; nothing where it fails.
    fn as_root_or_empty(&self, program: &str, arguments: &[&str]) -> Vec<u8> {
        as_root(program, arguments).output().map(|output| output.stdout).unwrap_or_default()
    }
}

/// Everything that delivers, queues or bounces; nothing that speaks to other machines.
const SERVICES: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
";

/// Only root may start postfix, and its folders belong to its users.
fn as_root(program: &str, arguments: &[&str]) -> Command {
    let mut command = match rustix::process::geteuid().is_root() {
        true => Command::new(program),
        false => {
            let mut sudo = Command::new("sudo");
            sudo.args(["-n", program]);
            sudo
        }
    };
    command.args(arguments);
    command
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let conf: PathBuf = self.folder.path().join("conf");
        let _ = as_root(POSTFIX, &["-c", &conf.display().to_string(), "stop"]).output();
        // Its files are its users'; the folder itself goes with the handle.
        let _ =
            as_root("rm", &["-rf", &self.path("queue"), &self.path("data"), &self.path("mail"), &self.path("conf")])
                .output();
    }
}
