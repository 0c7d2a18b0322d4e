//! How objectives are inherited.

use super::documents::{findings, policy};
use policy::resolved::{
    DISRUPTIONS, DisruptionObjectives, History, Objective, Objectives, disruption_key,
};

/// One word for a figure and where it comes from.
fn word<T>(figure: &Objective<T>, print: impl Fn(&T) -> String) -> String {
    let from = figure.origin().map(|origin| format!(" [{}]", origin.path)).unwrap_or_default();
    let what = match figure {
        Objective::Stated(value, _) => print(value),
        Objective::NoObjective(_) => "none".to_owned(),
        Objective::Accepted(reason, _) => format!("accepted: {}", reason.value),
        Objective::Absent => "absent".to_owned(),
    };
    format!("{what}{from}")
}

fn history(history: &History) -> String {
    let reach = history.reach.iter().map(|reach| reach.value.to_string());
    let rungs = history.rungs.iter().map(|(rung, len)| format!("{}={}", rung.key(), len.value));
    reach.chain(rungs).collect::<Vec<_>>().join(" ")
}

/// The four figures after one disruption.
fn figures(of: &DisruptionObjectives) -> [String; 4] {
    [
        word(&of.rpo, ToString::to_string),
        word(&of.rto, ToString::to_string),
        word(&of.history, history),
        word(&of.found_within, ToString::to_string),
    ]
}

/// Figures without their origins, one line for each disruption.
fn table(objectives: &Objectives) -> String {
    let lines = DISRUPTIONS.map(|disruption| {
        let cells = figures(objectives.after(disruption).unwrap());
        let cells = cells.map(|cell| cell.split(" [").next().unwrap().to_owned());
        format!("{}: {}", disruption_key(disruption), cells.join(" | "))
    });
    lines.join("\n")
}

#[test]
fn unqualified_figures_cover_all_but_region_and_account() {
    let policy = policy(
        "objectives: { rpo: 25h, rto: 4h, history: 30d, found_within: 7d, availability: \"99%\" }
resources: { data: { type: other } }
",
    );
    let objectives = &policy.resources["data"].objectives;
    insta::assert_snapshot!(table(objectives), @"");
    assert_eq!(
        word(&objectives.availability, ToString::to_string),
        "99% [objectives.availability]"
    );
}

#[test]
fn each_key_is_inherited_by_itself_and_the_nearest_wins() {
    let policy = policy(
        "objectives:
  rpo: 25h
  rto: 4h
  deletion: { rto: 1h }
  region: { rpo: 30h, rto: 6h, history: 30d }
  account: none
plans: { core: { objectives: { history: { day: 35d, month: 1y } } } }
resources:
  data:
    type: other
    plans: [core]
    objectives: { rpo: 5m, rto: 2h, region: { history: 6d }, account: { rto: 8h } }
    data_classes: { invoices: { objectives: { rpo: none, zone: { rpo: { accepted: rare } } } } }
",
    );
    let data = &policy.resources["data"];
    insta::assert_snapshot!(table(&data.objectives), @"");
    insta::assert_snapshot!(table(&data.data_classes["invoices"].objectives), @"");
    let region = figures(&data.objectives.disruptions[&policy::document::Disruption::Region]);
    assert_eq!(
        region,
        [
            "30h [objectives.region.rpo]",
            "6h [objectives.region.rto]",
            "6d [resources.data.objectives.region.history]",
            "absent",
        ]
    );
}

#[test]
fn of_two_plans_the_stricter_figure_holds() {
    let policy = policy(
        "plans:
  a: { objectives: { rpo: 4h, rto: none, history: { day: 35d, month: 1y }, found_within: 3d } }
  b: { objectives: { rpo: 1h, rto: 8h, history: { day: 7d, year: 7y }, found_within: 7d } }
  c: { objectives: none }
resources: { data: { type: other, plans: [a, b, c] } }
",
    );
    let objectives = &policy.resources["data"].objectives;
    let corruption = figures(&objectives.disruptions[&policy::document::Disruption::Corruption]);
    assert_eq!(
        corruption,
        [
            "1h [plans.b.objectives.rpo]",
            "8h [plans.b.objectives.rto]",
            "day=35d month=1y year=7y [plans.a.objectives.history]",
            "7d [plans.b.objectives.found_within]",
        ]
    );
}

#[test]
fn a_whole_refusal_ends_inheritance_except_for_nearer_figures() {
    let policy = policy(
        "objectives: { rpo: 25h, deletion: { rto: 1h }, region: { rpo: 30h } }
resources:
  none: { type: other, objectives: none }
  accepted: { type: other, objectives: { accepted: \"re-entered by hand\" } }
  part:
    type: other
    objectives: none
    data_classes: { newest: { objectives: { rpo: 5m } } }
",
    );
    let of = |name: &str| table(&policy.resources[name].objectives);
    assert!(of("none").lines().all(|line| line.ends_with(": none | none | none | none")));
    assert!(of("accepted").lines().all(|line| line.contains("rto") || line.contains("accepted")));
    let newest = table(&policy.resources["part"].data_classes["newest"].objectives);
    insta::assert_snapshot!(newest, @"");
}

#[test]
fn objectives_that_cannot_be_read_are_findings() {
    insta::assert_snapshot!(findings(
        "objectives: { rpo: 1w, history: 12m, availability: \"101%\" }
resources:
  a: { type: other, objectives: nothing }
  b: { type: other, objectives: { accepted: gone, rpo: 5m } }
",
    ).join("\n"), @"");
}
