//! How much of the newest data a disruption costs.
//!
//! A point holds the data of its job's start and is usable at its end. The
//! points of all mechanisms that are left count together.

use crate::document::Disruption;
use crate::resolved::{MechanismKind, Resource};
use crate::units::Duration;

use super::assumptions::{Question, assume};
use super::by_runs::{of_runs, timed};
use super::evidence::Evidence;
use super::figure::{Counted, Figure, FigureKind, Trace};
use super::left::{Left, LeftOut, LeftPoints, Runs, Way};
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

impl Figures {
    /// The same figure three times.
    pub(super) fn all(figure: Figure) -> Self {
        Self { nominal: figure.clone(), after_one_failure: figure.clone(), guaranteed: figure }
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
    Rpo { left_out: left.out.clone(), ..by_ways(evidence, ways, question) }
}

/// The figures of these ways, without a word about others.
pub(super) fn by_ways(evidence: &Evidence<'_>, ways: &[&Way<'_>], question: &Question<'_>) -> Rpo {
    let certain: Vec<&Way<'_>> = ways.iter().filter(|way| way.unsure.is_none()).copied().collect();
    let more = certain.len() < ways.len();
    Rpo {
        basis: Basis::of(evidence, ways, question),
        figures: figures(evidence, &certain, question),
        possible: more.then(|| figures(evidence, ways, question)),
        ways: ways.iter().map(|way| WayLeft::of(way)).collect(),
        left_out: Vec::new(),
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
            basis.bounded = nominal(evidence, &bounded, question);
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

/// One of the three figures of an RPO.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Which {
    Nominal,
    AfterOneFailure,
    Guaranteed,
}

impl Which {
    const fn of(self, figures: &Figures) -> &Figure {
        match self {
            Self::Nominal => &figures.nominal,
            Self::AfterOneFailure => &figures.after_one_failure,
            Self::Guaranteed => &figures.guaranteed,
        }
    }
}

/// The figures over the points of all these ways.
fn figures(evidence: &Evidence<'_>, ways: &[&Way<'_>], question: &Question<'_>) -> Figures {
    let timed = timed(ways);
    let figure = |which: Which| {
        let runs = of_runs(evidence, &timed, question, which);
        best(ways, runs.as_deref(), which, |best| assume(best.clone(), ways, question))
    };
    Figures {
        nominal: figure(Which::Nominal),
        after_one_failure: figure(Which::AfterOneFailure),
        guaranteed: figure(Which::Guaranteed),
    }
}

/// How much is lost by the schedule with these ways.
pub(super) fn nominal(
    evidence: &Evidence<'_>,
    ways: &[&Way<'_>],
    question: &Question<'_>,
) -> Option<Duration> {
    let runs = of_runs(evidence, &timed(ways), question, Which::Nominal);
    best(ways, runs.as_deref(), Which::Nominal, |best| best.value)
}

/// The best figure of these ways, of which those by runs have one together.
fn best<R>(
    ways: &[&Way<'_>],
    of_runs: Option<&Figure>,
    which: Which,
    told: impl FnOnce(&Figure) -> R,
) -> R {
    let none = Figure::without(FigureKind::None, Trace::default());
    let others = ways.iter().filter_map(|way| way.points.other()).map(|own| which.of(own));
    told(others.chain(of_runs).fold(&none, |best, other| best.better(other)))
}
