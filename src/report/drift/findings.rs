//! Drift as findings at the lines of the policy, for code scanning and for the
//! log of a GitHub workflow.

use crate::check::Rule;
use crate::check::run_rules::{
    BROKEN_PROMISE, CALENDAR_DISAGREEMENT, CHANGED_IN_AWS, MISSING_IN_AWS, NOT_CHECKED_IN_AWS,
    REFUTED_ASSUMPTION, UNMANAGED_IN_AWS,
};
use crate::diagnostic::{Finding, Input, Judged, Suppression};
use crate::drift::{Answer, Difference, Drift, Drifted, KeptVerdict, Status};
use crate::report::{self, File};
use crate::source::Span;

use super::DriftOf;
use super::words::{self, effect, resource, unread};

/// SARIF 2.1.0; what the policy says to leave out is a suppressed result.
///
/// A run that could not read everything was not successful, and says why.
pub(super) fn sarif(found: &[Found], not_compared: &[String]) -> String {
    let not_read = found.iter().flat_map(|found| &found.not_read);
    let all: Vec<String> = not_compared.iter().chain(not_read).cloned().collect();
    report::sarif(&files(found), &all)
}

/// Annotations at the lines of the policy.
pub(super) fn github(found: &[Found], not_compared: &[String]) -> String {
    report::github(&files(found), not_compared)
}

fn files(found: &[Found]) -> Vec<File<'_>> {
    let each = found.iter();
    each.map(|found| File { judged: &found.judged, environments: &[], took: None }).collect()
}

/// What an environment says in findings.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) judged: Judged,
    /// What could not be looked at, a line for each.
    not_read: Vec<String>,
}

impl Found {
    pub(super) fn of(of: &DriftOf<'_>) -> Self {
        Self { judged: judged(of), not_read: not_checked(of.drift) }
    }
}

fn not_checked(drift: &Drift) -> Vec<String> {
    let of = |drifted: &Drifted| {
        let name = resource(&drifted.id);
        let each = drifted.unread.iter();
        each.map(|open| format!("{name}: {}", unread(open))).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = drift.resources.iter().flat_map(of).collect();
    let unknown = drift.kept.iter().filter(|kept| kept.verdict == KeptVerdict::NotChecked);
    all.extend(unknown.map(words::kept));
    all.extend(drift.unread.iter().map(|(place, open)| words::unsaid(place, open)));
    all
}

/// One environment as a file with findings.
fn judged(of: &DriftOf<'_>) -> Judged {
    let drift = of.drift;
    let mut findings: Vec<Finding> = Vec::new();
    for drifted in &drift.resources {
        findings.extend(of_resource(drifted, of));
    }
    for answered in &drift.assumptions {
        if let Answer::Refuted(_) = answered.answer {
            let message = words::refuted(answered);
            findings.push(finding(&REFUTED_ASSUMPTION, answered.span, of.input, message));
        }
    }
    for kept in &drift.kept {
        let rule = match kept.verdict {
            KeptVerdict::Broken => &BROKEN_PROMISE,
            KeptVerdict::NotChecked => &NOT_CHECKED_IN_AWS,
            KeptVerdict::Kept | KeptVerdict::TooEarly => continue,
        };
        findings.push(finding(rule, kept.span, of.input, words::kept(kept)));
    }
    for (place, open) in &drift.unread {
        let message = words::unsaid(place, open);
        findings.push(finding(&NOT_CHECKED_IN_AWS, None, of.input, message));
    }
    for other in &drift.disagreements {
        let who = if other.only_aws { "AWS alone" } else { "our calendar alone" };
        let message = format!(
            "{who} has a run of rule `{}` of plan `{}` at {}",
            other.rule, other.plan, other.at
        );
        findings.push(finding(&CALENDAR_DISAGREEMENT, None, of.input, message));
    }
    let environment = &drift.environment;
    for finding in findings.iter_mut().filter(|_| !environment.is_empty()) {
        finding.environments = vec![environment.clone()];
    }
    Judged { input: of.input.clone(), findings, rendered: 0, asserted: 0, stated: 0, unproven: 0 }
}

fn of_resource(drifted: &Drifted, of: &DriftOf<'_>) -> Vec<Finding> {
    let name = resource(&drifted.id);
    let path = drifted.path.clone().unwrap_or_default();
    let mut findings = Vec::new();
    for difference in &drifted.differences {
        let mut found = of_difference(difference, drifted, of);
        let about = difference.path.as_ref().unwrap_or(&path);
        found.path = format!("{about} {}", difference.field);
        findings.push(found);
    }
    for open in &drifted.unread {
        let message = format!("{name}: {}", unread(open));
        findings.push(finding(&NOT_CHECKED_IN_AWS, drifted.span, of.input, message).path(&path));
    }
    if let Some(rule) = rule(drifted.status).filter(|_| findings.is_empty()) {
        let message = format!("{name} is {}", words::status(drifted.status));
        findings.push(finding(rule, drifted.span, of.input, message).path(&path));
    }
    if let Some(first) = findings.first_mut() {
        first.notes.extend(drifted.follows.iter().map(|follows| {
            let what = resource(&follows.id);
            format!("{} {what}: {}", words::status(follows.status), follows.because)
        }));
    }
    for ignored in &drifted.ignored {
        let message = format!("{name}: {}", ignored.what);
        let mut found = finding(&CHANGED_IN_AWS, drifted.span, of.input, message).path(&path);
        found.suppressed = Some(Suppression { by: "ignore_drift", reason: ignored.reason.clone() });
        findings.push(found);
    }
    findings
}

fn of_difference(difference: &Difference, drifted: &Drifted, of: &DriftOf<'_>) -> Finding {
    let name = resource(&drifted.id);
    let said = words::difference(difference, drifted, None);
    let message = match drifted.status {
        Status::Changed | Status::InSync | Status::NotChecked => format!("{name}: {said}"),
        status => format!("{name} is {}: {said}", words::status(status)),
    };
    let rule = rule(drifted.status).unwrap_or(&CHANGED_IN_AWS);
    let span = difference.span.or(drifted.span);
    let mut found = finding(rule, span, of.input, message);
    found.notes.extend(difference.effect.iter().map(|change| effect(change, of.one_resource)));
    found.notes.extend(difference.notes.iter().cloned());
    found
}

const fn rule(status: Status) -> Option<&'static Rule> {
    match status {
        Status::Changed => Some(&CHANGED_IN_AWS),
        Status::Missing => Some(&MISSING_IN_AWS),
        Status::Unmanaged => Some(&UNMANAGED_IN_AWS),
        Status::NotChecked => Some(&NOT_CHECKED_IN_AWS),
        Status::InSync => None,
    }
}

/// At the value; what has none stands at the beginning of the file.
fn finding(rule: &Rule, span: Option<Span>, input: &Input, message: String) -> Finding {
    let first = input.text.find('\n').unwrap_or(input.text.len());
    rule.finding(span.unwrap_or(Span::new(0, first)), message)
}
