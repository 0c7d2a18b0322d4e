//! A name under `service_opt_in` that AWS does not have.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;
use crate::source::nearest;

pub(super) static RULE: Rule = Rule {
    name: "unknown-opt-in",
    kind: Kind::Rejected,
    level: Level::Warning,
    summary: "a name under `service_opt_in` that AWS does not have",
    explanation: include_str!("unknown-opt-in.md"),
    cites: &[limits::cite(&selection::OPT_IN_NAMES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(settings) = &policy.account_settings else { return };
    let known = selection::OPT_IN_NAMES.value;
    for name in settings.service_opt_in.iter().flatten() {
        if known.contains(&name.value.as_str()) {
            continue;
        }
        let mut finding = RULE
            .finding(name.span, format!("AWS Backup has no type `{}` to opt in to", name.value))
            .path("account_settings.service_opt_in");
        finding = match nearest(&name.value, known.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(name.span, near),
            None => finding.help(format!("known: {}", known.join(", "))),
        };
        findings.push(finding);
    }
}
