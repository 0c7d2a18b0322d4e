//! A prefix with a leading slash or a wildcard.

use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "prefix-matching-nothing",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a prefix with a leading slash or a wildcard",
    explanation: include_str!("prefix-matching-nothing.md"),
    cites: &[cite(s3_lifecycle::PREFIX_IS_LITERAL.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let filter = rule.filter.as_ref().map(|filter| &filter.value);
        let Some(prefix) = filter.and_then(|filter| filter.prefix.as_ref()) else { continue };
        let text = prefix.as_str();
        let why = if text.starts_with('/') {
            "keys of objects do not begin with `/`"
        } else if text.contains('*') {
            "`*` is an ordinary character here"
        } else {
            continue;
        };
        let literal = text.trim_start_matches('/').split('*').next().unwrap_or_default();
        let help = match literal {
            "" => "remove the filter to act on the whole bucket".to_owned(),
            _ => format!("write `prefix: {literal}`; check first how many objects that reaches"),
        };
        let message = format!("the prefix `{text}` is taken literally: {why}");
        let finding = RULE.finding(prefix.span, message).path(format!("{}.filter", rule.path));
        findings.push(finding.help(help));
    }
}
