//! The changed values that a figure comes from.

use std::collections::{BTreeMap, BTreeSet};

use crate::recoverability::AfterDisruption;
use crate::source::Span;
use crate::units::{Duration, Retention};

use super::{After, Moved};
use crate::recoverability::compare::matched::Id;
use crate::recoverability::compare::setting::{Aspect, Setting, Settings, list};
use crate::recoverability::compare::{
    Cause, Comparing, Complete, Direction, Kind, Place, Version, Weight,
};

/// What a figure comes from.
pub(super) struct Explained {
    pub(super) causes: Vec<Cause>,
    pub(super) complete: Option<Complete>,
    /// A cause is that something is kept shorter, or held looser.
    pub(super) loosened: bool,
    /// The mechanisms of which this says that they are left or not.
    pub(super) mechanisms: BTreeSet<Id>,
}

impl Comparing<'_> {
    /// Finds the values, and marks them as shown.
    pub(super) fn explain(
        &self,
        after: &After<'_>,
        moved: &Moved,
        settings: &mut Settings,
    ) -> Explained {
        let [before, now] = &after.left;
        let shifted: BTreeSet<Id> = before.symmetric_difference(now).cloned().collect();
        let counted: BTreeSet<Id> = shifted.intersection(&moved.rests_on).cloned().collect();
        let (found, taken) = self.found(after, moved, &counted, settings);
        let displaced: Vec<usize> = taken.iter().flat_map(|(_, number)| *number).collect();
        let mut causes: Vec<Cause> = taken.into_iter().map(|(cause, _)| cause).collect();
        let chosen: Vec<&Setting> =
            found.iter().filter_map(|number| settings.all.get(*number)).collect();
        causes.extend(chosen.iter().map(|setting| setting.cause()));
        let complete = match moved.kind {
            Kind::Reach | Kind::Left => {
                self.reached(moved.direction, &chosen, after.new.history.reach)
            }
            Kind::Granularity | Kind::Rung => {
                chosen.iter().filter_map(|setting| self.kept(setting.kept.as_ref()?)).max()
            }
            _ => None,
        };
        let loosened = chosen.iter().any(|setting| setting.weight == Weight::Loosened);
        causes.extend(self.shifted(after, moved, &shifted, &causes));
        for number in found.iter().chain(&displaced) {
            if let Some(setting) = settings.all.get_mut(*number) {
                setting.used = true;
            }
        }
        Explained { causes, complete, loosened, mechanisms: shifted }
    }

    /// The numbers of the values, and what takes runs away.
    fn found(
        &self,
        after: &After<'_>,
        moved: &Moved,
        counted: &BTreeSet<Id>,
        settings: &Settings,
    ) -> (Vec<usize>, Vec<(Cause, Option<usize>)>) {
        let fits = |setting: &Setting| {
            moved.direction == Direction::Neither
                || setting.direction == Direction::Neither
                || setting.direction == moved.direction
        };
        let touches = |setting: &Setting, ids: &BTreeSet<Id>| !setting.touches.is_disjoint(ids);
        let direct = |setting: &Setting| {
            let moves = touches(setting, &moved.rests_on)
                && setting.bears_on(moved.kind)
                && within(setting, moved);
            let shifts = touches(setting, counted)
                && matches!(setting.aspect, Aspect::Exists | Aspect::Held | Aspect::Kept);
            fits(setting) && (moves || shifts)
        };
        let mut taken = self.takers(after, moved, settings, false);
        let mut found: Vec<usize> = numbers(settings, direct);
        if found.is_empty() && taken.is_empty() {
            taken = self.takers(after, moved, settings, true);
        }
        let displaced: Vec<usize> = taken.iter().flat_map(|(_, number)| *number).collect();
        found.retain(|number| !displaced.contains(number));
        if moved.kind == Kind::Left {
            found = covering(&found, counted, settings);
        }
        if found.is_empty() && taken.is_empty() {
            found = self.wanted(after, moved, settings);
        }
        if found.is_empty() && taken.is_empty() {
            let ids = |setting: &Setting| {
                let here = setting.touches.iter().any(|id| id.resource == after.resource);
                here && setting.bears_on(moved.kind) && within(setting, moved)
            };
            found = numbers(settings, ids);
        }
        (found, taken)
    }

    /// Tiers that take runs from those that the figure rests on, with the value
    /// that made them do so. `counting` asks for those whose own points count
    /// too, so that only the time of the run is another one.
    fn takers(
        &self,
        after: &After<'_>,
        moved: &Moved,
        settings: &Settings,
        counting: bool,
    ) -> Vec<(Cause, Option<usize>)> {
        if !matches!(moved.kind, Kind::Rpo | Kind::GuaranteedRpo | Kind::Granularity) {
            return Vec::new();
        }
        let of = |id: &Id, tier: &str| {
            id.what.strip_prefix(tier).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let copies = moved.rests_on.iter().all(|id| id.what.contains(" to "));
        let mut found = Vec::new();
        for (loser, winner) in self.displaced(after.resource, moved.direction) {
            let rests = moved.rests_on.iter().any(|id| of(id, &loser));
            // A run that counts as well is no loss.
            let counts = moved.rests_on.iter().any(|id| of(id, &winner));
            if !rests || counts != counting {
                continue;
            }
            let touching = |setting: &Setting| {
                setting.aspect != Aspect::Kept && setting.touches.iter().any(|id| of(id, &winner))
            };
            let number = settings.all.iter().position(touching);
            let (taker, loser) = (self.now.tier(&winner), self.now.tier(&loser));
            let tail = if copies { " and has no copy there" } else { "" };
            let words = match moved.direction {
                _ if counting => format!("`{taker}` runs instead of `{loser}` where they meet"),
                Direction::Better => format!("`{taker}` no longer displaces `{loser}`"),
                _ => format!("`{taker}` displaces `{loser}`{tail}"),
            };
            let place = number.and_then(|number| settings.all.get(number)?.place);
            found.push((Cause { words, place }, number));
        }
        found
    }

    /// What is wanted may decide what counts: how late it may be noticed.
    fn wanted(&self, after: &After<'_>, moved: &Moved, settings: &Settings) -> Vec<usize> {
        let late = moved.kind != Kind::Reach && after.old.found_within != after.new.found_within;
        let here = (after.subject.clone(), after.disruption);
        let is = |setting: &Setting| {
            late && setting.label == "`found_within`" && setting.after.contains(&here)
        };
        numbers(settings, is)
    }

    /// Why mechanisms that both versions have are left only in one of them.
    fn shifted(
        &self,
        after: &After<'_>,
        moved: &Moved,
        shifted: &BTreeSet<Id>,
        known: &[Cause],
    ) -> Vec<Cause> {
        let [before, _] = &after.left;
        let mut reasons: BTreeMap<(bool, String), Vec<&Id>> = BTreeMap::new();
        for id in shifted.iter().filter(|id| moved.rests_on.contains(*id)) {
            let gone = before.contains(id);
            if !self.now.on.contains_key(id) || !self.before.on.contains_key(id) {
                continue;
            }
            let side = if gone { after.new } else { after.old };
            if let Some(why) = self.why_not(after, id, side, gone) {
                reasons.entry((gone, why)).or_default().push(id);
            }
        }
        let causes = reasons.into_iter().map(|((gone, why), ids)| {
            let mechanisms = ids.iter().filter_map(|id| self.now.on.get(*id));
            let names: Vec<String> = mechanisms.clone().map(|m| self.now.name(m)).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let before = if gone { "" } else { "before, " };
            // The value that changed is the better place to look at.
            let place = mechanisms.map(|m| self.here(m.span)).next();
            let place = place.filter(|_| known.is_empty());
            Cause { words: format!("{}: {before}{why}", list(&names)), place }
        });
        causes.collect()
    }

    /// What holds a mechanism now, or does not any more, so that it is left or
    /// not.
    pub(super) fn holders(
        &self,
        id: &Id,
        direction: Direction,
        settings: &mut Settings,
    ) -> Vec<Cause> {
        let holds = |setting: &&mut Setting| {
            matches!(setting.aspect, Aspect::Held | Aspect::Kept)
                && setting.touches.contains(id)
                && (setting.direction == direction || setting.direction == Direction::Neither)
        };
        let mut causes = Vec::new();
        for setting in settings.all.iter_mut().filter(holds) {
            setting.used = true;
            causes.push(setting.cause());
        }
        causes
    }

    /// Why a mechanism is not left in one version.
    pub(super) fn why_not(
        &self,
        after: &After<'_>,
        id: &Id,
        side: &AfterDisruption,
        new: bool,
    ) -> Option<String> {
        let known = if new { &self.now } else { &self.before };
        let is = |found: &crate::recoverability::Counted| {
            known.counted(after.resource, [found]).contains(id)
        };
        let out = side.rpo.left_out.iter().find(|out| is(&out.mechanism));
        let unsure = || side.rpo.ways.iter().find(|way| is(&way.mechanism));
        match out {
            Some(out) => Some(out.why.to_string()),
            None => unsure()?.unsure.as_ref().map(ToString::to_string),
        }
    }

    #[expect(clippy::unused_self, reason = "places are made by what is compared")]
    pub(super) const fn here(&self, span: Span) -> Place {
        Place { version: Version::New, span }
    }
}

/// A retention moves what lies at its end, and nothing that is younger.
fn within(setting: &Setting, moved: &Moved) -> bool {
    let (Some(until), Some(kept)) = (moved.until, &setting.kept) else { return true };
    if moved.kind != Kind::Granularity || setting.aspect != Aspect::Kept {
        return true;
    }
    let ends = [&kept.before, &kept.now].into_iter().flatten().filter_map(Retention::least_days);
    ends.min().is_none_or(|days| Duration::days(u64::from(days)) <= until)
}

/// The fewest values that together are about all of these: the broadest first.
fn covering(found: &[usize], ids: &BTreeSet<Id>, settings: &Settings) -> Vec<usize> {
    let mut open = ids.clone();
    let mut chosen = Vec::new();
    loop {
        let covers = |number: &&usize| {
            let setting = settings.all.get(**number);
            setting.map_or(0, |setting| setting.touches.intersection(&open).count())
        };
        let best = found.iter().rev().max_by_key(covers).filter(|best| covers(best) > 0);
        let Some(best) = best else { return chosen };
        if let Some(setting) = settings.all.get(*best) {
            open = open.difference(&setting.touches).cloned().collect();
        }
        chosen.push(*best);
    }
}

fn numbers(settings: &Settings, is: impl Fn(&Setting) -> bool) -> Vec<usize> {
    settings.all.iter().enumerate().filter(|(_, s)| is(s)).map(|(number, _)| number).collect()
}
