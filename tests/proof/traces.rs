//! Traces of `--why`, each number recomputed by hand.

use super::{compiled, plain, reported};
use policy::report::proof;

const HEAD: &str = "version: 1
name: orders
accounts: { workload: \"111122223333\", backup: \"999900001111\" }
environments: { production: { account: workload, region: us-east-1 } }
roles: { backup: { create: true } }
defaults: { role: backup }
keys: { dr: { create: true, account: backup, region: us-west-2 } }
vaults:
  main: {}
  dr: { account: backup, region: us-west-2, key: dr, access: [workload] }
";

/// The trace of a figure, blanks made one.
fn why(rest: &str, question: &str) -> String {
    let compiled = compiled("orders.yaml", &format!("{HEAD}{rest}"), None);
    let found = reported(&compiled, |proofs| proof::why(proofs, question, plain(400)));
    found.unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The trace of a figure of an EFS whose plan has these tiers.
fn of_tiers(tiers: &str, question: &str) -> String {
    why(
        &format!(
            "plans:
  core:
    vault: main
    start_window: 1h
    completion_window: 4h
    tiers:
{tiers}resources: {{ files: {{ type: efs, arns: [], plans: [core], objectives: {{ rpo: 25h, history: 1y }} }} }}
"
        ),
        question,
    )
}

fn assert_says(trace: &str, parts: &[&str]) {
    for part in parts {
        assert!(trace.contains(part), "{part}\nis not in\n{trace}");
    }
}

#[test]
fn a_daily_run_in_utc() {
    let trace = of_tiers(
        "      daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d }\n",
        "files.zone.rpo",
    );
    // 03:00 to 03:00; AWS starts a job up to 1 h late and ends it 4 h after its
    // start: 24 + 1 + 4. One run fails: 24 + 24.
    assert_says(
        &trace,
        &[
            "nominal 24h: the longest gap by the calendar",
            "data of Thu 2026-01-01 03:00 UTC, `plans.core.tiers.daily` until Fri 2026-01-02 03:00 UTC",
            "guaranteed 24h gap + 1h start window + 4h completion window = 29h",
            "orders.yaml:14: start_window: 1h",
            "orders.yaml:15: completion_window: 4h",
            "one run fails 48h",
            "orders.yaml:17: daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d }",
            "`jobs_succeed`: every job that starts succeeds",
            "verdict RPO not guaranteed",
        ],
    );
}

#[test]
fn the_day_of_25_hours_in_berlin() {
    let trace = of_tiers(
        "      daily: { schedule: { every: day, at: \"03:00\", timezone: Europe/Berlin }, retention: 35d }\n",
        "files.zone.rpo",
    );
    // 2026-10-25 clocks go from 03:00 back to 02:00: 01:00 UTC to 02:00 UTC the
    // day after is 25 h. 25 + 1 + 4.
    assert_says(
        &trace,
        &[
            "nominal 25h: the longest gap",
            "data of Sat 2026-10-24 03:00 Europe/Berlin (2026-10-24 01:00 UTC), `plans.core.tiers.daily`",
            "until Sun 2026-10-25 03:00 Europe/Berlin (2026-10-25 02:00 UTC)",
            "guaranteed 25h gap + 1h start window + 4h completion window = 30h",
        ],
    );
}

const DISPLACED: &str = "      daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr, copy_time: 40m } ] }
      weekly: { schedule: { every: week, weekday: sunday, at: \"03:30\" }, retention: 90d }
";

#[test]
fn a_copy_that_sundays_displace() {
    let trace = of_tiers(DISPLACED, "files.region.rpo");
    // On Sundays the weekly run displaces the daily one, whose copies do not
    // happen: Saturday to Monday is 48 h. + 1 + 4 + 0:40. 1,461 Sundays in 28
    // years are 53 a year, rounded up.
    assert_says(
        &trace,
        &[
            "nominal 48h: the longest gap",
            "data of Sat 2026-01-03 03:00 UTC, `plans.core.tiers.daily.copies[0]` until Mon 2026-01-05 03:00 UTC",
            "guaranteed 48h gap + 1h start window + 4h completion window + 40m copy = 53h 40m",
            "displaced `plans.core.tiers.daily` yields to `plans.core.tiers.weekly` 53 times a year, such as the run of Sun 2026-01-04 03:00 UTC to that of Sun 2026-01-04 03:30 UTC",
            "does not count `plans.core.tiers.weekly` (recovery points): it lies in the Region of the resource",
        ],
    );
}

#[test]
fn a_run_that_another_absorbs_costs_nothing() {
    // At the same minute the weekly run makes the copy too.
    let trace = of_tiers(&DISPLACED.replace("03:30", "03:00"), "files.region.rpo");
    assert_says(
        &trace,
        &[
            "nominal 24h: the longest gap",
            "absorbed `plans.core.tiers.daily` yields to `plans.core.tiers.weekly` 53 times a year",
            "the longer-kept run does all that the other would have done",
        ],
    );
    assert!(!trace.contains("displaced"), "{trace}");
}

#[test]
fn a_copy_with_measured_times() {
    let trace = of_tiers(
        "      daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d, backup_time: 50m, copies: [ { to: dr, copy_time: 30m..45m } ] }\n",
        "files.region.rpo",
    );
    // Of a range the worse end: 24 h + 1 h + 50 m + 45 m.
    assert_says(
        &trace,
        &[
            "guaranteed 24h gap + 1h start window + 50m backup + 45m copy = 26h 35m",
            "backup 50m measured orders.yaml:17:",
            "copy 45m measured orders.yaml:17:",
            "`destination_accepts`: ",
        ],
    );
    // Without a measurement nothing bounds a copy job.
    let trace = of_tiers(
        "      daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr } ] }\n",
        "files.region.rpo",
    );
    assert_says(
        &trace,
        &["guaranteed unproven: AWS bounds no copy job, and no `copy_time` is measured"],
    );
}

#[test]
fn jobs_that_let_the_next_ones_expire() {
    let trace = of_tiers(
        "      often: { schedule: \"cron(0 0/4 ? * * *)\", retention: 7d, backup_time: 12h }\n",
        "files.zone.rpo",
    );
    // A job of 12 h lets the runs 4 h and 8 h later expire, whose windows end
    // after 5 h and 9 h, however late it starts: the third makes the next point.
    // 12 + 1 + 12.
    assert_says(
        &trace,
        &[
            "nominal 4h: the longest gap",
            "guaranteed 12h gap + 1h start window + 12h backup = 25h",
            "gaps 3 in a row",
        ],
    );
}

#[test]
fn point_in_time_recovery_is_typical_and_never_guaranteed() {
    let trace = why(
        "resources: { orders: { type: dynamodb, tables: [orders], objectives: { rpo: 5m, history: 30d }, point_in_time_recovery: { retention: 35d, restore_time: 40m } } }\n",
        "orders.corruption",
    );
    assert_says(
        &trace,
        &[
            "nominal 5m, the lag that AWS documents as usual and does not bound",
            "guaranteed unproven: nothing bounds how far it lies behind",
            "is 40m measured by `orders.point_in_time_recovery`",
            "is back 35d by `orders.point_in_time_recovery`; any moment up to 35d old",
            "`typical_lag`",
            "`noticed_at_once`: the disruption is noticed at once: the policy states no `found_within`",
            "verdict met, assuming",
        ],
    );
}

const SERVER: &str = "repositories:
  wal: { bucket: orders-wal, region: us-west-2, versioning: enabled }
  disk: { path: /backup, host: pg-1, copies: [ { to: wal, schedule: { every: day, at: \"03:00\" }, tool: rclone, copy_time: 40m } ] }
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    objectives: { rpo: 5m, region: { rpo: 30h } }
";

#[test]
fn an_archive_of_wal_is_as_good_as_its_timeout() {
    let trace = why(
        &format!(
            "{SERVER}    base_backups: {{ weekly: {{ schedule: {{ every: week, weekday: sunday, at: \"02:00\" }}, to: wal, retention: 5w }} }}
    wal_archiving: {{ main: {{ to: wal, archive_timeout: 1m, retention: 6w }} }}
"
        ),
        "db.hardware.rpo",
    );
    assert_says(
        &trace,
        &[
            "nominal 1m, as the policy states it",
            "guaranteed 1m, as the policy states it",
            "`as_stated`",
        ],
    );
}

#[test]
fn a_copy_job_with_a_schedule_of_its_own() {
    let trace = why(
        &format!(
            "{SERVER}    dumps: {{ nightly: {{ schedule: {{ every: day, at: \"01:00\" }}, to: disk, object: \"full-%Y%m%d.dump\", retention: 7d, backup_time: 50m }} }}
"
        ),
        "db.region.rpo",
    );
    // The dump of 01:00 is ready at 01:50 and copied at 03:00; until the next
    // copy job, 03:00 the day after, the data is up to 26 h old. + 40 m.
    assert_says(
        &trace,
        &[
            "nominal 26h: the longest gap",
            "data of Thu 2026-01-01 01:00 UTC, `repositories.disk.copies[0]` until Fri 2026-01-02 03:00 UTC, the copy job of `repositories.disk.copies[0]`",
            "guaranteed 26h gap + 40m copy = 26h 40m",
        ],
    );
}

#[test]
fn two_plans_count_together() {
    let plan = |name: &str, at: &str| {
        format!(
            "  {name}: {{ vault: main, start_window: 1h, completion_window: 4h, tiers: {{ daily: {{ schedule: {{ every: day, at: \"{at}\" }}, retention: 35d }} }} }}\n"
        )
    };
    let trace = why(
        &format!(
            "plans:\n{}{}resources: {{ files: {{ type: efs, arns: [], plans: [night, noon], objectives: {{ rpo: 17h }} }} }}\n",
            plan("night", "03:00"),
            plan("noon", "13:00")
        ),
        "files.zone.rpo",
    );
    // 03:00 to 13:00 is 10 h, 13:00 to 03:00 is 14 h. 14 + 1 + 4; without the run
    // of either 24 h.
    assert_says(
        &trace,
        &[
            "nominal 14h: the longest gap",
            "data of Thu 2026-01-01 13:00 UTC, `plans.noon.tiers.daily` until Fri 2026-01-02 03:00 UTC, `plans.night.tiers.daily`",
            "guaranteed 14h gap + 1h start window + 4h completion window = 19h",
            "one run fails 24h",
        ],
    );
}

#[test]
fn yearly_points_kept_for_seven_years_reach_an_hour_short_of_six() {
    let trace = of_tiers(
        "      yearly: { schedule: { every: year, month: january, day: 1, at: \"03:00\" }, retention: 7y }\n",
        "files.zone.history",
    );
    // Seven years are up to 2557 days, a year up to 366: 2557 - 366 days less 1 h
    // is 2190 d 23 h. Six years are up to 2192 days, five up to 1827.
    assert_says(
        &trace,
        &[
            "reach 2557d kept − 366d gap − 1h start window = 2190d 23h",
            "is back 5y (2190d 23h) by `plans.core.tiers.yearly`, largest hole 366d",
            "orders.yaml:17: yearly:",
        ],
    );
}

#[test]
fn what_is_planned_is_named_where_it_would_help() {
    let planned = "      daily: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr, copy_time: 40m, planned: true } ] }\n";
    let trace = why(
        &format!(
            "plans: {{ core: {{ vault: main, start_window: 1h, completion_window: 4h, tiers:\n    {{\n{planned}    }} }} }}
resources: {{ files: {{ type: efs, arns: [], plans: [core], objectives: {{ region: {{ rpo: 30h }} }} }} }}\n"
        ),
        "files.region.rpo",
    );
    assert_says(
        &trace,
        &[
            "does not count `plans.core.tiers.daily.copies[0]` (copies): it is planned, and switched off",
            "RPO missed: nothing is left that brings it back by itself; met only if `plans.core.tiers.daily.copies[0]` was on",
        ],
    );
}
