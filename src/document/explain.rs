//! Why a tree is not a policy: every structural mistake, in our own words.
//!
//! The generated JSON Schema finds the mistakes; this module says what they
//! mean. No sentence of a validator or of serde reaches the user, except that
//! a mistake which only the decoder sees keeps our decoder's words.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use crate::diagnostic::Finding;
use crate::source::nearest;
use crate::source::{DecodeError, Node, NodeKind, Path, Plain, Span};

use super::{policy_schema, rules};

/// More mistakes than this are not read by anyone.
const MOST: usize = 200;

/// Explains why `root` could not be decoded.
pub(super) fn explain(root: &Node, error: &DecodeError) -> Vec<Finding> {
    let schema = policy_schema();
    let mut findings = Vec::new();
    if let Ok(validator) = jsonschema::draft7::new(&schema) {
        let value = root.to_json();
        let mut explainer = Explainer { root, schema: &schema, findings: &mut findings };
        for problem in validator.iter_errors(&value).take(MOST) {
            explainer.problem(&problem);
        }
    }
    if findings.is_empty() {
        let found = rules::WRONG_TYPE.finding(error.span, error.message.clone());
        findings.push(found.path(Path::default().to_string()));
    }
    findings.sort_by(|a, b| {
        (a.primary.span, a.rule, &a.message).cmp(&(b.primary.span, b.rule, &b.message))
    });
    findings.dedup_by(|a, b| a.primary.span == b.primary.span && a.message == b.message);
    findings
}

struct Explainer<'a> {
    root: &'a Node,
    schema: &'a Value,
    findings: &'a mut Vec<Finding>,
}

impl Explainer<'_> {
    fn problem(&mut self, error: &ValidationError<'_>) {
        let path = Path::from_pointer(error.instance_path().as_str(), self.root);
        let Some(node) = path.find(self.root) else { return };
        match error.kind() {
            ValidationErrorKind::AnyOf { context }
            | ValidationErrorKind::OneOfNotValid { context } => {
                self.closest_branch(error, context, node, &path);
            }
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                for key in unexpected {
                    self.unknown_key(error, node, &path, key);
                }
            }
            ValidationErrorKind::Required { property } => {
                self.missing_key(node, &path, property.as_str().unwrap_or_default());
            }
            ValidationErrorKind::PropertyNames { .. } => self.bad_name(node, &path),
            _ => self.wrong_value(error, node, &path),
        }
    }

    /// Of several shapes that could stand here, explains the one that was meant:
    /// the one whose mistakes lie deepest, which is the one of the right shape.
    fn closest_branch(
        &mut self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
        node: &Node,
        path: &Path,
    ) {
        let here = error.instance_path().as_str().len();
        let inside = |branch: &&Vec<ValidationError<'static>>| {
            !branch.is_empty()
                && branch.iter().all(|problem| {
                    problem.instance_path().as_str().len() > here
                        || matches!(
                            problem.kind(),
                            ValidationErrorKind::AdditionalProperties { .. }
                                | ValidationErrorKind::Required { .. }
                                | ValidationErrorKind::AnyOf { .. }
                                | ValidationErrorKind::OneOfNotValid { .. }
                                | ValidationErrorKind::MinItems { .. }
                                | ValidationErrorKind::PropertyNames { .. }
                        )
                })
        };
        match context.iter().filter(inside).min_by_key(|branch| branch.len()) {
            Some(branch) => branch.iter().for_each(|problem| self.problem(problem)),
            None => self.wrong_value(error, node, path),
        }
    }

    fn unknown_key(&mut self, error: &ValidationError<'_>, node: &Node, path: &Path, key: &str) {
        let span = node.entry(key).map_or(node.span, |entry| entry.key.span);
        let known = self.known_keys(error, node);
        let place = place_words(path);
        let mut finding = rules::UNKNOWN_KEY
            .finding(span, format!("the key `{key}` is not known {place}"))
            .path(path.key(key).to_string());
        finding.help = match nearest(key, known.iter().map(String::as_str)) {
            Some(near) => {
                finding = finding.fix(span, near);
                Some(format!("did you mean `{near}`?"))
            }
            None if known.is_empty() => None,
            None => Some(format!("known here: {}", listed(&known))),
        };
        self.findings.push(finding);
    }

    fn known_keys(&self, error: &ValidationError<'_>, node: &Node) -> Vec<String> {
        let holder = self.holder(error);
        let properties = holder.and_then(|schema| schema.get("properties")?.as_object());
        let known = properties.into_iter().flatten().map(|(key, _)| key.clone());
        known.filter(|key| node.entry(key).is_none()).collect()
    }

    /// The part of the schema that a problem comes from.
    fn holder(&self, error: &ValidationError<'_>) -> Option<&Value> {
        let pointer = error.schema_path().as_str();
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        let mut schema = self.schema;
        for part in parent.split('/').skip(1) {
            let part = part.replace("~1", "/").replace("~0", "~");
            let mut next = match schema {
                Value::Object(object) => object.get(&part)?,
                Value::Array(items) => items.get(part.parse::<usize>().ok()?)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
            };
            // `$ref` names where the path goes on.
            if part == "$ref" {
                let target = next.as_str()?.strip_prefix('#')?;
                next = self.schema.pointer(target)?;
            }
            schema = next;
        }
        Some(schema)
    }

    fn missing_key(&mut self, node: &Node, path: &Path, key: &str) {
        let span = key_span(self.root, path).unwrap_or_else(|| first_byte(node.span));
        let place = place_words(path);
        let finding = rules::MISSING_KEY
            .finding(span, format!("the key `{key}` is missing {place}"))
            .path(path.to_string());
        let help = match (path.0.is_empty(), key) {
            (true, "version") => "write `version: 1`".to_owned(),
            (true, "name") => {
                "write `name: orders`, the name that every AWS name begins with".to_owned()
            }
            (_, "type") => {
                "write `type: dynamodb`, `type: rds_instance`, `type: s3`, `type: other`, …"
                    .to_owned()
            }
            _ => format!("write `{key}: …`"),
        };
        self.findings.push(finding.help(help));
    }

    fn bad_name(&mut self, node: &Node, path: &Path) {
        for entry in node.entries() {
            let name = &*entry.key.text;
            if is_name(name) {
                continue;
            }
            let message = format!("`{name}` is not a name");
            let finding =
                rules::BAD_NAME.finding(entry.key.span, message).path(path.key(name).to_string());
            let finding = finding.help(
                "a name begins with a-z and goes on with a-z, 0-9 and `-`, at most 40 in all",
            );
            self.findings.push(finding);
        }
    }

    fn wrong_value(&mut self, error: &ValidationError<'_>, node: &Node, path: &Path) {
        let span = value_span(self.root, node, path);
        if node.is_null() {
            let message = match path.last_key() {
                Some(key) => format!("`{key}` has no value"),
                None => "an empty value".to_owned(),
            };
            let finding = rules::EMPTY_VALUE.finding(span, message).path(path.to_string());
            return self.findings.push(finding.help("write a value, or leave the key out"));
        }
        let holder = self.holder(error).filter(|holder| holder.is_object());
        let expected = holder.map(expected_words).filter(|words| !words.is_empty());
        let expected = expected.unwrap_or_else(|| expected_kind(error));
        let found = found_words(node);
        let words = holder.map(|holder| allowed_words(holder, self.schema)).unwrap_or_default();
        let mut finding = rules::WRONG_TYPE
            .finding(span, format!("expected {expected}, found {found}"))
            .path(path.to_string());
        let text = node.text().unwrap_or_default();
        let near = nearest(text, words.iter().map(String::as_str));
        finding.help = near.map(|near| format!("did you mean `{near}`?")).or_else(|| {
            let quoted =
                matches!(node.plain(), Some(Plain::Int(_) | Plain::Float(_) | Plain::Bool(_)));
            let takes_text = holder.is_some_and(|h| h.get("type").is_some_and(|t| t == "string"));
            match (holder.and_then(example), quoted && takes_text) {
                (Some(example), _) => Some(format!("for example `{example}`")),
                (None, true) => Some(format!("quote it: `\"{text}\"`")),
                (None, false) if !words.is_empty() => Some(format!("one of {}", listed(&words))),
                (None, false) => None,
            }
        });
        self.findings.push(finding);
    }
}

fn is_name(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn first_byte(span: Span) -> Span {
    Span::new(span.start, span.end.min(span.start + 1))
}

/// The key that leads to a path.
fn key_span(root: &Node, path: &Path) -> Option<Span> {
    let key = path.last_key()?;
    path.parent().find(root)?.entry(key).map(|entry| entry.key.span)
}

/// The value's own span; the key's where nothing is written.
fn value_span(root: &Node, node: &Node, path: &Path) -> Span {
    if node.span.start < node.span.end && !matches!(node.kind, NodeKind::Mapping(_)) {
        return node.span;
    }
    key_span(root, path).unwrap_or_else(|| first_byte(node.span))
}

fn place_words(path: &Path) -> String {
    if path.0.is_empty() { "at the top of a policy".to_owned() } else { format!("in `{path}`") }
}

fn listed(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What the schema wants at a place: its title, or its type.
fn expected_words(holder: &Value) -> String {
    if let Some(title) = holder.get("title").and_then(Value::as_str) {
        return title.to_owned();
    }
    if let Some(branches) =
        holder.get("anyOf").or_else(|| holder.get("oneOf")).and_then(Value::as_array)
    {
        let words: Vec<String> =
            branches.iter().map(expected_words).filter(|w| !w.is_empty()).collect();
        let mut unique = words.clone();
        unique.dedup();
        return unique.join(" or ");
    }
    if let Some(word) = holder.get("const").and_then(Value::as_str) {
        return format!("`{word}`");
    }
    if holder.get("$ref").is_some() || holder.get("allOf").is_some() {
        return "a mapping".to_owned();
    }
    match holder.get("type").and_then(Value::as_str) {
        Some("object") => "a mapping".to_owned(),
        Some("array") => "a list".to_owned(),
        Some("boolean") => "`true` or `false`".to_owned(),
        Some("integer") => "a whole number".to_owned(),
        Some("string") => "text".to_owned(),
        _ => String::new(),
    }
}

fn expected_kind(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::Constant { expected_value } => format!("`{expected_value}`"),
        ValidationErrorKind::MinItems { .. } => "at least one entry".to_owned(),
        _ => "another value".to_owned(),
    }
}

fn found_words(node: &Node) -> String {
    let text = node.text().unwrap_or_default();
    match (&node.kind, node.plain()) {
        (NodeKind::Mapping(_), _) => "a mapping".to_owned(),
        (NodeKind::Sequence(_), _) => "a list".to_owned(),
        (_, Some(Plain::Int(_) | Plain::Float(_))) => format!("the number `{text}`"),
        (_, Some(Plain::Bool(_))) => format!("`{text}`, which YAML reads as true or false"),
        (_, Some(Plain::Null)) => "nothing".to_owned(),
        (_, Some(Plain::Text) | None) => format!("`{text}`"),
    }
}

/// The words an enumeration takes.
fn allowed_words(holder: &Value, root: &Value) -> Vec<String> {
    let mut words = Vec::new();
    collect_words(holder, root, 0, &mut words);
    words
}

fn collect_words(schema: &Value, root: &Value, depth: usize, words: &mut Vec<String>) {
    if depth > 4 {
        return;
    }
    words.extend(schema.get("const").and_then(Value::as_str).map(str::to_owned));
    let options = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    words.extend(options.filter_map(Value::as_str).map(str::to_owned));
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|r| r.strip_prefix('#'));
    if let Some(target) = target.and_then(|pointer| root.pointer(pointer)) {
        collect_words(target, root, depth + 1, words);
    }
    for key in ["anyOf", "oneOf", "allOf"] {
        for branch in schema.get(key).and_then(Value::as_array).into_iter().flatten() {
            collect_words(branch, root, depth + 1, words);
        }
    }
}

fn example(holder: &Value) -> Option<String> {
    let direct = holder.get("examples").and_then(Value::as_array).and_then(|e| e.first());
    let direct =
        direct.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let branches = || holder.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    direct.or_else(|| branches().find_map(example))
}
