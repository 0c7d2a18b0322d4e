//! A monthly run on a day that some of its months do not have.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::schedule::{Cron, Days, Schedule};

pub(super) static RULE: Rule = Rule {
    name: "months-without-run",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a monthly run on a day that some of its months do not have",
    explanation: include_str!("months-without-run.md"),
    cites: &[limits::cite(&backup_plan::DEFAULT_SCHEDULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for scheduled in walk::schedules(policy) {
        // Whoever writes cron says which months have a run; `every: month` promises each.
        let Schedule::Cron { cron, at, open } = &scheduled.schedule.value else { continue };
        let cron_text = at.is_none() && open.is_empty();
        let Some((day, months, short)) = short_months(cron).filter(|_| !cron_text) else {
            continue;
        };
        let message = match months {
            1 => format!("not every year has a day {day} in that month, and AWS moves no run"),
            _ => format!("{short} of the {months} months have no day {day}, and AWS moves no run"),
        };
        findings.push(
            RULE.finding(scheduled.schedule.span, message)
                .help("write `day: last`, or a day that each of its months has")
                .path(scheduled.path),
        );
    }
}

/// The day of a schedule with one day a month, how many months it has, and how
/// many of them lack that day in some year.
fn short_months(cron: &Cron) -> Option<(u32, usize, usize)> {
    let Days::OfMonth(set) = cron.days() else { return None };
    let day = (set.count_ones() == 1).then(|| set.trailing_zeros())?;
    let months: Vec<i8> = (1..=12).filter(|month| cron.has_month(*month)).collect();
    let lacks = |month: &&i8| {
        let first = jiff::civil::date(COMMON_YEAR, **month, 1);
        u32::from(first.days_in_month().unsigned_abs()) < day
    };
    let short = months.iter().filter(lacks).count();
    (short > 0).then_some((day, months.len(), short))
}

/// Not a leap year.
const COMMON_YEAR: i16 = 2027;
