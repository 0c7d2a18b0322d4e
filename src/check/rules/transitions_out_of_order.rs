//! Transitions that do not lead to a colder class later.

use crate::check::storage::{Course, Step, all_courses, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_classes;
use crate::facts::{may_transition, storage_class};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "transitions-out-of-order",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "transitions that do not lead to a colder class later",
    explanation: include_str!("transitions-out-of-order.md"),
    cites: &[cite(s3_classes::CLASS_GAP_IN_ONE_RULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let pairs = course.steps.iter().zip(course.steps.iter().skip(1));
        findings.extend(pairs.filter_map(|(from, to)| judge(&course, from, to)));
    }
}

fn judge(course: &Course<'_>, from: &Step<'_>, to: &Step<'_>) -> Option<Finding> {
    // Unknown classes and a class that comes twice have rules of their own.
    let known = |step: &Step<'_>| storage_class(step.class.as_str());
    let (start, _) = (known(from)?, known(to)?);
    let (warm, cold) = (from.class.as_str(), to.class.as_str());
    if warm == cold {
        return None;
    }
    let (allowed, back) = (may_transition(warm, cold), may_transition(cold, warm));
    if from.days == to.days && (allowed || back) {
        let message =
            format!("objects move to `{warm}` and to `{cold}` on the same day, {}", from.days);
        let finding = RULE.finding(to.after.span, message).label(from.after.span, "the same age");
        return Some(
            finding
                .path(course.path())
                .help("let the colder class come strictly later, or drop one transition"),
        );
    }
    if allowed {
        return None;
    }
    let message = format!(
        "objects cannot move from `{warm}` on day {} to `{cold}` on day {}",
        from.days, to.days
    );
    let finding = RULE
        .finding(to.class.span, message)
        .label(from.class.span, format!("objects are in `{warm}` from day {}", from.days))
        .path(course.path());
    Some(if start.to.is_empty() {
        finding.help(format!(
            "nothing leads out of `{warm}`: remove this transition, or let it come first"
        ))
    } else {
        finding.help(format!("from `{warm}` objects move to {} only", list(start.to)))
    })
}

fn list(classes: &[&str]) -> String {
    classes.iter().map(|class| format!("`{class}`")).collect::<Vec<_>>().join(", ")
}
