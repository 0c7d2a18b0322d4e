//! A copy into another account whose vault does not let it in.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::iam;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-without-access",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy into another account whose vault does not let it in",
    explanation: include_str!("copy-without-access.md"),
    cites: &[limits::cite(&iam::COPY_ACTION.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in
        walk::copies(policy).filter(|copied| !copied.to.existing && copied.leaves_account())
    {
        let Some((from, _)) = copied.places() else { continue };
        if copied.to.access.iter().any(|account| account.value == from.account) {
            continue;
        }
        let name = &from.account;
        findings.push(
            RULE.finding(
                copied.to.at.span,
                format!(
                    "the vault `{}` does not let the account {name} copy into it",
                    copied.to.at.key
                ),
            )
            .label(copied.copy.to.span, "this copy is denied")
            .help(format!("write `access: [\"{name}\"]` on the vault, or the name of that account"))
            .path(&copied.to.at.path),
        );
    }
}
