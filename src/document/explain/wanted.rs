//! What the schema wants at a place, by shape.

use serde_json::Value;

use super::words::either;

/// Enumerations longer than this are named by their title.
const LISTED: usize = 6;

/// The shapes that may stand at a place.
#[derive(Debug, Default)]
pub(super) struct Wanted<'a> {
    /// What all of it is called, if the schema says so.
    title: Option<&'a str>,
    /// Texts of some form.
    pub(super) texts: Vec<&'a Value>,
    /// Single words.
    pub(super) words: Vec<&'a str>,
    /// Whole numbers in a range.
    pub(super) integers: Vec<&'a Value>,
    /// `true` and `false`.
    pub(super) boolean: bool,
    /// The word `null`, which removes.
    pub(super) null: bool,
    /// Mappings.
    pub(super) mappings: Vec<&'a Value>,
    /// Lists.
    pub(super) lists: Vec<&'a Value>,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(schema: &'a Value, root: &'a Value) -> Self {
        let mut wanted = Self::default();
        wanted.gather(schema, root, 0);
        wanted
    }

    fn gather(&mut self, schema: &'a Value, root: &'a Value, depth: usize) {
        // OK because no definition refers to itself without a value between.
        if depth > 8 {
            return;
        }
        if let Some(target) = resolved(schema, root) {
            return self.gather(target, root, depth + 1);
        }
        let branches = schema.get("anyOf").or_else(|| schema.get("oneOf"));
        if let Some(branches) = branches.and_then(Value::as_array) {
            self.title = self.title.or_else(|| schema.get("title").and_then(Value::as_str));
            return branches.iter().for_each(|branch| self.gather(branch, root, depth + 1));
        }
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            return self.words.push(word);
        }
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            return self.words.extend(words.iter().filter_map(Value::as_str));
        }
        match schema.get("type").and_then(Value::as_str) {
            Some("string") => self.texts.push(schema),
            Some("integer") => self.integers.push(schema),
            Some("boolean") => self.boolean = true,
            Some("null") => self.null = true,
            Some("array") => self.lists.push(schema),
            Some("object") => self.mappings.push(schema),
            _ => {}
        }
    }

    /// What is wanted, in words: "a retention", "`none` or a mapping".
    pub(super) fn words(&self) -> String {
        if let Some(title) = self.title {
            return title.to_owned();
        }
        let mut parts: Vec<String> = Vec::new();
        for text in &self.texts {
            let title = text.get("title").and_then(Value::as_str).unwrap_or("text");
            // "a calendar length, `none`" is two parts of the sentence.
            parts.extend(title.split(", ").map(str::to_owned));
        }
        if self.words.len() > LISTED {
            parts.push("one of the words known here".to_owned());
        } else {
            parts.extend(self.words.iter().map(|word| format!("`{word}`")));
        }
        parts.extend(self.integers.iter().map(|of| integer_words(of)));
        let shapes = [
            (self.boolean, "`true` or `false`"),
            (!self.mappings.is_empty(), "a mapping"),
            (!self.lists.is_empty(), "a list"),
        ];
        parts.extend(shapes.iter().filter(|(is, _)| *is).map(|(_, words)| (*words).to_owned()));
        either(&parts)
    }

    /// Every choice is in [`Self::words`] already.
    pub(super) fn are_listed(&self) -> bool {
        self.title.is_none() && self.texts.is_empty() && self.words.len() <= LISTED
    }

    /// The words to choose from, also those that a pattern spells out.
    pub(super) fn choices(&self) -> Vec<&'a str> {
        let spelt = self.texts.iter().filter_map(|text| text.get("pattern")?.as_str());
        let spelt = spelt.filter_map(alternatives).flatten();
        self.words.iter().copied().chain(spelt).collect()
    }
}

/// The words of a pattern such as `^(monday|tuesday)$`.
fn alternatives(pattern: &str) -> Option<impl Iterator<Item = &str>> {
    let inner = pattern.strip_prefix("^(")?.strip_suffix(")$")?;
    let plain = inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '|'));
    plain.then(|| inner.split('|'))
}

/// Where a reference leads; `None` if the schema is none.
pub(super) fn resolved<'a>(schema: &'a Value, root: &'a Value) -> Option<&'a Value> {
    let reference = match schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    };
    root.pointer(reference.get("$ref")?.as_str()?.strip_prefix('#')?)
}

pub(super) fn in_range(schema: &Value, value: i64) -> bool {
    let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
    let largest = match schema.get("format").and_then(Value::as_str) {
        Some("uint32") => i64::from(u32::MAX),
        _ => i64::MAX,
    };
    bound("const").is_none_or(|only| value == only)
        && bound("minimum").is_none_or(|least| value >= least)
        && value <= bound("maximum").unwrap_or(largest)
}

fn integer_words(schema: &Value) -> String {
    let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
    match (bound("const"), bound("minimum"), bound("maximum")) {
        (Some(only), ..) => format!("`{only}`"),
        (None, Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
        (None, Some(_), None) => "a whole number that is not negative".to_owned(),
        (None, None, _) => "a whole number".to_owned(),
    }
}

/// The schema has one shape per `type`.
pub(super) fn has_variants(schema: &Value) -> bool {
    rows(schema).next().is_some()
}

fn rows(schema: &Value) -> impl Iterator<Item = (&Value, &Value)> {
    let rows = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    rows.filter_map(|row| Some((row.get("if")?.get("properties")?.get("type")?, row.get("then")?)))
}

/// The shape of a `type`; every type without keys of its own shares one.
pub(super) fn variant_of<'a>(schema: &'a Value, kind: &str, root: &'a Value) -> Option<&'a Value> {
    let own = rows(schema).find(|(of, _)| of.get("const").is_some_and(|name| name == kind));
    let shared = || rows(schema).find(|(of, _)| of.get("not").is_some());
    own.or_else(shared).map(|(_, then)| super::follow(then, root))
}

/// Every word that may stand after `type`.
pub(super) fn variant_names<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a str> {
    let own = rows(schema).filter_map(|(of, _)| of.get("const")?.as_str());
    let mut names: Vec<&str> = own.collect();
    let shared = variant_of(schema, "", root).and_then(|of| of.get("properties")?.get("type"));
    for name in shared.map(|of| Wanted::of(of, root).words).unwrap_or_default() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// The patch of a resource of this `type`.
pub(super) fn patch_variant<'a>(
    several: &[&'a Value],
    kind: Option<&str>,
    root: &'a Value,
) -> Option<&'a Value> {
    let words = |of: &'a Value| -> Vec<&'a str> {
        let kind = of.get("properties").and_then(|known| known.get("type"));
        kind.map(|kind| Wanted::of(kind, root).words).unwrap_or_default()
    };
    let own = several.iter().find(|of| matches!(words(of).as_slice(), [one] if Some(*one) == kind));
    own.or_else(|| several.iter().find(|of| words(of).len() > 1)).or(several.first()).copied()
}
