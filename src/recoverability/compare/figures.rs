//! What the proof shows of both versions, figure by figure.

mod causes;

use std::collections::BTreeSet;

use crate::document::Disruption;
use crate::recoverability::figure::{Figure, FigureKind};
use crate::recoverability::{AfterDisruption, Counted, Reach, Recovery, RtoKind, Subject, Verdict};
use crate::units::Duration;

use super::history::{apart, near, rungs, words, worth};
use super::matched::Id;
use super::objectives::same;
use super::setting::Settings;
use super::{Cause, Change, Comparing, Direction, Kind, Weight};

use causes::Explained;

/// One resource after one disruption, in both versions.
struct After<'a> {
    resource: &'a str,
    subject: String,
    disruption: Disruption,
    old: &'a AfterDisruption,
    new: &'a AfterDisruption,
    /// The mechanisms that are left, before and now.
    left: [BTreeSet<Id>; 2],
}

/// A figure that changed, before its causes are known.
struct Moved {
    kind: Kind,
    direction: Direction,
    what: String,
    before: String,
    now: String,
    /// The mechanisms that it rests on in either version.
    rests_on: BTreeSet<Id>,
    notes: Vec<String>,
    /// The verdicts, if the same is wanted.
    verdicts: Option<(Verdict, Verdict)>,
    /// Verdicts of parts, in words.
    judged: Vec<String>,
    /// The greatest age that it is about, if it is about ages.
    until: Option<Duration>,
}

impl Moved {
    fn new(
        kind: Kind,
        direction: Direction,
        what: &str,
        (before, now): (String, String),
        rests_on: BTreeSet<Id>,
    ) -> Self {
        Self {
            kind,
            direction,
            what: what.to_owned(),
            before,
            now,
            rests_on,
            notes: Vec::new(),
            verdicts: None,
            judged: Vec::new(),
            until: None,
        }
    }
}

impl Comparing<'_> {
    /// Every figure that changed, each with the values that it comes from.
    pub(super) fn figures(&self, settings: &mut Settings) -> Vec<Change> {
        let mut changes = Vec::new();
        for (old, new) in self.subjects() {
            for now in &new.after {
                if let Some(before) = old.after(now.disruption) {
                    let after = self.after(old, new, before, now);
                    changes.extend(self.moved(&after, settings));
                }
            }
        }
        changes
    }

    fn after<'a>(
        &self,
        old: &'a Subject,
        new: &'a Subject,
        before: &'a AfterDisruption,
        now: &'a AfterDisruption,
    ) -> After<'a> {
        let certain = |after: &'a AfterDisruption| {
            let ways = after.rpo.ways.iter().filter(|way| way.unsure.is_none());
            ways.map(|way| &way.mechanism).collect::<Vec<&Counted>>()
        };
        let left = [
            self.before.counted(&new.resource, certain(before)),
            self.now.counted(&new.resource, certain(now)),
        ];
        debug_assert!(old.class == new.class);
        After {
            resource: &new.resource,
            subject: new.name(),
            disruption: now.disruption,
            old: before,
            new: now,
            left,
        }
    }

    fn moved(&self, after: &After<'_>, settings: &mut Settings) -> Vec<Change> {
        let mut moved: Vec<Moved> = Vec::new();
        match self.left(after) {
            Some(all) => moved.push(all),
            None => {
                moved.extend(self.rpo(after));
                for found in self.reach(after) {
                    beside(found, &mut moved);
                }
                moved.extend(self.rto(after));
                moved.extend(together(after, &moved));
            }
        }
        let mut changes = Vec::new();
        let mut told: BTreeSet<Id> = BTreeSet::new();
        for moved in moved {
            let Explained { causes, complete, loosened, mechanisms } =
                self.explain(after, &moved, settings);
            told.extend(mechanisms);
            let mut change = Change::new(moved.kind, moved.direction, moved.what);
            change.weight = weight(moved.direction, moved.verdicts.as_ref(), loosened);
            change.subjects = vec![after.subject.clone()];
            change.disruptions = vec![after.disruption];
            (change.before, change.now) = (Some(moved.before), Some(moved.now));
            change.causes = causes;
            change.notes = moved.notes;
            let judged = moved.judged.into_iter().chain(moved.verdicts.and_then(verdict_words));
            change.judged = judged.map(|words| (after.disruption, words)).collect();
            change.complete = complete;
            changes.push(change);
        }
        changes.extend(self.survivors(after, &told, settings));
        changes
    }

    /// Nothing is left any more, or something is again.
    fn left(&self, after: &After<'_>) -> Option<Moved> {
        let [before, now] = &after.left;
        let direction = match (before.is_empty(), now.is_empty()) {
            (false, true) => Direction::Worse,
            (true, false) => Direction::Better,
            _ => return None,
        };
        let said = |found: &AfterDisruption, none: bool| match none {
            true => "nothing".to_owned(),
            false => format!(
                "RPO {}, reach {}",
                figure(&found.rpo.figures.nominal),
                words(found.history.reach, Reach::None).0
            ),
        };
        let same = same(&after.old.wanted.rpo, &after.new.wanted.rpo)
            && same(&after.old.wanted.rto, &after.new.wanted.rto)
            && same(&after.old.wanted.history, &after.new.wanted.history);
        Some(Moved {
            kind: Kind::Left,
            direction,
            what: "what is left".to_owned(),
            before: said(after.old, before.is_empty()),
            now: said(after.new, now.is_empty()),
            rests_on: before.union(now).cloned().collect(),
            notes: Vec::new(),
            verdicts: changed(same, &after.old.verdict(), &after.new.verdict()),
            judged: Vec::new(),
            until: None,
        })
    }

    /// The first of the three figures that differs, with what the others do.
    fn rpo(&self, after: &After<'_>) -> Vec<Moved> {
        let (old, new) = (&after.old.rpo.figures, &after.new.rpo.figures);
        let same = same(&after.old.wanted.rpo, &after.new.wanted.rpo);
        let verdicts = changed(same, &after.old.rpo_verdict, &after.new.rpo_verdict);
        let all = [
            (Kind::Rpo, "RPO", "", &old.nominal, &new.nominal),
            (
                Kind::GuaranteedRpo,
                "guaranteed RPO",
                "guaranteed ",
                &old.guaranteed,
                &new.guaranteed,
            ),
            (
                Kind::RpoAfterOneFailure,
                "RPO if one run fails",
                "if one run fails ",
                &old.after_one_failure,
                &new.after_one_failure,
            ),
        ];
        let mut found: Vec<Moved> = Vec::new();
        for (kind, what, short, old, new) in all {
            let (before, now) = (figure(old), figure(new));
            if before == now {
                continue;
            }
            let direction = Direction::by(&rank(old), &rank(new));
            let known = found.iter_mut().find(|moved| moved.direction == direction);
            if let Some(known) = known {
                known.notes.push(format!("{short}{before} → {now}"));
                continue;
            }
            let mut rests_on = self.before.counted(after.resource, old.trace.mechanisms.iter());
            rests_on.extend(self.now.counted(after.resource, new.trace.mechanisms.iter()));
            let verdicts = verdicts.clone().filter(|_| found.is_empty());
            let moved = Moved::new(kind, direction, what, (before, now), rests_on);
            found.push(Moved { verdicts, ..moved });
        }
        if found.is_empty() {
            let [before, now] = &after.left;
            let rests_on = before.union(now).cloned().collect();
            let what = "RPO verdict".to_owned();
            found.extend(verdicts.map(|verdicts| judged(Kind::Rpo, what, verdicts, rests_on)));
        }
        found
    }

    fn reach(&self, after: &After<'_>) -> Vec<Moved> {
        let (old, new) = (&after.old.history, &after.new.history);
        let counted = |was: &[&Counted], is: &[&Counted]| -> BTreeSet<Id> {
            let mut ids = self.before.counted(after.resource, was.iter().copied());
            ids.extend(self.now.counted(after.resource, is.iter().copied()));
            ids
        };
        let same = same(&after.old.wanted.history, &after.new.wanted.history);
        let verdicts = changed(same, &after.old.history_verdict, &after.new.history_verdict);
        let mut found = Vec::new();
        let both: (Vec<&Counted>, Vec<&Counted>) =
            (old.by.iter().collect(), new.by.iter().collect());
        if !near(old.reach, new.reach) || old.reach != new.reach && verdicts.is_some() {
            let (before, now) = words(old.reach, new.reach);
            found.push(Moved {
                kind: Kind::Reach,
                direction: Direction::by(&worth(old.reach), &worth(new.reach)),
                what: "reach".to_owned(),
                before,
                now,
                rests_on: counted(&both.0, &both.1),
                notes: Vec::new(),
                verdicts: verdicts.clone(),
                judged: Vec::new(),
                until: None,
            });
        } else if let Some(verdicts) = verdicts {
            let what = "history verdict".to_owned();
            found.push(judged(Kind::Reach, what, verdicts, counted(&both.0, &both.1)));
        }
        if let Some(apart) = apart(old, new) {
            found.push(Moved {
                kind: Kind::Granularity,
                direction: apart.direction,
                what: apart.ages,
                before: spacing(apart.before),
                now: spacing(apart.now),
                rests_on: counted(&apart.was_by, &apart.by),
                notes: Vec::new(),
                verdicts: None,
                judged: Vec::new(),
                until: apart.until,
            });
        }
        self.rungs(after, &mut found);
        found
    }

    /// Rungs beside the line that shows why, or lines of their own.
    fn rungs(&self, after: &After<'_>, found: &mut Vec<Moved>) {
        for (old, new) in rungs(&after.old.rungs, &after.new.rungs) {
            let direction = Direction::by(&old.verdict.rank(), &new.verdict.rank());
            let rung = format!("`{}: {}`", new.rung.key(), new.wanted.value);
            let beside = found.iter_mut().find(|moved| {
                matches!(moved.kind, Kind::Reach | Kind::Granularity)
                    && moved.direction == direction
            });
            match beside {
                Some(moved) => {
                    let arrow = arrow(&old.verdict, &new.verdict);
                    let known = moved.judged.iter_mut().find(|words| words.ends_with(&arrow));
                    match known
                        .and_then(|words| Some((words.strip_suffix(&arrow)?.to_owned(), words)))
                    {
                        Some((rest, words)) => {
                            *words = format!("{}, {rung} {arrow}", rest.trim_end());
                        }
                        None => moved.judged.push(format!("objective {rung} {arrow}")),
                    }
                    let worst = moved.verdicts.take();
                    let worst = worst.filter(|(_, now)| now.rank() <= new.verdict.rank());
                    // The words of the rung say it already.
                    moved.verdicts =
                        worst.or_else(|| Some((Verdict::NoObjective, new.verdict.clone())));
                }
                None => {
                    let [before, now] = &after.left;
                    let rests_on = before.union(now).cloned().collect();
                    let verdicts = (old.verdict.clone(), new.verdict.clone());
                    let what = format!("history objective {rung}");
                    found.push(judged(Kind::Rung, what, verdicts, rests_on));
                }
            }
        }
    }

    /// A scenario's time is the scenario's line.
    fn rto(&self, after: &After<'_>) -> Option<Moved> {
        let (old, new) = (after.old.recovery(), after.new.recovery());
        let scenario = |found: Option<&Recovery>| found.is_some_and(|f| f.scenario.is_some());
        let (before, now) = (time(old), time(new));
        let same = same(&after.old.wanted.rto, &after.new.wanted.rto);
        let verdicts = changed(same, &after.old.rto_verdict, &after.new.rto_verdict);
        let by = |found: Option<&Recovery>| found.map(|found| found.rto.by.clone());
        let mut rests_on = self.before.counted(after.resource, &by(old));
        rests_on.extend(self.now.counted(after.resource, &by(new)));
        if before == now {
            let what = "RTO verdict".to_owned();
            return Some(judged(Kind::Rto, what, verdicts?, rests_on));
        }
        if scenario(old) && scenario(new) {
            return None;
        }
        let direction = match &verdicts {
            Some((was, is)) => Direction::by(&was.rank(), &is.rank()),
            None => Direction::by(&speed(old), &speed(new)),
        };
        let what = "RTO".to_owned();
        let (notes, judged) = (Vec::new(), Vec::new());
        let kind = Kind::Rto;
        let until = None;
        Some(Moved { kind, direction, what, before, now, rests_on, notes, verdicts, judged, until })
    }

    /// Mechanisms that are no longer left, or are again, and of which no figure
    /// says so.
    fn survivors(
        &self,
        after: &After<'_>,
        told: &BTreeSet<Id>,
        settings: &mut Settings,
    ) -> Vec<Change> {
        let [before, now] = &after.left;
        let both = |id: &&Id| self.before.on.contains_key(*id) && self.now.on.contains_key(*id);
        let lost = before.difference(now).filter(both).map(|id| (id, Direction::Worse));
        let won = now.difference(before).filter(both).map(|id| (id, Direction::Better));
        let untold = lost.chain(won).filter(|(id, _)| !told.contains(*id));
        let changes = untold.filter_map(|(id, direction)| {
            let mechanism = self.now.on.get(id)?;
            let survives = |yes: bool| Some(if yes { "left" } else { "not left" }.to_owned());
            let gone = direction == Direction::Worse;
            let mut change = Change::new(Kind::Survival, direction, self.now.name(mechanism));
            change.subjects = vec![after.subject.clone()];
            change.disruptions = vec![after.disruption];
            (change.before, change.now) = (survives(gone), survives(!gone));
            let side = if gone { after.new } else { after.old };
            let why = self.why_not(after, id, side, gone);
            change.notes.extend(why.map(|why| if gone { why } else { format!("before, {why}") }));
            change.causes = self.holders(id, direction, settings);
            if change.causes.is_empty() {
                let place = Some(self.here(mechanism.span));
                change.causes.push(Cause { words: String::new(), place });
            }
            Some(change)
        });
        changes.collect()
    }
}

/// The newest points lie as far apart as the RPO says: that is one line.
fn beside(found: Moved, moved: &mut Vec<Moved>) {
    let newest = found.kind == Kind::Granularity && found.what.starts_with("points up to");
    let same = |moved: &&mut Moved| {
        let spaced = |value: &str| format!("{value} apart");
        moved.kind == Kind::Rpo
            && moved.direction == found.direction
            && (spaced(&moved.before), spaced(&moved.now))
                == (found.before.clone(), found.now.clone())
    };
    match moved.iter_mut().find(same).filter(|_| newest && found.judged.is_empty()) {
        Some(rpo) => rpo.notes.push(format!("{} are as far apart", found.what)),
        None => moved.push(found),
    }
}

/// The verdicts, if the same is wanted and they differ.
fn changed(same: bool, old: &Verdict, new: &Verdict) -> Option<(Verdict, Verdict)> {
    (same && old.rank() != new.rank()).then(|| (old.clone(), new.clone()))
}

/// A verdict that changed without its figure.
fn judged(
    kind: Kind,
    what: String,
    (old, new): (Verdict, Verdict),
    rests_on: BTreeSet<Id>,
) -> Moved {
    let why = match (&old, &new) {
        (_, Verdict::Unproven(reason)) => Some(reason.clone()),
        _ => None,
    };
    Moved {
        kind,
        direction: Direction::by(&old.rank(), &new.rank()),
        what,
        before: name(&old).to_owned(),
        now: name(&new).to_owned(),
        rests_on,
        notes: why.into_iter().collect(),
        verdicts: Some((Verdict::NoObjective, new)),
        judged: Vec::new(),
        until: None,
    }
}

/// Each is met by something, but no longer both by one, or the other way round.
fn together(after: &After<'_>, moved: &[Moved]) -> Option<Moved> {
    let wanted =
        |of: &AfterDisruption| (of.wanted.rpo.stated().copied(), of.wanted.rto.stated().copied());
    let (old, new) = (&after.old.together, &after.new.together);
    let judged_both = |verdict: &Verdict| *verdict != Verdict::NoObjective;
    let told = moved.iter().any(|moved| moved.verdicts.is_some());
    if told || wanted(after.old) != wanted(after.new) || !judged_both(old) || !judged_both(new) {
        return None;
    }
    let verdicts = changed(true, old, new)?;
    let [before, now] = &after.left;
    let rests_on = before.union(now).cloned().collect();
    Some(judged(Kind::Together, "RPO and RTO by one way".to_owned(), verdicts, rests_on))
}

fn weight(direction: Direction, verdicts: Option<&(Verdict, Verdict)>, loosened: bool) -> Weight {
    match (direction, verdicts) {
        (Direction::Worse, _) if loosened => Weight::Loosened,
        (Direction::Worse, Some((_, Verdict::Missed))) => Weight::Missed,
        (Direction::Worse, Some(_)) => Weight::Doubted,
        _ => Weight::of(direction),
    }
}

/// The words of a changed verdict; none where others say it.
fn verdict_words((old, new): (Verdict, Verdict)) -> Option<String> {
    (old != Verdict::NoObjective).then(|| format!("objective {}", arrow(&old, &new)))
}

fn arrow(old: &Verdict, new: &Verdict) -> String {
    format!("{} → {}", name(old), name(new))
}

pub(super) const fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Missed => "missed",
        Verdict::NotGuaranteed => "not guaranteed",
        Verdict::Unproven(_) => "unproven",
        Verdict::Met => "met",
        Verdict::NoObjective => "no objective",
    }
}

/// A figure as a reader knows it.
pub(super) fn figure(figure: &Figure) -> String {
    match (figure.value, figure.kind) {
        (Some(value), FigureKind::Typical) => format!("{value} typically"),
        (Some(value), FigureKind::AsStated) => format!("{value} as stated"),
        (Some(value), _) => value.to_string(),
        (None, FigureKind::Unproven(_)) => "unproven".to_owned(),
        (None, _) => "nothing".to_owned(),
    }
}

/// More is better.
fn rank(figure: &Figure) -> (u8, std::cmp::Reverse<Duration>) {
    let rank = match (figure.value, figure.kind) {
        (Some(_), _) => 2,
        (None, FigureKind::Unproven(_)) => 1,
        (None, _) => 0,
    };
    (rank, std::cmp::Reverse(figure.value.unwrap_or_default()))
}

fn spacing(apart: Duration) -> String {
    match apart.is_zero() {
        true => "any moment".to_owned(),
        false => format!("{apart} apart"),
    }
}

fn time(recovery: Option<&Recovery>) -> String {
    let Some(recovery) = recovery else { return "nothing".to_owned() };
    rto_words(&recovery.rto)
}

/// A time of recovery with what it is worth.
pub(super) fn rto_words(rto: &crate::recoverability::Rto) -> String {
    let worth = match &rto.kind {
        RtoKind::Measured(_) => "measured",
        RtoKind::Typical => "typically",
        RtoKind::Estimated(_) => "estimated",
        RtoKind::Unproven(_) => return "unproven".to_owned(),
    };
    rto.value.map_or_else(|| "unproven".to_owned(), |value| format!("{value} {worth}"))
}

fn speed(recovery: Option<&Recovery>) -> (u8, std::cmp::Reverse<Duration>) {
    recovery.map_or((0, std::cmp::Reverse(Duration::ZERO)), |found| rto_rank(&found.rto))
}

/// More is better: what is proven before what is guessed, then what is quick.
pub(super) fn rto_rank(rto: &crate::recoverability::Rto) -> (u8, std::cmp::Reverse<Duration>) {
    let (rank, value) = match (&rto.kind, rto.value) {
        (RtoKind::Measured(_) | RtoKind::Typical, Some(value)) => (3, value),
        (RtoKind::Estimated(_), Some(value)) => (2, value),
        _ => (1, Duration::ZERO),
    };
    (rank, std::cmp::Reverse(value))
}
