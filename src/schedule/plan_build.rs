//! Works out a plan day by day, each different day once.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::clock::DAY;
use super::cron::Days;
use super::gap::{ALL_DAYS, CYCLE_DAYS, FIRST_DAY, FIRST_YEAR};
use super::plan_fates::{DayFate, Meeting, State, TierDay, day_fates, reach_after, reach_before};
use super::plan_runs::{Overlap, Part, PlanDays, PlanRuns, TierOutcome, TierRuns};
use super::stretches::{Stretch, Stretches};
use super::tier_days::TierDays;
use crate::units::Retention;

/// What a day of one tier depends on: its kind of day, and its runs before and
/// after the day as far as windows reach.
type TierKey = (usize, Option<i64>, Option<i64>);

pub(super) fn build(tiers: &[TierRuns<'_>]) -> PlanRuns {
    let parts: Vec<Part> = tiers.iter().map(part).collect();
    let longest = parts.iter().map(|part| part.window).max().unwrap_or(1);
    PlanRuns {
        ids: tiers.iter().map(|tier| tier.id).collect(),
        meeting: meeting(&parts),
        tiers: parts,
        // Two days more, because a tier's days begin by the clock of its zone.
        certain_days: ALL_DAYS - (longest.div_euclid(DAY) + 2).min(ALL_DAYS),
        days: OnceCell::new(),
    }
}

fn part(tier: &TierRuns<'_>) -> Part {
    Part {
        cron: tier.cron.clone(),
        zone: tier.zone.clone(),
        window: window(tier),
        rank: rank(tier.retention),
    }
}

/// The plan day by day. Tiers that are `meeting` may keep each other from
/// running.
pub(super) fn days(plan: &PlanRuns) -> PlanDays {
    let longest = plan.tiers.iter().map(|tier| tier.window).max().unwrap_or(1);
    let parts: Vec<TierPart<'_>> = plan
        .tiers
        .iter()
        .zip(&plan.meeting)
        .map(|(tier, meets)| {
            let days = TierDays::new(&tier.cron, &tier.zone);
            match *meets {
                true => TierPart::new(tier, days, longest),
                false => TierPart::alone(tier, days),
            }
        })
        .collect();
    let (kinds, of_days) = kinds_of_days(&parts);
    let mut days =
        PlanDays { kinds, of_days, outcomes: Vec::new(), overlaps: Vec::new(), weekly: Vec::new() };
    let uses = uses(&days);
    days.outcomes = outcomes(plan, &days, &uses);
    days.overlaps = overlaps(plan, &days, &uses);
    let none_lost = |outcome: &TierOutcome| outcome.displaced == 0 && outcome.tied == 0;
    let weekly = plan.tiers.iter().zip(&days.outcomes);
    days.weekly = weekly.map(|(tier, own)| is_weekly(tier) && none_lost(own)).collect();
    days
}

/// True if every week of a tier is like the next, also by the clock of UTC.
fn is_weekly(tier: &Part) -> bool {
    let steady = tier.zone.horizon().changes().next().is_none();
    let weekly = matches!(tier.cron.days(), Days::Every | Days::OfWeek(_));
    steady && weekly && tier.cron.every_month_from(FIRST_YEAR)
}

/// A tier with its days.
struct TierPart<'a> {
    tier: &'a Part,
    days: TierDays,
    /// What different days depend on.
    keys: Vec<TierKey>,
    /// Which of `keys` each day has.
    of_days: Stretches,
}

impl<'a> TierPart<'a> {
    /// A tier whose runs meet none of other tiers: its days depend on their own
    /// runs alone.
    fn alone(tier: &'a Part, days: TierDays) -> Self {
        let keys = (0..days.kinds()).map(|kind| (kind, None, None)).collect();
        let of_days = days.of_days().clone();
        TierPart { tier, days, keys, of_days }
    }

    fn new(tier: &'a Part, days: TierDays, longest_window: i64) -> Self {
        let mut known: BTreeMap<TierKey, usize> = BTreeMap::new();
        let (mut keys, mut of_days) = (Vec::new(), Stretches::default());
        each_key(&days, tier.window, longest_window, |day, key| {
            let index = *known.entry(key).or_insert_with(|| {
                keys.push(key);
                keys.len() - 1
            });
            of_days.push(day, index);
        });
        TierPart { tier, days, keys, of_days }
    }

    fn day(&self, key: usize) -> TierDay<'_> {
        let (kind, before, after) = self.keys.get(key).copied().unwrap_or_default();
        TierDay {
            runs: self.days.runs(kind),
            before,
            after,
            window: self.tier.window,
            rank: self.tier.rank,
        }
    }
}

/// Which tiers have runs whose windows may meet those of another tier, as far
/// as the times of day tell, by the clock of UTC.
fn meeting(tiers: &[Part]) -> Vec<bool> {
    let times: Vec<Vec<i64>> = tiers.iter().map(times_of_day).collect();
    let all = || tiers.iter().zip(&times).enumerate();
    let meets = |(number, (tier, own)): (usize, (&Part, &Vec<i64>))| {
        all().filter(|(other, _)| *other != number).any(|(_, (other, others))| {
            follows(own, others, tier.window) || follows(others, own, other.window)
        })
    };
    all().map(meets).collect()
}

/// The times of day in UTC at which a tier may ever run, ascending, in seconds.
/// A time that clocks leave out is counted by the clock before the jump.
fn times_of_day(tier: &Part) -> Vec<i64> {
    let local = tier.cron.seconds_of_day();
    let offsets: BTreeSet<i64> = tier.zone.horizon().offsets().collect();
    let all = offsets.iter().flat_map(|offset| local.iter().map(move |at| at - offset));
    let times: BTreeSet<i64> = all.map(|at| at.rem_euclid(DAY)).collect();
    times.into_iter().collect()
}

/// True if one of `second` comes within the window of one of `first`, on the
/// same day or the next; both ascending.
fn follows(first: &[i64], second: &[i64], window: i64) -> bool {
    let Some(earliest) = second.first() else { return false };
    first.iter().any(|at| {
        let next = second.get(second.partition_point(|other| other < at));
        next.copied().unwrap_or(earliest + DAY) - at < window
    })
}

/// Calls `found` for each day whose key may differ from that of the day before.
fn each_key(
    days: &TierDays,
    window: i64,
    longest_window: i64,
    mut found: impl FnMut(i64, TierKey),
) {
    let stretches: Vec<Stretch> = days.stretches().collect();
    let nexts = next_runs(days, &stretches);
    let mut last: Option<i64> = None;
    for (stretch, next) in stretches.iter().zip(nexts) {
        let Stretch { from, until, number: kind } = *stretch;
        let runs = days.runs(kind);
        let mut day = from;
        while day < until {
            let start = day * DAY;
            let before = last.and_then(|last| reach_before(start - last, window));
            let following = if day + 1 < until {
                runs.first().map(|run| start + DAY + run).or(next)
            } else {
                next
            };
            let after = following
                .and_then(|following| reach_after(following - start - DAY, longest_window));
            found(day, (kind, before, after));
            last = runs.last().map(|run| start + run).or(last);
            // The second day of a stretch with runs is like all but its last;
            // empty days differ only while runs before or after are in reach.
            let inner = day > from || runs.is_empty() && before.is_none();
            let skips = match (inner, runs.is_empty(), next) {
                (false, ..) => 0,
                (true, false, _) => until - 1 - day,
                (true, true, _) if before.is_some() || after.is_some() => 0,
                (true, true, None) => until - day,
                (true, true, Some(next)) => (next - longest_window).div_euclid(DAY) - 1 - day,
            };
            day = (day + skips).max(day + 1);
            if !runs.is_empty() && skips > 0 {
                last = runs.last().map(|run| (day - 1) * DAY + run);
            }
        }
    }
}

/// For each stretch the first run after it.
fn next_runs(days: &TierDays, stretches: &[Stretch]) -> Vec<Option<i64>> {
    let mut next: Option<i64> = None;
    let first_after = |stretch: &Stretch| {
        let told = next;
        next = days.runs(stretch.number).first().map(|run| stretch.from * DAY + run).or(next);
        told
    };
    let mut nexts: Vec<Option<i64>> = stretches.iter().rev().map(first_after).collect();
    nexts.reverse();
    nexts
}

/// The start window in seconds; long ones are cut far above the years looked at.
fn window(tier: &TierRuns<'_>) -> i64 {
    let longest = 2 * ALL_DAYS * DAY;
    i64::try_from(tier.start_window.as_seconds()).unwrap_or(longest).clamp(1, longest)
}

pub(super) fn rank(retention: &Retention) -> Option<u64> {
    match retention {
        Retention::Forever => Some(u64::MAX),
        Retention::For(days) => Some(u64::from(days.most)),
        Retention::Copies(_) => None,
    }
}

/// The fates of every different day, and which of them each day is.
fn kinds_of_days(parts: &[TierPart<'_>]) -> (Vec<Vec<DayFate>>, Stretches) {
    let mut stages: Vec<Stage> = parts.iter().map(|_| Stage::default()).collect();
    let (mut kinds, mut of_days): (Vec<Vec<DayFate>>, Stretches) =
        (Vec::new(), Stretches::default());
    let mut changes: Vec<(i64, usize, usize)> = Vec::new();
    for (tier, part) in parts.iter().enumerate() {
        changes.extend(part.of_days.iter().map(|stretch| (stretch.from, tier, stretch.number)));
    }
    // Stable, because that is fast for the tiers' changes, each in order.
    changes.sort();
    let mut keys = vec![0; parts.len()];
    for together in changes.chunk_by(|a, b| a.0 == b.0) {
        for (_, tier, key) in together {
            if let Some(slot) = keys.get_mut(*tier) {
                *slot = *key;
            }
        }
        let kind =
            keys.iter().zip(&mut stages).fold(0, |kind, (key, stage)| stage.join(kind, *key));
        if kind == kinds.len() {
            let tiers: Vec<TierDay<'_>> =
                parts.iter().zip(&keys).map(|(part, key)| part.day(*key)).collect();
            kinds.push(day_fates(&tiers));
        }
        of_days.push(together.first().map_or(0, |(day, _, _)| *day), kind);
    }
    (kinds, of_days)
}

/// Numbers the pairs of what the tiers before have on a day and what one tier
/// has, in the order they first occur.
#[derive(Default)]
struct Stage {
    known: Vec<BTreeMap<usize, usize>>,
    count: usize,
    newest: Option<((usize, usize), usize)>,
}

impl Stage {
    fn join(&mut self, before: usize, tier: usize) -> usize {
        if let Some((_, joined)) = self.newest.filter(|(pair, _)| *pair == (before, tier)) {
            return joined;
        }
        while self.known.len() <= before {
            self.known.push(BTreeMap::new());
        }
        let next = self.count;
        // OK because the row of `before` was made above.
        let joined =
            self.known.get_mut(before).map_or(next, |row| *row.entry(tier).or_insert(next));
        self.count = self.count.max(joined + 1);
        self.newest = Some(((before, tier), joined));
        joined
    }
}

/// How many days of the 28 years are of a kind, and the start of the first.
#[derive(Clone, Copy, Default)]
struct Use {
    days: u64,
    first: i64,
}

fn uses(plan: &PlanDays) -> Vec<Use> {
    let mut uses = vec![Use::default(); plan.kinds.len()];
    for stretch in plan.of_days.iter().take_while(|stretch| stretch.from < CYCLE_DAYS) {
        if let Some(found) = uses.get_mut(stretch.number) {
            if found.days == 0 {
                found.first = (FIRST_DAY + stretch.from) * DAY;
            }
            found.days += (stretch.until.min(CYCLE_DAYS) - stretch.from).unsigned_abs();
        }
    }
    uses
}

fn outcomes(plan: &PlanRuns, days: &PlanDays, uses: &[Use]) -> Vec<TierOutcome> {
    let mut outcomes: Vec<TierOutcome> =
        plan.ids.iter().map(|id| TierOutcome { id: *id, runs: 0, displaced: 0, tied: 0 }).collect();
    for (fates, used) in days.kinds.iter().zip(uses) {
        for fate in fates {
            let Some(outcome) = outcomes.get_mut(fate.run.tier) else {
                continue;
            };
            outcome.runs += used.days;
            match fate.state {
                State::Kept => {}
                State::Displaced => outcome.displaced += used.days,
                State::Tied => outcome.tied += used.days,
            }
        }
    }
    outcomes
}

fn overlaps(plan: &PlanRuns, days: &PlanDays, uses: &[Use]) -> Vec<Overlap> {
    let mut found: BTreeMap<(usize, usize, bool), Overlap> = BTreeMap::new();
    for (fates, used) in days.kinds.iter().zip(uses).filter(|(_, used)| used.days > 0) {
        for fate in fates {
            for meeting in &fate.meetings {
                let tied = fate.state == State::Tied;
                let key = (fate.run.tier, meeting.run.tier, tied);
                if let Some(new) = overlap(plan, fate, meeting, *used) {
                    found.entry(key).and_modify(|old| merge(old, &new)).or_insert(new);
                }
            }
        }
    }
    found.into_values().collect()
}

fn overlap(plan: &PlanRuns, fate: &DayFate, meeting: &Meeting, used: Use) -> Option<Overlap> {
    let tied = fate.state == State::Tied;
    let example = (plan.run(used.first, fate.run)?, plan.run(used.first, meeting.run)?);
    let all_same_minute = meeting.same && (tied || meeting.kept);
    Some(Overlap {
        loser: plan.ids.get(fate.run.tier).copied()?,
        winner: plan.ids.get(meeting.run.tier).copied()?,
        tied,
        runs: used.days,
        uncertain: if tied || !meeting.kept { used.days } else { 0 },
        all_same_minute,
        example,
        other_minute: (!all_same_minute).then_some(example),
    })
}

fn merge(old: &mut Overlap, new: &Overlap) {
    old.runs += new.runs;
    old.uncertain += new.uncertain;
    old.all_same_minute &= new.all_same_minute;
    old.example = old.example.min(new.example);
    old.other_minute = old.other_minute.into_iter().chain(new.other_minute).min();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Among, Cron, Zone, union_gap, union_gap_within};
    use crate::units::Duration;

    const CRONS: [&str; 10] = [
        "cron(0 3 * * ? *)",
        "cron(30 0/8 * * ? *)",
        "cron(0 7 ? * 1 *)",
        "cron(15 3 ? * 2-6 *)",
        "cron(0 3 1 * ? *)",
        "cron(0 11 L * ? *)",
        "cron(0 15 1 1,4,7,10 ? *)",
        "cron(0 19 1 1 ? *)",
        "cron(0 5 ? * 1 2026-2030)",
        "cron(0 2 29 2 ? *)",
    ];
    const KEPT: [&str; 4] = ["35d", "35d", "1y", "7y"];

    /// Every three schedules, with the tiers of a plan made of them.
    fn each_plan(zone: &str, start_window: Duration, check: impl Fn(&[TierRuns<'_>])) {
        let zone = Zone::parse(zone).unwrap();
        let crons = CRONS.map(|cron| Cron::parse(cron).unwrap());
        let kept = KEPT.map(|kept| Retention::parse(kept).unwrap());
        for first in 0..crons.len() {
            for second in (first + 1..crons.len()).step_by(2) {
                let third = (first + second) % crons.len();
                let chosen = [first, second, third].into_iter().enumerate();
                let tiers: Vec<TierRuns<'_>> = chosen
                    .map(|(id, cron)| TierRuns {
                        id,
                        cron: &crons[cron],
                        zone: &zone,
                        start_window,
                        retention: &kept[(cron + id) % kept.len()],
                    })
                    .collect();
                check(&tiers);
            }
        }
    }

    const CHOSEN: [&[usize]; 7] = [&[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]];

    /// Each gap without its bound.
    fn gaps(plan: &PlanRuns) -> Vec<Option<String>> {
        let all = CHOSEN.iter().flat_map(|tiers| (0..3).map(move |failed| (tiers, failed)));
        let gap = |(tiers, failed): (&&[usize], usize)| {
            let found = union_gap(&[Among { runs: plan, tiers }], failed)?;
            Some(format!("{:?} {:?} {:?}", found.gap, found.from, found.to))
        };
        all.map(gap).collect()
    }

    /// The same plan, of which every day is looked at with its neighbours.
    fn careful(tiers: &[TierRuns<'_>]) -> PlanRuns {
        let mut plan = build(tiers);
        plan.meeting = vec![true; tiers.len()];
        let days = PlanDays { weekly: vec![false; tiers.len()], ..plan.days().clone() };
        PlanRuns { days: days.into(), ..plan }
    }

    #[test]
    fn tiers_that_meet_none_need_no_look_at_their_neighbours() {
        let zones = ["UTC", "Asia/Tokyo", "Europe/Berlin", "America/New_York"];
        for (zone, window) in zones.into_iter().zip([1, 2, 1, 9]) {
            each_plan(zone, Duration::hours(window), |tiers| {
                let (plan, careful) = (build(tiers), careful(tiers));
                assert_eq!(plan.tiers(), careful.tiers());
                assert_eq!(plan.overlaps(), careful.overlaps());
                assert_eq!(gaps(&plan), gaps(&careful), "{tiers:?}");
            });
        }
    }

    #[test]
    fn runs_that_are_alike_each_week_are_known_as_such() {
        let zone = Zone::utc();
        let weekly = CRONS.map(|cron| Cron::parse(cron).unwrap()).map(|cron| {
            let retention = Retention::Forever;
            let start_window = Duration::hours(1);
            let tier =
                TierRuns { id: 0, cron: &cron, zone: &zone, start_window, retention: &retention };
            build(&[tier]).days().weekly[0]
        });
        assert_eq!(weekly.into_iter().filter(|weekly| *weekly).count(), 4);
    }

    #[test]
    fn bounds_of_single_tiers_change_no_gap() {
        for zone in ["UTC", "Europe/Berlin"] {
            each_plan(zone, Duration::hours(1), |tiers| {
                let plan = build(tiers);
                for failed in 0..3 {
                    let gap = |tiers: &[usize], bounds: &[_]| {
                        union_gap_within(&[Among { runs: &plan, tiers }], failed, bounds)
                    };
                    for tiers in [&[0, 1], &[0, 2], &[1, 2], &[0, 1, 2][..]] {
                        let own: Vec<_> =
                            tiers.iter().filter_map(|tier| gap(&[*tier], &[])?.bound).collect();
                        let shown = |found: Option<crate::schedule::UnionGap>| {
                            found.map(|found| (found.gap, found.from, found.to))
                        };
                        assert_eq!(shown(gap(tiers, &own)), shown(gap(tiers, &[])));
                    }
                }
            });
        }
    }
}
