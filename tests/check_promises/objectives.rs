//! Objectives: what is missing, and what does not go together.

use crate::policies::{compiled, of, table};

/// A resource with these objectives.
fn users(objectives: &str) -> String {
    format!(
        "version: 1\nname: orders\nobjectives: {{ {objectives} }}\nresources: {{ users: {{ type: other }} }}\n"
    )
}

/// The messages of one rule.
fn messages(rule: &str, text: &str) -> Vec<String> {
    let found = compiled(text).into_iter().filter(|finding| finding.rule == rule);
    found.map(|finding| finding.message).collect()
}

#[test]
fn silence_about_an_objective_is_said_once_for_each_resource() {
    let missing = |objectives: &str| messages("objective-missing", &users(objectives));
    assert_eq!(missing("rpo: 1h, rto: 1h, region: none, account: none"), [""; 0]);
    assert_eq!(
        missing("rpo: 1h, rto: 1h, account: none"),
        ["`users` states no RPO and no RTO after `region`"]
    );
    assert_eq!(
        missing("rpo: 1h, rto: 1h, region: { rpo: 1h }, account: { rto: 1h }"),
        ["`users` states no RPO after `account`, and no RTO after `region`"]
    );
    assert_eq!(
        missing("zone: { rpo: 1h, rto: none }"),
        [
            "`users` states no RPO and no RTO after `corruption`, `deletion`, `hardware`, `region` and `account`"
        ]
    );
    assert_eq!(missing("history: 1d"), ["`users` states no RPO and no RTO at all"]);
}

#[test]
fn accepted_loss_is_an_answer() {
    let accepted =
        "resources: { users: { type: other, objectives: { accepted: \"re-entered\" } } }";
    let text = format!("version: 1\nname: orders\n{accepted}\n");
    assert_eq!(of("objective-missing", &text), [""; 0]);
}

#[test]
fn a_larger_disruption_may_ask_for_as_much_but_not_for_more() {
    table(
        "wider-objective-stricter",
        users,
        &[
            ("rto: 1h, region: { rto: 1h }", &[]),
            ("rto: 1h, region: { rto: 59m }", &["warning: 59m"]),
            ("rpo: 1h, account: { rpo: 59m }", &["warning: 59m"]),
            ("rpo: 1h, account: { rpo: 59m }, deletion: { rpo: 5m }", &[]),
            ("zone: { rto: 5m }, hardware: { rto: 1h }", &["warning: 5m"]),
            ("hardware: { rto: 5m }, zone: { rto: 1h }", &[]),
            ("rto: 1h, region: { rto: none }", &[]),
            ("corruption: { rto: 1h }, region: { rto: 5m }", &[]),
        ],
    );
}

#[test]
fn a_scenario_agrees_with_what_it_restores() {
    let scenario = |rto: &str| {
        let resource = |rto: &str| {
            format!(
                "type: other, objectives: {{ hardware: {{ rto: {rto} }} }}, external: {{ x: {{ schedule: manual }} }}"
            )
        };
        format!(
            "version: 1\nname: orders\nresources: {{ a: {{ {} }}, b: {{ {} }} }}\nrecovery:\n  failed: {{ disruption: hardware, objectives: {{ rto: {rto} }}, restores: {{ a: {{ from: a.external.x }}, b: {{ from: b.external.x }} }} }}\n",
            resource("1h"),
            resource("4h"),
        )
    };
    table(
        "scenario-beside-objectives",
        scenario,
        &[
            ("4h1m", &["warning: 4h1m"]),
            ("4h", &[]),
            ("1h", &[]),
            ("59m", &["advice: 59m"]),
            ("none", &[]),
        ],
    );
}
