//! Drift for programs, as `schema/drift.schema.json` describes it.

use schemars::JsonSchema;
use serde::Serialize;

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

use super::words::{about, reason_key, status_key, why};
use super::{DriftOf, DriftReport};

/// What `policy drift --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Drift of accounts from policies")]
pub struct Report<'a> {
    /// Version of this format; a field may be added without a new version.
    version: One,
    /// The day that counts as today, such as `2026-11-20`.
    as_of: &'a str,
    /// Every environment of every policy.
    environments: Vec<EnvironmentReport<'a>>,
    /// What could not be compared at all, and why.
    not_compared: &'a [String],
    /// The numbers of all environments.
    counts: CountReport,
}

/// One environment of one policy.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Environment")]
struct EnvironmentReport<'a> {
    /// The file of the policy.
    file: &'a str,
    /// Name of the policy.
    policy: &'a str,
    /// Name of the environment; empty in a policy without environments.
    environment: &'a str,
    /// The accounts and Regions that were looked at.
    places: Vec<PlaceReport<'a>>,
    /// What is not in sync or was left out: what weighs most first.
    resources: Vec<ResourceReport<'a>>,
    /// What the accounts say about the assumptions of the proof.
    assumptions: Vec<AssumptionReport<'a>>,
    /// Whether objectives are kept in fact; empty unless that was asked.
    promises: Vec<PromiseReport<'a>>,
    /// What could not be read besides resources.
    unread: Vec<UnreadReport<'a>>,
    /// Runs on which AWS and the calendar of this tool differ.
    disagreements: Vec<DisagreementReport<'a>>,
    /// The numbers of this environment.
    counts: CountReport,
}

/// An account and Region.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceReport<'a> {
    /// Twelve digits.
    account: &'a str,
    /// Such as `us-east-1`.
    region: &'a str,
    /// Where the observation comes from; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<SourceReport>,
    /// When it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    /// ARN of who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'a str>,
}

/// Where an observation comes from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Source")]
#[serde(rename_all = "lowercase")]
enum SourceReport {
    Aws,
    Terraform,
}

/// A resource that is not in sync, or in sync but for what is left out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Resource")]
struct ResourceReport<'a> {
    #[serde(flatten)]
    id: IdReport<'a>,
    /// `changed`, `missing`, `unmanaged`, `not_checked` or `in_sync`.
    status: &'static str,
    /// What the policy calls it; absent for what is unmanaged.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// Its line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// What differs: what weighs most first.
    differences: Vec<DifferenceReport<'a>>,
    /// What could not be read of it.
    unread: Vec<UnreadReport<'a>>,
    /// What is as it is because of this one.
    follows: Vec<FollowsReport<'a>>,
    /// Differences that the policy leaves out.
    ignored: Vec<IgnoredReport<'a>>,
}

/// Which resource.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Id")]
struct IdReport<'a> {
    /// Such as `vault`, `plan`, `selection`, `bucket`.
    kind: &'static str,
    /// Its AWS name; a selection's is `<plan name>/<selection name>`.
    name: &'a str,
    /// Its account.
    account: &'a str,
    /// Its Region.
    region: &'a str,
}

/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
struct DifferenceReport<'a> {
    /// What differs, in words.
    what: &'a str,
    /// The setting, as a path in AWS's words.
    field: &'a str,
    /// Path of the value in the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// Its line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// What the policy wants, in words; absent for what it does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    /// What is there, in words; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<&'a str>,
    /// `missed`, `loosened`, `worse`, `doubted`, `different` or `better`.
    weight: &'static str,
    /// What it does to what can be recovered.
    effects: Vec<EffectReport<'a>>,
    /// What else is to know.
    notes: &'a [String],
}

/// What a difference does to what can be recovered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
struct EffectReport<'a> {
    /// `worse`, `better` or `neither`.
    direction: &'static str,
    /// What it is about, such as `rpo`, `reach`, `retention`, `lock`.
    kind: &'a str,
    /// The resources or classes of data that it shows at.
    subjects: &'a [String],
    /// The disruptions after which it shows.
    disruptions: Vec<&'static str>,
    /// What changes, in words.
    what: &'a str,
    /// What the policy promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    /// What it is in the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    /// Verdicts that change, in words.
    verdicts: Vec<&'a str>,
    /// What else is to know.
    notes: &'a [String],
    /// The day on which all of it has come about; absent if at once or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete_on: Option<String>,
}

/// Something that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Unread")]
struct UnreadReport<'a> {
    /// What remains unknown, in words.
    about: String,
    /// The call, such as `backup:GetBackupPlan`; empty where none was made.
    operation: &'a str,
    /// The permission that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    permission: Option<&'a str>,
    /// Such as `denied`, `throttled`, `credentials`, `other_account`.
    reason: &'static str,
    /// The reason in words.
    words: String,
    /// AWS's id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
}

/// A resource that is as it is because of another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Follows")]
struct FollowsReport<'a> {
    #[serde(flatten)]
    id: IdReport<'a>,
    /// How it stands.
    status: &'static str,
    /// What the policy calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    /// Why.
    because: &'a str,
}

/// A difference that `ignore_drift` leaves out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ignored")]
struct IgnoredReport<'a> {
    /// The difference, in words.
    what: &'a str,
    /// The reason of the policy.
    reason: &'a str,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<&'a str>,
}

/// An assumption of the proof.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Assumption")]
struct AssumptionReport<'a> {
    /// Such as `role_may`, `key_usable`, `selected`.
    assumption: &'static str,
    /// What it is about.
    about: &'a str,
    /// `holds`, `refuted`, `not_yet` or `open`.
    answer: &'static str,
    /// What was found instead, if it is refuted.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'a str>,
    /// The call that showed it.
    shown_by: &'static str,
    /// Resources whose figures rest on it.
    resources: Vec<&'a str>,
}

/// An objective against the recovery points of the account.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Promise")]
struct PromiseReport<'a> {
    /// The resource.
    resource: &'a str,
    /// The disruption after which it is promised.
    disruption: &'static str,
    /// The objective, in words.
    objective: &'a str,
    /// What was found, in words.
    found: &'a str,
    /// `kept`, `broken`, `too_early` or `not_checked`.
    verdict: &'static str,
}

/// A run that only one of two calendars has.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Disagreement")]
struct DisagreementReport<'a> {
    /// Name of the plan.
    plan: &'a str,
    /// Name of the rule.
    rule: &'a str,
    /// The moment.
    at: &'a str,
    /// Only AWS has it.
    only_aws: bool,
}

/// Numbers.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
struct CountReport {
    /// Resources that are as the policy says.
    in_sync: usize,
    /// Resources with another setting.
    changed: usize,
    /// Resources that are not there.
    missing: usize,
    /// Resources of nobody that act on ours.
    unmanaged: usize,
    /// Resources of which something could not be read.
    not_checked: usize,
    /// Resources that are as they are because of another.
    following: usize,
    /// Differences that the policy leaves out.
    ignored: usize,
    /// Assumptions that hold.
    assumptions_hold: usize,
    /// Assumptions that do not hold.
    assumptions_refuted: usize,
    /// Assumptions that will hold from a day on.
    assumptions_not_yet: usize,
    /// Assumptions that could not be looked at.
    assumptions_open: usize,
    /// Objectives that are kept in fact.
    promises_kept: usize,
    /// Objectives that are not.
    promises_broken: usize,
    /// Plans that do not concern any policy here.
    other_plans: usize,
}

/// All of it; characters that cannot be seen are written as `\u` escapes.
pub fn drift_json(report: &DriftReport<'_>) -> String {
    let json = Report {
        version: One,
        as_of: &report.as_of,
        environments: report.environments.iter().map(environment).collect(),
        not_compared: report.not_compared,
        counts: counts(&report.tally()),
    };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&json).unwrap_or_default();
    visible(&text) + "\n"
}

fn environment<'a>(of: &DriftOf<'a>) -> EnvironmentReport<'a> {
    let DriftOf { input, drift, one_resource: _ } = of;
    let Drift {
        policy,
        environment,
        places,
        resources,
        in_sync: _,
        other_plans: _,
        assumptions,
        more_hold: _,
        more_open: _,
        kept,
        more_kept: _,
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
