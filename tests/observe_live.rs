//! Live accounts as a program of its own meets them: with an environment, a
//! profile, and an endpoint that stands in for AWS.

#![cfg(feature = "live")]

#[cfg(test)]
mod cases {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::process::Command;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use policy::observe::Wanted;
    use policy::observe::live::{Options, observe};
    use policy::resources::Place;

    /// Reads what the environment says, in a process whose environment is ours:
    /// the tests below start it. Alone it has nothing to read.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test is about the environment")]
    fn reader() {
        let Ok(account) = std::env::var("OBSERVED_ACCOUNT") else { return };
        let region = std::env::var("OBSERVED_REGION").unwrap_or("eu-west-1".to_owned());
        let mut wanted = Wanted::nothing(&Place { account, region, partition: "aws".to_owned() });
        if std::env::var("OBSERVED_ACTIVITY").is_ok() {
            wanted = wanted.with_activity();
        }
        let options = Options {
            profile: std::env::var("OBSERVED_PROFILE").ok(),
            role: std::env::var("OBSERVED_ROLE").ok(),
            timeout: Duration::from_secs(5),
            attempts: 2,
            ..Options::default()
        };
        observe(&[wanted], &options, &mut |seen| println!("{seen:#?}")).unwrap();
    }

    /// What the reader sees in this environment and no other.
    fn read(environment: &[(&str, &str)]) -> String {
        let mut reader = Command::new(std::env::current_exe().unwrap());
        reader.args(["--exact", "cases::reader", "--nocapture"]).env_clear();
        reader.envs([
            ("OBSERVED_ACCOUNT", "111122223333"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("HOME", "/nonexistent"),
        ]);
        let output = reader.envs(environment.iter().copied()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A server of STS that knows one account; its address, and what was asked.
    fn sts(account: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let log = asked.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut bytes = [0; 8192];
                let length = stream.read(&mut bytes).unwrap_or(0);
                log.lock().unwrap().push(String::from_utf8_lossy(&bytes[..length]).into_owned());
                let body = format!(
                    "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::{account}:user/x</Arn><UserId>U</UserId><Account>{account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                );
                let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length:";
                _ = write!(stream, "{head} {}\r\n\r\n{body}", body.len());
            }
        });
        (url, asked)
    }

    const KEYS: [(&str, &str); 2] =
        [("AWS_ACCESS_KEY_ID", "AKIAFROMENV"), ("AWS_SECRET_ACCESS_KEY", "secret")];

    #[test]
    fn endpoint_and_credentials_come_from_the_environment() {
        let (url, asked) = sts("444455556666");
        let seen = read(&[KEYS[0], KEYS[1], ("AWS_ENDPOINT_URL", &url)]);
        assert!(seen.contains("OtherAccount(\n                \"444455556666\""), "{seen}");
        let asked = asked.lock().unwrap();
        assert_eq!(asked.len(), 1, "nothing else is read there");
        assert!(asked[0].contains("AKIAFROMENV") && asked[0].contains("/eu-west-1/sts/"));
        assert!(!seen.contains("secret"));
    }

    #[test]
    fn without_credentials_nothing_is_asked() {
        let (url, asked) = sts("111122223333");
        let seen = read(&[("AWS_ENDPOINT_URL", &url)]);
        assert!(seen.contains("\"NoCredentials\""), "{seen}");
        assert_eq!(asked.lock().unwrap().len(), 0);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes a profile")]
    fn a_named_profile_comes_before_credentials_of_the_environment() {
        let (url, asked) = sts("444455556666");
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("observe-live");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("credentials");
        let keys = "aws_access_key_id = AKIAFROMPROFILE\naws_secret_access_key = x\n";
        std::fs::write(&file, format!("[morning]\n{keys}")).unwrap();
        let file = ("AWS_SHARED_CREDENTIALS_FILE", file.to_str().unwrap());
        let profile = ("OBSERVED_PROFILE", "morning");
        read(&[KEYS[0], KEYS[1], profile, file, ("AWS_ENDPOINT_URL", &url)]);
        let asked = asked.lock().unwrap();
        assert!(asked[0].contains("AKIAFROMPROFILE"), "{asked:?}");
    }

    #[test]
    fn a_profile_that_is_not_there_is_a_matter_of_credentials() {
        let (url, asked) = sts("111122223333");
        let profile = ("OBSERVED_PROFILE", "nobody");
        let seen = read(&[KEYS[0], KEYS[1], profile, ("AWS_ENDPOINT_URL", &url)]);
        assert!(seen.contains("Credentials("), "{seen}");
        assert_eq!(asked.lock().unwrap().len(), 0);
    }
}
