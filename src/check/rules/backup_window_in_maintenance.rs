//! A backup window that overlaps the maintenance window.

use crate::check::storage::cite;
use crate::check::storage::windows;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "backup-window-in-maintenance",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a backup window that overlaps the maintenance window",
    explanation: include_str!("backup-window-in-maintenance.md"),
    cites: &[
        cite(native::RDS_WINDOWS_OVERLAP.source),
        cite(native::RDS_WINDOWS_TOUCH.source),
        cite(native::ELASTICACHE_WINDOWS_OVERLAP.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for place in windows(policy) {
        let (Some(daily), Some(weekly)) = (place.daily, place.weekly) else { continue };
        if !weekly.value.overlaps_daily(daily.value) {
            continue;
        }
        let message = format!(
            "the backup window {} overlaps the maintenance window {}",
            daily.value, weekly.value
        );
        let source = match place.type_name {
            "elasticache" => native::ELASTICACHE_WINDOWS_OVERLAP.source,
            _ => native::RDS_WINDOWS_OVERLAP.source,
        };
        findings.push(
            RULE.finding(daily.span, message)
                .url(source.url)
                .path(&place.path)
                .label(weekly.span, "every week")
                .help("let one window end when the other begins, or earlier; both are in UTC"),
        );
    }
}
