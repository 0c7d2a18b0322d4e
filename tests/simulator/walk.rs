//! The runs of a schedule, found by walking the calendar.
//!
//! AWS does not say what its scheduler does when clocks change; the reading is
//! the customary one that the program documents: a time that the clock leaves
//! out fires as much later as the clock jumps, one that it shows twice fires the
//! first time only.

use super::calendar::{DAY, days};
use super::cron::When;
use super::zones::Clock;

/// The runs from `from` on, before `until`: every minute is asked.
pub(super) fn by_minute(when: &When, clock: &Clock, from: i64, until: i64) -> Vec<i64> {
    let fires = |instant: &i64| {
        clock.left_out(*instant).is_some_and(|local| when.names(local))
            || when.names_time(clock.local(*instant).rem_euclid(DAY))
                && when.names(clock.local(*instant))
                && !clock.comes_again(*instant)
    };
    (from..until).filter(fires).collect()
}

/// The same runs, for many years: only the minutes that the schedule names are
/// looked up, each on the clock of its day.
pub(super) fn by_day(when: &When, clock: &Clock, from: i64, until: i64) -> Vec<i64> {
    let times: Vec<i64> = (0..DAY).filter(|minute| when.names_time(*minute)).collect();
    let mut found = Vec::new();
    let named = days(from.div_euclid(DAY) - 2, until.div_euclid(DAY) + 3);
    for (number, _) in named.filter(|(number, date)| when.names_day(*number, *date)) {
        let steady = clock.offset((number - 1) * DAY) == clock.offset((number + 2) * DAY);
        for time in &times {
            let local = number * DAY + time;
            found.push(if steady { local - clock.offset(local) } else { instant(clock, local) });
        }
    }
    // Nearly in order, which this sort is quick at.
    found.sort();
    found.dedup();
    found.retain(|instant| (from..until).contains(instant));
    found
}

/// The first instant that shows a time, or the one at which it would have come.
fn instant(clock: &Clock, local: i64) -> i64 {
    let shown = clock.candidates(local).first().copied();
    let left_out = || {
        let mut all = local - DAY..local + DAY;
        all.find(|instant| clock.left_out(*instant) == Some(local)).unwrap()
    };
    shown.unwrap_or_else(left_out)
}

#[cfg(test)]
mod tests {
    use super::super::calendar::{HOUR, SUNDAY, midnight};
    use super::super::cron::{Days, Hours, daily};
    use super::super::zones::{ALL, BERLIN, HAVANA, UTC};
    use super::*;

    #[test]
    fn a_daily_run_moves_with_the_clock() {
        let clock = Clock::of(&BERLIN);
        let from = midnight(2026, 3, 28);
        let runs = by_minute(&daily(2, 30), &clock, from, from + 3 * DAY);
        // 01:30 UTC on the 28th; on the 29th 02:30 is left out and 03:30 is
        // 01:30 UTC; 00:30 UTC in summer.
        assert_eq!(runs, [HOUR + 30, DAY + HOUR + 30, 2 * DAY + 30].map(|after| from + after));
        let from = midnight(2026, 10, 24);
        let runs = by_minute(&daily(2, 30), &clock, from, from + 3 * DAY);
        // 00:30 UTC twice, and the second 02:30 of the 25th is none.
        assert_eq!(runs, [30, DAY + 30, 2 * DAY + HOUR + 30].map(|after| from + after));
    }

    #[test]
    fn times_that_fall_together_are_one_run() {
        let clock = Clock::of(&BERLIN);
        let hourly = When { hours: Hours::Every, ..daily(0, 0) };
        let from = midnight(2026, 3, 29);
        // 02:00 and 03:00 are both 01:00 UTC.
        assert_eq!(by_minute(&hourly, &clock, from, from + DAY).len(), 24);
        let from = midnight(2026, 10, 25);
        // The second 02:00, at 01:00 UTC, is no run.
        let runs = by_minute(&hourly, &clock, from, from + DAY);
        assert_eq!(runs[..3], [0, 2 * HOUR, 3 * HOUR].map(|after| from + after));
    }

    #[test]
    fn a_left_out_midnight_belongs_to_its_own_day() {
        // Sunday 8 March 2026 begins at 01:00 in Havana, which is 05:00 UTC.
        let sundays = daily(0, 0).on(Days::OfWeek(vec![SUNDAY]));
        let from = midnight(2026, 3, 7);
        let runs = by_minute(&sundays, &Clock::of(&HAVANA), from, from + 5 * DAY);
        assert_eq!(runs, [from + DAY + 5 * HOUR]);
    }

    #[test]
    fn steps_end_with_the_day() {
        let steps = |first, step| {
            let when = When { hours: Hours::Step(first, step), ..daily(0, 0) };
            let from = midnight(2026, 1, 1);
            by_minute(&when, &Clock::of(&UTC), from, from + DAY)
                .iter()
                .map(|run| (run - from) / HOUR)
                .collect::<Vec<_>>()
        };
        // AWS: every 12 hours from 13:00 is one run a day.
        assert_eq!(steps(13, 12), [13]);
        assert_eq!(steps(0, 5), [0, 5, 10, 15, 20]);
    }

    #[test]
    fn both_walks_find_the_same() {
        let whens = [
            daily(0, 0),
            daily(2, 30),
            daily(23, 15).on(Days::OfWeek(vec![SUNDAY])),
            When { minutes: vec![0, 45], hours: Hours::Every, ..daily(0, 0) },
            When { hours: Hours::Step(1, 7), ..daily(0, 59) }.on(Days::StepOfMonth(1, 2)),
        ];
        // The surroundings of every change of clocks in 2026.
        let surroundings = [
            (3, 5, 8),
            (3, 26, 6),
            (4, 2, 5),
            (4, 22, 5),
            (9, 25, 4),
            (10, 1, 5),
            (10, 22, 6),
            (10, 28, 6),
        ];
        for zone in ALL {
            let clock = Clock::of(&zone);
            for when in &whens {
                for (month, day, count) in surroundings {
                    let from = midnight(2026, month, day) + 7;
                    let until = from + count * DAY;
                    assert_eq!(
                        by_minute(when, &clock, from, until),
                        by_day(when, &clock, from, until),
                        "{when} {}",
                        zone.name
                    );
                }
            }
        }
    }
}
