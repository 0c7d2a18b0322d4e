//! A name that AWS does not accept.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{TextRule, backup_plan, iam, restore_testing};
use crate::resolved::{AWS_NAME_SEPARATOR, At, Plan, Policy, RoleSource, default_aws_name};
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "bad-aws-name",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a name that AWS does not accept",
    explanation: include_str!("bad-aws-name.md"),
    cites: &[
        limits::cite(&backup_plan::VAULT_NAME.source),
        limits::cite(&backup_plan::PLAN_NAME.source),
        limits::cite(&backup_plan::SELECTION_NAME.source),
        limits::cite(&restore_testing::PLAN_NAME.source),
        limits::cite(&restore_testing::SELECTION_NAME.source),
        limits::cite(&iam::ROLE_NAME.source),
    ],
};

/// A name in AWS, with what it has to be.
struct Named<'a> {
    what: String,
    name: String,
    at: &'a At,
    span: Span,
    rule: &'static TextRule,
}

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for named in
        vaults_and_roles(policy).chain(policy.plans.values().flat_map(|plan| of_plan(policy, plan)))
    {
        let Named { what, name, at, span, rule } = named;
        let Some(problem) = limits::name_problem(rule, &name) else { continue };
        let help = if span == at.span {
            "shorten the key, the name of the policy or of the environment; vaults and plans also take `aws_name`"
        } else {
            "write another `aws_name`"
        };
        findings.push(
            RULE.finding(span, format!("{what} cannot be called so: {problem}"))
                .marking(format!("AWS takes `{}`", rule.pattern))
                .help(help)
                .path(&at.path),
        );
    }
}

fn vaults_and_roles(policy: &Policy) -> impl Iterator<Item = Named<'_>> {
    let vaults = policy.vaults.values().filter(|vault| !vault.existing).map(|vault| Named {
        what: "the vault".to_owned(),
        name: vault.aws_name.value.clone(),
        at: &vault.at,
        span: vault.aws_name.span,
        rule: &backup_plan::VAULT_NAME.value,
    });
    let roles = policy.roles.values().filter_map(|role| match &role.source {
        RoleSource::Created(name) => Some(Named {
            what: "the role".to_owned(),
            name: name.clone(),
            at: &role.at,
            span: role.at.span,
            rule: &iam::ROLE_NAME.value,
        }),
        RoleSource::Existing(_) => None,
    });
    vaults.chain(roles)
}

/// The plan, the plans of its separate tiers, and what it selects and tests.
fn of_plan<'a>(policy: &'a Policy, plan: &'a Plan) -> Vec<Named<'a>> {
    let own = &plan.aws_name;
    let mut names = Vec::new();
    if !plan.existing {
        names.push(named(
            "the plan",
            &own.value,
            (&plan.at, own.span),
            &backup_plan::PLAN_NAME.value,
        ));
        let separate = plan.tiers.values().filter(|tier| tier.separate_plan);
        names.extend(separate.map(|tier| {
            let name = [own.value.as_str(), tier.at.key.as_str()].join(AWS_NAME_SEPARATOR);
            named(
                "the plan of this tier",
                &name,
                (&tier.at, tier.at.span),
                &backup_plan::PLAN_NAME.value,
            )
        }));
    }
    let tested = plan.restore_testing.is_some();
    if tested {
        let rule = &restore_testing::PLAN_NAME.value;
        names.push(named(
            "the restore testing plan",
            &underscored(&own.value),
            (&plan.at, own.span),
            rule,
        ));
    }
    for resource in walk::users(policy, plan) {
        let name = default_aws_name(
            &policy.name.value,
            &policy.environment.name,
            resource.at.naming_key(),
        );
        let place = (&resource.at, resource.at.span);
        if tested {
            let rule = &restore_testing::SELECTION_NAME.value;
            names.push(named("the restore testing selection", &underscored(&name), place, rule));
        }
        names.push(named("the selection", &name, place, &backup_plan::SELECTION_NAME.value));
    }
    names
}

fn named<'a>(
    what: &str,
    name: &str,
    (at, span): (&'a At, Span),
    rule: &'static TextRule,
) -> Named<'a> {
    Named { what: what.to_owned(), name: name.to_owned(), at, span, rule }
}

/// Restore testing takes no `-`.
fn underscored(name: &str) -> String {
    name.replace('-', "_")
}
