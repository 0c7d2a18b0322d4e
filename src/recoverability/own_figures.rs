//! The figures of a mechanism that no plan of AWS makes.

use crate::resolved::{Lag, Mechanism, MechanismKind, Points, Scheduled};
use crate::schedule::{Gap, Schedule, longest_gap_with_failures};
use crate::units::{Duration, Retention};

use super::calendars::Calendars;
use super::chain::Wait;
use super::figure::{Counted, Figure, FigureKind, Trace};
use super::jobs::Delay;
use super::kept::{Kept, kept};
use super::rpo::Figures;

/// A job without a schedule.
pub(super) const NO_SCHEDULE: &str = "nobody says when it runs";
const NO_COPY_SCHEDULE: &str = "when its copies are made is not proven";
const NO_BOUND: &str = "nothing bounds how far it lies behind";
const NO_LAG: &str = "AWS does not say how far it lies behind";
const UNSAID: &str = "nobody says how long its points are kept";

/// The figures, or none if its points may be gone when they are needed.
pub(super) fn figures(
    calendars: &Calendars,
    mechanism: &Mechanism,
    found_within: Option<Duration>,
) -> Option<Figures> {
    match &mechanism.points {
        Points::Scheduled(points) => scheduled(calendars, mechanism, points, found_within),
        Points::Continuous { retention, lag } => {
            let retention = retention.as_ref().map(|retention| &retention.value);
            let behind = lag.bound.or(lag.typical).unwrap_or_default();
            held(mechanism, retention, behind, found_within, behind_by(mechanism, *lag))
        }
        Points::OnChange { retention, keep_newest: _ } => {
            let retention = retention.as_ref().map(|retention| &retention.value);
            held(mechanism, retention, Duration::ZERO, found_within, stated_zero(mechanism))
        }
        Points::Replica { lag } => Some(behind_by(mechanism, *lag)),
    }
}

/// The figures of superseded versions in a replica, which are there as late as
/// the replica itself; none if they may be gone when they are needed.
pub(super) fn of_replica_versions(
    mechanism: &Mechanism,
    lag: Lag,
    found_within: Option<Duration>,
) -> Option<Figures> {
    let Points::OnChange { retention, keep_newest: _ } = &mechanism.points else { return None };
    let retention = retention.as_ref().map(|retention| &retention.value);
    let behind = lag.bound.or(lag.typical).unwrap_or_default();
    held(mechanism, retention, behind, found_within, behind_by(mechanism, lag))
}

/// Nothing is lost, as far as what is stated is true.
pub(super) fn stated_zero(mechanism: &Mechanism) -> Figures {
    let zero = Figure::reached(Duration::ZERO, FigureKind::AsStated, trace(mechanism, None));
    Figures::all(zero)
}

/// The figures if the points still exist; weaker ones if nobody says so.
fn held(
    mechanism: &Mechanism,
    retention: Option<&Retention>,
    gap: Duration,
    found_within: Option<Duration>,
    figures: Figures,
) -> Option<Figures> {
    let unproven = || Figure::without(FigureKind::Unproven(UNSAID), trace(mechanism, None));
    match kept(mechanism, retention, gap, found_within) {
        Kept::LongEnough => Some(figures),
        Kept::TooShort => None,
        Kept::Unsaid if found_within.is_none() => {
            Some(Figures { guaranteed: unproven(), ..figures })
        }
        Kept::Unsaid => Some(Figures::all(unproven())),
    }
}

/// How far a continuous mechanism or a replica lies behind.
fn behind_by(mechanism: &Mechanism, lag: Lag) -> Figures {
    let trace = || trace(mechanism, None);
    let by_bound = match mechanism.kind {
        MechanismKind::WalArchive => FigureKind::AsStated,
        _ => FigureKind::Guaranteed,
    };
    let guaranteed = match lag.bound {
        Some(bound) => Figure::reached(bound, by_bound, trace()),
        None => Figure::without(FigureKind::Unproven(NO_BOUND), trace()),
    };
    let nominal = match (lag.typical, lag.bound) {
        (Some(typical), None) => Figure::reached(typical, FigureKind::Typical, trace()),
        (_, Some(_)) => guaranteed.clone(),
        (None, None) => Figure::without(FigureKind::Unproven(NO_LAG), trace()),
    };
    Figures { after_one_failure: nominal.clone(), nominal, guaranteed }
}

fn scheduled(
    calendars: &Calendars,
    mechanism: &Mechanism,
    points: &Scheduled,
    found_within: Option<Duration>,
) -> Option<Figures> {
    let without =
        |kind: FigureKind| Some(Figures::all(Figure::without(kind, trace(mechanism, None))));
    let Some(schedule) = points.schedule.as_ref().map(|schedule| &schedule.value) else {
        return without(FigureKind::Unproven(NO_SCHEDULE));
    };
    match schedule {
        Schedule::Manual => return without(FigureKind::None),
        _ if points.copied.is_some() => {
            return own_copies(calendars, mechanism, points, found_within);
        }
        Schedule::OnChange => return Some(stated_zero(mechanism)),
        // A cron schedule that never fires; others are runs.
        Schedule::Cron { .. } => return without(FigureKind::None),
        Schedule::Interval(_) => {}
    }
    let gap = |failed: usize| longest_gap_with_failures(schedule, &points.zone, failed);
    let Some(found) = gap(0) else { return without(FigureKind::None) };
    let nominal = |found: Gap| {
        Figure::reached(found.length, FigureKind::Nominal, trace(mechanism, Some(&found)))
    };
    let guaranteed = match Delay::of(mechanism, points) {
        Err(missing) => Figure::without(FigureKind::Unproven(missing), trace(mechanism, None)),
        Ok(delay) => Figure::reached(
            found.length.plus(delay.total()),
            FigureKind::Guaranteed,
            delay.traced(trace(mechanism, Some(&found))),
        ),
    };
    let none = || Figure::without(FigureKind::None, trace(mechanism, None));
    let after_one_failure = gap(1).map_or_else(none, nominal);
    let figures = Figures { nominal: nominal(found), after_one_failure, guaranteed };
    still_there(mechanism, points, found.length, found_within, figures)
}

/// Copies that a job of its own makes, of points with their own schedule: a
/// point waits for the next copy job.
fn own_copies(
    calendars: &Calendars,
    mechanism: &Mechanism,
    points: &Scheduled,
    found_within: Option<Duration>,
) -> Option<Figures> {
    let unproven = |reason| Figure::without(FigureKind::Unproven(reason), trace(mechanism, None));
    let waits = |ready: Duration| {
        let made = points.schedule.as_ref()?.value.cron()?;
        let job = points.copied.as_ref()?;
        let copied = job.schedule.as_ref()?.value.cron()?;
        calendars.waits((made, &points.zone), (copied, &job.zone), ready)
    };
    let Some((every, but_one)) = waits(Duration::ZERO) else {
        return Some(Figures::all(unproven(NO_COPY_SCHEDULE)));
    };
    let waited =
        |wait: Wait| Trace { runs: Some((wait.from, wait.to)), gaps: 1, ..trace(mechanism, None) };
    let nominal = |wait: Wait| Figure::reached(wait.length, FigureKind::Nominal, waited(wait));
    let guaranteed = match Delay::of(mechanism, points) {
        Err(missing) => unproven(missing),
        Ok(delay) => match waits(delay.until_made()) {
            None => unproven(NO_COPY_SCHEDULE),
            Some((wait, _)) => Figure::reached(
                wait.length.plus(delay.copying()),
                FigureKind::Guaranteed,
                delay.traced(waited(wait)),
            ),
        },
    };
    let figures =
        Figures { nominal: nominal(every), after_one_failure: nominal(but_one), guaranteed };
    still_there(mechanism, points, every.length, found_within, figures)
}

/// The figures if points still exist; one that is overwritten by the next is
/// gone once the disruption is noticed later.
fn still_there(
    mechanism: &Mechanism,
    points: &Scheduled,
    gap: Duration,
    found_within: Option<Duration>,
    figures: Figures,
) -> Option<Figures> {
    let retention = points.retention.as_ref().map(|retention| &retention.value);
    let late = found_within.is_some_and(|late| !late.is_zero());
    match points.is_overwritten() {
        true if late => None,
        true if mechanism.limits.is_empty() => Some(figures),
        true | false => held(mechanism, retention, gap, found_within, figures),
    }
}

fn trace(mechanism: &Mechanism, found: Option<&Gap>) -> Trace {
    Trace {
        mechanisms: [Counted::of(mechanism)].into(),
        runs: found.map(|found| (found.from, found.to)),
        gaps: usize::from(found.is_some()),
        ..Trace::default()
    }
}
