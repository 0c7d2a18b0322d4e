//! A wildcard inside the name of an ARN.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "inner-wildcard",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a wildcard inside the name of an ARN",
    explanation: include_str!("inner-wildcard.md"),
    cites: &[limits::cite(&selection::WILDCARD_ONLY_AT_END.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        for arn in walk::arns(resource) {
            let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
            let name = parsed.name();
            if name.strip_suffix('*').unwrap_or(name).contains('*') {
                findings.push(
                    RULE.finding(
                        arn.span,
                        format!("in `{name}` the `*` may stand only at the end"),
                    )
                    .help("write a beginning such as `prod-*`, or select by tag")
                    .path(&resource.at.path),
                );
            }
        }
    }
}
