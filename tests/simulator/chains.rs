//! Points that wait for a copy job with a schedule of its own.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::calendar::{DAY, HOUR, midnight};
use super::compare::{Answers, Loss, Lost};
use super::cron::{Days, Hours, When, daily};
use super::policies::config;
use super::walk::by_day;
use super::zones::{Clock, UTC};

/// The most that is lost until a copy job brings newer data, if it takes the
/// newest point that was due at least `ready` before: some weeks of a schedule
/// that repeats every week.
fn worst(made: &[i64], copied: &[i64], ready: i64) -> i64 {
    let taken = |copy: i64| made.iter().rev().find(|point| **point + ready <= copy);
    let waits = copied.windows(2).filter_map(|jobs| Some(jobs[1] - taken(jobs[0])?));
    waits.max().unwrap()
}

/// The same if any one point is not made or any one copy job does not run.
fn worst_after_one_failure(made: &[i64], copied: &[i64], ready: i64) -> i64 {
    let without = |all: &[i64], one: usize| [&all[..one], &all[one + 1..]].concat();
    let no_point = (1..made.len()).map(|one| worst(&without(made, one), copied, ready));
    let no_copy = (1..copied.len() - 1).map(|one| worst(made, &without(copied, one), ready));
    no_point.chain(no_copy).max().unwrap()
}

fn simulated(made: &When, copied: &When, backup: i64, copy: i64) -> Loss {
    let clock = Clock::of(&UTC);
    let from = midnight(2026, 5, 3);
    let runs = |when: &When| by_day(when, &clock, from, from + 42 * DAY);
    let (made, copied) = (runs(made), runs(copied));
    // A point that is due with the copy job is not there yet.
    let at_once = 1;
    Loss {
        nominal: Some(worst(&made, &copied, at_once)),
        after_one_failure: Some(worst_after_one_failure(&made, &copied, at_once)),
        guaranteed: Some(worst(&made, &copied, backup.max(at_once)) + copy),
    }
}

/// What is lost with the server and its disk, where dumps lie that another job
/// copies away.
fn told(made: &When, copied: &When, backup: i64, copy: i64) -> Loss {
    let text = format!(
        "version: 1
name: orders
accounts: {{ workload: \"111122223333\" }}
environments: {{ production: {{ account: workload, region: us-east-1 }} }}
repositories:
  west: {{ bucket: west, region: us-west-2 }}
  disk: {{ path: /backup, host: pg-1, copies: [ {{ to: west, schedule: \"{copied}\", copy_time: {copy}m, retention: 400d }} ] }}
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    dumps: {{ all: {{ schedule: \"{made}\", to: disk, retention: 400d, backup_time: {backup}m }} }}
"
    );
    Answers::of_text(&text).loss(Lost::Hardware)
}

#[test]
fn a_dump_waits_for_the_next_copy_job() {
    // The dump of 01:00 is copied at 03:00 and the next one a day later: 26 h;
    // one dump or one copy missing is a day more; 10 min for the copy.
    let expected = Loss {
        nominal: Some(26 * HOUR),
        after_one_failure: Some(50 * HOUR),
        guaranteed: Some(26 * HOUR + 10),
    };
    assert_eq!(simulated(&daily(1, 0), &daily(3, 0), 30, 10), expected);
    assert_eq!(told(&daily(1, 0), &daily(3, 0), 30, 10), expected);
}

fn some_hours() -> impl Strategy<Value = When> {
    let days = prop_oneof![
        3 => Just(Days::Every),
        1 => subsequence((0..7).collect::<Vec<i64>>(), 1..=3).prop_map(Days::OfWeek),
    ];
    let hours = subsequence((0..24).collect::<Vec<i64>>(), 1..=3).prop_map(Hours::List);
    (select(vec![0, 30]), hours, days).prop_map(|(minute, hours, days)| When {
        hours,
        days,
        ..daily(0, minute)
    })
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn a_loss_of_copied_points_is_the_longest_wait(
        made in some_hours(),
        copied in some_hours(),
        backup in select(vec![0, 30, 120, 300]),
        copy in select(vec![0, 45]),
    ) {
        prop_assert_eq!(told(&made, &copied, backup, copy), simulated(&made, &copied, backup, copy));
    }
}
