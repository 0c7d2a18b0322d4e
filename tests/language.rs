//! `docs/language.md`: every key, from the schema.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use policy::document::{policy_schema, published_schema};
use serde_json::{Map, Value};

/// Texts that are written in one of several forms, and the chapters of the page.
struct Page {
    schema: Value,
    out: String,
    /// Definitions that have their chapter, or will have it.
    known: BTreeSet<String>,
    /// Definitions still to be written, in the order they were met.
    open: Vec<String>,
    /// How many of them the present chapter added: they come next.
    met: usize,
    /// Kinds of texts that were met: title, how it is written, examples.
    kinds: Vec<(String, String, String)>,
}

const HEAD: &str = "# The language

Every key of a policy, from the JSON Schema that editors read. `policies/language.yaml` shows each of them in use; this page says what each one is.

A key is *rendered* into artifacts, *asserted* (settings of other code, which are compared and never written), or *stated* (used by checks and the proof alone). Only `version`, `name` and the `type` of a resource must be there: what else is missing is a finding of `policy check`, not a mistake of the file. *If absent* says what holds then; where it says nothing, absent means that there is none.

Everything under `environments.NAME.override` has the same keys as the top, but for `version`, `name`, `accounts` and `environments`. Nothing is required there, lists replace, and the word `null` removes.

";

/// Keys of a resource that every type has, in the order of the schema.
fn shared(definitions: &Map<String, Value>, types: &[&String]) -> Vec<String> {
    let keys = |name: &str| -> Vec<String> {
        definitions[name]["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let mut shared = keys(types[0]);
    shared.retain(|key| types.iter().all(|name| keys(name).contains(key)));
    shared
}

impl Page {
    fn write() -> String {
        let (schema, explained) = (published_schema(), policy_schema());
        let mut page = Self {
            schema,
            out: HEAD.to_owned(),
            known: BTreeSet::from(["Resource".to_owned()]),
            open: Vec::new(),
            met: 0,
            kinds: Vec::new(),
        };
        let root = page.schema.clone();
        page.out.push_str("## The top\n\n");
        page.table(&root, &|_| true);
        page.resources();
        while !page.open.is_empty() {
            let name = page.open.remove(0);
            page.met = 0;
            let definition = page.schema["definitions"][&name].clone();
            let _ = write!(page.out, "## {}\n\n", heading(&name));
            // What editors do not need, because the key that leads there says it.
            let said = &explained["definitions"][&name]["description"];
            let _ = write!(page.out, "{}\n\n", said.as_str().unwrap());
            page.table(&definition, &|_| true);
        }
        page.out.push_str("## How values are written\n\n");
        page.kinds.sort();
        for (title, written, examples) in &page.kinds {
            let _ = write!(page.out, "### {title}\n\n");
            if !written.is_empty() {
                let _ = write!(page.out, "{written}\n\n");
            }
            let _ = write!(page.out, "Such as {examples}.\n\n");
        }
        page.out.truncate(page.out.trim_end().len());
        page.out.push('\n');
        page.out
    }

    /// The keys that every type of resource has, and those of each type.
    fn resources(&mut self) {
        let definitions = self.schema["definitions"].as_object().unwrap().clone();
        let mut types: Vec<&String> =
            definitions.keys().filter(|name| name.starts_with("Resource_")).collect();
        let listed = "Listed".to_owned();
        types.push(&listed);
        let shared = shared(&definitions, &types);
        self.out.push_str("## Resource\n\nThe keys of every type; each type has more, below.\n\n");
        let any = &definitions[types[0]].clone();
        self.table(any, &|key| key != "type" && shared.contains(&key.to_owned()));
        let mut written: Vec<&Value> = Vec::new();
        for name in &types {
            let own = |of: &str| -> Vec<(String, Value)> {
                let keys = definitions[of]["properties"].as_object().unwrap();
                let own = keys.iter().filter(|(key, _)| !shared.contains(key));
                own.map(|(key, value)| (key.clone(), value.clone())).collect()
            };
            if written.iter().any(|done| **done == definitions[*name]["description"]) {
                continue;
            }
            written.push(&definitions[*name]["description"]);
            let alike = types.iter().filter(|other| own(other) == own(name));
            let alike: Vec<String> = alike.map(|other| other.replace("Resource_", "")).collect();
            let title = match name.as_str() {
                "Listed" => "of another type, of several, or `any`".to_owned(),
                _ => {
                    let alike: Vec<_> = alike.iter().map(|name| format!("`{name}`")).collect();
                    format!("of type {}", alike.join(", "))
                }
            };
            let said = definitions[*name]["description"].as_str().unwrap();
            let _ = write!(self.out, "### Resource {title}\n\n{said}\n\n");
            let definition = definitions[*name].clone();
            self.table(&definition, &|key| key != "type" && !shared.contains(&key.to_owned()));
        }
        let of_type = &self.schema["definitions"]["Resource"]["properties"]["type"]["anyOf"][0];
        let names = of_type["enum"].as_array().unwrap().iter();
        let said = of_type["enumDescriptions"].as_array().unwrap();
        let rows: Vec<String> = names
            .zip(said)
            .map(|(name, said)| {
                format!("| `{}` | {} |\n", name.as_str().unwrap(), said.as_str().unwrap())
            })
            .collect();
        let _ = write!(
            self.out,
            "### Types\n\n| `type` | what it is |\n|---|---|\n{}\n",
            rows.concat()
        );
    }

    fn table(&mut self, schema: &Value, wanted: &dyn Fn(&str) -> bool) {
        self.out.push_str(
            "| key | becomes | value | units | if absent | meaning |\n|---|---|---|---|---|---|\n",
        );
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        for (key, property) in schema["properties"].as_object().unwrap() {
            if !wanted(key) {
                continue;
            }
            let said = property["description"].as_str().unwrap();
            let (becomes, said) = said.split_once(": ").unwrap();
            let (meaning, written) =
                said.split_once(". ").unwrap_or((said.trim_end_matches('.'), ""));
            let (meaning, absent) = parted(meaning);
            let absent =
                if required.iter().any(|name| name == key) { "*required*" } else { &absent };
            let value = self.value(property, written);
            let units = units(written);
            let _ = writeln!(
                self.out,
                "| `{key}` | {becomes} | {value} | {units} | {absent} | {meaning} |"
            );
        }
        self.out.push('\n');
    }

    /// What may stand as a value, in words, with links.
    fn value(&mut self, schema: &Value, written: &str) -> String {
        if let Some(words) = schema["enum"].as_array() {
            let said = schema["enumDescriptions"].as_array().unwrap();
            let one = |(word, said): (&Value, &Value)| {
                format!("`{}`: {}", word.as_str().unwrap(), said.as_str().unwrap())
            };
            return words.iter().zip(said).map(one).collect::<Vec<_>>().join("; ");
        }
        if let Some(name) = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str())
        {
            return self.reference(name.rsplit('/').next().unwrap());
        }
        if let Some(branches) = schema["anyOf"].as_array() {
            if let Some(title) = schema["title"].as_str() {
                return self.text(schema, title, "");
            }
            let found: Vec<String> = branches.iter().map(|of| self.value(of, written)).collect();
            return found.join(" or ");
        }
        if !schema["const"].is_null() {
            return format!("`{}`", schema["const"].to_string().trim_matches('"'));
        }
        match schema["type"].as_str() {
            Some("boolean") => "`true`, `false`".to_owned(),
            Some("integer") => "a whole number".to_owned(),
            Some("array") => format!("a list of: {}", self.value(&schema["items"], written)),
            Some("object") if schema["additionalProperties"].is_object() => {
                format!("names with: {}", self.value(&schema["additionalProperties"], written))
            }
            Some("string") => {
                let title = schema["title"].as_str().unwrap().to_owned();
                self.text(schema, &title, written)
            }
            other => panic!("{other:?}: {schema}"),
        }
    }

    fn text(&mut self, schema: &Value, title: &str, written: &str) -> String {
        let examples = schema["examples"].as_array().cloned().unwrap_or_default();
        let examples: Vec<String> =
            examples.iter().map(|of| format!("`{}`", of.to_string().trim_matches('"'))).collect();
        let title = title.to_owned();
        if !self.kinds.iter().any(|(known, _, _)| *known == title) {
            self.kinds.push((title.clone(), written.to_owned(), examples.join(", ")));
        }
        format!("[{title}](#{})", anchor(&title))
    }

    fn reference(&mut self, name: &str) -> String {
        let definition = &self.schema["definitions"][name];
        if definition["enum"].is_array() {
            let definition = definition.clone();
            return self.value(&definition, "");
        }
        if name == "Patch" {
            return "the keys of the top".to_owned();
        }
        if self.known.insert(name.to_owned()) {
            self.open.insert(self.met, name.to_owned());
            self.met += 1;
        }
        let heading = heading(name);
        format!("[{heading}](#{})", anchor(&heading))
    }
}

/// `KmsKey` as `KMS key`, `TierCopy` as `Tier copy`.
fn heading(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push(' ');
            out.extend(c.to_lowercase());
        } else {
            out.push(c);
        }
    }
    out.replace("Kms key", "KMS key").replace("Wal ", "WAL ")
}

fn anchor(title: &str) -> String {
    let kept = title.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The meaning, and what holds if the key is absent.
fn parted(meaning: &str) -> (String, String) {
    let Some((before, after)) = meaning.split_once(" if absent") else {
        return (meaning.to_owned(), String::new());
    };
    let (said, absent) = before.rsplit_once("; ").unwrap();
    (format!("{said}{after}"), absent.trim_end_matches(',').to_owned())
}

/// The codes of the units in the sentence that names them.
fn units(written: &str) -> String {
    let Some(rest) = written.split("Units: ").nth(1) else { return String::new() };
    let sentence = rest.split([';', '.']).next().unwrap();
    let codes = sentence.split('`').enumerate().filter(|(n, _)| n % 2 == 1).map(|(_, code)| code);
    format!("`{}`", codes.collect::<Vec<_>>().join("` `"))
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test compares the page and rewrites it when asked to"
)]
fn the_page_of_the_language_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
    let fresh = Page::write();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == fresh, "docs/language.md is stale: run `UPDATE=1 cargo test --test language`");
}

/// A key that the schema has is a key that the page has.
#[test]
fn every_key_has_a_row() {
    let page = Page::write();
    let schema = published_schema();
    let mut rows = 0;
    for (name, definition) in schema["definitions"].as_object().unwrap() {
        let keys = definition["properties"].as_object();
        for key in keys.into_iter().flatten().map(|(key, _)| key) {
            if !name.starts_with("Patch") && key != "type" {
                rows += 1;
                assert!(page.contains(&format!("\n| `{key}` | ")), "{name}.{key}");
            }
        }
    }
    assert!(rows > 300, "{rows}");
}
