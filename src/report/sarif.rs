//! Findings as SARIF 2.1.0, for code scanning and editors.
//!
//! Columns are UTF-16 code units, as `columnKind` says. Allowed findings are
//! results with a suppression, so that a viewer can show who allowed them.

mod model;
mod rules;

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Edit, Finding, Input, Level, Suppression};
use crate::source::Span;

use self::model::{
    ArtifactChange, ArtifactLocation, Content, Driver, Fingerprints, Fix, Invocation, Location,
    Log, LogicalLocation, Notification, PhysicalLocation, Region, RelatedLocation, Replacement,
    ResultRow, Run, SuppressionRow, Text, Tool,
};
use super::json::visible;
use super::positions::{Positions, Unit};
use super::text::some_environments;
use super::{File, clean};

/// Every finding, allowed ones included; `not_read` is what could not be done.
pub fn sarif(files: &[File<'_>], not_read: &[String]) -> String {
    let rules = rules::used(files);
    let index: BTreeMap<&str, usize> =
        rules.iter().enumerate().map(|(index, rule)| (rule.id, index)).collect();
    let notifications = not_read.iter();
    let notifications = notifications
        .map(|reason| Notification { level: "error", message: Text::new(message(reason)) })
        .collect();
    let results = files.iter().flat_map(|file| results(file, &index)).collect();
    let log = Log::new(Run {
        tool: Tool { driver: Driver::new(rules) },
        column_kind: "utf16CodeUnits",
        invocations: [Invocation {
            execution_successful: not_read.is_empty(),
            tool_execution_notifications: notifications,
        }],
        results,
    });
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&log).unwrap_or_default();
    visible(&text) + "\n"
}

fn results<'a>(file: &File<'a>, rules: &BTreeMap<&str, usize>) -> Vec<ResultRow<'a>> {
    let input = &file.judged.input;
    let mut places =
        Places { uri: uri(&input.name), positions: Positions::new(input, Unit::Utf16) };
    let mut seen = BTreeMap::new();
    let findings = file.judged.findings.iter();
    findings
        .map(|finding| ResultRow {
            rule_id: finding.rule,
            rule_index: rules.get(finding.rule).copied(),
            level: level(finding.level),
            message: Text::new(words(finding, file)),
            locations: [places.location(finding)],
            related_locations: places.related(finding),
            partial_fingerprints: Fingerprints {
                rule_and_path: fingerprint(finding, input, &mut seen),
            },
            suppressions: finding.suppressed.iter().map(suppression).collect(),
            fixes: finding.fix.iter().map(|edit| places.fix(edit, finding)).collect(),
        })
        .collect()
}

/// SARIF's word; what is good to know is a note.
const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Advice => "note",
    }
}

/// The message with what else a reader needs, a line for each.
fn words(finding: &Finding, file: &File<'_>) -> String {
    let mut lines = vec![message(&finding.message)];
    lines.extend(some_environments(finding, file).map(|names| format!("in {}", message(&names))));
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", message(note))));
    lines.extend(finding.help.iter().map(|help| format!("help: {}", message(help))));
    lines.join("\n")
}

/// Text in which nothing is a link (`[text](target)`) or a placeholder (`{0}`).
fn message(text: &str) -> String {
    let text = clean(text);
    let text = if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.into_owned()
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((digits, after)) if is_number(digits) => {
                out.push_str(&format!("{{{{{digits}}}}}"));
                rest = after;
            }
            _ => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn suppression(by: &Suppression) -> SuppressionRow {
    let Suppression { by, reason } = by;
    let in_file = matches!(*by, "comment" | "lint.allow");
    let reason = if reason.is_empty() { "no reason given" } else { reason };
    SuppressionRow {
        kind: if in_file { "inSource" } else { "external" },
        justification: format!("{}: {}", clean(by), clean(reason)),
    }
}

/// The same while the rule and the logical path are, wherever the lines go.
///
/// What has no path is known by what it underlines; alike findings are counted.
fn fingerprint(
    finding: &Finding,
    input: &Input,
    seen: &mut BTreeMap<(String, String), usize>,
) -> String {
    let about = if finding.path.is_empty() {
        format!("text {}", finding.primary.span.slice(&input.text))
    } else {
        format!("path {}", finding.path)
    };
    let count = seen.entry((finding.rule.to_owned(), about.clone())).or_insert(0);
    *count += 1;
    let digest = Sha256::digest(format!("{}\n{about}", finding.rule));
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}:{count}")
}

/// Places of one file.
struct Places<'a> {
    uri: String,
    positions: Positions<'a>,
}

impl Places<'_> {
    fn artifact(&self) -> ArtifactLocation {
        ArtifactLocation { uri: self.uri.clone() }
    }

    fn physical(&mut self, span: Span) -> PhysicalLocation {
        PhysicalLocation { artifact_location: self.artifact(), region: self.region(span) }
    }

    fn region(&mut self, span: Span) -> Region {
        let (start, end) = (self.positions.at(span.start), self.positions.at(span.end));
        // A span of a finding may be anything; a region ends where it begins or later.
        let end = if end.offset < start.offset { start } else { end };
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    fn location(&mut self, finding: &Finding) -> Location {
        let path = (!finding.path.is_empty()).then(|| clean(&finding.path).into_owned());
        Location {
            physical_location: self.physical(finding.primary.span),
            logical_locations: path
                .map(|path| LogicalLocation { fully_qualified_name: path })
                .into_iter()
                .collect(),
        }
    }

    /// The marked places, the primary one too if something is said of it.
    fn related(&mut self, finding: &Finding) -> Vec<RelatedLocation> {
        let marked = std::iter::once(&finding.primary).chain(&finding.labels);
        let marked = marked.filter(|label| !label.text.is_empty());
        marked
            .enumerate()
            .map(|(index, label)| RelatedLocation {
                id: index + 1,
                physical_location: self.physical(label.span),
                message: Text::new(message(&label.text)),
            })
            .collect()
    }

    fn fix(&mut self, edit: &Edit, finding: &Finding) -> Fix {
        let Edit { span, replacement } = edit;
        let help = finding.help.as_deref().unwrap_or("mend what was found");
        let replacement = Replacement {
            deleted_region: self.region(*span),
            inserted_content: Content { text: replacement.clone() },
        };
        Fix {
            description: Text::new(message(help)),
            artifact_changes: [ArtifactChange {
                artifact_location: self.artifact(),
                replacements: [replacement],
            }],
        }
    }
}

/// A path as a URI, relative if the path is: every byte that is not plain is
/// written as `%XX`.
fn uri(path: &str) -> String {
    if path == "-" {
        return "stdin".to_owned();
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_uri_whatever_is_in_it() {
        for (path, expected) in [
            ("policies/orders.yaml", "policies/orders.yaml"),
            ("./a b.yaml", "a%20b.yaml"),
            ("../x:y?z#%.yaml", "../x%3Ay%3Fz%23%25.yaml"),
            ("/tmp/ü.yaml", "file:///tmp/%C3%BC.yaml"),
            ("-", "stdin"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }

    #[test]
    fn a_message_holds_no_link_and_no_placeholder() {
        assert_eq!(message("`daily` in [a, b] of {x}"), "`daily` in [a, b] of {x}");
        assert_eq!(message("[click](https://evil.example)"), r"\[click\](https://evil.example)");
        assert_eq!(message("a {0} and {12} {"), "a {{0}} and {{12}} {");
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_differs_between_findings() {
        use crate::diagnostic::Kind;
        let at = |start, path: &str| {
            Finding::new("odd", Kind::Cost, Level::Error, Span::new(start, start + 1), "x")
                .path(path)
        };
        let mut seen = BTreeMap::new();
        let input = Input::new("a.yaml", "\n\nabc");
        let mut print = |finding| fingerprint(&finding, &input, &mut seen);
        let first = print(at(0, "vaults.dr"));
        let (again, other) = (print(at(2, "vaults.dr")), print(at(2, "vaults.main")));
        assert_eq!(first.split(':').next(), again.split(':').next());
        assert!(first.ends_with(":1") && again.ends_with(":2"));
        assert_ne!(first, other);
    }
}
