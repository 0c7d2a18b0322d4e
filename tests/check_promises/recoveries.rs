//! How long recoveries take against the availability, and how often they are
//! exercised.

use crate::policies::{of, table};

/// A server with two dumps, of which the first takes so long to restore.
fn server(objectives: &str, first: &str, second: &str) -> String {
    format!(
        "version: 1\nname: orders\nenvironments: {{ production: {{ account: \"111122223333\", region: us-east-1 }} }}\nresources:\n  db:\n    type: postgresql\n    objectives: {{ {objectives} }}\n    dumps:\n      a: {{ schedule: {{ every: day, at: \"02:00\" }}, to: far, object: \"a-%Y%m%d\", retention: 7d{first} }}\n      b: {{ schedule: {{ every: day, at: \"03:00\" }}, to: far, object: \"b-%Y%m%d\", retention: 7d{second} }}\nrepositories: {{ far: {{ bucket: far, region: us-west-2, versioning: enabled }} }}\n"
    )
}

const BEYOND: &str = "recovery-beyond-availability";

#[test]
fn an_rto_fits_the_shortest_month() {
    // 99.9% of 28 days leaves 2419 seconds: 40 min 19 s.
    let rto = |rto: &str| server(&format!("availability: \"99.9%\", {rto}"), "", "");
    table(
        BEYOND,
        rto,
        &[
            ("rto: 40m", &[]),
            ("rto: 2419s", &[]),
            ("rto: 2420s", &["warning: 2420s"]),
            ("region: { rto: 41m }", &["warning: 41m"]),
            ("rto: none", &[]),
        ],
    );
    let share = |share: &str| server(&format!("availability: \"{share}\", rto: 1h"), "", "");
    table(BEYOND, share, &[("99%", &[]), ("99.9%", &["warning: 1h"])]);
}

#[test]
fn the_quickest_recovery_that_is_known_counts() {
    let times = |(first, second): (&str, &str)| {
        let took = |time: &str| match time {
            "" => String::new(),
            time => format!(", restore_time: {time}"),
        };
        server("availability: \"99.9%\", rpo: 2d", &took(first), &took(second))
    };
    for (pair, wanted) in [
        (("41m", "41m"), &["warning: db"][..]),
        (("41m", "40m"), &[]),
        (("41m", ""), &[]),
        (("41m", "{ estimate: 2h }"), &[]),
        (("", ""), &[]),
    ] {
        assert_eq!(of(BEYOND, &times(pair)), wanted, "{pair:?}");
    }
}

#[test]
fn a_lost_region_counts_where_an_rto_is_stated_for_it() {
    let nothing = |objectives: &str| {
        format!(
            "version: 1\nname: orders\nenvironments: {{ production: {{ account: \"111122223333\", region: us-east-1 }} }}\nresources:\n  t:\n    type: dynamodb\n    tables: [t]\n    objectives: {{ availability: \"99.9%\", {objectives} }}\n    point_in_time_recovery: {{ retention: 35d }}\n"
        )
    };
    table(
        BEYOND,
        nothing,
        &[
            ("rpo: 5m", &[]),
            ("region: { rto: 40m }", &["warning: t"]),
            ("region: { rto: none }", &[]),
            ("region: { accepted: \"made anew\" }", &[]),
            // Said of the RTO itself.
            ("region: { rto: 41m }", &["warning: 41m"]),
        ],
    );
    let remade = nothing("region: { rto: 40m }")
        .replace("tables: [t]", "tables: [t]\n    recreated_from: the database");
    assert_eq!(of(BEYOND, &remade), [""; 0], "nobody says how long that takes");
}

/// Two scenarios, the RTO of each, and drills.
fn drilled(slow: &str, quick: &str, drills: &str) -> String {
    format!(
        "version: 1\nname: orders\nenvironments: {{ production: {{ account: \"111122223333\", region: us-east-1 }} }}\nresources:\n  db: {{ type: rds_instance, instance: db, automated_backups: {{ retention: 7d }}, read_replicas: {{ west: {{ region: us-west-2 }} }} }}\nrecovery:\n  slow: {{ disruption: corruption, objectives: {{ {slow} }}, restores: {{ db: {{ from: db.automated_backups }} }} }}\n  quick: {{ disruption: region, objectives: {{ {quick} }}, restores: {{ db: {{ from: db.read_replicas.west }} }} }}\ndrills: {{ {drills} }}\n"
    )
}

const LEAST: &str = "strictest-scenario-exercised-least";

fn every(schedule: &str, what: &str) -> String {
    format!("{{ schedule: {{ every: {schedule} }}, exercises: [{what}] }}")
}

#[test]
fn half_as_often_is_too_rare() {
    let quick = |schedule: &str| {
        drilled(
            "rto: 4h",
            "rto: 1h",
            &format!(
                "a: {}, b: {}",
                every("2w", "recovery.slow"),
                every(schedule, "recovery.quick")
            ),
        )
    };
    table(
        LEAST,
        quick,
        &[
            ("week", &[]),
            ("27d", &[]),
            ("28d", &["advice: { every: 28d }"]),
            ("3mo", &["advice: { every: 3mo }"]),
        ],
    );
}

#[test]
fn only_a_shorter_time_needs_more_exercise() {
    let drills =
        format!("a: {}, b: {}", every("week", "recovery.slow"), every("month", "recovery.quick"));
    let times = |quick: &str| drilled("rto: 4h", quick, &drills);
    table(
        LEAST,
        times,
        &[
            ("rto: 239m", &["advice: { every: month }"]),
            ("rto: 4h", &[]),
            ("rto: none", &[]),
            ("rpo: 5m", &[]),
        ],
    );
}

#[test]
fn what_is_restored_from_is_exercised_by_name_too() {
    let by = |quick: &str| {
        let drills = format!("a: {}, b: {}", every("week", "db.automated_backups"), quick);
        drilled("rto: 4h", "rto: 1h", &drills)
    };
    let (replica, name) =
        (every("month", "db.read_replicas.west"), every("week", "recovery.quick"));
    table(
        LEAST,
        by,
        &[
            (&replica, &["advice: { every: month }"]),
            (&name, &[]),
            (&format!("{replica}, c: {name}"), &[]),
            (&replica.replace("schedule:", "planned: true, schedule:"), &[]),
            ("{ exercises: [recovery.quick] }", &[]),
        ],
    );
}
