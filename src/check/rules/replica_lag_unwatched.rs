//! A replica that carries an RPO and whose lag nobody watches in time.

use crate::check::watch::{Rpo, alarms, mean, rpo, threshold};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::facts::backup_plan;
use crate::resolved::{Alarm, Policy, Protection, ProtectionKind, Resource};
use crate::source::{Spanned, Text};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "replica-lag-unwatched",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a replica that carries an RPO and whose lag nobody watches in time",
    explanation: include_str!("replica-lag-unwatched.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        for protection in resource.protections.iter().filter(|protection| !protection.planned) {
            let Some(follows) = Follows::of(policy, protection) else { continue };
            let Some(rpo) = carried(policy, resource, protection, &follows) else { continue };
            findings.extend(judge(policy, resource, protection, &follows, rpo));
        }
    }
}

/// A replica that follows its source without making it wait.
struct Follows<'a> {
    /// It is in another Region than the environment.
    away: bool,
    /// An alarm of its own.
    own_alarm: Option<&'a Spanned<Duration>>,
}

impl<'a> Follows<'a> {
    fn of(policy: &Policy, protection: &'a Protection) -> Option<Self> {
        let home = policy.environment.region.as_ref();
        let elsewhere =
            |region: &str| home.is_some_and(|home| !region.is_empty() && home.value != region);
        let away = |region: Option<&Text>| region.is_some_and(|there| elsewhere(&there.value));
        match &protection.kind {
            ProtectionKind::ReadReplica { region, multi_az: _, smaller: _ } => {
                Some(Self { away: away(region.as_ref()), own_alarm: None })
            }
            ProtectionKind::GlobalTable { region } => {
                Some(Self { away: away(Some(region)), own_alarm: None })
            }
            ProtectionKind::Standby { zone, region, synchronous, lag_alarm, .. } => {
                if synchronous.is_some_and(|flag| flag.value) {
                    return None;
                }
                // A zone is its Region and a letter.
                let of_zone =
                    zone.as_ref().map(|zone| zone.value.trim_end_matches(char::is_alphabetic));
                let away = match region {
                    Some(region) => away(Some(region)),
                    None => of_zone.is_some_and(elsewhere),
                };
                Some(Self { away, own_alarm: lag_alarm.as_ref() })
            }
            _ => None,
        }
    }
}

/// The RPO that rests on the replica: where a scenario uses it, or where no
/// backup that is made by a schedule could be new enough.
fn carried<'a>(
    policy: &Policy,
    resource: &'a Resource,
    protection: &Protection,
    follows: &Follows<'_>,
) -> Option<Rpo<'a>> {
    let used = |disruption: Disruption| {
        let scenarios = policy.recovery.values();
        let mut scenarios =
            scenarios.filter(|scenario| scenario.disruption.is_some_and(|d| d.value == disruption));
        scenarios.any(|scenario| {
            scenario.restores.get(&resource.at.key).is_some_and(|restore| {
                let from = std::slice::from_ref(&restore.from);
                mean(from, &resource.at.key, &protection.reference)
            })
        })
    };
    let densest = Duration::hours(backup_plan::LEAST_INTERVAL_HOURS.value.into());
    let standby = matches!(protection.kind, ProtectionKind::Standby { .. });
    let disruptions: &[Disruption] = match (follows.away, standby) {
        (true, _) => &[Disruption::Region],
        // A synchronous standby beside it would carry these.
        (false, true) if !waits(resource) => &[Disruption::Zone, Disruption::Hardware],
        (false, _) => return None,
    };
    let stated = disruptions.iter().filter_map(|disruption| {
        let stated = rpo(resource, *disruption)?;
        (stated.value < densest || used(*disruption)).then_some(stated)
    });
    stated.min_by_key(|rpo| rpo.value)
}

/// True if every commit waits for one of the standbys.
fn waits(resource: &Resource) -> bool {
    resource.protections.iter().any(|protection| match &protection.kind {
        ProtectionKind::Standby { synchronous, .. } => {
            !protection.planned && synchronous.is_some_and(|flag| flag.value)
        }
        _ => false,
    })
}

fn judge(
    policy: &Policy,
    resource: &Resource,
    protection: &Protection,
    follows: &Follows<'_>,
    rpo: Rpo<'_>,
) -> Option<Finding> {
    let watching: Vec<&Alarm> = alarms(policy)
        .filter(|alarm| mean(&alarm.watches, &resource.at.key, &protection.reference))
        .collect();
    let ages = watching.iter().filter_map(|alarm| threshold(alarm)).chain(follows.own_alarm);
    // Half of the RPO is left to act in.
    let in_time = Duration::seconds(rpo.value.as_seconds() / 2);
    let help =
        format!("watch it with an alarm `when: {{ lag_over: {} }}` or sooner", in_time.as_text());
    let (name, after) = (&protection.reference, rpo.after);
    let finding = match ages.min_by_key(|age| age.value) {
        Some(age) if age.value <= in_time => return None,
        Some(age) => RULE.finding(
            age.span,
            format!(
                "the alarm on `{name}` goes off at a lag of {}, and {} after `{after}` leaves half of it to act in",
                age.value, rpo.value
            ),
        ),
        None => match watching.iter().find_map(|alarm| alarm.when.as_ref()?.value.lag_bytes_over) {
            Some(bytes) => RULE.finding(
                bytes.span,
                format!("a lag of {} says nothing about the {} that `{name}` may lie behind", bytes.value, rpo.value),
            ),
            None => RULE.finding(
                protection.span,
                format!("`{name}` follows without a bound, and no alarm watches how far it lies behind the {} after `{after}`", rpo.value),
            ),
        },
    };
    Some(
        finding
            .path(format!("resources.{name}"))
            .label(rpo.origin.span, format!("the RPO after `{after}`"))
            .help(help),
    )
}
