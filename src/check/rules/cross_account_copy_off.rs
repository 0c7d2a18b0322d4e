//! A copy to another account while such copies are off.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::copies;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "cross-account-copy-off",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy to another account while such copies are off",
    explanation: include_str!("cross-account-copy-off.md"),
    cites: &[
        limits::cite(&copies::CROSS_ACCOUNT_SETTING.source),
        limits::cite(&copies::SAME_ORGANIZATION.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let stated = policy.account_settings.as_ref().and_then(|settings| settings.cross_account_copy);
    let Some(off) = stated.filter(|flag| !flag.value) else { return };
    for copied in walk::copies(policy).filter(walk::Copied::leaves_account) {
        findings.push(
            RULE.finding(off.span, "copies between accounts are switched off")
                .label(copied.copy.to.span, "this one goes to another account")
                .help(format!(
                    "set `{}` in the organization's management account, then write `true`",
                    copies::CROSS_ACCOUNT_SETTING.value
                ))
                .path(&copied.copy.path),
        );
    }
}
