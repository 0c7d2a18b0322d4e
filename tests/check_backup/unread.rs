//! What is written and cannot be read is one mistake, not two.

use super::{HEAD, findings};

/// The rules that find something in a policy with one tier.
fn rules(plan: &str, tier: &str) -> Vec<&'static str> {
    let text = format!(
        "{HEAD}account_settings: {{ dynamodb_advanced_features: true }}\nroles: {{ backup: {{ create: true }} }}\nvaults: {{ main: {{}} }}\nplans: {{ core: {{ start_window: 1h, completion_window: 4h, {plan}, tiers: {{ daily: {{ {tier} }} }} }} }}\nresources: {{ tables: {{ type: dynamodb, tables: [a], plans: [core], objectives: none }} }}\n"
    );
    findings(&text).into_iter().map(|finding| finding.rule).collect()
}

const PLAN: &str = "role: backup, vault: main";
const DAILY: &str = "schedule: { every: day, at: \"03:00\" }";

#[test]
fn a_value_that_cannot_be_read_is_not_missing() {
    let kept = format!("{DAILY}, retention: 35d");
    assert_eq!(rules(PLAN, &kept), Vec::<&str>::new());
    assert_eq!(rules(PLAN, &format!("{DAILY}, retention: 35x")), ["malformed-value"]);
    let at = "schedule: { every: day, at: \"33:00\" }, retention: 35d";
    assert_eq!(rules(PLAN, at), ["malformed-value"]);
    assert_eq!(rules(PLAN, "schedule: \"rate(1 day)\", retention: 35d"), ["malformed-value"]);
    assert_eq!(rules("role: backup, vault: mian", &kept), ["unresolved-reference"]);
    assert_eq!(rules("role: bakup, vault: main", &kept), ["unresolved-reference"]);
}

#[test]
fn a_value_that_is_not_written_is_missing() {
    assert_eq!(rules(PLAN, DAILY), ["retention-missing"]);
    assert_eq!(rules(PLAN, "retention: 35d"), ["schedule-missing"]);
    assert_eq!(rules("role: backup", &format!("{DAILY}, retention: 35d")), ["tier-without-vault"]);
    assert_eq!(rules("vault: main", &format!("{DAILY}, retention: 35d")), ["plan-without-role"]);
}
