//! A retention below 1 day or above 36,500 days.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "retention-out-of-range",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a retention below 1 day or above 36,500 days",
    explanation: include_str!("retention-out-of-range.md"),
    cites: &[limits::cite(&backup_plan::DELETE_AFTER_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let bounds = backup_plan::DELETE_AFTER_DAYS.value;
    for kept in walk::kept(policy).filter(|kept| !kept.is_inherited()) {
        let Some(retention) = kept.retention() else { continue };
        let Retention::For(days) = &retention.value else { continue };
        if bounds.contains(&days.most) {
            continue;
        }
        let help = if days.most < bounds.least {
            "write `1d` or more, or drop the tier".to_owned()
        } else {
            format!("write `forever`, or at most `{}d`", bounds.most)
        };
        findings.push(
            RULE.finding(
                retention.span,
                format!(
                    "AWS keeps points {} to {} days, not {}",
                    bounds.least,
                    bounds.most,
                    days.longest()
                ),
            )
            .help(help)
            .path(kept.path()),
        );
    }
}
