//! Scenarios: how long recovery takes, what it may restore from, what it needs.

use std::collections::BTreeSet;

use crate::recoverability::{ScenarioProof, Verdict};
use crate::resolved::{Scenario, Step};
use crate::source::Span;

use super::figures::{name, rto_rank, rto_words};
use super::presence::{added, removed};
use super::setting::{Setting, Settings};
use super::settings::said;
use super::{Cause, Change, Comparing, Direction, Kind, Place, Version, Weight};

impl Comparing<'_> {
    pub(super) fn scenarios(&self, settings: &mut Settings) -> Vec<Change> {
        let (old, new) = (&self.old.proof.scenarios, &self.new.proof.scenarios);
        let same =
            |old: &ScenarioProof, new: &ScenarioProof| self.renames.scenario(&old.name) == new.name;
        let mut changes = Vec::new();
        for now in new {
            match old.iter().find(|before| same(before, now)) {
                Some(before) => changes.extend(self.scenario(before, now, settings)),
                None => changes.push(added(format!("scenario `{}`", now.name), now.span)),
            }
        }
        for before in old.iter().filter(|before| !new.iter().any(|now| same(before, now))) {
            changes.push(removed(format!("scenario `{}`", before.name), before.span));
        }
        changes
    }

    fn scenario(
        &self,
        old: &ScenarioProof,
        new: &ScenarioProof,
        settings: &mut Settings,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        changes.extend(self.time(old, new, settings));
        changes.extend(self.objective(old, new));
        changes.extend(self.restores(old, new));
        changes.extend(needs(old, new));
        changes
    }

    fn time(
        &self,
        old: &ScenarioProof,
        new: &ScenarioProof,
        settings: &mut Settings,
    ) -> Option<Change> {
        let same = old.rto.map(|(wanted, _)| wanted) == new.rto.map(|(wanted, _)| wanted);
        let (was, is) = (&old.rto_verdict, &new.rto_verdict);
        let judged = same && was.rank() != is.rank();
        let (before, now) = (rto_words(&old.time), rto_words(&new.time));
        if before == now && !judged {
            return None;
        }
        let direction = match judged {
            true => Direction::by(&was.rank(), &is.rank()),
            false => Direction::by(&rto_rank(&old.time), &rto_rank(&new.time)),
        };
        let mut change = line(new, direction, "time", before, now);
        if judged {
            change.notes.push(format!("objective {} → {}", name(was), name(is)));
            change.weight = worse(direction, is);
        }
        change.causes = self.timed(old, new, settings);
        Some(change)
    }

    fn objective(&self, old: &ScenarioProof, new: &ScenarioProof) -> Option<Change> {
        let ((was, _), (is, at)) = (old.rto?, new.rto?);
        if was == is || !self.own_objective(old, new) {
            return None;
        }
        let direction = Direction::by(&std::cmp::Reverse(was), &std::cmp::Reverse(is));
        let (before, now) = (format!("`{was}`"), format!("`{is}`"));
        let mut change = line(new, direction, "RTO objective", before, now);
        if direction == Direction::Worse {
            change.weight = Weight::Promise;
        }
        change.causes.push(here(at));
        Some(change)
    }

    /// What it restores from may be lost now, or left again.
    fn restores(&self, old: &ScenarioProof, new: &ScenarioProof) -> Vec<Change> {
        let word = |lost: bool| if lost { "from what is lost" } else { "from what is left" };
        let changes = new.restores.iter().filter_map(|now| {
            let is = |was: &&crate::recoverability::Restored| {
                self.renames.resource(&was.resource) == now.resource
            };
            let was = old.restores.iter().find(is)?;
            let (before, after) = (was.lost.is_some(), now.lost.is_some());
            if before == after {
                return None;
            }
            let direction = Direction::by(&!before, &!after);
            let what = format!("restoring `{}`", now.resource);
            let (said, says) = (word(before).to_owned(), word(after).to_owned());
            let mut change = line(new, direction, &what, said, says);
            change.weight = worse(direction, &Verdict::Missed);
            change.notes.extend(now.lost.clone().or_else(|| was.lost.clone()));
            change.causes.push(here(now.span));
            Some(change)
        });
        changes.collect()
    }

    /// The objective is the scenario's own: one of a resource has its own line.
    fn own_objective(&self, old: &ScenarioProof, new: &ScenarioProof) -> bool {
        let own = |scenario: Option<&Scenario>| {
            scenario.and_then(|scenario| scenario.objectives.as_ref()?.rto.stated().copied())
        };
        let was = own(self.old.policy.recovery.get(&old.name));
        was != own(self.new.policy.recovery.get(&new.name))
    }

    /// The steps and restores whose time changed.
    fn timed(
        &self,
        old: &ScenarioProof,
        new: &ScenarioProof,
        settings: &mut Settings,
    ) -> Vec<Cause> {
        let (Some(was), Some(is)) =
            (self.old.policy.recovery.get(&old.name), self.new.policy.recovery.get(&new.name))
        else {
            return Vec::new();
        };
        let mut causes = steps(was, is);
        let mut ids = BTreeSet::new();
        for restored in &old.restores {
            let resource = self.renames.resource(&restored.resource);
            ids.extend(self.before.counted(resource, &restored.from));
        }
        for restored in &new.restores {
            ids.extend(self.now.counted(&restored.resource, &restored.from));
        }
        let bears = |setting: &&mut Setting| {
            setting.bears_on(Kind::Scenario) && !setting.touches.is_disjoint(&ids)
        };
        for setting in settings.all.iter_mut().filter(bears) {
            setting.used = true;
            causes.push(setting.cause());
        }
        if causes.is_empty() {
            let place = Some(Place { version: Version::New, span: new.span });
            causes.push(Cause { words: String::new(), place });
        }
        causes
    }
}

fn line(
    scenario: &ScenarioProof,
    direction: Direction,
    what: &str,
    before: String,
    now: String,
) -> Change {
    let what = format!("scenario `{}`: {what}", scenario.name);
    let mut change = Change::new(Kind::Scenario, direction, what);
    change.disruptions.extend(scenario.disruption);
    (change.before, change.now) = (Some(before), Some(now));
    change
}

const fn here(span: Span) -> Cause {
    Cause { words: String::new(), place: Some(Place { version: Version::New, span }) }
}

/// What it needs may be lost now, or left again.
fn needs(old: &ScenarioProof, new: &ScenarioProof) -> Vec<Change> {
    let word = |verdict: &Verdict| match verdict {
        Verdict::Met => "left".to_owned(),
        Verdict::Missed => "lost".to_owned(),
        _ => "not known to be left".to_owned(),
    };
    let changes = new.needs.iter().filter_map(|now| {
        let was = old.needs.iter().find(|was| was.what == now.what)?;
        let (before, after) = (was.verdict.rank(), now.verdict.rank());
        if before == after {
            return None;
        }
        let direction = Direction::by(&before, &after);
        let what = format!("`{}`, which it needs", now.what);
        let mut change = line(new, direction, &what, word(&was.verdict), word(&now.verdict));
        change.weight = worse(direction, &now.verdict);
        change.causes.push(here(now.span));
        Some(change)
    });
    changes.collect()
}

fn worse(direction: Direction, verdict: &Verdict) -> Weight {
    match (direction, verdict) {
        (Direction::Worse, Verdict::Missed) => Weight::Missed,
        (Direction::Worse, _) => Weight::Doubted,
        _ => Weight::of(direction),
    }
}

/// Every step by what it does, those in a group too, with its time.
fn flat(steps: &[Step]) -> Vec<&Step> {
    steps.iter().flat_map(|step| std::iter::once(step).chain(flat(&step.parallel))).collect()
}

fn steps(old: &Scenario, new: &Scenario) -> Vec<Cause> {
    let action = |step: &Step| step.action.as_ref().map(|action| action.value.clone());
    let (was, is) = (flat(&old.steps), flat(&new.steps));
    let find = |all: &[&Step], name: &str| {
        let found = all.iter().find(|step| action(step).as_deref() == Some(name));
        found.map(|step| (step.takes.as_ref().map(said), step.span))
    };
    let names: BTreeSet<String> = was.iter().chain(&is).filter_map(|step| action(step)).collect();
    let mut causes = Vec::new();
    for name in names {
        let (words, place) = match (find(&was, &name), find(&is, &name)) {
            (Some((old, _)), Some((new, _))) if old == new => continue,
            (_, Some((Some(takes), span))) => {
                (format!("step `{name}` now takes {takes}"), (Version::New, span))
            }
            (Some(_), Some((None, span))) => {
                (format!("step `{name}` has no time any more"), (Version::New, span))
            }
            (None, Some((None, span))) => {
                (format!("step `{name}` is new and has no time"), (Version::New, span))
            }
            (Some((_, span)), None) => (format!("step `{name}` is gone"), (Version::Old, span)),
            (None, None) => continue,
        };
        let (version, span) = place;
        causes.push(Cause { words, place: Some(Place { version, span }) });
    }
    causes
}
