//! Single moments.

use policy::recoverability::Verdict;
use policy::recoverability::simulate::{Count, Event, Lost, Oldest};
use policy::resolved::DISRUPTIONS;

use super::{at, gone, local, lose_account, lose_region, noticed, one, policy, readings, simulate};

const PLACES: &str = "keys: { k: { create: true, account: backup, region: us-west-2 } }
vaults: { main: {}, dr: { account: backup, region: us-west-2, key: k } }
";

/// A file system with the tiers of one plan.
fn tiers(tiers: &str) -> String {
    format!(
        "{PLACES}plans: {{ p: {{ vault: main, start_window: 1h, completion_window: 4h, tiers: {{ {tiers} }} }} }}
resources: {{ files: {{ type: efs, plans: [p], arns: [] }} }}
"
    )
}

fn corrupt() -> Event {
    Event::Corrupt("files".to_owned())
}

#[test]
fn the_night_in_which_clocks_go_forward_in_berlin() {
    let text = tiers(
        "d: { schedule: { every: day, at: \"02:30\", timezone: Europe/Berlin }, retention: 35d, backup_time: 30m }",
    );
    // 02:30 does not exist on 28 March 2027: the run comes at 03:30, 01:30 UTC.
    // At that instant it is not done: the one of the 27th, 02:30 or 01:30 UTC.
    let due = one(&text, &corrupt(), at("2027-03-28T01:30:00Z"));
    assert_eq!(readings(&due), ("24h by d".to_owned(), "24h by d".to_owned()));
    assert_eq!(local(&due.ways[0].on_schedule), "2027-03-27T02:30:00 Europe/Berlin");
    // A minute later it is, on schedule; at worst it takes 1 h and 30 min.
    let after = one(&text, &corrupt(), at("2027-03-28T01:31:00Z"));
    assert_eq!(readings(&after), ("1m by d".to_owned(), "24h 1m by d".to_owned()));
    assert_eq!(local(&after.ways[0].on_schedule), "2027-03-28T03:30:00 Europe/Berlin");
    // At 03:01 UTC it certainly is.
    let done = one(&text, &corrupt(), at("2027-03-28T03:01:00Z"));
    assert_eq!(readings(&done), ("1h 31m by d".to_owned(), "1h 31m by d".to_owned()));
}

#[test]
fn the_end_of_a_month_that_is_shorter_than_others() {
    let text = tiers(
        "m: { schedule: { every: month, day: last, at: \"03:00\" }, retention: 100d, backup_time: 1h }",
    );
    // 1 March 2027, noon: the run of 28 February, 33 h before.
    let outcome = one(&text, &corrupt(), at("2027-03-01T12:00:00Z"));
    assert_eq!(readings(&outcome).0, "33h by m");
    // 100 d before 1 March is 21 November: those of November, December, January
    // and February are left.
    assert_eq!(outcome.ways[0].count, Count::Points { all: 4, cold: 0 });
    let Oldest::Point { run, age: _ } = outcome.ways[0].oldest else { panic!() };
    assert_eq!(run.local.to_string(), "2026-11-30T03:00:00");
}

#[test]
fn points_before_the_policy_was_in_force_are_not_there() {
    let text =
        tiers("m: { schedule: { every: month, day: last, at: \"03:00\" }, retention: 100d }");
    let since = Some("2027-01-15T00:00:00Z".parse().unwrap());
    let moment = super::Moment { since, ..at("2027-03-01T12:00:00Z") };
    assert_eq!(one(&text, &corrupt(), moment).ways[0].count, Count::Points { all: 2, cold: 0 });
    let moment = super::Moment { since, ..at("2027-01-20T12:00:00Z") };
    assert_eq!(gone(&one(&text, &corrupt(), moment)), ["plans.p.tiers.m: it has not run yet"]);
}

#[test]
fn the_copy_that_is_displaced_on_a_sunday() {
    let text = tiers(
        "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, backup_time: 1h, copies: [ { to: dr, copy_time: 40m } ] },
         w: { schedule: { every: week, weekday: sunday, at: \"03:30\" }, retention: 90d }",
    );
    // Monday 29 March 2027, 02:59: on Sunday nothing was copied, so it is the
    // point of Saturday, 03:00.
    let monday = one(&text, &lose_region(), at("2027-03-29T02:59:00Z"));
    assert_eq!(readings(&monday).0, "47h 59m by d.copies[0]");
    assert_eq!(
        gone(&monday),
        [
            "plans.p.tiers.d: it lies in the Region of the resource",
            "plans.p.tiers.w: it lies in the Region of the resource",
        ]
    );
    // At home the weekly point of Sunday is there.
    let home = one(&text, &corrupt(), at("2027-03-29T02:59:00Z"));
    assert_eq!(readings(&home).0, "23h 29m by w");
}

#[test]
fn an_air_gapped_vault_outlives_its_account() {
    let text = format!(
        "objectives: {{ account: {{ rpo: 20h }} }}\n{}",
        tiers("d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, backup_time: 1h, copies: [ { to: safe, retention: 30d, copy_time: 1h }, { to: dr } ] }")
            .replace("vaults: {", "vaults: { safe: { air_gapped: true, lock: { min_retention: 7d, max_retention: 1y } },")
    );
    // 21 h after the run of 03:00: one hour more than is wanted.
    let midnight = one(&text, &lose_account(), at("2027-03-28T00:00:00Z"));
    assert_eq!(midnight.best().unwrap().vault.as_deref(), Some("safe"));
    assert_eq!(midnight.judged[0].verdict, Verdict::Missed);
    assert!(midnight.misses());
    assert_eq!(gone(&midnight), ["plans.p.tiers.d: an administrator of the account can delete it"]);
    // 19 h after it, and certainly done: met at worst too.
    let evening = one(&text, &lose_account(), at("2027-03-27T22:00:00Z"));
    assert_eq!(evening.judged[0].verdict, Verdict::Met);
    // At 04:30 the job may still run: on schedule only.
    let night = one(&text, &lose_account(), at("2027-03-28T04:30:00Z"));
    assert_eq!(
        readings(&night),
        ("1h 30m by d.copies[0]".to_owned(), "25h 30m by d.copies[0]".to_owned())
    );
    assert_eq!(night.judged[0].verdict, Verdict::NotGuaranteed);
}

#[test]
fn point_in_time_recovery_does_not_reach_a_mistake_that_is_noticed_too_late() {
    let text = "resources: { orders: { type: dynamodb, tables: [orders], point_in_time_recovery: { retention: 7d } } }\n";
    let event = Event::Corrupt("orders".to_owned());
    let soon = one(text, &event, noticed("2027-03-01T12:00:00Z", "6d"));
    assert_eq!(readings(&soon).0, "5m by orders.point_in_time_recovery");
    let late = one(text, &event, noticed("2027-03-01T12:00:00Z", "8d"));
    assert_eq!(readings(&late).0, "everything");
    assert_eq!(
        gone(&late),
        [
            "orders.point_in_time_recovery: when it is noticed it reaches back 7d, to 2027-03-02, which is not before the disruption",
        ]
    );
}

#[test]
fn a_deleted_table_leaves_one_system_backup() {
    let text = "resources: { orders: { type: dynamodb, tables: [orders], point_in_time_recovery: { retention: 7d } } }\n";
    let event = Event::Delete("orders".to_owned());
    let soon = one(text, &event, noticed("2027-03-01T12:00:00Z", "34d"));
    assert_eq!(
        readings(&soon),
        (
            "0s by orders.point_in_time_recovery".to_owned(),
            "0s by orders.point_in_time_recovery".to_owned()
        )
    );
    assert_eq!((soon.ways[0].count, &soon.ways[0].oldest), (Count::One, &Oldest::NewestOnly));
    let late = one(text, &event, noticed("2027-03-01T12:00:00Z", "36d"));
    assert_eq!(
        gone(&late),
        [
            "orders.point_in_time_recovery: the one point that the deletion leaves was deleted on 2027-04-05",
        ]
    );
}

#[test]
fn a_log_reaches_back_to_its_oldest_base_backup() {
    let text = "resources:
  server:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    base_backups: { weekly: { schedule: { every: week, weekday: sunday, at: \"02:00\" }, to: wal, retention: 10d, backup_time: 1h } }
    wal_archiving: { main: { to: wal, archive_timeout: 1m, retention: 6w } }
repositories: { wal: { bucket: wal, region: us-east-1, versioning: enabled } }
";
    // Wednesday 31 March 2027: 10 d back is the 21st, 12:00; the base backup of
    // that Sunday, 02:00, is gone, the one of the 28th is left.
    let event = Event::Corrupt("server".to_owned());
    let outcome = one(text, &event, at("2027-03-31T12:00:00Z"));
    assert_eq!(readings(&outcome).0, "1m by server.wal_archiving.main");
    assert_eq!(outcome.ways[0].oldest, Oldest::Since("2027-03-28T02:00:00Z".parse().unwrap()));
    // Noticed 9 days later, when that one is gone as well: 28 March + 10 d.
    let late = one(text, &event, noticed("2027-03-31T12:00:00Z", "9d"));
    assert_eq!(readings(&late).0, "everything");
    assert!(gone(&late)[1].contains("no base backup from before"), "{:?}", gone(&late));
}

#[test]
fn the_loss_of_a_region_that_only_holds_copies() {
    let text = tiers(
        "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr } ] }",
    );
    let west = Event::Lose(Lost::Region("us-west-2".to_owned()));
    let outcome = one(&text, &west, at("2027-03-28T12:00:00Z"));
    assert_eq!(outcome.disruption, None);
    assert_eq!(readings(&outcome).0, "nothing");
    assert_eq!(gone(&outcome), ["plans.p.tiers.d.copies[0]: it lies in the lost Region"]);
    assert_eq!(outcome.gone[0].lost, Some(Count::Points { all: 35, cold: 0 }));
    // Those two have nothing else; the points at home serve the others.
    assert_eq!(outcome.weakened, [DISRUPTIONS[4], DISRUPTIONS[5]]);
}

#[test]
fn a_cold_point_says_so() {
    let text = "vaults: { main: {} }
plans: { p: { vault: main, tiers: { m: { schedule: { every: month, day: 1, at: \"03:00\" }, retention: 1y, cold_storage_after: 30d } } } }
resources: { files: { type: efs, plans: [p], arns: [] } }
";
    // 2 March: the point of the 1st is warm, that of 1 February is 29 days old;
    // the ten before are cold.
    let outcome = one(text, &corrupt(), at("2027-03-02T12:00:00Z"));
    assert_eq!(outcome.ways[0].cold, None);
    assert_eq!(outcome.ways[0].count, Count::Points { all: 12, cold: 10 });
    // Noticed 40 days later it is cold itself.
    let late = one(text, &corrupt(), noticed("2027-03-02T12:00:00Z", "40d"));
    assert_eq!(late.ways[0].cold.as_deref(), Some("cold storage"));
}

#[test]
fn an_event_touches_what_it_names() {
    let policy = policy(&tiers("d: { schedule: { every: day }, retention: 35d }"));
    let other = Event::Delete("other".to_owned());
    assert!(simulate(&policy, &other, at("2027-01-01T00:00:00Z")).outcomes.is_empty());
}
