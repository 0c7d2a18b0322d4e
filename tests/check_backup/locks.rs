//! Vault locks and the retentions that land in them.

use super::found;

#[test]
fn a_lock_is_bounded() {
    let lock =
        |keys: &str| format!("vaults: {{ main: {{ lock: {{ mode: governance, {keys} }} }} }}\n");
    let range = |keys: &str| found("lock-out-of-range", &lock(keys));
    assert_eq!(range("min_retention: 0d"), ["0d"]);
    assert!(range("min_retention: 1d").is_empty());
    assert!(range("max_retention: 36500d").is_empty());
    assert_eq!(range("max_retention: 36501d"), ["36501d"]);
    let crossed = |keys: &str| found("lock-bounds-crossed", &lock(keys));
    assert!(crossed("min_retention: 30d, max_retention: 30d").is_empty());
    assert_eq!(crossed("min_retention: 31d, max_retention: 30d"), ["31d"]);
    let compliance = |days: &str| {
        found(
            "lock-cooling-off-out-of-range",
            &format!(
                "vaults: {{ main: {{ lock: {{ mode: compliance, changeable_for: {days} }} }} }}\n"
            ),
        )
    };
    assert_eq!(compliance("2d"), ["2d"]);
    assert!(compliance("3d").is_empty());
    assert!(compliance("36500d").is_empty());
    assert_eq!(compliance("36501d"), ["36501d"]);
    let air_gapped = |days: &str| {
        found(
            "lock-out-of-range",
            &format!(
                "vaults: {{ safe: {{ air_gapped: true, lock: {{ min_retention: {days}, max_retention: 1y }} }} }}\n"
            ),
        )
    };
    assert_eq!(air_gapped("6d"), ["6d"]);
    assert!(air_gapped("7d").is_empty());
}

#[test]
fn every_retention_fits_the_lock_it_lands_in() {
    let policy = |lock: &str, retention: &str| {
        format!(
            "vaults: {{ main: {{ lock: {{ mode: governance, {lock} }} }} }}\nplans: {{ core: {{ vault: main, tiers: {{ daily: {{ retention: {retention} }} }} }} }}\n"
        )
    };
    let rule = "retention-outside-lock";
    for (lock, retention, fits) in [
        ("min_retention: 7d", "6d", false),
        ("min_retention: 7d", "7d", true),
        ("max_retention: 35d", "35d", true),
        ("max_retention: 35d", "36d", false),
        // Both are rendered at their longest: 366 days, and 2557 of seven years.
        ("max_retention: 1y", "366d", true),
        ("max_retention: 1y", "367d", false),
        ("max_retention: 365d", "1y", false),
        ("min_retention: 7y", "2557d", true),
        ("min_retention: 7y", "2556d", false),
        ("min_retention: 7d", "forever", true),
        ("max_retention: 10y", "forever", false),
    ] {
        let found = found(rule, &policy(lock, retention));
        assert_eq!(found.is_empty(), fits, "{lock}, {retention}");
        assert!(fits || found == [retention], "{lock}, {retention}");
    }
}

#[test]
fn an_inherited_retention_is_underlined_at_the_tier() {
    let text = "vaults: { main: {}, dr: { lock: { mode: governance, max_retention: 30d } } }\nplans: { core: { vault: main, tiers: { daily: { retention: 35d, copies: [ { to: dr } ] } } } }\n";
    assert_eq!(found("retention-outside-lock", text), ["35d"]);
}
