//! Figures of some points, by looking at every moment at which one changes:
//! just before a point is made, just after one is deleted.
//!
//! All lengths are minutes; a loss of `None` has no bound. A period of steady
//! state is needed: the points reach further back than any is kept, and moments
//! are looked at only inside of the period.

use std::ops::Range;

use super::points::Point;

/// Everything about some points that the program says too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Simulated {
    /// The most that is lost if every job begins when it is due and is done at
    /// once.
    pub(super) nominal: Option<i64>,
    /// The same if any one run fails.
    pub(super) after_one_failure: Option<i64>,
    /// At every moment there is a usable point at least this old, wherever in
    /// their windows jobs begin. `None` if one is kept for ever.
    pub(super) reach: Option<i64>,
    /// The longest distance between neighbouring points inside the reach, if
    /// every job begins when it is due; `None` if there are no two.
    pub(super) hole: Option<i64>,
    /// The same wherever in their windows jobs begin.
    pub(super) widest_hole: Option<i64>,
}

impl Point {
    /// True if it certainly exists at an instant, however early its job began.
    fn exists_at(&self, instant: i64) -> bool {
        self.kept.is_none_or(|kept| self.due + kept > instant)
    }

    /// True if it exists just before an instant.
    fn exists_before(&self, instant: i64) -> bool {
        self.kept.is_none_or(|kept| self.due + kept >= instant)
    }
}

/// The figures of points that are sorted by the time they are due.
pub(super) fn simulated(points: &[Point], found_within: i64, period: Range<i64>) -> Simulated {
    let reach = reach(points, period.clone());
    Simulated {
        nominal: loss(points, 0, found_within, period.clone()),
        after_one_failure: loss(points, 1, found_within, period.clone()),
        reach,
        hole: hole(points, reach, false, period.clone()),
        widest_hole: hole(points, reach, true, period),
    }
}

/// The most that is lost at any moment if so many of the runs fail whose points
/// would be the newest.
///
/// A point counts if it still exists `found_within` later.
pub(super) fn loss(
    points: &[Point],
    failed: usize,
    found_within: i64,
    period: Range<i64>,
) -> Option<i64> {
    let deletions = points.iter().filter_map(|point| Some(point.due + point.kept? - found_within));
    let mut moments: Vec<i64> = points
        .iter()
        .map(|point| point.due)
        .chain(deletions)
        .filter(|at| period.contains(at))
        .collect();
    moments.sort();
    moments.dedup();
    let mut worst = None;
    for at in moments {
        let before = newest(points, at, failed, |point| {
            point.due < at && point.exists_before(at + found_within)
        });
        let after = newest(points, at, failed, |point| {
            point.due <= at && point.exists_at(at + found_within)
        });
        worst = worst.max(Some(at - before?)).max(Some(at - after?));
    }
    worst
}

/// The newest of the points that count once so many newer runs have failed.
fn newest(
    points: &[Point],
    at: i64,
    failed: usize,
    counts: impl Fn(&Point) -> bool,
) -> Option<i64> {
    let until = points.partition_point(|point| point.due <= at);
    // A run and its copies fail together; runs of two plans are two.
    let mut runs: Vec<(i64, usize)> = Vec::new();
    for point in points[..until].iter().rev().filter(|point| counts(point)) {
        let run = (point.due, point.made_by.0);
        if !runs.contains(&run) {
            runs.push(run);
        }
        if runs.len() > failed {
            return runs.pop().map(|(due, _)| due);
        }
    }
    None
}

/// Just after these moments, points are fewest: one that began early is gone.
fn deletions(points: &[Point], period: Range<i64>) -> Vec<i64> {
    let mut moments: Vec<i64> = points
        .iter()
        .filter_map(|point| Some(point.due + point.kept?))
        .filter(|at| period.contains(at))
        .collect();
    moments.sort();
    moments.dedup();
    moments
}

/// How old the oldest usable point is at least, at any moment: those that may
/// be deleted are, and the others began as late as they may.
pub(super) fn reach(points: &[Point], period: Range<i64>) -> Option<i64> {
    if points.iter().any(|point| point.kept.is_none()) {
        return None;
    }
    let longest = points.iter().filter_map(|point| point.kept).max().unwrap_or_default();
    let oldest = |at: i64| {
        let mut oldest = 0;
        for point in between(points, at - longest, at) {
            // Later ones are younger.
            if at - point.due <= oldest {
                break;
            }
            let age = at - point.due - point.window;
            if point.exists_at(at) && age >= point.usable_after {
                oldest = oldest.max(age);
            }
        }
        oldest
    };
    deletions(points, period).into_iter().map(oldest).min().or(Some(0))
}

/// The points that are due from one moment to another, both included.
fn between(points: &[Point], from: i64, to: i64) -> &[Point] {
    let first = points.partition_point(|point| point.due < from);
    let last = points.partition_point(|point| point.due <= to);
    &points[first..last.max(first)]
}

/// The longest distance between neighbours of all that certainly exist, back to
/// the first that is at least as old as the reach.
pub(super) fn hole(
    points: &[Point],
    reach: Option<i64>,
    late: bool,
    period: Range<i64>,
) -> Option<i64> {
    let reach = reach?;
    let mut moments = deletions(points, period.clone());
    moments.push(period.end);
    moments.into_iter().filter_map(|at| hole_at(points, reach, late, at)).max()
}

/// The same at one moment. `late` if jobs begin as late or early as makes it
/// longest, else they begin when they are due.
fn hole_at(points: &[Point], reach: i64, late: bool, at: i64) -> Option<i64> {
    let latest = |point: &Point| point.due + if late { point.window } else { 0 };
    let usable = |point: &&Point| point.exists_at(at) && latest(point) + point.usable_after <= at;
    let longest = points.iter().filter_map(|point| point.kept).max().unwrap_or_default();
    let existing: Vec<&Point> = between(points, at - longest, at).iter().filter(usable).collect();
    let first = existing.iter().rposition(|point| at - latest(point) >= reach)?;
    let mut worst = None;
    for (number, begin) in existing.iter().enumerate().skip(first) {
        // A hole begins where a job began, and ends where the next one can begin
        // at the latest; jobs due before that may have begun before it too.
        let mut end: Option<i64> = None;
        let later = existing[number..].iter().filter(|point| point.due > begin.due);
        for point in later {
            if end.is_some_and(|end| point.due >= end) {
                break;
            }
            end = Some(end.map_or(latest(point), |end| end.min(latest(point))));
        }
        worst = worst.max(end.map(|end| end - begin.due));
    }
    worst
}

/// The longest distance between the neighbours around the moment that lies
/// `age` back, at any time; `None` if there are no such neighbours at some time.
pub(super) fn distance_at_age(points: &[Point], age: i64, period: Range<i64>) -> Option<i64> {
    let mut worst = 0;
    let mut moments = deletions(points, period.clone());
    moments.extend(points.iter().map(|point| point.due + age).filter(|at| period.contains(at)));
    for at in moments {
        let exists = |point: &&Point| point.exists_at(at) && point.due <= at;
        let before = points.iter().filter(exists).rfind(|point| point.due <= at - age)?;
        let Some(after) = points.iter().filter(exists).find(|point| point.due > at - age) else {
            continue;
        };
        worst = worst.max(after.due - before.due);
    }
    Some(worst)
}

/// True if a rung of a ladder is met: inside the span neighbours are at most a
/// unit and a window apart, and the reach lacks no more of the span than that.
pub(super) fn rung(
    points: &[Point],
    unit: i64,
    span: i64,
    window: i64,
    period: Range<i64>,
) -> bool {
    let apart = unit + window;
    let needed = (span - apart).max(0);
    let reaches = reach(points, period.clone()).is_none_or(|reach| reach >= needed);
    let mut moments = deletions(points, period.clone());
    moments.push(period.end);
    let is_close = |at| hole_at(points, needed, true, at).is_none_or(|distance| distance <= apart);
    reaches && moments.into_iter().all(is_close)
}
