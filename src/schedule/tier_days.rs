//! The runs of one tier, sorted into kinds of days.
//!
//! Over decades a schedule has few different days, so runs are held once per
//! kind of UTC day, and each day only names its kind.

use std::collections::BTreeMap;

use super::clock::{Clock, DAY};
use super::cron::Cron;
use super::gap::{ALL_DAYS, FIRST_DAY};
use super::occurrences::MatchingDays;
use super::zone::Zone;

/// The runs of one tier in the years looked at.
#[derive(Clone, Debug)]
pub(super) struct TierDays {
    /// The runs of each kind of day, ascending, in seconds after its start.
    kinds: Vec<Vec<i64>>,
    /// The kind of each day.
    of_day: Vec<usize>,
}

impl TierDays {
    pub(super) fn new(cron: &Cron, zone: &Zone) -> Self {
        let mut builder = Builder {
            clock: zone.horizon(),
            times: cron.seconds_of_day(),
            named: named_days(cron),
            known: BTreeMap::new(),
        };
        let mut of_day = Vec::new();
        let mut steady: Option<Steady> = None;
        for day in FIRST_DAY..FIRST_DAY + ALL_DAYS {
            let from = (day - 2) * DAY;
            let until = (day + 3) * DAY;
            if steady.as_ref().is_none_or(|steady| until > steady.until) {
                steady = builder.clock.steady(from, until).map(|(offset, until)| Steady {
                    offset,
                    until,
                    kinds: [None; 8],
                });
            }
            of_day.push(match &mut steady {
                Some(steady) => builder.steady_kind(day, steady),
                None => builder.unsteady_kind(day),
            });
        }
        let mut kinds = vec![Vec::new(); builder.known.len()];
        for (runs, index) in builder.known {
            if let Some(kind) = kinds.get_mut(index) {
                *kind = runs;
            }
        }
        TierDays { kinds, of_day }
    }

    /// The kind of a day, counted from the first one looked at.
    pub(super) fn kind(&self, day: usize) -> usize {
        self.of_day.get(day).copied().unwrap_or_default()
    }

    /// The runs of a kind of day, ascending, in seconds after its start.
    pub(super) fn runs(&self, kind: usize) -> &[i64] {
        self.kinds.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// A time without change of clocks, with the kinds of its days by which of the
/// three local days around a UTC day are named.
struct Steady {
    offset: i64,
    until: i64,
    kinds: [Option<usize>; 8],
}

struct Builder<'a> {
    clock: &'a Clock,
    times: Vec<i64>,
    /// Whether a local day is named, from two days before the first.
    named: Vec<bool>,
    known: BTreeMap<Vec<i64>, usize>,
}

impl Builder<'_> {
    fn is_named(&self, day: i64) -> bool {
        let index = usize::try_from(day - FIRST_DAY + 2);
        index.is_ok_and(|index| self.named.get(index).copied().unwrap_or_default())
    }

    fn steady_kind(&mut self, day: i64, steady: &mut Steady) -> usize {
        let around = [day - 1, day, day + 1];
        let index =
            around.iter().fold(0_usize, |bits, day| bits << 1 | usize::from(self.is_named(*day)));
        if let Some(Some(kind)) = steady.kinds.get(index) {
            return *kind;
        }
        let offset = steady.offset;
        let kind = self.kind_of(day, &around, |local| local - offset);
        if let Some(slot) = steady.kinds.get_mut(index) {
            *slot = Some(kind);
        }
        kind
    }

    fn unsteady_kind(&mut self, day: i64) -> usize {
        let clock = self.clock;
        self.kind_of(day, &[day - 2, day - 1, day, day + 1, day + 2], |local| clock.instant(local))
    }

    /// The kind of a UTC day with the runs of those local days that are named.
    fn kind_of(&mut self, day: i64, local_days: &[i64], instant: impl Fn(i64) -> i64) -> usize {
        let named = local_days.iter().filter(|local| self.is_named(**local));
        let all = named.flat_map(|local| self.times.iter().map(move |time| local * DAY + time));
        let mut runs: Vec<i64> = all
            .map(|local| instant(local) - day * DAY)
            .filter(|run| (0..DAY).contains(run))
            .collect();
        runs.sort_unstable();
        runs.dedup();
        let next = self.known.len();
        *self.known.entry(runs).or_insert(next)
    }
}

fn named_days(cron: &Cron) -> Vec<bool> {
    let first = FIRST_DAY - 2;
    let mut named = vec![false; usize::try_from(ALL_DAYS + 4).unwrap_or_default()];
    for day in MatchingDays::new(cron, first, FIRST_DAY + ALL_DAYS + 1) {
        let slot = usize::try_from(day - first).ok().and_then(|index| named.get_mut(index));
        if let Some(slot) = slot {
            *slot = true;
        }
    }
    named
}
