//! The difference for programs, as `schema/diff.schema.json` describes it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::recoverability::compare::{Cause, Change, Direction, Version};
use crate::report::json::{Version as One, visible};
use crate::resolved::disruption_key;
use crate::units::Date;

use super::{Compared, Sums};

/// What `policy diff --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Difference in recoverability of policy")]
pub struct Report<'a> {
    /// Version of this format; a field may be added without a new version.
    version: One,
    /// The day from which effects are counted, such as `2026-11-20`.
    as_of: String,
    /// The policies that differ, and those that do not.
    policies: Vec<PolicyReport<'a>>,
    /// Changes of all policies.
    counts: CountReport,
}

/// One policy.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Policy")]
struct PolicyReport<'a> {
    /// Its name, the new one if it changed.
    name: &'a str,
    /// The file of the old version; absent if it had none.
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<&'a str>,
    /// The file of the new version; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<&'a str>,
    /// What differs: what weighs most first.
    changes: Vec<ChangeReport<'a>>,
}

/// One change.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Change")]
struct ChangeReport<'a> {
    /// The environments that it holds in; one empty name in a policy without
    /// environments, none for a policy as a whole.
    environments: &'a [String],
    /// Whether it is one for the worse.
    effect: Effect,
    /// AWS will not let anyone take it back.
    irreversible: bool,
    /// What it is about, such as `rpo`, `reach`, `retention`, `lock`.
    kind: &'a str,
    /// The resources or classes of data that it shows at.
    subjects: &'a [String],
    /// The disruptions after which it shows.
    disruptions: Vec<&'static str>,
    /// What changed, in words.
    what: &'a str,
    /// What it was; absent if it was not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'a str>,
    /// What it is; absent if it is not there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<&'a str>,
    /// The changed values that it comes from.
    causes: Vec<CauseReport<'a>>,
    /// The objectives whose verdict changed with it.
    verdicts: Vec<VerdictReport<'a>>,
    /// What else is to know.
    notes: &'a [String],
    /// When all of it has come about, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    complete: Option<CompleteReport>,
}

/// What became of an objective.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Verdict")]
struct VerdictReport<'a> {
    /// The disruption.
    disruption: &'static str,
    /// The verdict before and now, in words.
    words: &'a str,
}

/// Whether a change is one for the worse.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Effect {
    /// Less can be recovered, or later, than before.
    Regression,
    /// More can be recovered, or sooner, than before.
    Improvement,
    /// Different, and neither worse nor better.
    Neither,
}

/// A changed value.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Cause")]
struct CauseReport<'a> {
    /// What was changed; empty where the change itself says it.
    words: &'a str,
    /// The file; absent where no value is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    /// Its line from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// It stands in the old version alone.
    gone: bool,
}

/// When a change has come about.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Complete")]
struct CompleteReport {
    /// The day; absent if it is so at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    /// Why then.
    because: &'static str,
}

/// How many changes there are.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
struct CountReport {
    /// Changes for the worse.
    regressions: usize,
    /// Others that cannot be taken back.
    irreversible: usize,
    /// Changes for the better.
    improvements: usize,
    /// Changes that are neither.
    other: usize,
}

/// Every change; characters that cannot be seen are written as `\u` escapes.
pub fn difference_json(all: &[Compared<'_>], as_of: Date) -> String {
    let Sums { regressions, irreversible, improvements, other } = Sums::of(all);
    let report = Report {
        version: One,
        as_of: as_of.to_string(),
        policies: all.iter().map(policy).collect(),
        counts: CountReport { regressions, irreversible, improvements, other },
    };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    visible(&text) + "\n"
}

fn policy<'a>(compared: &'a Compared<'a>) -> PolicyReport<'a> {
    let changes = compared.sections.iter().flat_map(|section| {
        section.changes.iter().map(|change| one(change, &section.environments, compared))
    });
    PolicyReport {
        name: compared.policy,
        old: compared.old.map(|file| file.name.as_str()),
        new: compared.new.map(|file| file.name.as_str()),
        changes: changes.collect(),
    }
}

fn one<'a>(
    change: &'a Change,
    environments: &'a [String],
    compared: &'a Compared<'a>,
) -> ChangeReport<'a> {
    let Change {
        direction,
        irreversible,
        weight: _,
        kind,
        subjects,
        disruptions,
        what,
        before,
        now,
        causes,
        judged,
        notes,
        complete,
    } = change;
    ChangeReport {
        environments,
        effect: match direction {
            Direction::Worse => Effect::Regression,
            Direction::Better => Effect::Improvement,
            Direction::Neither => Effect::Neither,
        },
        irreversible: *irreversible,
        kind: kind.key(),
        subjects,
        disruptions: disruptions.iter().map(|one| disruption_key(*one)).collect(),
        what,
        before: before.as_deref(),
        now: now.as_deref(),
        causes: causes.iter().map(|cause| value(cause, compared)).collect(),
        verdicts: judged
            .iter()
            .map(|(disruption, words)| VerdictReport {
                disruption: disruption_key(*disruption),
                words,
            })
            .collect(),
        notes,
        complete: complete.as_ref().map(|complete| CompleteReport {
            on: complete.on.map(|day| day.to_string()),
            because: complete.because,
        }),
    }
}

fn value<'a>(cause: &'a Cause, compared: &'a Compared<'a>) -> CauseReport<'a> {
    let at = cause.place.and_then(|place| compared.at(place));
    CauseReport {
        words: &cause.words,
        file: at.map(|(file, _)| file.name.as_str()),
        line: at.map(|(_, line)| line),
        gone: cause.place.is_some_and(|place| place.version == Version::Old),
    }
}
