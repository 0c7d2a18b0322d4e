//! The runs whose points still exist when they are needed.

use crate::resolved::{Mechanism, Points, Scheduled};
use crate::schedule::Run;
use crate::units::{Duration, Retention};

use crate::recoverability::evidence::{CYCLE_START, Evidence};
use crate::recoverability::kept::{Length, length};
use crate::recoverability::series::Series;

use super::held::day;
use super::outcome::Why;
use super::{Moment, instant, seconds};

/// A point that was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Made {
    pub(super) run: Run,
    /// The number of the tier in its lane; zero where no plan made it.
    pub(super) tier: usize,
    /// The copy jobs that brought it, if it waited for one.
    pub(super) copied: Option<Copied>,
}

/// The copy jobs that take a point first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Copied {
    /// If every job is done when it is due; none if a newer point is taken.
    pub(super) on_time: Option<Run>,
    /// If it took as long as it may; none if a newer point is taken.
    pub(super) certain: Option<Run>,
}

/// Which runs make the points of a mechanism.
pub(super) struct Wanted<'w> {
    pub(super) series: &'w Series,
    /// The tiers of the lane whose points count with its own.
    pub(super) together: &'w [usize],
    pub(super) evidence: &'w Evidence<'w>,
}

/// How long points are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    For(Duration),
    Forever,
    /// The newest so many, and each no longer than this.
    Newest(usize, Option<Duration>),
    Unsaid,
}

const DAY: i64 = 86_400;
/// How far back the newest points are looked for, step by step: a month of
/// days, years of months, and 28 years, in which every schedule shows.
const LOOKS: [i64; 3] = [40 * DAY, 800 * DAY, 10_227 * DAY];

impl Keep {
    pub(super) fn of(mechanism: &Mechanism, points: &Scheduled) -> Self {
        let retention = points.retention.as_ref().map(|retention| &retention.value);
        let limit = || match length(mechanism, Some(&Retention::Forever)) {
            Length::For(limit) => Some(limit),
            Length::Forever | Length::Unsaid => None,
        };
        match retention {
            _ if points.is_overwritten() => Self::Newest(1, limit()),
            Some(Retention::Copies(count)) => {
                Self::Newest(usize::try_from(*count).unwrap_or(usize::MAX), limit())
            }
            _ => match length(mechanism, retention) {
                Length::For(kept) => Self::For(kept),
                Length::Forever => Self::Forever,
                Length::Unsaid => Self::Unsaid,
            },
        }
    }

    /// How long a point is kept at most; none if for ever or not said.
    pub(super) const fn length(&self) -> Option<Duration> {
        match self {
            Self::For(kept) => Some(*kept),
            Self::Newest(_, limit) => *limit,
            Self::Forever | Self::Unsaid => None,
        }
    }
}

/// The points from before the disruption that still exist, oldest first. Of
/// those that are kept for ever only some, unless it is known since when.
pub(super) fn happened(
    points: &Scheduled,
    wanted: &Wanted<'_>,
    keep: &Keep,
    moment: Moment,
) -> Result<Vec<Made>, Why> {
    let first = if leaves_out_years(points) { CYCLE_START } else { i64::MIN };
    let first = first.max(moment.since.map_or(i64::MIN, |since| since.as_second()));
    let runs = |from: i64, until: i64| wanted.runs(from.max(first), until);
    existing(&runs, keep, moment).map_err(|gone| {
        let never = match moment.since {
            Some(_) => "it has not run yet",
            None => "no run of it makes a point before",
        };
        Why::NoPoint(gone.unwrap_or_else(|| never.to_owned()))
    })
}

/// What exists of the points that `runs` gives for a span; otherwise what
/// became of the newest one, if there ever was one.
pub(super) fn existing(
    runs: &dyn Fn(i64, i64) -> Vec<Made>,
    keep: &Keep,
    moment: Moment,
) -> Result<Vec<Made>, Option<String>> {
    let (at, needed) = (moment.second(), moment.needed_second());
    let from_the_start = moment.since.is_some();
    let kept = |limit: Duration| needed.saturating_sub(seconds(limit));
    let found = match keep {
        Keep::For(limit) => runs(kept(*limit), at),
        Keep::Forever | Keep::Unsaid if from_the_start => runs(i64::MIN / 2, at),
        Keep::Forever | Keep::Unsaid => look(runs, at, 1),
        Keep::Newest(count, limit) => {
            let all = look(runs, needed, *count);
            let skipped = all.len().saturating_sub(*count);
            let oldest = limit.map_or(i64::MIN, kept);
            let exists = |made: &Made| (oldest..at).contains(&made.run.at.as_second());
            all.into_iter().skip(skipped).filter(exists).collect()
        }
    };
    if !found.is_empty() {
        return Ok(found);
    }
    let before = look(runs, at, 1);
    Err(before.last().map(|newest| gone(*newest, keep, needed)))
}

/// The runs before an instant, at least so many of them if there are any.
fn look(runs: &dyn Fn(i64, i64) -> Vec<Made>, until: i64, count: usize) -> Vec<Made> {
    let mut found = Vec::new();
    for back in LOOKS {
        found = runs(until.saturating_sub(back), until);
        if found.len() >= count {
            break;
        }
    }
    found
}

fn gone(newest: Made, keep: &Keep, needed: i64) -> String {
    let due = newest.run.at.as_second();
    match keep.length() {
        Some(kept) if due.saturating_add(seconds(kept)) < needed => format!(
            "its newest point from before, of {}, was deleted on {}",
            day(due),
            day(due.saturating_add(seconds(kept)))
        ),
        _ => format!("its newest point from before, of {}, made room for newer ones", day(due)),
    }
}

/// A schedule that names years did not run in those before.
fn leaves_out_years(points: &Scheduled) -> bool {
    let cron = points.schedule.as_ref().and_then(|schedule| schedule.value.cron());
    cron.is_some_and(|cron| cron.leaves_out_years(0))
}

impl Wanted<'_> {
    /// The runs that make its points from `from` on, before `until`.
    fn runs(&self, from: i64, until: i64) -> Vec<Made> {
        let Some(lane) = self.evidence.lane(self.series.lane) else { return Vec::new() };
        // Runs are followed over 28 years; one more does not change what is kept.
        let from = from.max(until.saturating_sub(10_227 * DAY));
        let planned = lane.runs.made(self.together, instant(from), instant(until));
        let own = planned.into_iter().filter(|planned| self.series.tiers.contains(&planned.tier));
        let mut made: Vec<Made> = own
            .map(|planned| Made { run: planned.run, tier: planned.tier, copied: None })
            .collect();
        made.dedup_by_key(|made| made.run.at);
        made
    }
}

/// The zone in which the runs of a mechanism are shown.
pub(super) fn zone_of(mechanism: &Mechanism) -> String {
    match &mechanism.points {
        Points::Scheduled(points) => points.zone.name().to_owned(),
        Points::Continuous { .. } | Points::OnChange { .. } | Points::Replica { .. } => {
            "UTC".to_owned()
        }
    }
}
