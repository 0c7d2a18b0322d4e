//! Findings for programs, as `schema/findings.schema.json` describes them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::{Finding, Level};
use crate::source::Span;

use super::clean::is_invisible;
use super::positions::{At, Positions, Unit};
use super::{Counts, File};

/// What `policy check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Findings of policy")]
pub struct Report<'a> {
    /// Version of this format; a field may be added without a new version.
    version: Version,
    /// The files in the order they were read.
    files: Vec<FileReport<'a>>,
    /// What could not be read, and why: nothing is known about it.
    not_read: &'a [String],
    /// Findings of all files.
    counts: CountReport,
}

/// The only version so far.
#[derive(Debug)]
pub(super) struct Version;

/// One file with its findings.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "File")]
struct FileReport<'a> {
    /// The path as given, or `-` for standard input.
    path: &'a str,
    /// All environments of the policy; empty when it could not be read.
    environments: &'a [String],
    /// What was found, in the order of the file, allowed findings included.
    findings: Vec<FindingReport<'a>>,
    /// Findings of this file.
    counts: CountReport,
    /// What becomes of the file, over all environments.
    settings: Settings,
}

/// How many findings there are.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
struct CountReport {
    /// Errors that count.
    errors: usize,
    /// Warnings that count.
    warnings: usize,
    /// Advice that counts.
    advice: usize,
    /// Findings of any level that are allowed.
    allowed: usize,
    /// Objectives that may be met, without a proof.
    unproven: usize,
}

/// How many settings there are.
#[derive(Debug, Serialize, JsonSchema)]
struct Settings {
    /// Settings that become artifacts.
    rendered: usize,
    /// Settings that are compared and never written.
    asserted: usize,
    /// Values that only the proof and the reports use.
    stated: usize,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingReport<'a> {
    /// Name of the rule; `policy explain` has its page.
    rule: &'a str,
    /// How much it weighs.
    level: LevelReport,
    /// What happens if nobody changes anything.
    kind: &'a str,
    /// What is wrong.
    message: &'a str,
    /// Logical path such as `plans.core.tiers.daily`, the same when lines move;
    /// empty when it is about the text.
    path: &'a str,
    /// The value that should change.
    primary: Place<'a>,
    /// The values that it conflicts with.
    labels: Vec<Place<'a>>,
    /// What to write instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    /// What else to know.
    notes: &'a [String],
    /// Where AWS says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    /// Environments it holds in; empty when it is about the file as a whole.
    environments: &'a [String],
    /// An edit that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Fix<'a>>,
    /// Set when the finding does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed: Option<Allowed<'a>>,
}

/// How much a finding weighs.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Level")]
enum LevelReport {
    /// Wrong: the exit status is 1.
    Error,
    /// Likely wrong, or right only under conditions nobody stated.
    Warning,
    /// Good to know; never changes the exit status.
    Advice,
}

/// A place of the file with a few words about it.
#[derive(Debug, Serialize, JsonSchema)]
struct Place<'a> {
    /// Its first character.
    start: Position,
    /// The character after its last.
    end: Position,
    /// What it is; may be empty.
    text: &'a str,
}

/// A position in a file.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Position {
    /// Bytes before it.
    offset: usize,
    /// Line from 1.
    line: usize,
    /// Column from 1, in characters.
    column: usize,
}

/// A replacement.
#[derive(Debug, Serialize, JsonSchema)]
struct Fix<'a> {
    /// First byte that is replaced.
    start: Position,
    /// The byte after the last; the start to insert.
    end: Position,
    /// By what.
    replacement: &'a str,
}

/// Who allowed a finding.
#[derive(Debug, Serialize, JsonSchema)]
struct Allowed<'a> {
    /// `comment`, `lint.allow`, `command line` or `baseline`.
    by: &'a str,
    /// The reason that was given; may be empty.
    reason: &'a str,
}

/// Every finding, allowed ones included.
///
/// Characters that cannot be seen are written as `\u` escapes, so that nothing
/// is lost and nothing hidden. `not_read` says what is missing from `files`.
pub fn json(files: &[File<'_>], not_read: &[String]) -> String {
    let report = Report {
        version: Version,
        files: files.iter().map(file_report).collect(),
        not_read,
        counts: Counts::total(files).into(),
    };
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    visible(&text) + "\n"
}

/// Replaces invisible characters by JSON escapes; outside of strings there are none.
pub(super) fn visible(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_invisible(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

fn file_report<'a>(file: &File<'a>) -> FileReport<'a> {
    let judged = file.judged;
    let mut places = Positions::new(&judged.input, Unit::Character);
    FileReport {
        path: &judged.input.name,
        environments: file.environments,
        findings: judged.findings.iter().map(|f| finding_report(f, &mut places)).collect(),
        counts: Counts::of(judged).into(),
        settings: Settings {
            rendered: judged.rendered,
            asserted: judged.asserted,
            stated: judged.stated,
        },
    }
}

fn finding_report<'a>(finding: &'a Finding, places: &mut Positions<'_>) -> FindingReport<'a> {
    let Finding {
        rule,
        kind,
        level,
        message,
        primary,
        labels,
        help,
        notes,
        url,
        path,
        environments,
        fix,
        suppressed,
    } = finding;
    FindingReport {
        rule,
        level: (*level).into(),
        kind: kind.word(),
        message,
        path,
        primary: place(places, primary.span, &primary.text),
        labels: labels.iter().map(|label| place(places, label.span, &label.text)).collect(),
        help: help.as_deref(),
        notes,
        url: *url,
        environments,
        fix: fix.as_ref().map(|edit| Fix {
            start: position(places, edit.span.start),
            end: position(places, edit.span.end),
            replacement: &edit.replacement,
        }),
        allowed: suppressed.as_ref().map(|by| Allowed { by: by.by, reason: &by.reason }),
    }
}

fn place<'b>(positions: &mut Positions<'_>, span: Span, text: &'b str) -> Place<'b> {
    Place { start: position(positions, span.start), end: position(positions, span.end), text }
}

pub(super) fn position(positions: &mut Positions<'_>, offset: usize) -> Position {
    let At { offset, line, column } = positions.at(offset);
    Position { offset, line, column }
}

impl From<Counts> for CountReport {
    fn from(counts: Counts) -> Self {
        let Counts { errors, warnings, advice, allowed, unproven } = counts;
        Self { errors, warnings, advice, allowed, unproven }
    }
}

impl From<Level> for LevelReport {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warning => Self::Warning,
            Level::Advice => Self::Advice,
        }
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u8(1)
    }
}

impl JsonSchema for Version {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Version".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": 1 })
    }
}
