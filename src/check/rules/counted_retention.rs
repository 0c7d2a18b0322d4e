//! A count of copies where AWS counts days.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::units::Retention;

pub(super) static RULE: Rule = Rule {
    name: "counted-retention",
    kind: Kind::Target,
    level: Level::Error,
    summary: "a count of copies where AWS counts days",
    explanation: include_str!("counted-retention.md"),
    cites: &[limits::cite(&backup_plan::DELETE_AFTER_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for kept in walk::kept(policy).filter(|kept| !kept.is_inherited()) {
        let Some(retention) = kept.retention() else { continue };
        if let Retention::Copies(_) = retention.value {
            findings.push(
                RULE.finding(
                    retention.span,
                    format!("AWS Backup cannot keep `{}`: it counts days", retention.value),
                )
                .help("write how long points are kept, such as `35d`")
                .path(kept.path()),
            );
        }
    }
}
