//! The scenario that must be quickest, exercised less often than a slower one.

use std::collections::BTreeMap;

use crate::check::claimed::{drills, exercised};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Drill, Objective, Origin, Policy, Referent, Scenario};
use crate::schedule::longest_gap;
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "strictest-scenario-exercised-least",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "the scenario that must be quickest, exercised less often than a slower one",
    explanation: include_str!("strictest-scenario-exercised-least.md"),
    cites: &[],
};

/// How many times as often the slower one is exercised at least: months and
/// weeks of different length are no such difference.
const TIMES: u64 = 2;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let known = exercises(policy);
    let all = policy.recovery.values().filter_map(|one| Exercised::of(policy, one, &known));
    let mut all: Vec<Exercised<'_>> = all.collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.rto));
    let mut slower: Option<&Exercised<'_>> = None;
    for equal in all.chunk_by(|one, next| one.rto == next.rto) {
        for one in equal {
            let oftener = slower.filter(|slower| slower.by.every.times(TIMES) <= one.by.every);
            findings.extend(oftener.map(|oftener| finding(one, oftener)));
        }
        slower = slower.into_iter().chain(equal).min_by_key(|one| one.by.every);
    }
}

/// The drill that exercises something most often.
#[derive(Clone, Copy)]
struct By<'a> {
    drill: &'a Drill,
    every: Duration,
}

/// A scenario with an RTO that some drill exercises.
struct Exercised<'a> {
    scenario: &'a Scenario,
    rto: Duration,
    origin: &'a Origin,
    by: By<'a>,
}

impl<'a> Exercised<'a> {
    fn of(
        policy: &'a Policy,
        scenario: &'a Scenario,
        known: &BTreeMap<&Referent, By<'a>>,
    ) -> Option<Self> {
        let (rto, origin) = wanted(policy, scenario)?;
        let named = known.get(&Referent::Scenario(scenario.at.key.clone())).copied();
        let by = named.into_iter().chain(by_its_sources(scenario, known));
        let by = by.min_by_key(|by| by.every)?;
        Some(Self { scenario, rto, origin, by })
    }
}

/// A scenario is as good as exercised if all that it restores from is: as often
/// as the rarest of it.
fn by_its_sources<'a>(scenario: &Scenario, known: &BTreeMap<&Referent, By<'a>>) -> Option<By<'a>> {
    let sources = scenario.restores.values().map(|restore| {
        let means = restore.from.means.iter();
        means.filter_map(|referent| known.get(referent).copied()).min_by_key(|by| by.every)
    });
    let all: Option<Vec<By<'a>>> = sources.collect();
    all?.into_iter().max_by_key(|by| by.every)
}

/// The drill that exercises each thing most often.
fn exercises(policy: &Policy) -> BTreeMap<&Referent, By<'_>> {
    let mut known: BTreeMap<&Referent, By<'_>> = BTreeMap::new();
    for drill in drills(policy) {
        let schedule = drill.timetable.schedule.as_ref();
        let gap = schedule.and_then(|at| longest_gap(&at.value, &drill.timetable.zone.value));
        let Some(gap) = gap else { continue };
        let by = By { drill, every: gap.length };
        for referent in exercised(policy, drill) {
            let oftenest = known.entry(referent).or_insert(by);
            if by.every < oftenest.every {
                *oftenest = by;
            }
        }
    }
    known
}

/// The RTO of a scenario: its own, else the strictest of what it restores.
fn wanted<'a>(policy: &'a Policy, scenario: &'a Scenario) -> Option<(Duration, &'a Origin)> {
    let disruption = scenario.disruption?.value;
    match &scenario.objectives.as_ref()?.rto {
        Objective::Stated(rto, origin) => return Some((*rto, origin)),
        Objective::NoObjective(_) | Objective::Accepted(..) => return None,
        Objective::Absent => {}
    }
    let restored = scenario.restores.keys().filter_map(|name| policy.resources.get(name));
    let stated =
        restored.filter_map(|resource| match &resource.objectives.after(disruption)?.rto {
            Objective::Stated(rto, origin) => Some((*rto, origin)),
            Objective::NoObjective(_) | Objective::Accepted(..) | Objective::Absent => None,
        });
    stated.min_by_key(|(rto, _)| *rto)
}

fn finding(one: &Exercised<'_>, oftener: &Exercised<'_>) -> Finding {
    let (name, other) = (&one.scenario.at.key, &oftener.scenario.at.key);
    let span = |by: By<'_>| by.drill.timetable.schedule.as_ref().map(|at| at.span);
    let at = span(one.by).unwrap_or(one.by.drill.at.span);
    let message = format!(
        "`{name}` may take {} and is exercised up to {} apart; `{other}` may take {}, and is exercised at least every {}",
        one.rto, one.by.every, oftener.rto, oftener.by.every
    );
    let mut finding = RULE
        .finding(at, message)
        .path(&one.by.drill.at.path)
        .label(one.origin.span, "the stricter one")
        .help(format!(
            "exercise `{name}` at least as often: what must be quick is what practice makes quick"
        ));
    if let Some(often) = span(oftener.by).filter(|often| *often != at) {
        finding = finding.label(often, format!("`{other}`, more often"));
    }
    finding
}
