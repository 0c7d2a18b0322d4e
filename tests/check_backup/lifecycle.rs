//! Retention, cold storage and continuous backup.

use policy::diagnostic::{Kind, Level};

use super::{HEAD, findings, found, tier, tiers};

#[test]
fn cold_storage_lasts_90_days_and_equality_passes() {
    tiers(
        "cold-storage-too-brief",
        &[
            ("cold_storage_after: 30d, retention: 119d", &["119d"]),
            ("cold_storage_after: 30d, retention: 120d", &[]),
            ("cold_storage_after: 30d, retention: 121d", &[]),
            ("cold_storage_after: 2d, retention: 91d", &["91d"]),
            ("cold_storage_after: 2d, retention: 92d", &[]),
            // A quarter counts 92 days and a month 31: what is rendered.
            ("cold_storage_after: 2d, retention: 3mo", &[]),
            ("cold_storage_after: 1mo, retention: 121d", &[]),
            ("cold_storage_after: 1mo, retention: 120d", &["120d"]),
            ("cold_storage_after: 30d, retention: 20d", &["20d"]),
            ("cold_storage_after: 30d, retention: forever", &[]),
        ],
    );
}

#[test]
fn a_copy_has_a_lifecycle_of_its_own() {
    let copy = |keys: &str| {
        format!(
            "vaults: {{ main: {{}}, dr: {{}} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: 1y, cold_storage_after: 30d, copies: [ {{ to: dr, {keys} }} ] }} }} }} }}\n"
        )
    };
    let rule = "cold-storage-too-brief";
    assert_eq!(found(rule, &copy("retention: 100d, cold_storage_after: 11d")), ["100d"]);
    assert!(found(rule, &copy("retention: 100d, cold_storage_after: 10d")).is_empty());
    // A retention of its own leaves the tier's cold storage behind.
    assert!(found(rule, &copy("retention: 35d")).is_empty());
    // Cold storage of its own keeps the tier's retention of 366 days.
    assert_eq!(found(rule, &copy("cold_storage_after: 277d")), ["1y"]);
    assert!(found(rule, &copy("cold_storage_after: 276d")).is_empty());
}

#[test]
fn the_mend_of_a_brief_stay_lengthens_it() {
    let text = format!("{HEAD}{}", tier("cold_storage_after: 30d, retention: 90d"));
    let finding = findings(&text).into_iter().find(|f| f.rule == "cold-storage-too-brief").unwrap();
    assert_eq!(finding.fix.unwrap().replacement, "120d");
    assert_eq!(finding.labels[0].span.slice(&text), "30d");
    assert_eq!(finding.primary.text, "ends 60 days after cold storage begins");
    assert_eq!((finding.level, finding.kind), (Level::Error, Kind::Rejected));
    assert_eq!(finding.path, "plans.core.tiers.daily");
}

#[test]
fn retention_is_1_to_36500_days() {
    tiers(
        "retention-out-of-range",
        &[
            ("retention: 0d", &["0d"]),
            ("retention: 1d", &[]),
            ("retention: 36500d", &[]),
            ("retention: 36501d", &["36501d"]),
            ("retention: 99y", &[]),
            ("retention: 100y", &["100y"]),
        ],
    );
    tiers("counted-retention", &[("retention: 7 copies", &["7 copies"]), ("retention: 7d", &[])]);
    tiers("retention-missing", &[("continuous: true", &["daily"]), ("retention: forever", &[])]);
}

#[test]
fn continuous_points_live_35_days_at_most() {
    tiers(
        "continuous-kept-too-long",
        &[
            ("continuous: true, retention: 34d", &[]),
            ("continuous: true, retention: 35d", &[]),
            ("continuous: true, retention: 36d", &["36d"]),
            ("continuous: true, retention: 5w", &[]),
            ("continuous: true, retention: forever", &["forever"]),
            ("continuous: false, retention: 36d", &[]),
        ],
    );
}

#[test]
fn a_continuous_tier_runs_within_its_retention() {
    let weekly = |retention: &str| {
        format!(
            "continuous: true, retention: {retention}, schedule: {{ every: week, weekday: sunday, at: \"03:00\" }}"
        )
    };
    let level = |keys: &str| {
        let text = format!("{HEAD}{}", tier(keys));
        findings(&text).iter().find(|f| f.rule == "continuous-run-too-rare").map(|f| f.level)
    };
    assert_eq!(level(&weekly("6d")), Some(Level::Error));
    // AWS asks for more than the interval and does not say what equality does.
    assert_eq!(level(&weekly("7d")), Some(Level::Warning));
    assert_eq!(level(&weekly("8d")), None);
}

#[test]
fn the_archive_is_for_monthly_tiers() {
    let archive = |schedule: &str| {
        format!("schedule: {schedule}, cold_storage_after: 30d, archive_ebs: true")
    };
    for (schedule, rare) in [
        ("{ every: day, at: \"03:00\" }", false),
        ("{ every: week, weekday: sunday, at: \"03:00\" }", false),
        ("{ every: month, day: 1, at: \"03:00\" }", true),
        ("{ every: month, day: last, at: \"03:00\" }", true),
        ("{ every: 3mo, day: 1, at: \"03:00\" }", true),
        // The first and the fifteenth.
        ("\"cron(0 3 1,15 * ? *)\"", false),
    ] {
        assert_eq!(
            found("archive-too-often", &tier(&archive(schedule))).is_empty(),
            rare,
            "{schedule}"
        );
    }
}

#[test]
fn a_point_is_copied_while_it_is_warm() {
    let copied = |windows: &str, keys: &str, kind: &str, arn: &str| {
        format!(
            "vaults: {{ main: {{}}, dr: {{}} }}\nplans: {{ core: {{ vault: main, {windows} tiers: {{ daily: {{ retention: 1y, {keys} }} }} }} }}\nresources: {{ a: {{ type: {kind}, arns: [\"{arn}\"], plans: [core] }} }}\n"
        )
    };
    let files = "arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-1";
    let rule = "cold-before-copy";
    let efs = |windows: &str, keys: &str| found(rule, &copied(windows, keys, "efs", files));
    let cold = "cold_storage_after: 2d, copies: [ { to: dr } ]";
    assert_eq!(efs("completion_window: 2d,", cold), ["2d"]);
    assert!(efs("completion_window: 47h,", cold).is_empty());
    // AWS's own completion window is 7 days.
    assert_eq!(efs("", "cold_storage_after: 7d, copies: [ { to: dr } ]"), ["7d"]);
    assert!(efs("", "cold_storage_after: 8d, copies: [ { to: dr } ]").is_empty());
    assert!(efs("completion_window: 2d,", "cold_storage_after: 2d").is_empty());
    assert!(efs("completion_window: 2d,", "copies: [ { to: dr } ]").is_empty());
    let server = "arn:aws:ec2:us-east-1:111122223333:instance/i-1";
    let warm = copied("completion_window: 2d,", cold, "ec2", server);
    assert!(found(rule, &warm).is_empty(), "what cannot go cold is warm");
}
