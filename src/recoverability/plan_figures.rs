//! The figures of the points that one plan of AWS makes.

use crate::resolved::{Mechanism, Points, Scheduled};
use crate::schedule::TierGap;
use crate::units::Duration;

use super::evidence::Part;
use super::figure::{Figure, FigureKind, Trace};
use super::jobs::Delay;
use super::kept::{Kept, kept};
use super::rpo::{Figures, counted};

/// Points of one tier that are left after the disruption.
pub(super) struct Left<'a> {
    pub(super) mechanism: &'a Mechanism,
    /// The tiers whose runs make them.
    tiers: Vec<usize>,
    delay: Result<Delay, &'static str>,
}

const UNSAID: &str = "nobody says how long its points are kept";

/// The points that still exist when the disruption is noticed; the others in
/// the second list.
pub(super) fn left<'a>(
    part: &Part,
    group: &[(&'a Mechanism, usize)],
    found_within: Option<Duration>,
) -> (Vec<Left<'a>>, Vec<&'a Mechanism>) {
    let (mut left, mut gone) = (Vec::new(), Vec::new());
    for (mechanism, own) in group {
        let Points::Scheduled(points) = &mechanism.points else { continue };
        let tiers = part.tiers_of(mechanism, *own);
        match exists(part, mechanism, points, &tiers, found_within) {
            Kept::LongEnough => {
                left.push(Left { mechanism, tiers, delay: Delay::of(mechanism, points) });
            }
            Kept::Unsaid if found_within.is_none() => {
                left.push(Left { mechanism, tiers, delay: Err(UNSAID) });
            }
            Kept::Unsaid | Kept::TooShort => gone.push(*mechanism),
        }
    }
    (left, gone)
}

fn exists(
    part: &Part,
    mechanism: &Mechanism,
    points: &Scheduled,
    tiers: &[usize],
    found_within: Option<Duration>,
) -> Kept {
    let retention = points.retention.as_ref().map(|retention| &retention.value);
    match part.longest_gap(tiers, 0) {
        Some(found) => kept(mechanism, retention, found.gap.length, found_within),
        None => Kept::TooShort,
    }
}

/// How long the longest job of the resource keeps others from starting: jobs
/// of one resource run one at a time, whichever of their points are left.
pub(super) fn blocked<'m>(made: impl Iterator<Item = &'m Mechanism>) -> Duration {
    let delay = |mechanism: &Mechanism| match &mechanism.points {
        Points::Scheduled(points) => Delay::of(mechanism, points).ok(),
        Points::Continuous { .. } | Points::OnChange { .. } | Points::Replica { .. } => None,
    };
    let beyond = made.filter_map(delay).map(|delay| delay.backup.time.minus(delay.window));
    beyond.max().unwrap_or_default()
}

/// The figures over all runs of these points.
pub(super) fn figures(part: &Part, left: &[Left<'_>], blocked: Duration) -> Figures {
    let all: Vec<&Left<'_>> = left.iter().collect();
    let by_schedule = |failed: usize| match gap(part, &all, failed) {
        Some(found) => Figure::reached(found.gap.length, FigureKind::Nominal, traced(&all, &found)),
        None => Figure::without(FigureKind::None, Trace::default()),
    };
    Figures {
        nominal: by_schedule(0),
        after_one_failure: by_schedule(1),
        guaranteed: guaranteed(part, left, blocked),
    }
}

/// The least guarantee that any of these points give together. Slow points do
/// not spoil what quick ones guarantee: of all sets, those with every point up
/// to some delay are enough to look at.
fn guaranteed(part: &Part, left: &[Left<'_>], blocked: Duration) -> Figure {
    let mut bounded: Vec<(&Left<'_>, Delay)> =
        left.iter().filter_map(|points| Some((points, points.delay.ok()?))).collect();
    bounded.sort_by_key(|(_, delay)| delay.total());
    let mut best: Option<Figure> = None;
    for (count, (_, slowest)) in bounded.iter().enumerate() {
        let set: Vec<&Left<'_>> =
            bounded.iter().take(count + 1).map(|(points, _)| *points).collect();
        let Some(over) = part.longest_over(&tiers_of(&set), blocked) else { continue };
        let value = over.length.plus(slowest.total());
        let trace = slowest.traced(Trace {
            mechanisms: set.iter().map(|points| counted(points.mechanism)).collect(),
            runs: Some((over.from, over.to)),
            gaps: over.gaps,
            ..Trace::default()
        });
        let figure = Figure::reached(value, FigureKind::Guaranteed, trace);
        if best.as_ref().is_none_or(|best| figure.value < best.value) {
            best = Some(figure);
        }
    }
    best.unwrap_or_else(|| {
        let missing = left.iter().find_map(|points| points.delay.err());
        let kind = missing.map_or(FigureKind::None, FigureKind::Unproven);
        Figure::without(kind, Trace::default())
    })
}

/// The longest gap between the runs of a set, if so many in a row fail.
fn gap(part: &Part, set: &[&Left<'_>], failed: usize) -> Option<TierGap> {
    part.longest_gap(&tiers_of(set), failed)
}

fn tiers_of(set: &[&Left<'_>]) -> Vec<usize> {
    set.iter().flat_map(|points| points.tiers.iter().copied()).collect()
}

fn traced(set: &[&Left<'_>], found: &TierGap) -> Trace {
    Trace {
        mechanisms: set.iter().map(|points| counted(points.mechanism)).collect(),
        runs: Some((found.gap.from, found.gap.to)),
        gaps: 1,
        ..Trace::default()
    }
}
