//! Terraform itself as a judge, where it is on the machine.
#![expect(clippy::disallowed_methods, reason = "a test writes its module for terraform to read")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use policy::render::Artifact;

/// Folders that hold a mirror of providers on usual installations.
const MIRRORS: [&str; 5] = [
    "/opt/tf-plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    "/usr/local/share/terraform/providers",
    "/opt/terraform/plugins",
];

/// Terraform with a provider from a local mirror.
pub(crate) struct Terraform {
    folder: PathBuf,
    config: PathBuf,
    mirror: Option<PathBuf>,
}

impl Terraform {
    /// Writes the artifacts to a folder of their own; `None` without terraform.
    pub(crate) fn with(name: &str, artifacts: &[Artifact]) -> Option<Self> {
        if Command::new("terraform").arg("version").output().is_err() {
            println!("skipped: terraform not found");
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        for artifact in artifacts {
            let path = folder.join(artifact.path.to_string());
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &artifact.text).unwrap();
        }
        let mirror = mirror();
        let config = folder.join("terraform.rc");
        std::fs::write(&config, installation(mirror.as_deref())).unwrap();
        Some(Self { folder, config, mirror })
    }

    /// Installs the provider below a folder; `false` without a mirror of it.
    pub(crate) fn init(&self, folder: &str) -> bool {
        if self.mirror.is_none() {
            println!("skipped: no mirror of the provider hashicorp/aws found");
            return false;
        }
        let init = self.run(folder, &["init", "-backend=false", "-no-color"]);
        assert!(init.status.success(), "{}", said(&init));
        true
    }

    /// Runs `terraform test` on a file of tests; `None` before Terraform 1.7,
    /// which has no overrides.
    pub(crate) fn test(&self, folder: &str, file: &str) -> Option<Output> {
        if self.version() < (1, 7) {
            println!("skipped: terraform before 1.7 cannot override data sources");
            return None;
        }
        std::fs::write(self.folder.join(folder).join("world.tftest.hcl"), file).unwrap();
        Some(self.run(folder, &["test", "-no-color"]))
    }

    fn version(&self) -> (u32, u32) {
        let output = self.run(".", &["version", "-json"]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let version = json["terraform_version"].as_str().unwrap();
        let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
        (parts.next().unwrap(), parts.next().unwrap())
    }

    /// Runs terraform in a subfolder.
    pub(crate) fn run(&self, folder: &str, arguments: &[&str]) -> Output {
        Command::new("terraform")
            .args(arguments)
            .current_dir(self.folder.join(folder))
            .env("TF_CLI_CONFIG_FILE", &self.config)
            .env("CHECKPOINT_DISABLE", "1")
            .output()
            .unwrap()
    }
}

fn mirror() -> Option<PathBuf> {
    let named = std::env::var_os("POLICY_TEST_TF_MIRROR").map(PathBuf::from);
    let mut candidates = named.into_iter().chain(MIRRORS.map(PathBuf::from));
    candidates.find(|path| path.join("registry.terraform.io/hashicorp/aws").is_dir())
}

fn installation(mirror: Option<&Path>) -> String {
    mirror.map_or_else(String::new, |path| {
        format!("provider_installation {{\n  filesystem_mirror {{\n    path = {path:?}\n  }}\n}}\n")
    })
}

/// Output and errors together, for a message.
pub(crate) fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    text.join("\n")
}
