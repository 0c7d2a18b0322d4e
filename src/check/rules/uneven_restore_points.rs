//! A scenario whose resources do not go back equally far.

use crate::check::backups::{Promise, retention};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Mechanisms, Policy, Restore, Scenario};

pub(super) static RULE: Rule = Rule {
    name: "uneven-restore-points",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a scenario whose resources do not go back equally far",
    explanation: include_str!("uneven-restore-points.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let several = |scenario: &&Scenario| scenario.restores.len() > 1;
    let scenarios: Vec<&Scenario> = policy.recovery.values().filter(several).collect();
    if scenarios.is_empty() {
        return;
    }
    findings.extend(scenarios.into_iter().filter_map(|scenario| judge(mechanisms, scenario)));
}

fn judge(mechanisms: &Mechanisms, scenario: &Scenario) -> Option<Finding> {
    let lengths = scenario.restores.values().filter_map(|restore| kept(mechanisms, restore));
    let mut kept: Vec<(&Restore, Promise<'_>)> = lengths.collect();
    kept.sort_by_key(|(restore, promise)| (promise.days(), restore.from.path.span));
    let ((least, shortest), (most, longest)) = (kept.first()?, kept.last()?);
    if shortest.days() > longest.days() / 2 {
        return None;
    }
    let (name, other) = (&least.resource.value, &most.resource.value);
    let message = format!(
        "`{name}` goes back {} here, and `{other}` {}: no older state of both is left",
        shortest.words(),
        longest.words()
    );
    Some(
        RULE.finding(least.from.path.span, message)
            .path(&least.path)
            .label(most.from.path.span, format!("kept {}", longest.words()))
            .help(format!("keep the backups of `{name}` as long, if both must be of one time")),
    )
}

/// How long the points of the resource are kept that it is restored from: of
/// several tiers the shortest, because the others are rarer. None for replicas,
/// which have one state, and for counts.
fn kept<'m>(
    mechanisms: &'m Mechanisms,
    restore: &'m Restore,
) -> Option<(&'m Restore, Promise<'m>)> {
    let own = mechanisms.of_resource(&restore.resource.value).map(|(_, mechanism)| mechanism);
    let own = own.filter(|found| found.is_meant_by(&restore.from));
    let kept = own.filter_map(|found| Promise::of(&retention(&found.points)?.value));
    kept.min_by_key(Promise::days).map(|promise| (restore, promise))
}
