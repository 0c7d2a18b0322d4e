//! A selection with more entries than AWS takes.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::{Policy, Resource};
use crate::source::{Span, Spanned};

pub(super) static RULE: Rule = Rule {
    name: "selection-too-large",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a selection with more entries than AWS takes",
    explanation: include_str!("selection-too-large.md"),
    cites: &[
        limits::cite(&selection::ARNS.source),
        limits::cite(&selection::WILDCARD_ARNS.source),
        limits::cite(&selection::CONDITIONS.source),
        limits::cite(&selection::TAGS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values().filter(|resource| !resource.plans.is_empty()) {
        let selection = resource.selection.as_ref();
        let Some(selection) = selection else {
            arns(resource, resource.at.span, resource.identifiers.iter(), findings);
            continue;
        };
        let any_of = selection.value.any_of.as_ref();
        if let Some(any_of) = any_of {
            arns(resource, any_of.span, any_of.value.arns.iter(), findings);
            entries(
                resource,
                any_of.span,
                "tags",
                any_of.value.tags.len(),
                selection::TAGS.value.most,
                findings,
            );
        }
        arns(resource, selection.span, selection.value.except.iter(), findings);
        let conditions: usize =
            selection.value.all_of.iter().map(|condition| condition.tests.len()).sum();
        entries(
            resource,
            selection.span,
            "conditions",
            conditions,
            selection::CONDITIONS.value.most,
            findings,
        );
    }
}

fn arns<'a>(
    resource: &Resource,
    span: Span,
    arns: impl Iterator<Item = &'a Spanned<String>> + Clone,
    findings: &mut Vec<Finding>,
) {
    let wildcard = arns.clone().any(|arn| arn.value.contains('*'));
    let (what, most) = if wildcard {
        ("ARNs, some with a wildcard", selection::WILDCARD_ARNS.value.most)
    } else {
        ("ARNs", selection::ARNS.value.most)
    };
    entries(resource, span, what, arns.count(), most, findings);
}

fn entries(
    resource: &Resource,
    span: Span,
    what: &str,
    number: usize,
    most: u32,
    findings: &mut Vec<Finding>,
) {
    if limits::number(number) > most {
        findings.push(
            RULE.finding(span, format!("{number} {what}: AWS takes {most} in a selection"))
                .help("split the resource into several, or select by tag")
                .path(&resource.at.path),
        );
    }
}
