//! How much of the newest data a disruption costs.
//!
//! A point holds the data of its job's start and is usable at its end. The
//! points of all mechanisms that are left count together.

use crate::document::Disruption;
use crate::resolved::{Mechanism, MechanismKind, Resource};
use crate::units::Duration;

use super::assumptions::{Question, assume};
use super::evidence::{Evidence, Series};
use super::figure::{Counted, Figure, FigureKind, Trace};
use super::jobs::Delay;
use super::left::{Left, LeftOut, LeftPoints, Runs, Way};
use super::over::Over;
use super::own_figures::NO_SCHEDULE;
use super::survival::Reason;

/// What is lost of one resource after one disruption.
#[derive(Debug, Clone)]
pub struct Rpo {
    /// With what is certainly left.
    pub figures: Figures,
    /// With what may be left besides, if that is more.
    pub possible: Option<Figures>,
    /// The mechanisms that are left.
    pub ways: Vec<WayLeft>,
    /// The mechanisms that are no way, each with its reason.
    pub left_out: Vec<LeftOut>,
    pub(super) basis: Basis,
}

/// What a verdict asks besides the figures.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Basis {
    /// The least lag that AWS documents as usual.
    pub(super) typical: Option<Duration>,
    /// The nominal figure of what has a guarantee, good or bad.
    pub(super) bounded: Option<Duration>,
    /// What is missing for a guarantee of something else.
    pub(super) missing: Option<&'static str>,
    /// What is missing for any figure of something.
    pub(super) unknown: Option<&'static str>,
    /// That something may be lost besides.
    pub(super) unknown_is_unsure: bool,
}

/// A mechanism that is left.
#[derive(Debug, Clone)]
pub struct WayLeft {
    /// The mechanism.
    pub mechanism: Counted,
    /// What it is.
    pub kind: MechanismKind,
    /// Why it may be lost itself: then it proves nothing.
    pub unsure: Option<Reason>,
}

/// The three figures of an RPO.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// By the schedule.
    pub nominal: Figure,
    /// By the schedule, if any one run fails.
    pub after_one_failure: Figure,
    /// With everything that may delay a point.
    pub guaranteed: Figure,
}

/// Jobs that do not count may keep those that do from starting.
const STARVED: &str = "other jobs of the resource may keep its jobs from ever starting";

impl Figures {
    /// The same figure three times.
    pub(super) fn all(figure: Figure) -> Self {
        Self { nominal: figure.clone(), after_one_failure: figure.clone(), guaranteed: figure }
    }

    fn none() -> Self {
        Self::all(Figure::without(FigureKind::None, Trace::default()))
    }
}

impl Rpo {
    /// The nominal figure of what is certainly left.
    #[must_use]
    pub fn nominal(&self) -> Option<&Figure> {
        Some(&self.figures.nominal).filter(|figure| figure.value.is_some())
    }

    /// The figure after one failed run of what is certainly left.
    #[must_use]
    pub fn after_one_failure(&self) -> Option<&Figure> {
        Some(&self.figures.after_one_failure).filter(|figure| figure.value.is_some())
    }

    /// The guaranteed figure of what is certainly left.
    #[must_use]
    pub fn guaranteed(&self) -> Option<&Figure> {
        Some(&self.figures.guaranteed).filter(|figure| figure.value.is_some())
    }
}

/// Computes what a disruption costs a resource.
#[must_use]
pub fn rpo(evidence: &Evidence<'_>, resource: &Resource, disruption: Disruption) -> Rpo {
    let objectives = resource.objectives.after(disruption);
    let question = Question::new(evidence.policy, resource, objectives, disruption);
    let left = evidence.left(resource, &question);
    of_ways(evidence, &left, &left.possible(), &question)
}

/// The figures of some of what is left.
pub(super) fn of_ways(
    evidence: &Evidence<'_>,
    left: &Left<'_>,
    ways: &[&Way<'_>],
    question: &Question<'_>,
) -> Rpo {
    let certain: Vec<&Way<'_>> = ways.iter().filter(|way| way.unsure.is_none()).copied().collect();
    let more = certain.len() < ways.len();
    Rpo {
        basis: Basis::of(evidence, ways, question),
        figures: figures(evidence, &certain, question),
        possible: more.then(|| figures(evidence, ways, question)),
        ways: ways.iter().map(|way| WayLeft::of(way)).collect(),
        left_out: left.out.clone(),
    }
}

impl Basis {
    fn of(evidence: &Evidence<'_>, ways: &[&Way<'_>], question: &Question<'_>) -> Self {
        let mut basis = Self::default();
        let mut bounded: Vec<&Way<'_>> = Vec::new();
        for way in ways {
            let (nominal, guaranteed) = way.points.kinds();
            match (nominal, guaranteed, &way.unsure) {
                (FigureKind::Unproven(reason), _, unsure) => {
                    let known = basis.unknown.filter(|known| *known != NO_SCHEDULE);
                    basis.unknown = known.or(Some(reason));
                    basis.unknown_is_unsure |= unsure.is_some();
                }
                (_, _, Some(_)) => {}
                (FigureKind::Typical, _, None) => {
                    let lag = way.points.other().and_then(|figures| figures.nominal.value);
                    basis.typical = [basis.typical, lag].into_iter().flatten().min();
                }
                (_, FigureKind::Unproven(reason), None) => {
                    basis.missing = basis.missing.or(Some(reason));
                }
                (_, _, None) => bounded.push(way),
            }
        }
        if !bounded.is_empty() {
            basis.bounded = figures(evidence, &bounded, question).nominal.value;
        }
        basis
    }
}

impl LeftPoints {
    /// What the nominal and the guaranteed figure are worth.
    fn kinds(&self) -> (FigureKind, FigureKind) {
        match self {
            Self::Of(Runs { delay: Ok(_), .. }) => (FigureKind::Nominal, FigureKind::Guaranteed),
            Self::Of(Runs { delay: Err(missing), .. }) => {
                (FigureKind::Nominal, FigureKind::Unproven(missing))
            }
            Self::Other(figures) | Self::One(figures) => {
                (figures.nominal.kind, figures.guaranteed.kind)
            }
        }
    }

    fn other(&self) -> Option<&Figures> {
        match self {
            Self::Of(..) => None,
            Self::Other(figures) | Self::One(figures) => Some(figures),
        }
    }
}

impl WayLeft {
    fn of(way: &Way<'_>) -> Self {
        Self {
            mechanism: Counted::of(way.mechanism),
            kind: way.mechanism.kind,
            unsure: way.unsure.clone(),
        }
    }
}

/// The figures over the points of all these ways.
pub(super) fn figures(
    evidence: &Evidence<'_>,
    ways: &[&Way<'_>],
    question: &Question<'_>,
) -> Figures {
    let mut all = vec![Figures::none()];
    let mut timed: Vec<Timed<'_>> = Vec::new();
    for way in ways {
        match &way.points {
            LeftPoints::Of(runs) => timed.push(Timed { mechanism: way.mechanism, runs }),
            LeftPoints::Other(figures) | LeftPoints::One(figures) => all.push((**figures).clone()),
        }
    }
    if !timed.is_empty() {
        all.push(of_runs(evidence, &timed, question));
    }
    let best = |which: fn(&Figures) -> &Figure| {
        let found = all.iter().map(which).reduce(|best, other| best.better(other));
        let found = found.cloned().unwrap_or_else(|| Figures::none().nominal);
        let mechanisms: Vec<&Mechanism> = ways.iter().map(|way| way.mechanism).collect();
        assume(found, &mechanisms, question)
    };
    Figures {
        nominal: best(|figures| &figures.nominal),
        after_one_failure: best(|figures| &figures.after_one_failure),
        guaranteed: best(|figures| &figures.guaranteed),
    }
}

/// A mechanism whose points are made by runs.
struct Timed<'a> {
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

/// The figures over all runs together.
fn of_runs(evidence: &Evidence<'_>, timed: &[Timed<'_>], question: &Question<'_>) -> Figures {
    let by_schedule = |failed: usize| {
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
    };
    Figures {
        nominal: by_schedule(0),
        after_one_failure: by_schedule(1),
        guaranteed: guaranteed(evidence, timed, question),
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
