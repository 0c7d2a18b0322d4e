//! A backup or maintenance window shorter than the service takes.

use crate::check::storage::cite;
use crate::check::storage::windows;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::native;
use crate::facts::native::native_retention;
use crate::resolved::Policy;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "backup-window-too-short",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a backup or maintenance window shorter than the service takes",
    explanation: include_str!("backup-window-too-short.md"),
    cites: &[
        cite(native::RDS_WINDOW_MINUTES.source),
        cite(native::ELASTICACHE_WINDOW_MINUTES.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for place in windows(policy) {
        let row = native_retention(place.type_name).and_then(|row| row.window_minutes);
        let Some(least) = row.map(|minutes| Duration::minutes(minutes.into())) else { continue };
        let daily = place.daily.map(|window| (window.span, window.value.length()));
        let weekly = place.weekly.map(|window| (window.span, window.value.length()));
        for (span, length) in daily.into_iter().chain(weekly).filter(|(_, length)| *length < least)
        {
            let message =
                format!("the window lasts {length}, and the service wants at least {least}");
            let finding = RULE.finding(span, message).path(&place.path);
            findings.push(finding.help(format!("let it end at least {least} after it begins")));
        }
    }
}
