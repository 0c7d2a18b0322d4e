//! Conditions that no resource can meet.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::{ConditionKind, Policy};

pub(super) static RULE: Rule = Rule {
    name: "contradictory-conditions",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "conditions that no resource can meet",
    explanation: include_str!("contradictory-conditions.md"),
    cites: &[limits::cite(&selection::FORMULA.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Some(selection) = &resource.selection else { continue };
        let tests: Vec<_> = selection
            .value
            .all_of
            .iter()
            .flat_map(|condition| {
                condition.tests.iter().map(move |(kind, value)| (&condition.tag, *kind, value))
            })
            .collect();
        for (index, (tag, kind, value)) in tests.iter().enumerate() {
            let clash = tests.iter().take(index).find(|(other_tag, other, first)| {
                tag.value == other_tag.value
                    && excludes((*other, &first.value), (*kind, &value.value))
            });
            if let Some((_, _, first)) = clash {
                findings.push(
                    RULE.finding(value.span, format!("no resource meets both conditions on `{}`: nothing is selected", tag.value))
                        .label(first.span, "the other one")
                        .help("conditions are joined by \"and\": for one of several values list them under `any_of.tags`, or use `like`")
                        .path(&resource.at.path),
                );
            }
        }
    }
}

/// A tag has one value, compared by its exact letters.
fn excludes(one: (ConditionKind, &str), other: (ConditionKind, &str)) -> bool {
    let same = one.1 == other.1;
    match (one.0, other.0) {
        (ConditionKind::Equals, ConditionKind::Equals) => !same,
        (ConditionKind::Equals, ConditionKind::NotEquals)
        | (ConditionKind::NotEquals, ConditionKind::Equals)
        | (ConditionKind::Like, ConditionKind::NotLike)
        | (ConditionKind::NotLike, ConditionKind::Like) => same,
        _ => false,
    }
}
