//! How far back what is left reaches, and how finely.
//!
//! Two figures, and neither is the retention. *Reach*: at every moment a usable
//! point at least this old exists; just before a new point is made the oldest
//! may already be deleted, and the next oldest is a gap younger. *Hole*: how far
//! apart neighbouring points are at most, inside that reach. Points of all
//! mechanisms count together: of any length of time, those that are kept at
//! least so long.

use std::sync::Arc;

use crate::resolved::{History as Wanted, HistoryLength, Mechanism, Points, Rung, Scheduled};
use crate::schedule::{Schedule, longest_gap};
use crate::source::Spanned;
use crate::units::{CalendarDays, Duration};

use super::evidence::Evidence;
use super::figure::Counted;
use super::filed::{Filed, Filing, Kin};
use super::jobs::Delay;
use super::kept::Length;
use super::left::{LeftPoints, Way};
use super::series::Series;
use super::verdict::Verdict;

/// How far back points reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// This far, rounded down; zero if points are deleted before the next.
    Back(Duration),
    /// As far as its oldest point, which is never deleted.
    Forever,
    /// Not at all: there is only the newest state, or nothing runs by itself.
    None,
    /// The policy does not say enough, for this reason.
    Unproven(&'static str),
}

/// How far back what is left reaches together, and how finely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// How far back.
    pub reach: Reach,
    /// What gives the reach.
    pub by: Vec<Counted>,
    /// How long the points that give the reach are kept; none is for ever.
    pub kept: Option<Duration>,
    /// How late the jobs of these points may start.
    pub window: Duration,
    /// How finely, from the newest age to the oldest inside the reach.
    pub bands: Vec<Band>,
    /// What is kept how long, the shortest first.
    levels: Vec<Level>,
    /// Why something else may reach further.
    unproven: Option<&'static str>,
}

/// Ages between which points are equally far apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Up to this age, to which points certainly reach; none is for ever.
    pub until: Option<Duration>,
    /// How far apart neighbouring points are at most, by the schedule; zero
    /// where any moment can be restored.
    pub apart: Duration,
    /// What makes the points.
    pub by: Vec<Counted>,
}

/// One rung of a ladder, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungVerdict {
    /// The spacing.
    pub rung: Rung,
    /// How far back it is wanted, where that is stated.
    pub wanted: Spanned<CalendarDays>,
    /// What became of it.
    pub verdict: Verdict,
}

/// Points that are kept at least so long.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Level {
    /// How long; none is for ever.
    kept: Option<Duration>,
    /// How far apart they are.
    apart: Duration,
    /// How late a job may start.
    window: Duration,
    /// How long after that a point is usable, as far as that is known.
    usable: Duration,
    by: Vec<Counted>,
}

/// What one mechanism leaves of older states.
struct Layer<'a> {
    mechanism: &'a Mechanism,
    kept: Option<Duration>,
    spacing: Spacing,
    window: Duration,
    usable: Duration,
}

enum Spacing {
    /// By these runs.
    Runs(Series),
    /// By an interval that cron cannot say.
    Every(Duration),
    /// Any moment, or any change.
    Any,
}

/// What keeps a mechanism from being a layer.
enum NoLayer {
    /// It holds no older states.
    None,
    /// Nobody says enough.
    Unproven(&'static str),
}

/// How far back the points of a mechanism reach by themselves.
#[must_use]
pub fn reach(evidence: &Evidence<'_>, mechanism: &Mechanism) -> Reach {
    let series = evidence.series_of(mechanism);
    let filed = Filed::of(evidence, mechanism, series, &mut Kin::default());
    let layer = layer(evidence, mechanism, &filed, filed.runs.as_ref());
    History::of_layers(evidence, vec![layer]).reach
}

/// How far back these ways reach together.
///
/// After most disruptions the same ways are left.
pub(super) fn history(evidence: &Evidence<'_>, ways: &[&Way<'_>]) -> Arc<History> {
    let key: Vec<(usize, PointsLeft)> =
        ways.iter().map(|way| (way.number, PointsLeft::of(&way.points))).collect();
    if let Some(known) = evidence.memo.borrow().histories.get(&key) {
        return Arc::clone(known);
    }
    let found = Arc::new(of_ways(evidence, ways));
    evidence.memo.borrow_mut().histories.insert(key, Arc::clone(&found));
    found
}

/// Which points are left, as far as it matters for older states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PointsLeft {
    OfRuns,
    Other,
    One,
}

impl PointsLeft {
    const fn of(points: &LeftPoints) -> Self {
        match points {
            LeftPoints::Of(_) => Self::OfRuns,
            LeftPoints::Other(_) => Self::Other,
            LeftPoints::One(_) => Self::One,
        }
    }
}

fn of_ways(evidence: &Evidence<'_>, ways: &[&Way<'_>]) -> History {
    let layers = ways.iter().map(|way| match (&way.points, evidence.filed(way.number)) {
        (LeftPoints::Of(_), Some(filed)) => {
            layer(evidence, way.mechanism, filed, filed.runs.as_ref())
        }
        (LeftPoints::Other(_), Some(filed)) => layer(evidence, way.mechanism, filed, None),
        // The state of the last moment, and nothing before it.
        (LeftPoints::One(_), _) | (_, None) => Err(NoLayer::None),
    });
    History::of_layers(evidence, layers.collect())
}

impl History {
    fn of_layers(evidence: &Evidence<'_>, found: Vec<Result<Layer<'_>, NoLayer>>) -> Self {
        let (mut layers, mut unproven) = (Vec::new(), None);
        for layer in found {
            match layer {
                Ok(layer) => layers.push(layer),
                Err(NoLayer::Unproven(reason)) => unproven = unproven.or(Some(reason)),
                Err(NoLayer::None) => {}
            }
        }
        layers.sort_by_key(|layer| order(layer.kept));
        let mut levels: Vec<Level> = Vec::new();
        for (number, layer) in layers.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| layers.get(before));
            if before.is_some_and(|before| before.kept == layer.kept) {
                continue;
            }
            let longer: Vec<&Layer<'_>> = layers.iter().skip(number).collect();
            levels.extend(Level::of(evidence, layer.kept, &longer));
        }
        let best = levels.iter().max_by_key(|level| order(level.reach()));
        let reach = match (best.map(Level::reach), unproven) {
            (Some(Some(back)), _) => Reach::Back(back.rounded_down()),
            (Some(None), _) => Reach::Forever,
            (None, Some(reason)) => Reach::Unproven(reason),
            (None, None) => Reach::None,
        };
        let by = best.map(|best| best.by.clone()).unwrap_or_default();
        let bands = best.map(|best| bands(&levels, best)).unwrap_or_default();
        let kept = best.and_then(|best| best.kept);
        let window = best.map(|best| best.window).unwrap_or_default();
        Self { reach, by, kept, window, bands, levels, unproven }
    }

    /// The largest distance between neighbouring points inside the reach, by
    /// the schedule.
    #[must_use]
    pub fn hole(&self) -> Option<Duration> {
        self.bands.iter().map(|band| band.apart).max()
    }

    /// Judges a wanted length; equal is met.
    #[must_use]
    pub fn reaches(&self, wanted: &HistoryLength) -> Verdict {
        let enough = match self.reach {
            Reach::Back(back) => back >= wanted.longest(),
            Reach::Forever => true,
            Reach::None | Reach::Unproven(_) => false,
        };
        self.judged(enough)
    }

    /// Judges a rung: inside its span neighbours are at most one longest unit
    /// and a start window apart, and the reach is as that of a tier of this
    /// period which is kept for the span.
    #[must_use]
    pub fn has(&self, rung: Rung, span: &CalendarDays) -> Verdict {
        let unit = longest(rung);
        let span = Duration::days(u64::from(span.most));
        let enough = self.levels.iter().any(|level| {
            let far = level.reach().is_none_or(|back| back >= span.minus(unit.plus(level.window)));
            far && level.apart <= unit
        });
        self.judged(enough)
    }

    fn judged(&self, enough: bool) -> Verdict {
        match (enough, self.unproven) {
            (true, _) => Verdict::Met,
            (false, Some(reason)) => Verdict::Unproven(reason.to_owned()),
            (false, None) => Verdict::Missed,
        }
    }
}

/// Judges every rung of a wanted ladder.
pub(super) fn rungs(history: &History, wanted: &Wanted) -> Vec<RungVerdict> {
    let rungs = wanted.rungs.iter().map(|(rung, span)| RungVerdict {
        rung: *rung,
        wanted: span.clone(),
        verdict: history.has(*rung, &span.value),
    });
    rungs.collect()
}

impl Level {
    /// The points of these layers together; none if they do not follow each
    /// other.
    fn of(evidence: &Evidence<'_>, kept: Option<Duration>, layers: &[&Layer<'_>]) -> Option<Self> {
        let any: Vec<&&Layer<'_>> =
            layers.iter().filter(|layer| matches!(layer.spacing, Spacing::Any)).collect();
        let counted = |layers: &[&&Layer<'_>]| -> Vec<Counted> {
            layers.iter().map(|layer| Counted::of(layer.mechanism)).collect()
        };
        if !any.is_empty() {
            let by = counted(&any);
            let (apart, window, usable) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
            return Some(Self { kept, apart, window, usable, by });
        }
        let every = layers.iter().filter_map(|layer| match layer.spacing {
            Spacing::Every(length) => Some((length, layer)),
            Spacing::Runs(_) | Spacing::Any => None,
        });
        let every = every.min_by_key(|(length, _)| *length);
        let runs: Vec<(&Series, &&Layer<'_>)> = layers
            .iter()
            .filter_map(|layer| match &layer.spacing {
                Spacing::Runs(series) => Some((series, layer)),
                Spacing::Every(_) | Spacing::Any => None,
            })
            .collect();
        let series: Vec<Series> = runs.iter().map(|(series, _)| (*series).clone()).collect();
        let gap = evidence.gap(&series, 0).filter(|_| !series.is_empty());
        let of_runs: Vec<&&Layer<'_>> = runs.iter().map(|(_, layer)| *layer).collect();
        match (gap.map(|found| found.gap.length), every) {
            (Some(apart), every) if every.is_none_or(|(length, _)| apart <= length) => {
                let window = of_runs.iter().map(|layer| layer.window).max().unwrap_or_default();
                let usable = of_runs.iter().map(|layer| layer.usable).max().unwrap_or_default();
                Some(Self { kept, apart, window, usable, by: counted(&of_runs) })
            }
            (_, Some((apart, layer))) => {
                let (window, usable) = (layer.window, layer.usable);
                Some(Self { kept, apart, window, usable, by: counted(&[layer]) })
            }
            (_, None) => None,
        }
    }

    /// How far back it reaches; none is for ever. A point that may not be usable
    /// at that age is none.
    fn reach(&self) -> Option<Duration> {
        let back = self.kept?.minus(self.apart.plus(self.window));
        Some(if back < self.usable { Duration::ZERO } else { back })
    }
}

/// The levels up to the one that gives the reach, those alike as one.
fn bands(levels: &[Level], best: &Level) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for level in levels.iter().filter(|level| order(level.kept) <= order(best.kept)) {
        let until = level.reach();
        let further = bands.last().is_none_or(|band| order(until) > order(band.until));
        match bands.last_mut() {
            _ if !further => {}
            Some(band) if band.apart == level.apart => {
                band.until = until;
                band.by.clone_from(&level.by);
            }
            _ => bands.push(Band { until, apart: level.apart, by: level.by.clone() }),
        }
    }
    bands
}

fn layer<'a>(
    evidence: &Evidence<'_>,
    mechanism: &'a Mechanism,
    filed: &Filed,
    runs: Option<&Filing>,
) -> Result<Layer<'a>, NoLayer> {
    let (spacing, window) = match &mechanism.points {
        Points::Replica { .. } => return Err(NoLayer::None),
        Points::Continuous { .. } | Points::OnChange { .. } => (Spacing::Any, Duration::ZERO),
        Points::Scheduled(points) => {
            let spacing = of_schedule(evidence, mechanism, points, runs)?;
            let window = runs.map_or(Duration::ZERO, |runs| runs.slowest.window);
            (spacing, points.start_window.max(window))
        }
    };
    let kept = match filed.length {
        Length::For(length) => Some(length),
        Length::Forever => None,
        Length::Unsaid => {
            return Err(NoLayer::Unproven("nobody says how long its points are kept"));
        }
    };
    let delay = runs.and_then(|runs| runs.delay.ok());
    let usable = delay.map_or(Duration::ZERO, |delay| delay.backup.time.plus(delay.copying()));
    Ok(Layer { mechanism, kept, spacing, window, usable })
}

/// How far apart the points are that a copy job with a schedule of its own
/// takes: never further than from one that it took to the job that takes the
/// next.
fn of_copies(
    evidence: &Evidence<'_>,
    mechanism: &Mechanism,
    points: &Scheduled,
) -> Result<Duration, NoLayer> {
    const UNKNOWN: NoLayer =
        NoLayer::Unproven("its points wait for a copy job with a schedule of its own");
    let made = points.schedule.as_ref().and_then(|schedule| schedule.value.cron());
    let job = points.copied.as_ref();
    let copied = job.and_then(|job| job.schedule.as_ref()?.value.cron().zip(Some(&job.zone)));
    let (Some(made), Some(copied), Ok(delay)) = (made, copied, Delay::of(mechanism, points)) else {
        return Err(UNKNOWN);
    };
    let waits = evidence.calendars.waits((made, &points.zone), copied, delay.until_made());
    waits.map(|(every, _)| every.length).ok_or(UNKNOWN)
}

fn of_schedule(
    evidence: &Evidence<'_>,
    mechanism: &Mechanism,
    points: &Scheduled,
    runs: Option<&Filing>,
) -> Result<Spacing, NoLayer> {
    let Some(schedule) = points.schedule.as_ref().map(|schedule| &schedule.value) else {
        return Err(NoLayer::Unproven("nobody says when it runs"));
    };
    if points.is_overwritten() {
        return Err(NoLayer::None);
    }
    if points.copied.is_some() {
        return of_copies(evidence, mechanism, points).map(Spacing::Every);
    }
    match (runs, schedule) {
        (Some(runs), _) if runs.apart.is_some() => Ok(Spacing::Runs(runs.series.clone())),
        (Some(_), _) => Err(NoLayer::None),
        (None, Schedule::OnChange) => Ok(Spacing::Any),
        (None, _) => match longest_gap(schedule, &points.zone) {
            Some(found) => Ok(Spacing::Every(found.length)),
            None => Err(NoLayer::None),
        },
    }
}

/// One unit at its longest; a day in which clocks are set back has 25 hours.
const fn longest(rung: Rung) -> Duration {
    match rung {
        Rung::Hour => Duration::hours(1),
        Rung::Day => Duration::hours(25),
        Rung::Week => Duration::hours(7 * 24 + 1),
        Rung::Month => Duration::hours(31 * 24 + 1),
        Rung::Year => Duration::hours(366 * 24 + 1),
    }
}

/// For ever is longest.
fn order(kept: Option<Duration>) -> Duration {
    kept.unwrap_or(Duration::seconds(u64::MAX))
}
