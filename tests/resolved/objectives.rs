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
    insta::assert_snapshot!(table(objectives), @"
    corruption: 25h | 4h | 30d | 7d
    deletion: 25h | 4h | 30d | 7d
    hardware: 25h | 4h | 30d | absent
    zone: 25h | 4h | 30d | absent
    region: absent | absent | absent | absent
    account: absent | absent | absent | absent
    ");
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
    insta::assert_snapshot!(table(&data.objectives), @"
    corruption: 5m | 2h | day=35d month=1y | absent
    deletion: 5m | 1h | day=35d month=1y | absent
    hardware: 5m | 2h | day=35d month=1y | absent
    zone: 5m | 2h | day=35d month=1y | absent
    region: 30h | 6h | 6d | absent
    account: none | 8h | none | none
    ");
    insta::assert_snapshot!(table(&data.data_classes["invoices"].objectives), @"
    corruption: none | 2h | day=35d month=1y | absent
    deletion: none | 1h | day=35d month=1y | absent
    hardware: none | 2h | day=35d month=1y | absent
    zone: accepted: rare | 2h | day=35d month=1y | absent
    region: 30h | 6h | 6d | absent
    account: none | 8h | none | none
    ");
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
    let accepted = "accepted: re-entered by hand";
    assert!(of("accepted").lines().all(|line| line.matches(accepted).count() == 4));
    let newest = table(&policy.resources["part"].data_classes["newest"].objectives);
    insta::assert_snapshot!(newest, @"
    corruption: 5m | none | none | none
    deletion: 5m | none | none | none
    hardware: 5m | none | none | none
    zone: 5m | none | none | none
    region: none | none | none | none
    account: none | none | none | none
    ");
}

#[test]
fn objectives_that_cannot_be_read_are_findings() {
    insta::assert_snapshot!(findings(
        "objectives: { rpo: 1w, history: 12m, availability: \"101%\" }
resources:
  a: { type: other, objectives: nothing }
  b: { type: other, objectives: { accepted: gone, rpo: 5m } }
",
    ).join("\n"), @"
    malformed-value @ w: an RPO or RTO is not counted in weeks (write `7d`)
    malformed-value @ m: `m` means minutes, but this is counted in days (did you mean `12mo`)
    malformed-value @ 101%: `101%` is more than all the time (write a percentage up to `100%`, such as `99.9%`)
    malformed-value @ nothing: `nothing` is not an objective (write `none`, `{ accepted: the reason }`, or the figures such as `{ rpo: 4h, rto: 8h }`)
    malformed-value @ gone: `accepted` stands beside other objectives of the same mapping (`accepted` stands alone: write it under the figure or disruption it is about)
    ");
}

#[test]
fn the_objectives_of_the_whole_language() {
    let text = super::documents::file("policies/language.yaml");
    let policy = super::documents::resolve(&text, "production").policy.unwrap();
    let of = |name: &&str| format!("{name}\n{}", table(&policy.resources[*name].objectives));
    let shown = ["tables", "database", "sessions", "legacy", "users", "secrets"];
    insta::assert_snapshot!(shown.iter().map(of).collect::<Vec<_>>().join("\n"), @"
    tables
    corruption: 5m | 2h | 1y | 7d
    deletion: 5m | 2h | 1y | 7d
    hardware: 5m | 2h | 1y | absent
    zone: 5m | 2h | 1y | absent
    region: 30h | 6h | 30d | absent
    account: none | none | none | none
    database
    corruption: 5m | 2h | 30d | 7d
    deletion: 5m | 2h | 30d | 7d
    hardware: 5m | 2h | 30d | absent
    zone: 5m | 2h | 30d | absent
    region: 30h | 6h | 6d | absent
    account: none | none | none | none
    sessions
    corruption: 25h | 4h | 5d | 7d
    deletion: accepted: rebuilt from the database | accepted: rebuilt from the database | accepted: rebuilt from the database | accepted: rebuilt from the database
    hardware: 25h | 4h | 5d | absent
    zone: 25h | 4h | 5d | absent
    region: accepted: rebuilt from the database | accepted: rebuilt from the database | accepted: rebuilt from the database | accepted: rebuilt from the database
    account: none | none | none | none
    legacy
    corruption: 5m | 4h | 21d | 7d
    deletion: 5m | 4h | 21d | 7d
    hardware: 5m | 4h | 21d | absent
    zone: 5m | 4h | 21d | absent
    region: 50h | 6h | 60d | absent
    account: none | none | none | none
    users
    corruption: none | none | none | none
    deletion: none | none | none | none
    hardware: none | none | none | none
    zone: none | none | none | none
    region: none | none | none | none
    account: none | none | none | none
    secrets
    corruption: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    deletion: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    hardware: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    zone: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    region: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    account: accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand | accepted: re-entered by hand
    ");
}
