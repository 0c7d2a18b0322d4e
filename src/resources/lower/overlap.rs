//! Tiers of one plan whose start windows overlap: absorbed or lost.
//!
//! AWS makes only the backup of the longer-kept rule. Where its run does
//! everything the lost run would have done, the loss is harmless: the run is
//! absorbed, and the winner takes over the loser's copies. Everything else is
//! the finding `tiers-overlap`.

use std::collections::BTreeMap;

use crate::diagnostic::{Finding, Level};
use crate::facts::backup_plan::{COLD_LEAST_DAYS, COPIES_PER_RULE};
use crate::resolved::{Copy, Policy, Tier};
use crate::resources::rules::TIERS_OVERLAP;
use crate::schedule::{Cron, Overlap, PlanRuns, TierRuns, plan_runs};
use crate::source::Span;
use crate::units::{Duration, Retention};

use super::plans::PlanPart;

/// Which tiers take over the runs of which.
pub(super) type Absorbed<'a> = BTreeMap<&'a str, Vec<&'a Tier>>;

/// A tier that has all that overlaps depend on.
struct Known<'a> {
    tier: &'a Tier,
    cron: &'a Cron,
    retention: &'a Retention,
    start_window: Duration,
}

/// Judges the overlaps of one plan of AWS.
pub(super) fn judge<'a>(
    policy: &Policy,
    part: &PlanPart<'a>,
    findings: &mut Vec<Finding>,
) -> Absorbed<'a> {
    let tiers: Vec<Known<'a>> = part.tiers.iter().filter_map(|tier| known(tier)).collect();
    let mut absorbed = Absorbed::new();
    if tiers.len() < 2 {
        return absorbed;
    }
    match quick_look(&tiers) {
        Look::Apart => return absorbed,
        Look::SameMinute(pairs) => {
            let all = pairs.iter().all(|(l, w)| absorb(policy, l.tier, w.tier, &mut absorbed));
            if all {
                return absorbed;
            }
            absorbed.clear();
        }
        Look::Unclear => {}
    }
    let runs = plan_runs(&runs_of(&tiers));
    for overlap in runs.overlaps() {
        let (Some(loser), Some(winner)) = (tiers.get(overlap.loser), tiers.get(overlap.winner))
        else {
            continue;
        };
        let harmless = overlap.all_same_minute && !overlap.tied;
        if !harmless || !absorb(policy, loser.tier, winner.tier, &mut absorbed) {
            findings.push(finding(&tiers, &runs, overlap, loser, winner));
        }
    }
    absorbed
}

fn known(tier: &Tier) -> Option<Known<'_>> {
    Some(Known {
        tier,
        cron: tier.schedule.as_ref()?.value.cron()?,
        retention: &tier.retention.as_ref()?.value,
        start_window: tier.starts_within(),
    })
}

fn runs_of<'a>(tiers: &'a [Known<'a>]) -> Vec<TierRuns<'a>> {
    let runs = |(id, known): (usize, &'a Known<'a>)| TierRuns {
        id,
        cron: known.cron,
        zone: &known.tier.zone.value,
        start_window: known.start_window,
        retention: known.retention,
    };
    tiers.iter().enumerate().map(runs).collect()
}

/// What the times of day alone tell.
enum Look<'t, 'a> {
    /// No two windows can meet on any day.
    Apart,
    /// Windows meet only where runs start in the same minute, and the longer
    /// retention is clear: (loser, winner) pairs.
    SameMinute(Vec<(&'t Known<'a>, &'t Known<'a>)>),
    /// The calendar has to be walked.
    Unclear,
}

/// Spares most plans the walk through the calendar: tiers of one zone with
/// windows below a day meet, on whatever day, only if their times of day do.
fn quick_look<'t, 'a>(tiers: &'t [Known<'a>]) -> Look<'t, 'a> {
    let mut pairs = Vec::new();
    for (index, a) in tiers.iter().enumerate() {
        for b in tiers.iter().skip(index + 1) {
            if a.tier.zone.value.name() != b.tier.zone.value.name() {
                return Look::Unclear;
            }
            match meeting(a, b) {
                Meeting::Never => {}
                // Whether they meet at all is for the calendar to say.
                Meeting::SameMinute if !a.cron.runs_every_day() && !b.cron.runs_every_day() => {
                    return Look::Unclear;
                }
                Meeting::SameMinute => match order(a, b) {
                    Some(pair) => pairs.push(pair),
                    None => return Look::Unclear,
                },
                Meeting::Otherwise => return Look::Unclear,
            }
        }
    }
    if pairs.is_empty() { Look::Apart } else { Look::SameMinute(pairs) }
}

enum Meeting {
    Never,
    SameMinute,
    Otherwise,
}

fn meeting(a: &Known<'_>, b: &Known<'_>) -> Meeting {
    const DAY: u64 = 24 * 60;
    // Where clocks change, a window may reach over the hour that is left out.
    const CLOCK_CHANGE: u64 = 2 * 60;
    let slack = if a.tier.zone.value.is_utc() { 0 } else { CLOCK_CHANGE };
    let reach = |known: &Known<'_>| known.start_window.minutes_up().saturating_add(slack);
    let (wa, wb) = (reach(a), reach(b));
    if wa >= DAY || wb >= DAY {
        return Meeting::Otherwise;
    }
    let mut met = Meeting::Never;
    for ta in a.cron.times() {
        for tb in b.cron.times() {
            let (ta, tb) = (u64::from(ta.minute_of_day()), u64::from(tb.minute_of_day()));
            if ta == tb {
                met = Meeting::SameMinute;
            } else if (tb + DAY - ta) % DAY < wa || (ta + DAY - tb) % DAY < wb {
                return Meeting::Otherwise;
            }
        }
    }
    met
}

/// Loser and winner, if one retention is strictly longer.
fn order<'t, 'a>(a: &'t Known<'a>, b: &'t Known<'a>) -> Option<(&'t Known<'a>, &'t Known<'a>)> {
    let rank = |known: &Known<'_>| match known.retention {
        Retention::Forever => Some(u64::MAX),
        Retention::For(days) => Some(u64::from(days.most)),
        Retention::Copies(_) => None,
    };
    match (rank(a)?, rank(b)?) {
        (ra, rb) if ra < rb => Some((a, b)),
        (ra, rb) if ra > rb => Some((b, a)),
        _ => None,
    }
}

/// Lets `winner` stand for `loser` too, if it can.
fn absorb<'a>(
    policy: &Policy,
    loser: &'a Tier,
    winner: &'a Tier,
    absorbed: &mut Absorbed<'a>,
) -> bool {
    let others = absorbed.entry(&winner.at.key).or_default();
    let harmless = absorbs(policy, loser, winner, others);
    if harmless {
        others.push(loser);
    }
    harmless
}

/// True if a run of `winner` at the same minute does everything that the lost
/// run of `loser` would have done, beside those of the tiers it absorbs already.
#[must_use]
pub fn absorbs(policy: &Policy, loser: &Tier, winner: &Tier, others: &[&Tier]) -> bool {
    let together: Vec<&Tier> = others.iter().copied().chain([loser]).collect();
    let same_vault =
        loser.vault.as_ref().map(|v| &v.value) == winner.vault.as_ref().map(|v| &v.value);
    let continuous = loser.continuous.is_some() || winner.continuous.is_some();
    let stays_warm = keeps_warm(
        warm_days(
            loser.cold_storage_after.as_ref().map(|d| d.value.most),
            loser.retention.as_ref().map(|r| &r.value),
        ),
        winner.cold_storage_after.as_ref().map(|d| d.value.most),
    );
    let tags = |tier: &Tier| super::plain_tags(&tier.recovery_point_tags);
    same_vault
        && !continuous
        && stays_warm
        && tags(loser) == tags(winner)
        && merged_copies(winner, &together).is_some_and(|copies| {
            copies.len() <= COPIES_PER_RULE.value.most as usize
                && copies.iter().all(|copy| copy.fits(policy))
        })
}

/// How long a point is promised to be warm; `None` for ever.
fn warm_days(cold: Option<u32>, retention: Option<&Retention>) -> Option<u32> {
    cold.or_else(|| retention.and_then(Retention::most_days))
}

/// A point that goes cold after `cold` days keeps a warm promise of `promised`.
fn keeps_warm(promised: Option<u32>, cold: Option<u32>) -> bool {
    match (promised, cold) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(promised), Some(cold)) => cold >= promised,
    }
}

/// A copy of a rule, merged from the copies of the tiers it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MergedCopy {
    /// Destination, a name under `vaults`.
    pub(super) to: String,
    /// Days until deletion; `None` for ever.
    pub(super) delete_after_days: Option<u32>,
    /// Days until cold storage.
    pub(super) cold_after_days: Option<u32>,
}

impl MergedCopy {
    fn of(tier: &Tier, copy: &Copy) -> Option<Self> {
        let retention = &tier.copy_retention(copy)?.value;
        Some(Self {
            to: copy.to.value.clone(),
            delete_after_days: retention.most_days(),
            cold_after_days: tier.copy_cold_storage(copy).map(|days| days.value.most),
        })
    }

    /// The copy that keeps both promises: the longer retention, the later cold.
    fn merge(&mut self, other: &Self) {
        let later = |a: Option<u32>, b: Option<u32>| Some(a?.max(b?));
        self.delete_after_days = later(self.delete_after_days, other.delete_after_days);
        self.cold_after_days = later(self.cold_after_days, other.cold_after_days);
    }

    /// AWS would take the copy, and the destination's lock as well.
    fn fits(&self, policy: &Policy) -> bool {
        let Self { to, delete_after_days, cold_after_days } = self;
        let cold_fits = match (cold_after_days, delete_after_days) {
            (Some(cold), Some(delete)) => cold.saturating_add(COLD_LEAST_DAYS.value) <= *delete,
            (Some(_) | None, None) | (None, Some(_)) => true,
        };
        let lock = policy.vaults.get(to).and_then(|vault| vault.lock.as_ref());
        let lock_fits = lock.is_none_or(|lock| {
            let min = lock.min_retention.as_ref().map_or(0, |days| days.value.most);
            let max = lock.max_retention.as_ref().map(|days| days.value.most);
            delete_after_days.is_none_or(|days| days >= min)
                && max.is_none_or(|max| delete_after_days.is_some_and(|days| days <= max))
        });
        cold_fits && lock_fits
    }
}

/// The copies of a rule that stands for its own tier and those it absorbs, in
/// the order of their destinations.
///
/// `None` if a warm promise of one copy would be broken by another's cold storage.
pub(super) fn merged_copies(winner: &Tier, absorbed: &[&Tier]) -> Option<Vec<MergedCopy>> {
    let mut merged: BTreeMap<String, MergedCopy> = BTreeMap::new();
    let tiers = std::iter::once(&winner).chain(absorbed);
    for tier in tiers {
        for copy in tier.active_copies().filter_map(|copy| MergedCopy::of(tier, copy)) {
            let promised = copy.cold_after_days.or(copy.delete_after_days);
            match merged.get_mut(&copy.to) {
                None => {
                    merged.insert(copy.to.clone(), copy);
                }
                Some(known) => {
                    known.merge(&copy);
                    if !keeps_warm(promised, known.cold_after_days) {
                        return None;
                    }
                }
            }
        }
    }
    Some(merged.into_values().collect())
}

fn finding(
    tiers: &[Known<'_>],
    runs: &PlanRuns,
    overlap: &Overlap,
    loser: &Known<'_>,
    winner: &Known<'_>,
) -> Finding {
    let (l, w) = (&loser.tier.at.key, &winner.tier.at.key);
    let per_year = overlap.runs_per_year();
    // AWS's page on overlaps does not speak of continuous backup.
    let unlike = loser.tier.continuous.is_some() != winner.tier.continuous.is_some();
    let unsure = overlap.tied || unlike || overlap.uncertain == overlap.runs;
    let may = if unsure { "may lose" } else { "loses" };
    let count = if per_year == 1 { "a run".to_owned() } else { format!("{per_year} runs") };
    let message = format!(
        "`{l}` {may} {count} a year to `{w}`: their start windows overlap, and AWS makes only the longer-kept backup"
    );
    let span =
        |known: &Known<'_>| known.tier.schedule.as_ref().map_or(known.tier.at.span, |s| s.span);
    let (lost, made) = overlap.other_minute.unwrap_or(overlap.example);
    let window = |known: &Known<'_>| known.start_window;
    let mut finding = TIERS_OVERLAP
        .finding(span(loser), message)
        .path(&loser.tier.at.path)
        .marking(format!(
            "such as the run of {}, which may start until {} later",
            local(lost),
            window(loser)
        ))
        .label(
            span(winner),
            format!(
                "meets the run of {}, which may start until {} later",
                local(made),
                window(winner)
            ),
        );
    let all: Vec<usize> = (0..tiers.len()).collect();
    if let Some(gap) = runs.longest_gap(&all, 0) {
        finding = finding.note(format!(
            "the longest gap between the backups that are left is {}",
            gap.gap.length
        ));
    }
    for (to, span) in lost_copies(loser.tier, winner.tier) {
        finding = finding.label(span, format!("this copy to `{to}` does not happen on those days"));
    }
    if unsure {
        finding = finding
            .level(Level::Warning)
            .note("AWS does not say which of the runs is made; the worse is assumed");
    }
    finding.help(help(tiers, loser))
}

fn local(run: crate::schedule::Run) -> String {
    run.local.strftime("%Y-%m-%d %H:%M").to_string()
}

/// Copies of the lost run that the winner does not make.
fn lost_copies(loser: &Tier, winner: &Tier) -> Vec<(String, Span)> {
    let has = |to: &str| winner.active_copies().any(|copy| copy.to.value == to);
    let lost = loser.active_copies().filter(|copy| !has(&copy.to.value));
    lost.map(|copy| (copy.to.value.clone(), copy.span)).collect()
}

/// The nearest time of day that separates the tier from all others.
fn help(tiers: &[Known<'_>], loser: &Known<'_>) -> String {
    const STEP: u64 = 30;
    const HALF_DAY: u64 = 12 * 60;
    let alone =
        format!("give `{}` a plan of its own with `separate_plan: true`", loser.tier.at.key);
    let mut times = loser.cron.times();
    let (Some(time), None) = (times.next(), times.next()) else { return alone };
    let now = u64::from(time.minute_of_day());
    for step in 1..=HALF_DAY / STEP {
        for candidate in [now + step * STEP, now + 2 * HALF_DAY - step * STEP] {
            let candidate = candidate % (2 * HALF_DAY);
            if let Some(cron) = at_time(loser.cron, candidate)
                && separates(tiers, loser, &cron)
            {
                return format!(
                    "move it to `at: \"{:02}:{:02}\"`, the nearest time that separates it, or {alone}",
                    candidate / 60,
                    candidate % 60
                );
            }
        }
    }
    alone
}

/// The same days at another time of day.
fn at_time(cron: &Cron, minute: u64) -> Option<Cron> {
    let normal = cron.normalised();
    let fields = normal.strip_prefix("cron(")?.strip_suffix(')')?;
    let days = fields.splitn(3, ' ').nth(2)?;
    Cron::parse(&format!("cron({} {} {days})", minute % 60, minute / 60)).ok()
}

fn separates(tiers: &[Known<'_>], loser: &Known<'_>, cron: &Cron) -> bool {
    let mut runs = runs_of(tiers);
    for (run, known) in runs.iter_mut().zip(tiers) {
        if std::ptr::eq(known.tier, loser.tier) {
            run.cron = cron;
        }
    }
    let ours = tiers.iter().position(|known| std::ptr::eq(known.tier, loser.tier));
    let others = plan_runs(&runs);
    others
        .overlaps()
        .iter()
        .all(|overlap| Some(overlap.loser) != ours && Some(overlap.winner) != ours)
}
