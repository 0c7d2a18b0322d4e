//! How much data is lost, with the hand computation beside every number.

use policy::document::Disruption;
use policy::recoverability::{Assumption, Evidence, Figure, FigureKind, Rpo, Verdict, WhyNot, rpo};
use policy::units::Duration;
use proptest::prelude::*;

use super::policy;

/// What is lost of the one resource.
fn lost(rest: &str, disruption: Disruption) -> Rpo {
    let policy = policy(rest);
    let resource = policy.resources.values().next().unwrap();
    rpo(&Evidence::new(&policy), resource, disruption)
}

fn text(figure: Option<&Figure>) -> String {
    figure.and_then(|figure| figure.value).map_or("-".to_owned(), |value| value.to_string())
}

/// `nominal / after one failed run / guaranteed`.
fn figures(rest: &str, disruption: Disruption) -> String {
    let rpo = lost(rest, disruption);
    let [a, b, c] = [rpo.nominal(), rpo.after_one_failure(), rpo.guaranteed()].map(text);
    format!("{a} / {b} / {c}")
}

/// A file system with the tiers of one plan.
fn tiers(tiers: &str) -> String {
    format!(
        "keys: {{ k: {{ create: true, account: backup, region: us-west-2 }} }}
vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2, key: k }} }}
plans: {{ p: {{ vault: main, start_window: 1h, completion_window: 4h, tiers: {{ {tiers} }} }} }}
resources: {{ files: {{ type: efs, plans: [p], arns: [] }} }}
"
    )
}

fn daily(more: &str) -> String {
    tiers(&format!("d: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: 35d{more} }}"))
}

#[test]
fn a_daily_run_in_utc_loses_a_day_and_what_the_job_takes() {
    // 24 h; one missing 48 h; 24 + 1 start window + 4 completion window.
    assert_eq!(figures(&daily(""), Disruption::Corruption), "24h / 48h / 29h");
    // A measured backup replaces the completion window: 24 + 1 + 0:40.
    let measured = daily(", backup_time: 40m");
    assert_eq!(figures(&measured, Disruption::Corruption), "24h / 48h / 25h 40m");
    // An estimate proves nothing.
    let guessed = daily(", backup_time: { estimate: 40m }");
    assert_eq!(figures(&guessed, Disruption::Corruption), "24h / 48h / 29h");
    // The worse end of a range: 24 + 1 + 0:45.
    let range = daily(", backup_time: 30m..45m");
    assert_eq!(figures(&range, Disruption::Corruption), "24h / 48h / 25h 45m");
}

#[test]
fn a_daily_run_in_berlin_has_a_day_of_25_hours() {
    let berlin = tiers(
        "d: { schedule: { every: day, at: \"01:00\", timezone: Europe/Berlin }, retention: 35d }",
    );
    // From 25 to 26 October 2026; two days with it 49 h; 25 + 1 + 4.
    assert_eq!(figures(&berlin, Disruption::Corruption), "25h / 49h / 30h");
    let rpo = lost(&berlin, Disruption::Corruption);
    let (from, to) = rpo.nominal().unwrap().trace.runs.unwrap();
    assert_eq!(
        (from.local.to_string(), to.local.to_string()),
        ("2026-10-25T01:00:00".to_owned(), "2026-10-26T01:00:00".to_owned())
    );
    assert_eq!(from.at.to_string(), "2026-10-24T23:00:00Z");
}

#[test]
fn hourly_steps_do_not_wrap_over_midnight() {
    // 00, 05, 10, 15, 20, then 00 again: 5 h; without one of them 10 h.
    let steps = tiers("s: { schedule: \"cron(0 0/5 ? * * *)\", retention: 7d }");
    assert_eq!(figures(&steps, Disruption::Corruption), "5h / 10h / 10h");
    // 00 and 23, then 00: 23 h, with one missing 24. A job of 4 h that starts at
    // 23 lets the run of 00 expire: 23 to 23 is 24 h, + 1 + 4.
    let wide = tiers("s: { schedule: \"cron(0 0/23 ? * * *)\", retention: 7d }");
    assert_eq!(figures(&wide, Disruption::Corruption), "23h / 24h / 29h");
}

#[test]
fn tiers_of_one_plan_count_together_with_the_runs_that_aws_keeps() {
    // AWS's published example: hourly with a window of 1 h beside 00:00 and 12:00
    // kept longer with 8 h. Hourly runs from 00 to 07 and from 12 to 19 are
    // dropped, 2 + 8 a day are left: 00, 08 to 11, 12, 20 to 23.
    let example = |windows: [&str; 2]| {
        let [often, rare] = windows;
        tiers(&format!(
            "often: {{ schedule: \"cron(0 * ? * * *)\", retention: 1d, start_window: {often} }},
             rare: {{ schedule: \"cron(0 0,12 ? * * *)\", retention: 7d, start_window: {rare} }}"
        ))
    };
    // 00 to 08; without 08 to 09. A job takes up to 4 h: the one of 08:00, started
    // a second late, lets those of 09, 10 and 11 expire, whose windows of 1 h end
    // until 12:00; that of 12:00, kept longer, may run until 24:00 and lets those
    // of 20 to 22 expire. 08 to 23, + 1 + 4. With the rare ones counted it is 00
    // to 08, + 8 + 4: as much.
    assert_eq!(figures(&example(["1h", "8h"]), Disruption::Corruption), "8h / 9h / 20h");
    // With 8 h for both every hourly run meets a rare one: 12 h, + 8 + 4.
    assert_eq!(figures(&example(["8h", "8h"]), Disruption::Corruption), "12h / 24h / 24h");
}

#[test]
fn a_copy_that_a_longer_tier_displaces_doubles_the_loss_after_the_region() {
    // On Sundays the weekly run displaces the daily one, whose copies do not
    // happen: Saturday 03:00 to Monday 03:00.
    let displaced = tiers(
        "d: { schedule: { every: day, at: \"03:00\" }, retention: 35d, copies: [ { to: dr, copy_time: 40m } ] },
         w: { schedule: { every: week, weekday: sunday, at: \"03:30\" }, retention: 90d }",
    );
    // 48 h; one missing 72 h; 48 + 1 + 4 + 0:40.
    assert_eq!(figures(&displaced, Disruption::Region), "48h / 3d / 53h 40m");
    // At home the Sunday run counts: Saturday 03:00 to 03:30 on Sunday.
    assert_eq!(figures(&displaced, Disruption::Corruption), "24h 30m / 48h 30m / 29h 30m");
    // At the same minute the weekly run takes the copy over: nothing is lost.
    let absorbed = displaced.replace("03:30", "03:00");
    assert_eq!(figures(&absorbed, Disruption::Region), "24h / 48h / 29h 40m");
}

#[test]
fn a_copy_is_guaranteed_only_by_a_measured_copy_time() {
    let copied = daily(", copies: [ { to: dr } ]");
    assert_eq!(figures(&copied, Disruption::Region), "24h / 48h / -");
    let rpo = lost(&copied, Disruption::Region);
    let Verdict::Unproven(reason) = rpo.verdict(Some(Duration::hours(24))) else { panic!() };
    assert_eq!(reason, "AWS bounds no copy job, and no `copy_time` is measured");
    assert_eq!(rpo.verdict(Some(Duration::hours(23))), Verdict::Missed);
}

#[test]
fn a_job_longer_than_the_time_between_runs_lets_runs_expire() {
    // 9 h in a window of 1 h every 4 h: a job started a second late is still
    // running when the window of the second run after it ends: 12 + 1 + 9.
    let long = tiers("s: { schedule: \"cron(0 0/4 ? * * *)\", retention: 7d, backup_time: 9h }");
    assert_eq!(figures(&long, Disruption::Corruption), "4h / 8h / 22h");
    // Up to 8 h it cannot be, however late it starts: then one run expires, and
    // one that starts on time costs most. 8 + 1 + 8.
    let shorter = long.replace("9h", "8h");
    assert_eq!(figures(&shorter, Disruption::Corruption), "4h / 8h / 17h");
    // A job of 12 h lets two runs expire, however late it starts: 12 + 1 + 12.
    let longest = long.replace("9h", "12h");
    assert_eq!(figures(&longest, Disruption::Corruption), "4h / 8h / 25h");
    // Without a measurement the completion window of 4 h counts: none expires.
    let unmeasured = long.replace(", backup_time: 9h", "");
    assert_eq!(figures(&unmeasured, Disruption::Corruption), "4h / 8h / 9h");
}

#[test]
fn point_in_time_recovery_is_as_good_as_aws_usually_is() {
    let table = "resources: { t: { type: dynamodb, tables: [t], point_in_time_recovery: { retention: 35d } } }\n";
    // 5 min are what AWS documents as usual; it bounds nothing.
    assert_eq!(figures(table, Disruption::Corruption), "5m / 5m / -");
    let rpo = lost(table, Disruption::Corruption);
    let nominal = rpo.nominal().unwrap();
    assert_eq!(nominal.kind, FigureKind::Typical);
    assert!(nominal.assumptions.contains(&Assumption::TypicalLag));
    assert!(nominal.assumptions.contains(&Assumption::NoticedAtOnce));
    assert_eq!(rpo.verdict(Some(Duration::minutes(5))), Verdict::Met);
    assert_eq!(rpo.verdict(Some(Duration::minutes(4))), Verdict::Missed);
    // A deleted table leaves the backup of its last moment.
    assert_eq!(figures(table, Disruption::Deletion), "0s / 0s / 0s");
    assert_eq!(figures(table, Disruption::Region), "- / - / -");
}

#[test]
fn only_points_that_are_left_when_it_is_noticed_count() {
    let noticed = |late: &str, kept: &str| {
        let tiers = tiers(&format!(
            "h: {{ schedule: {{ every: 2h }}, retention: 2d }},
             d: {{ schedule: {{ every: day, at: \"03:00\" }}, retention: {kept}, separate_plan: true }}"
        ));
        format!("objectives: {{ found_within: {late} }}\n{tiers}")
    };
    // 2 d >= 1 d + 2 h: every two hours; 2 d < 2 d + 2 h: the daily ones alone. The
    // daily job, started at 03:00:01, runs until after 07:00 and lets those of 04
    // and 06 expire: 03 to 08, + 1 + 4.
    assert_eq!(figures(&noticed("1d", "8d"), Disruption::Corruption), "2h / 4h / 10h");
    assert_eq!(figures(&noticed("2d", "8d"), Disruption::Corruption), "24h / 48h / -");
    // The job of 02:00 may run through the window of the daily one, day by day.
    // 8 d >= 7 d + 24 h holds, but not with another day if a run fails; 7 d does not; nobody overlooks a lost zone.
    assert_eq!(figures(&noticed("7d", "8d"), Disruption::Corruption), "24h / - / -");
    assert_eq!(figures(&noticed("7d", "7d"), Disruption::Corruption), "- / - / -");
    assert_eq!(figures(&noticed("7d", "7d"), Disruption::Zone), "2h / 4h / 10h");
    let rpo = lost(&noticed("7d", "7d"), Disruption::Corruption);
    assert!(rpo.left_out.iter().all(|out| out.why == WhyNot::GoneWhenNoticed));
    assert_eq!(rpo.verdict(Some(Duration::days(9))), Verdict::Missed);
}

#[test]
fn a_copy_with_its_own_schedule_waits_for_it() {
    let server = "repositories:
  west: { bucket: west, region: us-west-2 }
  disk: { path: /backup, host: pg-1, copies: [ { to: west, schedule: { every: day, at: \"03:00\" }, copy_time: 10m, retention: 30d } ] }
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    dumps: { nightly: { schedule: { every: day, at: \"01:00\" }, to: disk, retention: 7d, backup_time: 30m } }
";
    // The dump of 01:00 is copied at 03:00 and the next one a day later: 26 h.
    // One dump or one copy missing is a day more. Guaranteed: 26 h + 10 min.
    assert_eq!(figures(server, Disruption::Hardware), "26h / 50h / 26h 10m");
    // A dump of 2 h 30 min is not done at 03:00, and a day later is copied: 50 h.
    let slow = server.replace("30m", "2h30m");
    assert_eq!(figures(&slow, Disruption::Hardware), "26h / 50h / 50h 10m");
}

#[test]
fn by_hand_and_when_nobody_says_give_no_figure() {
    let snapshots = |schedule: &str| {
        format!(
            "resources: {{ d: {{ type: rds_instance, instance: d, snapshots: {{ s: {{ {schedule}retention: 90d }} }} }} }}\n"
        )
    };
    let by_hand = lost(&snapshots("schedule: manual, "), Disruption::Corruption);
    assert_eq!(by_hand.figures.nominal.kind, FigureKind::None);
    assert_eq!(by_hand.verdict(Some(Duration::days(1))), Verdict::Missed);
    let unsaid = lost(&snapshots(""), Disruption::Corruption);
    assert_eq!(
        unsaid.verdict(Some(Duration::days(1))),
        Verdict::Unproven("nobody says when it runs".to_owned())
    );
    assert_eq!(unsaid.verdict(None), Verdict::NoObjective);
}

#[test]
fn an_objective_is_met_up_to_its_very_figure() {
    // 24 h by the schedule, 29 h guaranteed.
    let rpo = lost(&daily(""), Disruption::Corruption);
    let verdict = |minutes: u64| rpo.verdict(Some(Duration::minutes(minutes)));
    assert_eq!(verdict(29 * 60), Verdict::Met);
    assert_eq!(verdict(29 * 60 - 1), Verdict::NotGuaranteed);
    assert_eq!(verdict(24 * 60), Verdict::NotGuaranteed);
    assert_eq!(verdict(24 * 60 - 1), Verdict::Missed);
}

#[test]
fn what_may_be_lost_proves_nothing() {
    let server = "repositories: { disk: { path: /backup } }
resources:
  db:
    type: postgresql
    host: pg-1
    zone: us-east-1a
    dumps: { nightly: { schedule: { every: day }, to: disk, retention: 7d } }
";
    let rpo = lost(server, Disruption::Hardware);
    assert_eq!(rpo.nominal(), None);
    assert_eq!(
        rpo.verdict(Some(Duration::days(2))),
        Verdict::Unproven("nobody says on which machine it lies".to_owned())
    );
    assert_eq!(rpo.verdict(Some(Duration::hours(2))), Verdict::Missed);
}

#[test]
fn a_wal_archive_needs_a_base_backup_from_before_the_mistake() {
    let server = |kept: &str| {
        format!(
            "objectives: {{ found_within: 7d }}
repositories: {{ wal: {{ bucket: wal, region: us-east-1 }} }}
resources:
  db:
    type: postgresql
    base_backups: {{ weekly: {{ schedule: {{ every: week }}, to: wal, retention: {kept} }} }}
    wal_archiving: {{ main: {{ to: wal, archive_timeout: 1m, retention: 6w }} }}
"
        )
    };
    // A base backup of 14 d is left after 7 d and a gap of 7 d; one of 13 d may
    // not be. The archive is a minute behind, as stated.
    let rpo = lost(&server("14d"), Disruption::Corruption);
    assert_eq!(text(rpo.nominal()), "1m");
    assert_eq!(rpo.nominal().unwrap().kind, FigureKind::AsStated);
    assert_eq!(figures(&server("13d"), Disruption::Corruption), "- / - / -");
}

/// True if the second figure is no better than the first.
fn no_better(before: Option<&Figure>, after: Option<&Figure>) -> bool {
    let value = |figure: Option<&Figure>| figure.and_then(|figure| figure.value);
    match (value(before), value(after)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(before), Some(after)) => after >= before,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the schedules and times are.
    #[test]
    fn removing_or_planning_a_copy_never_improves_a_figure(
        hours in prop::sample::select(vec!["0", "3", "0/5", "0/8", "*", "1,2,20"]),
        weekly in prop::sample::select(vec!["0", "3", "12"]),
        kept in prop::sample::select(vec!["2d", "14d", "90d"]),
        times in (0_u64..12, 0_u64..12, 1_u64..6),
        which in 0_usize..3,
        late in prop::sample::select(vec!["", "objectives: { found_within: 3d, account: { found_within: 3d } }\n"]),
    ) {
        let (backup, copy, window) = times;
        let copies = [
            format!("{{ to: dr, copy_time: {copy}h }}"),
            "{ to: dr2 }".to_owned(),
            "{ to: dr, retention: 7d, copy_time: 1h }".to_owned(),
        ];
        let policy = |copies: &[String; 3]| {
            let [a, b, c] = copies;
            let of_daily = [a, b].iter().filter(|c| !c.is_empty()).map(|c| c.as_str()).collect::<Vec<_>>().join(", ");
            let text = tiers(&format!(
                "a: {{ schedule: \"cron(0 {hours} ? * * *)\", retention: {kept}, start_window: {window}h, backup_time: {backup}h, copies: [ {of_daily} ] }},
                 b: {{ schedule: \"cron(0 {weekly} ? * 1 *)\", retention: 35d, backup_time: 2h, copies: [ {c} ] }}"
            ));
            format!("{late}{}", text.replace("vaults: {", "vaults: { dr2: { region: us-west-2, account: backup },"))
        };
        let mut removed = copies.clone();
        removed[which].clear();
        let mut planned = copies.clone();
        planned[which] = copies[which].replace(" }", ", planned: true }");
        for disruption in policy::resolved::DISRUPTIONS {
            let before = lost(&policy(&copies), disruption);
            for weaker in [&removed, &planned] {
                let after = lost(&policy(weaker), disruption);
                prop_assert!(no_better(before.nominal(), after.nominal()), "{disruption:?}");
                prop_assert!(no_better(before.after_one_failure(), after.after_one_failure()));
                prop_assert!(no_better(before.guaranteed(), after.guaranteed()));
            }
        }
    }
}

#[test]
fn a_backup_that_aws_does_not_cancel_is_bounded_by_a_measurement_alone() {
    let of = |more: &str| daily(more).replace("type: efs", "type: fsx_windows");
    // FSx ignores the completion window.
    assert_eq!(figures(&of(""), Disruption::Corruption), "24h / 48h / -");
    // 24 + 1 + 0:40.
    assert_eq!(figures(&of(", backup_time: 40m"), Disruption::Corruption), "24h / 48h / 25h 40m");
}
