//! Small policies, and what a rule says about them.

use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input};

pub(crate) fn compiled(text: &str) -> Vec<Finding> {
    compile(&Input::new("policy.yaml", text), &Options::default()).judged.findings
}

/// `level: underlined text` of each finding of one rule.
pub(crate) fn of(rule: &str, text: &str) -> Vec<String> {
    let found = compiled(text).into_iter().filter(|finding| finding.rule == rule);
    found.map(|f| format!("{}: {}", f.level.word(), f.primary.span.slice(text))).collect()
}

/// Asserts what a rule underlines in each of some policies.
pub(crate) fn table(rule: &str, wrap: impl Fn(&str) -> String, rows: &[(&str, &[&str])]) {
    for (part, wanted) in rows {
        assert_eq!(of(rule, &wrap(part)), *wanted, "{rule}: {part}");
    }
}

pub(crate) fn policy(region: &str, rest: &str) -> String {
    format!(
        "version: 1\nname: orders\nenvironments: {{ production: {{ account: \"111122223333\", region: {region} }} }}\n{rest}\n"
    )
}

/// A bucket with these settings.
pub(crate) fn bucket(settings: &str) -> String {
    policy(
        "us-east-1",
        &format!("resources: {{ documents: {{ type: s3, buckets: [orders], {settings} }} }}"),
    )
}

/// A bucket with these lifecycle rules.
pub(crate) fn lifecycle(rules: &str) -> String {
    bucket(&format!("lifecycle: [ {rules} ]"))
}
