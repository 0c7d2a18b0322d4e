//! The EBS archive on a tier that runs more often than monthly.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::Cron;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "archive-too-often",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "the EBS archive on a tier that runs more often than monthly",
    explanation: include_str!("archive-too-often.md"),
    cites: &[limits::cite(&backup_plan::EBS_ARCHIVE_LEAST_INTERVAL_DAYS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let least = Duration::days(u64::from(backup_plan::EBS_ARCHIVE_LEAST_INTERVAL_DAYS.value));
    for (_, tier) in walk::tiers(policy) {
        let Some(archive) = tier.archive_ebs.filter(|flag| flag.value) else { continue };
        let Some(schedule) = tier.schedule.as_ref() else { continue };
        let Some(spacing) = schedule.value.cron().and_then(Cron::shortest_spacing) else {
            continue;
        };
        if spacing < least {
            findings.push(
                RULE.finding(archive.span, "the EBS archive is meant for tiers that run monthly or more rarely")
                    .marking("every snapshot in the archive is a full one")
                    .label(schedule.span, format!("runs {}, as close as {spacing}", schedule.value))
                    .help("archive a monthly tier and drop `archive_ebs` here")
                    .note("AWS's console offers the archive to such tiers only; whether the API refuses others is not documented")
                    .path(&tier.at.path),
            );
        }
    }
}
