//! The proof for programs, as `schema/proof.schema.json` describes it.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{Position, Version, position, visible};
use super::super::positions::{Positions, Unit};
use super::json_figures::AfterReport;
use super::json_scenario::ScenarioReport;
use super::trace::About;
use super::{Environment, ProofFile, Proofs, Tally};
use crate::diagnostic::Input;
use crate::recoverability::Subject;
use crate::resolved::{Mechanism, mechanisms};
use crate::source::Span;
use crate::units::Duration;

/// What `policy prove --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Proof of policy")]
pub struct Report<'a> {
    /// Version of this format; a field may be added without a new version.
    version: Version,
    /// The day that counted as today: a measurement of more than a year ago
    /// proves nothing.
    as_of: String,
    /// The files in the order they were read.
    files: Vec<FileReport<'a>>,
    /// Files that are no policy or could not be read: nothing is known of them.
    not_proven: &'a [String],
    /// Objectives of all files.
    counts: CountReport,
}

/// One file with its proofs.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileReport<'a> {
    /// The path as given, or `-` for standard input.
    path: &'a str,
    /// Each environment that was asked for; empty if nothing is proven.
    environments: Vec<EnvironmentReport>,
}

/// What is recoverable in one environment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Environment")]
struct EnvironmentReport {
    /// Name of the policy.
    policy: String,
    /// Name of the environment; empty in a policy without environments.
    name: String,
    /// Its account, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// Its Region, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
    /// Every resource, each followed by the classes of its data that have
    /// objectives of their own.
    subjects: Vec<SubjectReport>,
    /// Every scenario under `recovery`.
    scenarios: Vec<ScenarioReport>,
    /// Objectives of this environment.
    counts: CountReport,
}

/// A resource, or a class of its data.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Subject")]
struct SubjectReport {
    /// The resource, or `resource.class`; `--why` takes it.
    name: String,
    /// The resource.
    resource: String,
    /// The class, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// What was written after `type:`.
    #[serde(rename = "type")]
    type_name: String,
    /// Its plans.
    plans: Vec<String>,
    /// Its path in the policy.
    path: String,
    /// Its name in the file.
    place: Place,
    /// Each of the six disruptions.
    after: Vec<AfterReport>,
}

/// How many objectives ended how.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ObjectiveCounts")]
struct CountReport {
    /// Met as far as the assumptions hold.
    met: usize,
    /// Missed, and nothing allows it.
    missed: usize,
    /// Missed, and allowed with a reason.
    allowed: usize,
    /// Met by the schedule, not by what may delay a point.
    not_guaranteed: usize,
    /// Neither proven nor refuted.
    unproven: usize,
}

/// A place of the file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ProofPlace")]
pub(super) struct Place {
    /// The path of the file.
    file: String,
    /// Its first character.
    start: Position,
    /// The character after its last.
    end: Position,
}

/// A length of time.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Length")]
pub(super) struct Length {
    /// In seconds.
    seconds: u64,
    /// As messages print it, such as `29h 40m`.
    text: String,
}

impl From<Duration> for Length {
    fn from(length: Duration) -> Self {
        Self { seconds: length.as_seconds(), text: length.to_string() }
    }
}

/// Every figure with its trace, and every verdict with its reason.
pub fn json(proofs: &Proofs<'_>) -> String {
    let report = Report {
        version: Version,
        as_of: proofs.as_of.to_string(),
        files: proofs.files.iter().map(file).collect(),
        not_proven: proofs.not_proven,
        counts: proofs.tally().into(),
    };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    visible(&text) + "\n"
}

fn file<'a>(file: &ProofFile<'a>) -> FileReport<'a> {
    let environments = file.policies.iter().zip(file.proofs).map(|(policy, proof)| {
        let environment = Environment { file: *file, policy, proof };
        let all = mechanisms(policy);
        let subjects = proof.subjects.iter().map(|found| subject(&environment, found, &all));
        let scenarios = proof.scenarios.iter();
        EnvironmentReport {
            policy: proof.policy.clone(),
            name: proof.environment.clone(),
            account: proof.account.clone(),
            region: proof.region.clone(),
            subjects: subjects.collect(),
            scenarios: scenarios.map(|found| ScenarioReport::of(&environment, found)).collect(),
            counts: environment.tally().into(),
        }
    });
    FileReport { path: &file.input.name, environments: environments.collect() }
}

fn subject(environment: &Environment<'_>, subject: &Subject, all: &[Mechanism]) -> SubjectReport {
    let own: Vec<Mechanism> =
        all.iter().filter(|mechanism| mechanism.resource == subject.resource).cloned().collect();
    let about = About { environment, mechanisms: &own };
    SubjectReport {
        name: subject.name(),
        resource: subject.resource.clone(),
        class: subject.class.clone(),
        type_name: subject.type_name.clone(),
        plans: subject.plans.clone(),
        path: subject.path.clone(),
        place: place(environment.file.input, subject.span),
        after: subject.after.iter().map(|after| AfterReport::of(about, subject, after)).collect(),
    }
}

/// File, line and column of a span.
pub(super) fn place(input: &Input, span: Span) -> Place {
    let mut positions = Positions::new(input, Unit::Character);
    Place {
        file: input.name.clone(),
        start: position(&mut positions, span.start),
        end: position(&mut positions, span.end),
    }
}

impl From<Tally> for CountReport {
    fn from(tally: Tally) -> Self {
        let Tally { met, missed, allowed, not_guaranteed, unproven } = tally;
        Self { met, missed, allowed, not_guaranteed, unproven }
    }
}
