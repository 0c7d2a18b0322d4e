//! Drift for programs.

mod forms;

use crate::drift::{
    Answer, Answered, Difference, Disagreement, Drift, Drifted, Follows, Ignored, Kept,
    KeptVerdict, Looked, Tally, Weight,
};
use crate::observe::{Caller, Source, Unread};
use crate::recoverability::compare::{Change, Direction};
use crate::report::json::{Version as One, visible};
use crate::resolved::disruption_key;
use crate::resources::ResourceId;
use crate::source::Span;

use super::DriftOf;
use super::words::{about, reason_key, status_key, why};

pub use forms::Report;

use forms::{
    AssumptionReport, CountReport, DifferenceReport, DisagreementReport, EffectReport,
    EnvironmentReport, FollowsReport, IdReport, IgnoredReport, PlaceReport, PromiseReport,
    ResourceReport, SourceReport, UnreadReport,
};

/// How the list of environments looks while it is empty.
const NO_ENVIRONMENTS: &str = "\"environments\": []";
/// The blanks before every line of an environment.
const INDENT: &str = "\n    ";

/// What stands before the environments and after them.
pub(super) fn around(tally: &Tally, not_compared: &[String], as_of: &str) -> (String, String) {
    let environments = Vec::new();
    let json = Report { version: One, as_of, environments, not_compared, counts: counts(tally) };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = visible(&serde_json::to_string_pretty(&json).unwrap_or_default()) + "\n";
    match text.split_once(NO_ENVIRONMENTS) {
        Some((before, after)) => (format!("{before}\"environments\": ["), format!("]{after}")),
        // OK because the list is always written.
        None => (text, String::new()),
    }
}

/// The environments as the entries of a list.
pub(super) fn list(texts: impl Iterator<Item = Box<str>>) -> impl Iterator<Item = String> {
    let mut texts = texts.peekable();
    let mut comma = "";
    std::iter::from_fn(move || {
        let text = spaced(&texts.next()?).replace('\n', INDENT);
        let end = if texts.peek().is_none() { "\n  " } else { "" };
        Some(format!("{}{INDENT}{text}{end}", std::mem::replace(&mut comma, ",")))
    })
}

/// One environment without blanks, which are most of it.
pub(super) fn environment(of: &DriftOf<'_>) -> String {
    // OK because a struct of strings and numbers always has a JSON form.
    serde_json::to_string(&report(of)).unwrap_or_default()
}

/// The same JSON for people; characters that cannot be seen are written as `\u`
/// escapes.
fn spaced(json: &str) -> String {
    // OK because it is the JSON of an environment, whose fields keep their order.
    let value: serde_json::Value = serde_json::from_str(json).unwrap_or_default();
    visible(&serde_json::to_string_pretty(&value).unwrap_or_default())
}

fn report<'a>(of: &DriftOf<'a>) -> EnvironmentReport<'a> {
    let DriftOf { input, drift, one_resource: _ } = of;
    let Drift {
        policy,
        environment,
        places,
        resources,
        in_sync: _,
        other_plans: _,
        assumptions,
        kept,
        unread: open,
        disagreements,
    } = drift;
    EnvironmentReport {
        file: &input.name,
        policy,
        environment,
        places: places.iter().map(place).collect(),
        resources: resources.iter().map(|drifted| resource(drifted, of)).collect(),
        assumptions: assumptions.iter().map(assumption).collect(),
        promises: kept.iter().map(promise).collect(),
        unread: open.iter().map(|(_, one)| unread(one)).collect(),
        disagreements: disagreements.iter().map(disagreement).collect(),
        counts: counts(&Tally::of(drift)),
    }
}

fn place(looked: &Looked) -> PlaceReport<'_> {
    let Looked { place, source, at, caller } = looked;
    PlaceReport {
        account: &place.account,
        region: &place.region,
        source: source.map(|source| match source {
            Source::Aws => SourceReport::Aws,
            Source::Terraform => SourceReport::Terraform,
        }),
        at: at.as_deref(),
        caller: caller.as_ref().map(|Caller { account: _, arn }| arn.as_str()),
    }
}

fn resource<'a>(drifted: &'a Drifted, of: &DriftOf<'a>) -> ResourceReport<'a> {
    let Drifted { id: of_id, path, span, status, differences, unread: open, follows, ignored } =
        drifted;
    ResourceReport {
        id: id(of_id),
        status: status_key(*status),
        path: path.as_deref(),
        line: line(*span, of),
        differences: differences.iter().map(|one| difference(one, of)).collect(),
        unread: open.iter().map(unread).collect(),
        follows: follows.iter().map(following).collect(),
        ignored: ignored
            .iter()
            .map(|Ignored { what, reason, until }| IgnoredReport {
                what,
                reason,
                until: until.as_deref(),
            })
            .collect(),
    }
}

fn id(id: &ResourceId) -> IdReport<'_> {
    let ResourceId { place, kind, name } = id;
    IdReport { kind: kind.key(), name, account: &place.account, region: &place.region }
}

fn line(span: Option<Span>, of: &DriftOf<'_>) -> Option<usize> {
    span.map(|span| of.input.lines.line_of(span.start) + 1)
}

fn difference<'a>(one: &'a Difference, of: &DriftOf<'a>) -> DifferenceReport<'a> {
    let Difference { what, field, span, path, expected, actual, effect, notes, weight } = one;
    DifferenceReport {
        what,
        field,
        path: path.as_deref(),
        line: line(*span, of),
        expected: expected.as_deref(),
        actual: actual.as_deref(),
        weight: match weight {
            Weight::Missed => "missed",
            Weight::Loosened => "loosened",
            Weight::Worse => "worse",
            Weight::Doubted => "doubted",
            Weight::Different => "different",
            Weight::Better => "better",
        },
        effects: effect.iter().map(effects).collect(),
        notes,
    }
}

fn effects(change: &Change) -> EffectReport<'_> {
    EffectReport {
        direction: match change.direction {
            Direction::Worse => "worse",
            Direction::Better => "better",
            Direction::Neither => "neither",
        },
        kind: change.kind.key(),
        subjects: &change.subjects,
        disruptions: change.disruptions.iter().map(|one| disruption_key(*one)).collect(),
        what: &change.what,
        before: change.before.as_deref(),
        now: change.now.as_deref(),
        verdicts: change.judged.iter().map(|(_, words)| words.as_str()).collect(),
        notes: &change.notes,
        complete_on: change.complete.and_then(|complete| complete.on).map(|day| day.to_string()),
    }
}

fn unread(open: &Unread) -> UnreadReport<'_> {
    let Unread { subject, operation, permission, reason, request_id } = open;
    UnreadReport {
        about: about(subject),
        operation,
        permission: permission.as_deref(),
        reason: reason_key(reason),
        words: why(reason),
        request_id: request_id.as_deref(),
    }
}

fn following(follows: &Follows) -> FollowsReport<'_> {
    let Follows { id: of, path, status, because } = follows;
    FollowsReport { id: id(of), status: status_key(*status), path: path.as_deref(), because }
}

fn assumption(answered: &Answered) -> AssumptionReport<'_> {
    let Answered { assumption, about, answer, shown_by, resources, span: _ } = answered;
    AssumptionReport {
        assumption: assumption.key(),
        about,
        answer: match answer {
            Answer::Holds => "holds",
            Answer::Refuted(_) => "refuted",
            Answer::NotYet(_) => "not_yet",
            Answer::Open => "open",
        },
        found: match answer {
            Answer::Refuted(found) | Answer::NotYet(found) => Some(found),
            Answer::Holds | Answer::Open => None,
        },
        shown_by,
        resources: resources.iter().map(String::as_str).collect(),
    }
}

fn promise(kept: &Kept) -> PromiseReport<'_> {
    let Kept { resource, disruption, objective, found, verdict, span: _ } = kept;
    PromiseReport {
        resource,
        disruption: disruption_key(*disruption),
        objective,
        found,
        verdict: match verdict {
            KeptVerdict::Kept => "kept",
            KeptVerdict::Broken => "broken",
            KeptVerdict::TooEarly => "too_early",
            KeptVerdict::NotChecked => "not_checked",
        },
    }
}

fn disagreement(one: &Disagreement) -> DisagreementReport<'_> {
    let Disagreement { plan, rule, at, only_aws } = one;
    DisagreementReport { plan, rule, at, only_aws: *only_aws }
}

fn counts(tally: &Tally) -> CountReport {
    CountReport {
        in_sync: tally.in_sync,
        changed: tally.changed,
        missing: tally.missing,
        unmanaged: tally.unmanaged,
        not_checked: tally.not_checked + tally.kept_unknown + tally.unread,
        following: tally.following,
        ignored: tally.ignored,
        assumptions_hold: tally.holding,
        assumptions_refuted: tally.refuted,
        assumptions_not_yet: tally.not_yet,
        assumptions_open: tally.open,
        promises_kept: tally.kept,
        promises_broken: tally.broken,
        other_plans: tally.other_plans,
    }
}
