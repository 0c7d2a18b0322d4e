//! What one mechanism holds at a moment, of the time before the disruption.

use jiff::Timestamp;

use crate::resolved::{Mechanism, Points, Scheduled};
use crate::schedule::{Run, Schedule};
use crate::source::SharedText;
use crate::units::{Duration, Retention};

use crate::recoverability::evidence::Evidence;
use crate::recoverability::figure::{Figure, FigureKind};
use crate::recoverability::jobs::Delay;
use crate::recoverability::kept::{Length, length};
use crate::recoverability::own_figures;
use crate::recoverability::rpo::Figures;

use super::happened::{Keep, Made, Wanted, happened};
use super::newest::newest;
use super::outcome::Why;
use super::{Moment, between, chained, instant, seconds};

/// The newest state that a mechanism brings back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newest {
    /// That of a point.
    Point(PointAt),
    /// That of so long before the disruption.
    Behind {
        /// How long before.
        by: Duration,
        /// AWS says so of usual cases, and bounds none.
        typical: bool,
    },
    /// That of a point which is at most so old; its runs have no fixed time.
    AtMost(Duration),
}

/// A point of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointAt {
    /// When the job was due: its data is of then or later.
    pub run: Run,
    /// The zone of the schedule.
    pub zone: String,
    /// The tier whose rule made it, if a plan did.
    pub tier: Option<String>,
    /// When it is usable at the latest; none if nothing bounds that.
    pub usable_by: Option<Timestamp>,
    /// How old its data is when the disruption happens.
    pub age: Duration,
    /// When it is deleted; none if never, or if nobody says.
    pub until: Option<Timestamp>,
}

/// The oldest state that a mechanism brings back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oldest {
    /// That of a point.
    Point {
        /// Its run.
        run: Run,
        /// Its age when the data is asked for.
        age: Duration,
    },
    /// Any moment from here on.
    Since(Timestamp),
    /// Nothing is ever deleted.
    Beginning,
    /// There is only the newest state.
    NewestOnly,
    /// Nobody says enough.
    Unknown(&'static str),
}

/// How many states there are to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// So many points.
    Points {
        /// All of them.
        all: usize,
        /// Those that must be retrieved from a colder class of storage first.
        cold: usize,
    },
    /// Any moment, or every change.
    Any,
    /// One.
    One,
    /// More with every run.
    Endless,
    /// Nobody says enough.
    Unknown,
}

/// What is there of a mechanism.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) on_schedule: Newest,
    /// What is certainly usable, or why nothing is.
    pub(super) at_worst: Result<Newest, String>,
    pub(super) oldest: Oldest,
    pub(super) count: Count,
    /// The points themselves, oldest first, where there are any.
    pub(super) made: Vec<Made>,
}

impl Newest {
    /// How old the data is when the disruption happens: what is lost.
    #[must_use]
    pub const fn loss(&self) -> Duration {
        match self {
            Self::Point(point) => point.age,
            Self::Behind { by, typical: _ } | Self::AtMost(by) => *by,
        }
    }
}

/// What a mechanism holds. `together` are the tiers of its lane whose points
/// count with its own.
pub(super) fn held(
    evidence: &Evidence<'_>,
    (number, mechanism): (usize, &Mechanism),
    together: &[usize],
    moment: Moment,
) -> Result<Held, Why> {
    match (&mechanism.points, evidence.series(number, mechanism)) {
        (Points::Scheduled(points), Some(series)) => {
            let wanted = Wanted { series: &series, together, evidence };
            of_runs(mechanism, points, &wanted, moment)
        }
        (Points::Scheduled(points), None) => of_schedule(evidence, mechanism, points, moment),
        (Points::Continuous { retention, .. } | Points::OnChange { retention, .. }, _) => {
            let retention = retention.as_ref().map(|retention| &retention.value);
            let mut held = by_figures(evidence, mechanism, retention, moment)?;
            with_base(evidence, mechanism, moment, &mut held)?;
            Ok(held)
        }
        (Points::Replica { .. }, _) => {
            let held = by_figures(evidence, mechanism, None, moment)?;
            Ok(Held { oldest: Oldest::NewestOnly, count: Count::One, ..held })
        }
    }
}

/// The one point that a deletion leaves.
pub(super) fn one_point(days: Option<u32>, moment: Moment) -> Result<Held, Why> {
    let kept = days.map(|days| Duration::days(u64::from(days)));
    if kept.is_some_and(|kept| kept < moment.found_after) {
        let gone = moment.second().saturating_add(kept.map_or(0, seconds));
        return Err(Why::NoPoint(format!(
            "the one point that the deletion leaves was deleted on {}",
            day(gone)
        )));
    }
    let newest = Newest::Behind { by: Duration::ZERO, typical: false };
    Ok(Held {
        on_schedule: newest.clone(),
        at_worst: Ok(newest),
        oldest: Oldest::NewestOnly,
        count: Count::One,
        made: Vec::new(),
    })
}

fn of_runs(
    mechanism: &Mechanism,
    points: &Scheduled,
    wanted: &Wanted<'_>,
    moment: Moment,
) -> Result<Held, Why> {
    let keep = Keep::of(mechanism, points);
    let made = happened(points, wanted, &keep, moment)?;
    // Jobs of rules that took its copies over may be slower than its own.
    let slowest = wanted.evidence.slowest(wanted.series);
    let delay = Delay::of(mechanism, points).map(|delay| delay.at_least(slowest));
    newest(mechanism, delay, &keep, made, moment)
}

/// Points of a schedule that has no runs of its own to look at.
fn of_schedule(
    evidence: &Evidence<'_>,
    mechanism: &Mechanism,
    points: &Scheduled,
    moment: Moment,
) -> Result<Held, Why> {
    let retention = points.retention.as_ref().map(|retention| &retention.value);
    match points.schedule.as_ref().map(|schedule| &schedule.value) {
        Some(Schedule::Manual) => {
            Err(Why::NoPoint("it is made by hand, and nothing says when".to_owned()))
        }
        Some(Schedule::Cron { cron, .. }) if points.copied.is_some() => {
            let keep = Keep::of(mechanism, points);
            let made = chained::copied(cron, points, mechanism, &keep, moment)?;
            newest(mechanism, Delay::of(mechanism, points), &keep, made, moment)
        }
        Some(Schedule::Interval(_)) => {
            let held = by_figures(evidence, mechanism, retention, moment)?;
            let bounded = |newest: Newest| Newest::AtMost(newest.loss());
            Ok(Held {
                on_schedule: bounded(held.on_schedule),
                at_worst: held.at_worst.map(bounded),
                count: Count::Unknown,
                ..held
            })
        }
        Some(Schedule::OnChange | Schedule::Cron { .. }) | None => {
            by_figures(evidence, mechanism, retention, moment)
        }
    }
}

/// What has no runs, by the figures of the proof.
fn by_figures(
    evidence: &Evidence<'_>,
    mechanism: &Mechanism,
    retention: Option<&Retention>,
    moment: Moment,
) -> Result<Held, Why> {
    if moment.since.is_some_and(|since| since >= moment.at) {
        return Err(Why::NoPoint("it was not in force yet".to_owned()));
    }
    let late = Some(moment.found_after).filter(|late| !late.is_zero());
    let kept = length(mechanism, retention);
    let Some(Figures { nominal, guaranteed, after_one_failure: _ }) =
        own_figures::figures(&evidence.calendars, mechanism, late)
    else {
        return Err(Why::NoPoint(reaches_too_little(kept, moment)));
    };
    let on_schedule = by_figure(&nominal).map_err(match nominal.kind {
        FigureKind::Unproven(_) => Why::Unproven,
        _ => Why::NoPoint,
    })?;
    Ok(Held {
        on_schedule,
        at_worst: by_figure(&guaranteed),
        oldest: oldest(kept, moment),
        count: Count::Any,
        made: Vec::new(),
    })
}

fn by_figure(figure: &Figure) -> Result<Newest, String> {
    let typical = figure.kind == FigureKind::Typical;
    match (figure.value, figure.kind) {
        (Some(by), _) => Ok(Newest::Behind { by, typical }),
        (None, FigureKind::Unproven(reason)) => Err(reason.to_owned()),
        (None, _) => Err("nothing runs by itself".to_owned()),
    }
}

fn oldest(kept: Length, moment: Moment) -> Oldest {
    let since = moment.since.map(|since| since.as_second());
    match (kept, since) {
        (Length::For(kept), since) => {
            let from = moment.needed_second().saturating_sub(seconds(kept));
            Oldest::Since(instant(from.max(since.unwrap_or(from))))
        }
        (Length::Forever, Some(since)) => Oldest::Since(instant(since)),
        (Length::Forever, None) => Oldest::Beginning,
        (Length::Unsaid, _) => Oldest::Unknown("nobody says how long its points are kept"),
    }
}

fn reaches_too_little(kept: Length, moment: Moment) -> String {
    match kept {
        Length::For(kept) => format!(
            "when it is noticed it reaches back {kept}, to {}, which is not before the disruption",
            day(moment.needed_second().saturating_sub(seconds(kept)))
        ),
        Length::Forever | Length::Unsaid => {
            "its points are gone when the disruption is noticed".to_owned()
        }
    }
}

/// A log needs a base backup from before the disruption; it reaches back to the
/// oldest one.
fn with_base(
    evidence: &Evidence<'_>,
    archive: &Mechanism,
    moment: Moment,
    held: &mut Held,
) -> Result<(), Why> {
    if archive.rests_on.is_empty() {
        return Ok(());
    }
    let named = |reference: &SharedText| archive.rests_on.contains(reference);
    let bases = evidence.of_resource(&archive.resource).filter(|(_, base)| {
        let is_base = named(&base.reference) || base.made_from.as_ref().is_some_and(named);
        is_base && !base.planned
    });
    let alone = |(number, base): (usize, &Mechanism)| {
        let tiers = evidence.series(number, base).map(|series| series.tiers.clone());
        self::held(evidence, (number, base), &tiers.unwrap_or_default(), moment).ok()
    };
    let left: Vec<Held> = bases.filter_map(alone).collect();
    if left.is_empty() {
        return Err(Why::NoPoint(
            "no base backup from before the disruption is left that it can be replayed on"
                .to_owned(),
        ));
    }
    if left.iter().all(|base| base.at_worst.is_err()) {
        held.at_worst = Err("no base backup is certainly done yet".to_owned());
    }
    let first = left.iter().filter_map(|base| Some(base.made.first()?.run.at)).min();
    if let (Some(first), Oldest::Since(since)) = (first, &held.oldest)
        && first > *since
    {
        held.oldest = Oldest::Since(first);
    }
    Ok(())
}

/// The day of an instant, in UTC.
pub(super) fn day(second: i64) -> String {
    jiff::tz::TimeZone::UTC.to_datetime(instant(second)).date().to_string()
}

/// The age of something at a moment.
pub(super) fn age(run: Run, at: i64) -> Duration {
    between(run.at.as_second(), at)
}
