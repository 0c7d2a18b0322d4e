//! Refuses every request that is not in the table of operations.
//!
//! It stands on every client and runs before a request is even written down, so
//! before credentials are looked for, before signing, before any connection.

use std::fmt;

use aws_sdk_sts::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_sts::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sts::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;

use crate::observe::operations;

/// Lets only operations of the table through.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnlyListed;

/// An operation that is not in the table was about to be sent.
#[derive(Debug)]
pub(super) struct NotListed {
    service: String,
    operation: String,
}

impl fmt::Display for NotListed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{} {}` is not among what may be sent", self.service, self.operation)
    }
}

impl std::error::Error for NotListed {}

impl Intercept for OnlyListed {
    fn name(&self) -> &'static str {
        "OnlyListed"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // A request that does not say what it is, is not let through either.
        let (service, operation) =
            cfg.load::<Metadata>().map_or(("", ""), |about| (about.service(), about.name()));
        Ok(listed(service, operation)?)
    }
}

fn listed(service: &str, operation: &str) -> Result<(), NotListed> {
    if operations::allowed(service, operation).is_some() {
        return Ok(());
    }
    Err(NotListed { service: service.to_owned(), operation: operation.to_owned() })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::*;

    /// Folders of the SDK's packages, as cargo has them.
    fn packages() -> Vec<PathBuf> {
        let metadata = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version=1", "--offline", "--locked", "--manifest-path"])
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
            .output()
            .unwrap();
        let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
        let packages = metadata["packages"].as_array().unwrap().iter();
        let sdk = packages.filter(|p| p["name"].as_str().unwrap().starts_with("aws-sdk-"));
        let manifests = sdk.map(|p| PathBuf::from(p["manifest_path"].as_str().unwrap()));
        manifests.map(|manifest| manifest.parent().unwrap().to_owned()).collect()
    }

    /// What a client of the package says about each request: service and name.
    #[expect(clippy::disallowed_methods, reason = "the test reads the SDK's own source")]
    fn requests(package: &Path) -> BTreeSet<(String, String)> {
        let mut found = BTreeSet::new();
        for file in std::fs::read_dir(package.join("src/operation")).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(path).unwrap();
            let Some((_, about)) = text.split_once("Metadata::new(") else { continue };
            let quoted: Vec<&str> = about.split('"').collect();
            found.insert((quoted[3].to_owned(), quoted[1].to_owned()));
        }
        found
    }

    #[test]
    fn of_everything_that_the_sdk_can_send_only_the_table_passes() {
        let packages = packages();
        let all: BTreeSet<(String, String)> =
            packages.iter().flat_map(|package| requests(package)).collect();
        assert!(packages.len() >= 11 && all.len() > 700, "the SDK is not where it was");
        let passed: BTreeSet<(String, String)> =
            all.iter().filter(|(service, name)| listed(service, name).is_ok()).cloned().collect();
        let table: BTreeSet<(String, String)> = operations::ALL
            .iter()
            .map(|row| (row.service.sdk_name().to_owned(), row.name.to_owned()))
            .collect();
        assert_eq!(passed, table, "left: what passes, right: the table");
        for name in ["DeleteBackupVault", "PutBackupVaultLockConfiguration", "StartRestoreJob"] {
            let request = ("Backup".to_owned(), name.to_owned());
            assert!(all.contains(&request) && !passed.contains(&request), "{name}");
        }
    }

    #[test]
    fn the_refusal_names_what_was_to_be_sent() {
        let refused = listed("S3", "DeleteBucket").unwrap_err().to_string();
        assert_eq!(refused, "`S3 DeleteBucket` is not among what may be sent");
        assert!(listed("", "").is_err());
    }
}
