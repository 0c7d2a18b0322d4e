//! Small policies, and what a rule says about them.

use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input};

/// Mistakes that would keep a rule from looking at all.
const MISTAKES: [&str; 6] = [
    "malformed-value",
    "missing-key",
    "syntax-error",
    "unknown-key",
    "unresolved-reference",
    "wrong-type",
];

pub(crate) fn compiled(text: &str) -> Vec<Finding> {
    let found = compile(&Input::new("policy.yaml", text), &Options::default()).judged.findings;
    let mistake = found.iter().find(|finding| MISTAKES.contains(&finding.rule));
    assert!(mistake.is_none(), "{mistake:?}\n{text}");
    found
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
