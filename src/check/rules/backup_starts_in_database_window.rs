//! A backup that the database refuses to start.

use std::collections::BTreeMap;

use crate::check::storage::{cite, databases};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{Policy, Resource, Tier};
use crate::schedule::{Cron, Zone, occurrences};
use crate::source::Span;
use crate::units::{DailyWindow, WeeklyWindow};
use jiff::{Timestamp, civil, tz::TimeZone};

pub(super) static RULE: Rule = Rule {
    name: "backup-starts-in-database-window",
    kind: Kind::JobFails,
    level: Level::Warning,
    summary: "a backup that the database refuses to start",
    explanation: include_str!("backup-starts-in-database-window.md"),
    cites: &[cite(backup_plan::MAINTENANCE_CLASH.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let mut known = Known::new();
    for (resource, database) in databases(policy) {
        let types = resource
            .types
            .iter()
            .map(|row| row.value)
            .filter(|row| !backup_plan::MAINTENANCE_CLASH_EXEMPT.value.contains(&row.opt_in));
        let clash = types.into_iter().find_map(|row| {
            backup_plan::MAINTENANCE_CLASH
                .value
                .iter()
                .find(|clash| clash.resource_type == row.opt_in)
        });
        let (Some(clash), Some(own)) = (clash, &database.automated_backups) else { continue };
        let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(plan.as_str()));
        for tier in
            plans.flat_map(|plan| plan.tiers.values()).filter(|tier| tier.continuous.is_none())
        {
            let daily = own.window.as_ref().map(|window| (window.span, every_day(window.value)));
            let weekly = own.maintenance_window.as_ref();
            let weekly = weekly.map(|window| (window.span, vec![every_week(window.value)]));
            for (span, closed) in daily.into_iter().chain(weekly) {
                let before = i64::from(clash.hours_before) * HOUR;
                findings.extend(judge(resource, tier, span, &closed, before, &mut known));
            }
        }
    }
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// The runs of tiers by their paths: several databases share a tier.
type Known<'a> = BTreeMap<&'a str, Runs>;

/// The runs of a year by the minute of the week at which they start.
type Runs = BTreeMap<i64, usize>;

/// A stretch of the week: the minute at which it begins, and its length.
type Arc = (i64, i64);

fn every_day(window: DailyWindow) -> Vec<Arc> {
    let length = i64::try_from(window.length().minutes_up()).unwrap_or(DAY);
    let start = i64::from(window.start.minute_of_day());
    (0..7).map(|day| (day * DAY + start, length)).collect()
}

fn every_week(window: WeeklyWindow) -> Arc {
    let length = i64::try_from(window.length().minutes_up()).unwrap_or(WEEK);
    (
        i64::from(window.start_day.since_sunday()) * DAY + i64::from(window.start.minute_of_day()),
        length,
    )
}

/// A job tries until its start window closes: it fails if all of that time is
/// closed to it.
fn judge<'a>(
    resource: &Resource,
    tier: &'a Tier,
    span: Span,
    closed: &[Arc],
    before: i64,
    known: &mut Known<'a>,
) -> Option<Finding> {
    let schedule = tier.schedule.as_ref()?;
    let cron = schedule.value.cron().filter(|_| schedule.value.open().is_empty())?;
    let default = u64::from(backup_plan::START_WINDOW_DEFAULT_MINUTES.value);
    let tries = tier.start_window.stated.map_or(default, |window| window.value.minutes_up());
    let tries = i64::try_from(tries).unwrap_or(WEEK);
    let refused = |at: i64, period: i64| {
        closed.iter().any(|(start, length)| {
            (at - (start - before)).rem_euclid(period) + tries <= before + length
        })
    };
    // Most tiers keep clear of the window on every day of the week.
    let zone = &tier.zone.value;
    let meets =
        |ahead: i64| cron.times().any(|time| refused(i64::from(time.minute_of_day()) - ahead, DAY));
    if !zone.offsets().into_iter().any(meets) {
        return None;
    }
    let runs = known.entry(&tier.at.path).or_insert_with(|| runs(cron, zone));
    let all: usize = runs.values().sum();
    let failing: usize =
        runs.iter().filter(|(at, _)| refused(**at, WEEK)).map(|(_, count)| count).sum();
    if failing == 0 {
        return None;
    }
    let (share, verb) = if failing == all {
        ("no run".to_owned(), "starts")
    } else {
        (format!("{failing} of {all} runs a year do not"), "start")
    };
    let message = format!(
        "{share} {verb}: this window of `{}` and the {} h before it are closed to backups",
        resource.at.key,
        before / HOUR
    );
    Some(
        RULE.finding(schedule.span, message)
            .path(&tier.at.path)
            .label(span, "no backup starts in or shortly before this window")
            .help("let the tier run after the window, or give it a longer `start_window`"),
    )
}

fn runs(cron: &Cron, zone: &Zone) -> Runs {
    let mut runs = Runs::new();
    let Some((from, until)) = sample() else { return runs };
    for run in occurrences(cron, zone, from, until) {
        let at = (run.at.as_second().div_euclid(60) + SUNDAY).rem_euclid(WEEK);
        *runs.entry(at).or_default() += 1;
    }
    runs
}

/// 1970-01-01 was a Thursday: minutes of the week before it.
const SUNDAY: i64 = 4 * DAY;

/// One year of the calendar, in which clocks change twice.
fn sample() -> Option<(Timestamp, Timestamp)> {
    let day =
        |year| civil::date(year, 1, 1).to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    Some((day(2026)?, day(2027)?))
}
