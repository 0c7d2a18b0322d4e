//! Objects that a lifecycle deletes between two backups.

use crate::check::storage::{Bucket, Course, Reach, buckets, cite, days, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, Tier};
use crate::schedule::longest_gap;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "expired-before-backup",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "objects that a lifecycle deletes between two backups",
    explanation: include_str!("expired-before-backup.md"),
    cites: &[cite(backup_plan::CONTINUOUS_S3_ONE_VAULT.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let Some((gap, tier)) = gap(policy, &bucket) else { continue };
        let near = bucket.courses();
        let all = near.all();
        for course in all.iter().filter(|course| course.which == "current") {
            let Some(age) = course.expire_after else { continue };
            // In a bucket that is backed up an expired object stays as a version.
            let Some(then) = versions_live(all, course) else { continue };
            let lives = days(&age.value).saturating_add(then);
            if Duration::days(u64::from(lives)) >= gap {
                continue;
            }
            let message = format!("objects live {lives} days, and backups are up to {gap} apart");
            let mut finding = RULE
                .finding(age.span, message)
                .help("let them live until the next backup, or back up more often or continuously")
                .path(course.path());
            if let Some(schedule) = &tier.schedule {
                finding = finding.label(schedule.span, "the most frequent backup");
            }
            findings.push(finding);
        }
    }
}

/// The gap of the tier that runs most often; none with a continuous one.
fn gap<'a>(policy: &'a Policy, bucket: &Bucket<'_>) -> Option<(Duration, &'a Tier)> {
    let plans = bucket.plans.iter().filter_map(|plan| policy.plans.get(plan.as_str()));
    let tiers: Vec<&Tier> = plans.flat_map(|plan| plan.tiers.values()).collect();
    if tiers.iter().any(|tier| tier.continuous.is_some()) {
        return None;
    }
    let gaps = tiers.into_iter().filter_map(|tier| {
        let schedule = tier.schedule.as_ref()?;
        Some((longest_gap(&schedule.value, &tier.zone.value)?.length, tier))
    });
    gaps.min_by_key(|(gap, _)| *gap)
}

/// The days that a superseded version of these objects stays; none if no rule
/// deletes it.
fn versions_live(all: &[Course<'_>], current: &Course<'_>) -> Option<u32> {
    let rules = all.iter().filter(|course| course.which == "noncurrent");
    let rules = rules.filter(|course| reach(course.rule, current.rule) == Reach::Covers);
    rules.filter_map(|course| course.expire_after).map(|age| days(&age.value)).min()
}
