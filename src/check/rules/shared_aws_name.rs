//! Two things with one name in AWS.

use std::collections::BTreeMap;

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::{AWS_NAME_SEPARATOR, At, Policy};
use crate::resources::Place;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "shared-aws-name",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "two things with one name in AWS",
    explanation: include_str!("shared-aws-name.md"),
    cites: &[
        limits::cite(&backup_plan::PLAN_NAME.source),
        limits::cite(&backup_plan::VAULT_NAME.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let home = policy.environment.place.as_ref();
    let mut vaults = BTreeMap::new();
    for vault in policy.vaults.values() {
        let place = vault.place.as_ref().or(home);
        once(
            &mut vaults,
            (place, vault.aws_name.value.clone()),
            "vaults",
            (&vault.at, vault.aws_name.span),
            findings,
        );
    }
    let (mut plans, mut tests) = (BTreeMap::new(), BTreeMap::new());
    for plan in policy.plans.values() {
        let name = &plan.aws_name;
        once(&mut plans, (home, name.value.clone()), "plans", (&plan.at, name.span), findings);
        for tier in plan.tiers.values().filter(|tier| tier.separate_plan) {
            let own = [name.value.as_str(), tier.at.key.as_str()].join(AWS_NAME_SEPARATOR);
            once(&mut plans, (home, own), "plans", (&tier.at, tier.at.span), findings);
        }
        if plan.restore_testing.is_some() {
            let tested = name.value.replace('-', "_");
            once(
                &mut tests,
                (home, tested),
                "restore testing plans",
                (&plan.at, name.span),
                findings,
            );
        }
    }
}

type Seen<'a> = BTreeMap<(Option<&'a Place>, String), Span>;

/// Notes a name, and reports the second that has it.
fn once<'a>(
    seen: &mut Seen<'a>,
    name: (Option<&'a Place>, String),
    what: &str,
    (at, span): (&At, Span),
    findings: &mut Vec<Finding>,
) {
    let text = name.1.clone();
    let Some(first) = seen.get(&name) else {
        seen.insert(name, span);
        return;
    };
    findings.push(
        RULE.finding(span, format!("two {what} would be `{text}` in one account and Region"))
            .label(*first, "the other one")
            .help("write another `aws_name`, or another key")
            .path(&at.path),
    );
}
