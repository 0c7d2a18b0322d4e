//! A type that is selected without being opted in.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "opt-in-missing",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a type that is selected without being opted in",
    explanation: include_str!("opt-in-missing.md"),
    cites: &[
        limits::cite(&selection::ALWAYS_NEED_OPT_IN.source),
        limits::cite(&selection::NAMED_TYPE_IGNORES_OPT_IN.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let settings = policy.account_settings.as_ref();
    let Some((settings, opted_in)) =
        settings.and_then(|all| Some((all, all.service_opt_in.as_ref()?)))
    else {
        return;
    };
    for resource in policy.resources.values().filter(|resource| !resource.plans.is_empty()) {
        for row in &resource.types {
            let name = row.value.opt_in;
            let always = selection::ALWAYS_NEED_OPT_IN.value.contains(&name);
            let needed = always || walk::selects_by_tag(resource);
            if !needed || opted_in.iter().any(|word| word.value == name) {
                continue;
            }
            let reason = if always {
                "also where a selection names it"
            } else {
                "where it is selected by tag"
            };
            findings.push(
                RULE.finding(
                    row.span,
                    format!(
                        "`{}` is backed up only if the account opts in to {name}, {reason}",
                        row.value.name
                    ),
                )
                .label(settings.span, "stated without it")
                .help(format!("opt in to it, and add `{name}` to `service_opt_in`"))
                .path(&resource.at.path),
            );
        }
    }
}
