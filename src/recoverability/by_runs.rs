//! How much is lost where points are made by runs, of all of them together.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::resolved::Mechanism;
use crate::units::Duration;

use super::assumptions::Question;
use super::evidence::Evidence;
use super::figure::{Counted, Figure, FigureKind, Trace};
use super::jobs::Delay;
use super::left::{LeftPoints, Runs, Way};
use super::over::Over;
use super::rpo::Which;
use super::series::Series;

/// Jobs that do not count may keep those that do from starting.
const STARVED: &str = "other jobs of the resource may keep its jobs from ever starting";

/// Of these ways those whose points are made by runs.
pub(super) fn timed<'w>(ways: &[&'w Way<'_>]) -> Vec<Timed<'w>> {
    let by_runs = ways.iter().filter_map(|way| match &way.points {
        LeftPoints::Of(runs) => Some(Timed { mechanism: way.mechanism, runs }),
        LeftPoints::Other(_) | LeftPoints::One(_) => None,
    });
    by_runs.collect()
}

/// A mechanism whose points are made by runs.
pub(super) struct Timed<'a> {
    mechanism: &'a Mechanism,
    runs: &'a Runs,
}

impl Timed<'_> {
    /// True if a point from before the disruption is left when it is noticed,
    /// if so much is lost.
    fn lasts(&self, loss: Duration, question: &Question<'_>) -> bool {
        let needed = question.found_within.unwrap_or_default().plus(loss);
        self.runs.lasts.is_none_or(|lasts| lasts >= needed)
    }
}

/// Figures over runs that are known, by what they follow from: resources with
/// the same plans share them.
#[derive(Debug, Default)]
pub(super) struct KnownFigures(BTreeMap<KnownBy, Rc<Figure>>);

/// What a figure over runs follows from.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct KnownBy {
    which: Which,
    found_within: Duration,
    /// The lanes of AWS Backup, whose jobs wait for each other.
    backup: Vec<usize>,
    /// The points: their kin, how long one lasts, what is missing for a delay.
    points: Vec<(usize, Option<Duration>, Option<&'static str>)>,
}

/// A figure over all runs together; none without runs.
pub(super) fn of_runs(
    evidence: &Evidence<'_>,
    timed: &[Timed<'_>],
    question: &Question<'_>,
    which: Which,
) -> Option<Rc<Figure>> {
    if timed.is_empty() {
        return None;
    }
    let point = |points: &Timed<'_>| {
        let Runs { series: _, kin, delay, lasts } = points.runs;
        (*kin, *lasts, delay.err())
    };
    let key = KnownBy {
        which,
        found_within: question.found_within.unwrap_or_default(),
        backup: evidence.backup_lanes(question.resource).to_vec(),
        points: timed.iter().map(point).collect(),
    };
    if let Some(known) = evidence.memo.borrow().figures.0.get(&key) {
        return Some(Rc::clone(known));
    }
    let figure = Rc::new(match which {
        Which::Nominal => by_schedule(evidence, timed, question, 0),
        Which::AfterOneFailure => by_schedule(evidence, timed, question, 1),
        Which::Guaranteed => guaranteed(evidence, timed, question),
    });
    evidence.memo.borrow_mut().figures.0.insert(key, Rc::clone(&figure));
    Some(figure)
}

/// The figure by the schedule, if so many runs in a row fail.
fn by_schedule(
    evidence: &Evidence<'_>,
    timed: &[Timed<'_>],
    question: &Question<'_>,
    failed: usize,
) -> Figure {
    // Where a run fails the newest point must last until the next one.
    let lasting = |points: &&Timed<'_>| {
        let own = evidence.gap(std::slice::from_ref(&points.runs.series), failed);
        own.is_some_and(|own| points.lasts(own.gap.length, question))
    };
    let left: Vec<&Timed<'_>> = timed.iter().filter(lasting).collect();
    match evidence.gap(&series_of(&left), failed) {
        Some(found) => {
            let runs = Some((found.gap.from, found.gap.to));
            let trace = Trace { runs, gaps: 1, ..traced(&left) };
            Figure::reached(found.gap.length, FigureKind::Nominal, trace)
        }
        None => Figure::without(FigureKind::None, Trace::default()),
    }
}

/// The least guarantee that any of these points give together. Slow points do
/// not spoil what quick ones guarantee: of all sets, those with every point up
/// to some delay are enough to look at.
fn guaranteed(evidence: &Evidence<'_>, timed: &[Timed<'_>], question: &Question<'_>) -> Figure {
    let mut bounded: Vec<(&Timed<'_>, Delay)> =
        timed.iter().filter_map(|points| Some((points, points.runs.delay.ok()?))).collect();
    bounded.sort_by_key(|(_, delay)| delay.total());
    let mut best: Option<Figure> = None;
    let mut starved = false;
    for (count, (_, slowest)) in bounded.iter().enumerate() {
        // Of points that take as long all count.
        let after = bounded.get(count + 1).map(|(_, delay)| delay.total());
        if after == Some(slowest.total()) {
            continue;
        }
        let set: Vec<&Timed<'_>> =
            bounded.iter().take(count + 1).map(|(points, _)| *points).collect();
        let Some((set, over)) = lasting(evidence, set, slowest.total(), question) else {
            starved = true;
            continue;
        };
        let value = over.length.plus(slowest.total());
        let runs = Some((over.from, over.to));
        let trace = slowest.traced(Trace { runs, gaps: over.gaps, ..traced(&set) });
        let figure = Figure::reached(value, FigureKind::Guaranteed, trace);
        if best.as_ref().is_none_or(|best| figure.value < best.value) {
            best = Some(figure);
        }
    }
    best.unwrap_or_else(|| {
        let missing = timed.iter().find_map(|points| points.runs.delay.err());
        let reason = missing.or(starved.then_some(STARVED));
        let kind = reason.map_or(FigureKind::None, FigureKind::Unproven);
        Figure::without(kind, traced(&timed.iter().collect::<Vec<_>>()))
    })
}

/// Of these points those that last until the next is usable at the latest, and
/// how far apart they then are.
fn lasting<'t>(
    evidence: &Evidence<'_>,
    set: Vec<&'t Timed<'t>>,
    delay: Duration,
    question: &Question<'_>,
) -> Option<(Vec<&'t Timed<'t>>, Over)> {
    let mut set = set;
    loop {
        let over = evidence.over(question.resource, &series_of(&set))?;
        let loss = over.length.plus(delay);
        let before = set.len();
        set.retain(|points| points.lasts(loss, question));
        if set.len() == before {
            return Some((set, over));
        }
    }
}

fn series_of(timed: &[&Timed<'_>]) -> Vec<Series> {
    timed.iter().map(|points| points.runs.series.clone()).collect()
}

fn traced(timed: &[&Timed<'_>]) -> Trace {
    let mechanisms = timed.iter().map(|points| Counted::of(points.mechanism)).collect();
    Trace { mechanisms, ..Trace::default() }
}
