//! Why a tree is not a policy: every structural mistake, in our own words.
//!
//! One walk over the tree and the generated JSON Schema side by side. Where
//! several shapes could stand, the shape that was written decides which one is
//! explained, so that a mistake is one finding at one place. Invariants: no
//! sentence of a validator or of serde reaches the user; a value that is wrong
//! as a whole is not looked into.

mod placement;
mod repair;
mod wanted;
mod words;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::diagnostic::Finding;
use crate::source::nearest;
use crate::source::{DecodeError, Entry, Node, NodeKind, Path, Plain, Span};

use super::rules;
use super::schema::SCHEMA;
use wanted::{Wanted, resolved};
use words::{found, listed, place, shown};

/// More mistakes than this are not read by anyone.
const MOST: usize = 200;
/// The form of a name, in words.
const NAME_WORDS: &str =
    "a name begins with a-z and goes on with a-z, 0-9 and `-`, at most 40 in all";

/// Explains why `root` could not be decoded, but for the values that are
/// `unread` because a problem of YAML itself speaks of them.
pub(super) fn explain(root: &Node, error: &DecodeError, unread: &[Span]) -> Vec<Finding> {
    if let Some(finding) = of_something_else(root) {
        return vec![finding];
    }
    let mut walk = Walk::new(root, &SCHEMA, unread);
    walk.value(root, &SCHEMA);
    let mut findings = walk.findings;
    if findings.is_empty() && unread.is_empty() {
        findings.push(rules::WRONG_TYPE.finding(error.span, error.message.clone()));
    }
    findings.sort_by(|a, b| {
        (a.primary.span, a.rule, &a.message).cmp(&(b.primary.span, b.rule, &b.message))
    });
    // A merged tree holds what an override says twice: in its place and merged.
    findings.dedup_by(|a, b| a.primary.span == b.primary.span && a.rule == b.rule);
    findings.truncate(MOST);
    findings
}

/// The file is about something else if several keys stand at its top and none of
/// them is one of a policy: then one finding says more than one for each.
fn of_something_else(root: &Node) -> Option<Finding> {
    let NodeKind::Mapping(entries) = &root.kind else { return None };
    let known = SCHEMA.get("properties").and_then(Value::as_object)?;
    let keys: Vec<&str> = entries.iter().map(|entry| &*entry.key.text).collect();
    let first = entries.first().filter(|_| keys.len() > 1)?;
    if keys.iter().any(|key| known.contains_key(*key) || *key == "<<") {
        return None;
    }
    let shown: Vec<_> = keys.iter().map(|key| shown(key)).collect();
    let message = format!("this is no policy: none of its keys is one ({})", listed(&shown));
    Some(
        rules::UNKNOWN_KEY.finding(first.key.span, message).help(
            "a policy begins with `version: 1` and `name: …`; `policy init` writes a first one",
        ),
    )
}

/// A mapping on the way from the top to the value that is looked at.
#[derive(Clone, Copy)]
struct Level<'a> {
    node: &'a Node,
    schema: &'a Value,
    /// Steps of the path that lead to it.
    depth: usize,
}

struct Walk<'a> {
    root: &'a Node,
    schema: &'a Value,
    unread: &'a [Span],
    path: Path,
    levels: Vec<Level<'a>>,
    findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Node, schema: &'a Value, unread: &'a [Span]) -> Self {
        Self {
            root,
            schema,
            unread,
            path: Path::default(),
            levels: Vec::new(),
            findings: Vec::new(),
        }
    }

    fn value(&mut self, node: &'a Node, schema: &'a Value) {
        if self.findings.len() >= MOST || self.unread.contains(&node.span) {
            return;
        }
        let wanted = Wanted::of(schema, self.schema);
        if node.is_null() {
            if !(wanted.null && node.is_literal_null()) {
                self.empty(node, wanted.null);
            }
            return;
        }
        match &node.kind {
            NodeKind::Mapping(entries) => self.some_mapping(node, entries, &wanted),
            NodeKind::Sequence(items) => match wanted.lists.first() {
                Some(list) => self.list(node, items, list),
                None => self.wrong(node, &wanted),
            },
            NodeKind::Scalar { .. } => {
                if !self.accepts(node, &wanted) {
                    self.wrong(node, &wanted);
                }
            }
        }
    }

    fn list(&mut self, node: &'a Node, items: &'a [Node], schema: &'a Value) {
        let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        if (items.len() as u64) < least {
            let finding = rules::WRONG_TYPE
                .finding(self.value_span(node), "expected at least one entry, found an empty list")
                .help("write an entry, or leave the key out");
            self.report(finding);
        }
        let Some(of) = schema.get("items") else { return };
        for (index, item) in items.iter().enumerate() {
            let path = std::mem::take(&mut self.path);
            self.path = path.index(index);
            self.value(item, of);
            self.path = path;
        }
    }

    /// Explains a mapping as the one of several shapes that was meant.
    fn some_mapping(&mut self, node: &'a Node, entries: &'a [Entry], wanted: &Wanted<'a>) {
        match wanted.mappings.as_slice() {
            [] => self.wrong(node, wanted),
            [one] if wanted::has_variants(one) => self.variant(node, entries, one),
            [one] => self.mapping(node, entries, one, false),
            several => {
                let kind = self.kind_of_patched(node);
                if let Some(meant) = wanted::patch_variant(several, kind, self.schema) {
                    self.mapping(node, entries, meant, false);
                }
            }
        }
    }

    /// The `type` of a patched resource: the patch's own, else the base's.
    fn kind_of_patched(&self, node: &'a Node) -> Option<&'a str> {
        let own = node.get("type").and_then(Node::text);
        own.or_else(|| {
            let name = self.path.last_key()?;
            self.root.get("resources")?.get(name)?.get("type")?.text()
        })
    }

    /// A resource: its `type` says which keys it has.
    fn variant(&mut self, node: &'a Node, entries: &'a [Entry], schema: &'a Value) {
        let Some(kind) = node.get("type") else {
            return self.missing(node, schema, "type");
        };
        let types = wanted::variant_names(schema, self.schema);
        let Some(text) = kind.text().filter(|_| kind.plain() == Some(Plain::Text)) else {
            let keys = wanted::variant_of(schema, "any", self.schema);
            let known = |item: &Node| item.text().is_some_and(|text| types.contains(&text));
            let several = kind.items().iter().any(known);
            return self.mapping_if(keys, node, entries, !several);
        };
        if types.contains(&text) {
            let keys = wanted::variant_of(schema, text, self.schema);
            return self.mapping_if(keys, node, entries, false);
        }
        let near = nearest(text, types.iter().copied());
        let message = format!("expected a resource type, found {}", found(kind));
        let mut finding =
            rules::WRONG_TYPE.finding(kind.span, message).path(self.path.key("type").to_string());
        finding.help = Some(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("one of {}", listed(&types)),
        });
        if let Some(near) = near {
            finding = finding.fix(kind.span, near);
        }
        self.findings.push(finding);
        // The type that was meant tells which keys to look into; none is unknown.
        let keys = near.and_then(|near| wanted::variant_of(schema, near, self.schema));
        self.mapping_if(keys, node, entries, true);
    }

    fn mapping_if(
        &mut self,
        schema: Option<&'a Value>,
        node: &'a Node,
        entries: &'a [Entry],
        lenient: bool,
    ) {
        if let Some(schema) = schema {
            self.mapping(node, entries, schema, lenient);
        }
    }

    /// Looks into a mapping. A lenient look is one by a guessed shape: it
    /// reports neither unknown keys nor the `type` that made it a guess.
    fn mapping(&mut self, node: &'a Node, entries: &'a [Entry], schema: &'a Value, lenient: bool) {
        self.levels.push(Level { node, schema, depth: self.path.0.len() });
        let mut unknown = 0;
        for entry in entries {
            let key = &*entry.key.text;
            let of = match schema.get("properties").and_then(|known| known.get(key)) {
                Some(_) if lenient && key == "type" => {
                    self.guessed_type(entry, schema);
                    continue;
                }
                Some(of) => of,
                None => match schema.get("additionalProperties").filter(|of| of.is_object()) {
                    Some(of) => {
                        self.name(node, entry, schema);
                        of
                    }
                    None if lenient => continue,
                    None => {
                        unknown += 1;
                        self.unknown(node, entry, schema);
                        continue;
                    }
                },
            };
            let path = std::mem::take(&mut self.path);
            self.path = path.key(key);
            self.value(&entry.value, of);
            self.path = path;
        }
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        // A mapping of unknown keys alone was meant as something else.
        let foreign = !entries.is_empty() && unknown == entries.len();
        for key in required.filter(|_| !foreign).filter_map(Value::as_str) {
            if node.entry(key).is_none() {
                self.missing(node, schema, key);
            }
        }
        self.levels.pop();
    }

    /// A `type` that is no word at all is reported; a misspelt one already is.
    fn guessed_type(&mut self, entry: &'a Entry, schema: &'a Value) {
        let word = entry.value.plain() == Some(Plain::Text);
        let of = schema.get("properties").and_then(|known| known.get("type"));
        if let Some(of) = of.filter(|_| !word) {
            let path = std::mem::take(&mut self.path);
            self.path = path.key("type");
            self.value(&entry.value, of);
            self.path = path;
        }
    }

    fn unknown(&mut self, node: &'a Node, entry: &Entry, schema: &'a Value) {
        let (key, span) = (&*entry.key.text, entry.key.span);
        if key == "<<" {
            let finding = rules::ALIAS
                .finding(span, "a merge key is not part of this language")
                .help("write the entries out");
            return self.report(finding);
        }
        let message = format!("the key `{}` is not known {}", shown(key), place(&self.path));
        let mut finding =
            rules::UNKNOWN_KEY.finding(span, message).path(self.path.key(key).to_string());
        let advice = self.placement(node, key, schema);
        if let Some(rename) = advice.rename {
            finding = finding.fix(span, rename);
        }
        finding.help = advice.help;
        self.findings.push(finding);
    }

    fn missing(&mut self, node: &'a Node, schema: &'a Value, key: &str) {
        let span = self.key_span().unwrap_or_else(|| beginning(node));
        let message = format!("the key `{key}` is missing {}", place(&self.path));
        let finding = rules::MISSING_KEY.finding(span, message);
        let described = schema
            .get("properties")
            .and_then(|known| known.get(key))
            .and_then(words::description)
            .map(|words| format!("write `{key}: …`: {words}"));
        let help = match (self.path.0.is_empty(), key) {
            (true, "version") => "write `version: 1`".to_owned(),
            (true, "name") => {
                "write `name: orders`, the name that every AWS name begins with".to_owned()
            }
            (_, "type") => {
                "write `type: dynamodb`, `type: rds_instance`, `type: s3`, `type: other`, …"
                    .to_owned()
            }
            _ => described.unwrap_or_else(|| format!("write `{key}: …`")),
        };
        self.report(finding.help(help));
    }

    /// Judges the name that the user gave an entry.
    fn name(&mut self, node: &Node, entry: &Entry, schema: &Value) {
        let name = &*entry.key.text;
        let pattern = schema.get("propertyNames").and_then(|names| names.get("pattern"));
        let Some(pattern) = pattern.and_then(Value::as_str) else { return };
        if PATTERNS.matches(pattern, name) {
            return;
        }
        let slug = repair::name(name).filter(|slug| node.entry(slug).is_none());
        let finding = bad_name(name, entry.key.span, slug);
        self.findings.push(finding.path(self.path.key(name).to_string()));
    }

    fn empty(&mut self, node: &Node, removable: bool) {
        let message = match self.path.last_key() {
            Some(key) => format!("`{}` has no value", shown(key)),
            None => "an empty value".to_owned(),
        };
        let help = if removable {
            "write a value, or the word `null` to remove what the policy has here"
        } else {
            "write a value, or leave the key out"
        };
        let finding = rules::EMPTY_VALUE.finding(self.value_span(node), message);
        self.report(finding.help(help));
    }

    fn wrong(&mut self, node: &'a Node, wanted: &Wanted<'a>) {
        let own_name = self.path.0.len() == 1 && self.path.last_key() == Some("name");
        if let Some(name) = node.text().filter(|_| own_name && node.plain() == Some(Plain::Text)) {
            let finding = bad_name(name, self.value_span(node), repair::name(name));
            return self.report(finding);
        }
        let message = format!("expected {}, found {}", wanted.words(), found(node));
        let mut finding = rules::WRONG_TYPE.finding(self.value_span(node), message);
        let advice = repair::of(node, wanted, self.schema, &PATTERNS);
        if let Some(edit) = advice.replacement {
            finding = finding.fix(node.span, edit);
        }
        finding.help = advice.help;
        self.report(finding);
    }

    fn accepts(&self, node: &Node, wanted: &Wanted<'_>) -> bool {
        let text = node.text().unwrap_or_default();
        match node.plain() {
            Some(Plain::Bool(_)) => wanted.boolean,
            Some(Plain::Int(value)) => wanted.integers.iter().any(|of| wanted::in_range(of, value)),
            Some(Plain::Text) => PATTERNS.accept(text, wanted),
            Some(Plain::Null | Plain::Float(_)) | None => false,
        }
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding.path(self.path.to_string()));
    }

    /// The key that leads here.
    fn key_span(&self) -> Option<Span> {
        let key = self.path.last_key()?;
        self.path.parent().find(self.root)?.entry(key).map(|entry| entry.key.span)
    }

    /// The value's own place; its key's where nothing or a whole mapping stands.
    fn value_span(&self, node: &Node) -> Span {
        let mapping = matches!(node.kind, NodeKind::Mapping(_));
        if node.span.start < node.span.end && !mapping {
            return node.span;
        }
        self.key_span().unwrap_or_else(|| beginning(node))
    }
}

/// A name of another form, of an entry or of the policy itself.
fn bad_name(name: &str, span: Span, slug: Option<String>) -> Finding {
    let message = match name {
        "" => "an empty text is not a name".to_owned(),
        name => format!("`{}` is not a name", shown(name)),
    };
    rules::BAD_NAME.finding(span, message).help(match slug {
        Some(slug) => format!("write `{slug}`: {NAME_WORDS}"),
        None => NAME_WORDS.to_owned(),
    })
}

/// Of a mapping: its bracket, or its first key where it has none.
fn beginning(node: &Node) -> Span {
    let span = node.span;
    let first = node.entries().first().filter(|entry| entry.key.span.start == span.start);
    first.map_or(Span::new(span.start, span.end.min(span.start + 1)), |entry| entry.key.span)
}

/// The patterns of the schema, compiled once for every file of a run.
struct Patterns(BTreeMap<String, jsonschema::Validator>);

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let mut found = BTreeMap::new();
    compile(&SCHEMA, &mut found);
    Patterns(found)
});

fn compile(schema: &Value, found: &mut BTreeMap<String, jsonschema::Validator>) {
    match schema {
        Value::Object(members) => {
            let pattern = members.get("pattern").and_then(Value::as_str);
            if let Some(pattern) = pattern.filter(|pattern| !found.contains_key(*pattern)) {
                // OK because every pattern of the schema compiles, which a test shows.
                if let Ok(compiled) = jsonschema::draft7::new(&json!({ "pattern": pattern })) {
                    found.insert(pattern.to_owned(), compiled);
                }
            }
            members.values().for_each(|member| compile(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| compile(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

impl Patterns {
    fn matches(&self, pattern: &str, text: &str) -> bool {
        self.0.get(pattern).is_none_or(|compiled| compiled.is_valid(&Value::from(text)))
    }

    /// The text is one of the words, or has the form of one of the texts.
    fn accept(&self, text: &str, wanted: &Wanted<'_>) -> bool {
        wanted.words.contains(&text)
            || wanted.texts.iter().any(|of| {
                let pattern = of.get("pattern").and_then(Value::as_str);
                pattern.is_none_or(|pattern| self.matches(pattern, text))
            })
    }
}

/// Follows references, for those who only have a place in the schema.
fn follow<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    resolved(schema, root).unwrap_or(schema)
}
