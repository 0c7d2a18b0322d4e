//! What to write instead of a value that is wrong.

use serde_json::Value;

use crate::source::{Entry, Node, NodeKind, Plain, nearest};

use super::super::names;
use super::wanted::Wanted;
use super::words::{listed, shown};
use super::{Patterns, follow};

/// The longest list that is repeated in brackets.
const REPEATED: usize = 60;

/// What to write instead.
#[derive(Debug, Default)]
pub(super) struct Advice {
    /// In words.
    pub(super) help: Option<String>,
    /// As text, where nothing else can be meant.
    pub(super) replacement: Option<String>,
}

impl Advice {
    fn say(help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), replacement: None }
    }

    fn write(text: &str, help: String) -> Self {
        Self { help: Some(help), replacement: Some(text.to_owned()) }
    }
}

/// The advice for a value where something else is wanted.
pub(super) fn of<'a>(
    node: &Node,
    wanted: &Wanted<'a>,
    root: &'a Value,
    patterns: &Patterns,
) -> Advice {
    match &node.kind {
        NodeKind::Mapping(entries) => of_mapping(entries, wanted, root),
        NodeKind::Sequence(items) => of_list(items, wanted, root, patterns),
        NodeKind::Scalar { text, .. } => of_scalar(node, text, wanted, root, patterns),
    }
}

fn of_mapping<'a>(entries: &[Entry], wanted: &Wanted<'a>, root: &'a Value) -> Advice {
    let takes_mappings = |list: &&Value| {
        list.get("items").is_some_and(|item| !Wanted::of(item, root).mappings.is_empty())
    };
    if wanted.lists.iter().any(takes_mappings) {
        return match entries {
            [] => Advice::say("put it in a list: `[ { … } ]`"),
            [first, ..] => {
                Advice::say(format!("put it in a list: `[ {{ {}: … }} ]`", shown(&first.key.text)))
            }
        };
    }
    general(wanted, root)
}

fn of_list<'a>(
    items: &[Node],
    wanted: &Wanted<'a>,
    root: &'a Value,
    patterns: &Patterns,
) -> Advice {
    if let [one] = items {
        let word = one.text().filter(|text| takes(text, one.plain(), wanted, patterns));
        if let Some(word) = word {
            return Advice::say(format!("write `{}` without the brackets", shown(word)));
        }
    }
    for mapping in &wanted.mappings {
        if mapping.get("additionalProperties").is_some_and(Value::is_object) {
            return Advice::say(format!("give each entry a name: `{}`", sketch(mapping, root, 0)));
        }
        if matches!(items, [one] if !one.entries().is_empty()) {
            return Advice::say("write the mapping without the brackets");
        }
    }
    let scalar = !(wanted.texts.is_empty() && wanted.words.is_empty());
    if scalar && items.len() > 1 {
        let example = general(wanted, root).help.map(|help| format!(", {help}"));
        return Advice::say(format!("one value stands here{}", example.unwrap_or_default()));
    }
    general(wanted, root)
}

fn takes(text: &str, plain: Option<Plain>, wanted: &Wanted<'_>, patterns: &Patterns) -> bool {
    match plain {
        Some(Plain::Text) => patterns.accept(text, wanted),
        Some(Plain::Bool(_)) => wanted.boolean,
        Some(Plain::Int(_)) => !wanted.integers.is_empty(),
        _ => false,
    }
}

fn of_scalar<'a>(
    node: &Node,
    text: &str,
    wanted: &Wanted<'a>,
    root: &'a Value,
    patterns: &Patterns,
) -> Advice {
    if wanted.boolean {
        return boolean(text);
    }
    let counted = node.plain() == Some(Plain::Text) && !wanted.integers.is_empty();
    if let Some(number) = text.trim().parse::<i64>().ok().filter(|_| counted) {
        return Advice::write(&number.to_string(), format!("write `{number}` without quotes"));
    }
    let choices = wanted.choices();
    if let Some(near) = nearest(text, choices.iter().copied()) {
        return Advice::write(near, format!("did you mean `{near}`?"));
    }
    let typed = matches!(node.plain(), Some(Plain::Int(_) | Plain::Float(_) | Plain::Bool(_)));
    if typed && patterns.accept(text, wanted) {
        let quoted = format!("\"{text}\"");
        return Advice::write(&quoted, format!("quote it: `{quoted}`"));
    }
    let candidates: Vec<String> =
        with_unit(text).into_iter().filter(|unit| patterns.accept(unit, wanted)).collect();
    let candidates = most_likely(&candidates);
    match candidates.as_slice() {
        [] => {}
        [one] => return Advice::say(format!("write `{one}`")),
        several => {
            let several: Vec<String> = several.iter().map(|unit| format!("`{unit}`")).collect();
            return Advice::say(format!("write {}", super::words::either(&several)));
        }
    }
    let named = wanted.texts.iter().any(|of| pattern_of(of) == Some(names::PATTERN));
    if let Some(slug) = name(text).filter(|slug| named && !typed && slug != text) {
        return Advice::say(format!("write `{slug}`"));
    }
    if let Some(advice) = in_brackets(node, text, wanted, root, patterns) {
        return advice;
    }
    general(wanted, root)
}

/// A single value where a list of such values is wanted.
fn in_brackets<'a>(
    node: &Node,
    text: &str,
    wanted: &Wanted<'a>,
    root: &'a Value,
    patterns: &Patterns,
) -> Option<Advice> {
    let item = wanted.lists.first()?.get("items")?;
    let item = Wanted::of(item, root);
    if !takes(text, node.plain(), &item, patterns) || text.len() > REPEATED {
        return None;
    }
    let plain = matches!(&node.kind, NodeKind::Scalar { plain: true, .. });
    let value = if plain { shown(text) } else { format!("\"{}\"", shown(text)) };
    Some(Advice::say(format!("put it in a list: `[{value}]`")))
}

fn boolean(text: &str) -> Advice {
    let word = match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" | "enabled" | "enable" | "1" => "true",
        "no" | "off" | "n" | "disabled" | "disable" | "0" => "false",
        "true" => return Advice::write("true", "write `true` without quotes".to_owned()),
        "false" => return Advice::write("false", "write `false` without quotes".to_owned()),
        _ => return Advice::say("write `true` or `false`"),
    };
    Advice::write(word, format!("write `{word}`"))
}

/// What a bare number, or a number with a unit in words, may have meant.
fn with_unit(text: &str) -> Vec<String> {
    let text = text.trim();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
    if number.is_empty() {
        return Vec::new();
    }
    let spelt: &[&str] = match unit.trim().to_ascii_lowercase().as_str() {
        "" => {
            let clock = format!("{number:0>2}:00");
            let mut all: Vec<String> = ["m", "h", "d", "mo", "GB", "%"]
                .iter()
                .map(|unit| format!("{number}{unit}"))
                .collect();
            all.push(clock);
            return all;
        }
        "s" | "sec" | "secs" | "second" | "seconds" => &["s"],
        "m" | "min" | "mins" | "minute" | "minutes" => &["m", "mo"],
        "h" | "hr" | "hrs" | "hour" | "hours" => &["h"],
        "d" | "day" | "days" => &["d"],
        "w" | "week" | "weeks" => &["w", "d"],
        "mo" | "mon" | "month" | "months" => &["mo"],
        "y" | "yr" | "yrs" | "year" | "years" => &["y"],
        "b" | "bytes" => &["B"],
        "k" | "kb" | "kib" => &["KB"],
        "mb" | "mib" => &["MB"],
        "g" | "gb" | "gib" => &["GB"],
        "t" | "tb" | "tib" => &["TB"],
        _ => &[],
    };
    let decimal = unit.starts_with('.') && text.parse::<f64>().is_ok();
    let spelt = spelt.iter().map(|unit| format!("{number}{unit}"));
    spelt.chain(decimal.then(|| format!("{text}%"))).collect()
}

/// Of units that all could stand, the two that people mean: days where months
/// are counted too, hours and days where both are, else minutes and hours.
fn most_likely(candidates: &[String]) -> Vec<String> {
    let ends = |unit: &str| candidates.iter().any(|one| one.ends_with(unit));
    let units: &[&str] = match (ends("mo"), ends("m"), ends("h")) {
        (true, true, _) => &["h", "d"],
        (true, ..) => &["d", "mo"],
        (false, true, true) => &["m", "h"],
        (false, ..) => return candidates.iter().take(2).cloned().collect(),
    };
    let likely =
        units.iter().filter_map(|unit| candidates.iter().find(|one| one.ends_with(unit)).cloned());
    match units {
        ["d", _] => likely.take(1).collect(),
        _ => likely.collect(),
    }
}

fn pattern_of(text: &Value) -> Option<&str> {
    text.get("pattern")?.as_str()
}

/// An example of what is wanted.
fn general<'a>(wanted: &Wanted<'a>, root: &'a Value) -> Advice {
    let choices = wanted.choices();
    let example = wanted.texts.iter().find_map(|text| first_example(text));
    if let Some(mapping) = wanted.mappings.first().filter(|_| example.is_none()) {
        return Advice::say(format!("for example `{}`", sketch(mapping, root, 0)));
    }
    if let Some(list) = wanted.lists.first().filter(|_| example.is_none() && choices.is_empty()) {
        return Advice::say(format!("for example `{}`", sketch(list, root, 0)));
    }
    if example.is_none() && wanted.are_listed() {
        return Advice::default();
    }
    if choices.len() > 1 && example.as_deref().is_none_or(|one| choices.contains(&one)) {
        return Advice::say(format!("one of {}", listed(&choices)));
    }
    match example {
        Some(example) => Advice::say(format!("for example `{example}`")),
        None => {
            Advice { help: wanted.integers.first().and_then(|of| number(of)), replacement: None }
        }
    }
}

fn number(schema: &Value) -> Option<String> {
    let example = schema.get("const").or_else(|| schema.get("maximum"))?;
    Some(format!("for example `{example}`"))
}

fn first_example(schema: &Value) -> Option<String> {
    let first = schema.get("examples")?.as_array()?.first()?;
    Some(flow(first))
}

/// A short value of this shape, as YAML on one line.
fn sketch<'a>(schema: &'a Value, root: &'a Value, depth: usize) -> String {
    let schema = follow(schema, root);
    if let Some(example) = first_example(schema) {
        return example;
    }
    let wanted = Wanted::of(schema, root);
    if let Some(text) = wanted.texts.iter().find_map(|text| first_example(text)) {
        return text;
    }
    if let Some(word) = wanted.words.first() {
        return (*word).to_owned();
    }
    if wanted.boolean {
        return "true".to_owned();
    }
    if let Some(integer) = wanted.integers.first() {
        return integer.get("const").map_or_else(|| "1".to_owned(), Value::to_string);
    }
    if depth > 1 {
        return "…".to_owned();
    }
    if let Some(item) = wanted.lists.first().and_then(|list| list.get("items")) {
        return format!("[ {} ]", sketch(item, root, depth + 1));
    }
    wanted.mappings.first().map_or_else(|| "…".to_owned(), |of| entries(of, root, depth))
}

fn entries<'a>(mapping: &'a Value, root: &'a Value, depth: usize) -> String {
    if let Some(value) = mapping.get("additionalProperties").filter(|of| of.is_object()) {
        return format!("{{ name: {} }}", sketch(value, root, depth + 1));
    }
    let Some(known) = mapping.get("properties").and_then(Value::as_object) else {
        return "{ … }".to_owned();
    };
    let required = mapping.get("required").and_then(Value::as_array).into_iter().flatten();
    let mut keys: Vec<&str> = required.filter_map(Value::as_str).collect();
    if keys.is_empty() {
        keys.extend(known.keys().next().map(String::as_str));
    }
    let pairs: Vec<String> = keys
        .iter()
        .filter_map(|key| Some(format!("{key}: {}", sketch(known.get(*key)?, root, depth + 1))))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// JSON of the schema as YAML on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => {
            let bare =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '%');
            let typed = text.parse::<f64>().is_ok() || text.contains(':');
            if text.chars().all(|c| bare(c) || c == ' ') && !typed {
                return text.clone();
            }
            format!("\"{text}\"")
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let pairs = members.iter().map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// The name that was probably meant: `Main_Vault` as `main-vault`.
pub(super) fn name(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            '_' | ' ' | '.' | '-' | '/' => slug.push('-'),
            _ => return None,
        }
    }
    let slug = slug.trim_end_matches('-');
    let fits = slug.len() <= 40 && slug.starts_with(|c: char| c.is_ascii_lowercase());
    fits.then(|| slug.to_owned())
}
