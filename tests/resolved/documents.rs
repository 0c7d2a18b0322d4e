//! Helpers of these tests, and the policies of the project.

use std::path::{Path, PathBuf};

use policy::diagnostic::Finding;
use policy::document;
use policy::resolved::{self, Policy, Resolved};

/// The beginning that every small policy of these tests shares.
pub(crate) const HEAD: &str = "version: 1
name: orders
accounts: { workload: \"111122223333\", backup: \"999900001111\" }
environments:
  production: { account: workload, region: us-east-1 }
";

/// Resolves one environment of a text.
pub(crate) fn resolve(text: &str, environment: &str) -> Resolved {
    let read = document::read(text);
    assert_eq!(lines(text, &read.findings), Vec::<String>::new(), "the document decodes");
    resolved::resolve(text, &read.root.unwrap(), &read.policy.unwrap(), environment)
}

/// Resolves a small policy that begins with [`HEAD`] and has no findings.
pub(crate) fn policy(rest: &str) -> Policy {
    let text = format!("{HEAD}{rest}");
    let resolved = resolve(&text, "production");
    assert_eq!(lines(&text, &resolved.findings), Vec::<String>::new());
    resolved.policy.unwrap()
}

/// The findings of a small policy that begins with [`HEAD`].
pub(crate) fn findings(rest: &str) -> Vec<String> {
    let text = format!("{HEAD}{rest}");
    lines(&text, &resolve(&text, "production").findings)
}

/// `rule @ underlined text: message (help)` of each finding.
pub(crate) fn lines(text: &str, findings: &[Finding]) -> Vec<String> {
    let line = |f: &Finding| {
        let help = f.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} @ {}: {}{help}", f.rule, f.primary.span.slice(text), f.message)
    };
    findings.iter().map(line).collect()
}

#[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
pub(crate) fn file(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "yaml"));
    paths.sort();
    paths
}

#[test]
fn every_policy_of_the_project_resolves_without_findings() {
    let mut found = Vec::new();
    for path in files("policies").into_iter().chain(files("policies/as-written")) {
        let text = file(path.to_str().unwrap());
        let read = document::read(&text);
        let (root, document) = (read.root.unwrap(), read.policy.unwrap());
        for environment in resolved::environment_names(&document) {
            let resolved = resolved::resolve(&text, &root, &document, &environment);
            let name = path.file_name().unwrap().to_str().unwrap();
            let said = lines(&text, &resolved.findings);
            found.extend(said.into_iter().map(|said| format!("{name}, {environment}: {said}")));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
