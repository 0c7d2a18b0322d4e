//! The reader of policy files, from the outside.

#[cfg(test)]
mod cases {
    use std::path::{Path, PathBuf};

    use policy::document::{self, policy_schema_text};

    #[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
    fn files(folder: &str) -> Vec<(PathBuf, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let yaml = paths.filter(|path| path.extension().is_some_and(|e| e == "yaml"));
        let mut files: Vec<_> =
            yaml.map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect();
        files.sort();
        files
    }

    /// `rule: underlined text: message` of each finding.
    fn findings(text: &str) -> Vec<String> {
        let read = document::read(text);
        let line = |f: &policy::diagnostic::Finding| {
            format!("{}: {:?}: {}", f.rule, f.primary.span.slice(text), f.message)
        };
        read.findings.iter().map(line).collect()
    }

    #[test]
    fn every_policy_of_the_project_decodes() {
        for (path, text) in files("policies").into_iter().chain(files("policies/as-written")) {
            assert_eq!(findings(&text), Vec::<String>::new(), "{}", path.display());
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test rewrites the schema when asked to")]
    fn the_published_schema_is_fresh() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/policy.schema.json");
        let wanted = policy_schema_text();
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &wanted).unwrap();
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == wanted, "schema/policy.schema.json is stale: run `UPDATE=1 cargo test`");
    }

    #[test]
    fn an_entry_may_be_named_like_a_section() {
        let text = "version: 1\nname: a\nrepositories: { exports: { small_objects: stay } }\n\
                    vaults: { keys: { aws_name: a } }\n";
        assert_eq!(findings(text), Vec::<String>::new());
        let text = "version: 1\nname: a\nplans: { tiers: { tiers: { Bad_Name: {} } } }\n";
        assert_eq!(findings(text), ["bad-name: \"Bad_Name\": `Bad_Name` is not a name"]);
    }

    #[test]
    fn another_version_is_not_read_as_this_one() {
        assert_eq!(findings("version: 1\nname: a\n"), Vec::<String>::new());
        assert_eq!(
            findings("version: 2\nname: a\n"),
            ["wrong-type: \"2\": expected `1`, found the number `2`"]
        );
    }

    /// Calls `see` with every schema and the place it stands at.
    fn schemas<'a>(
        schema: &'a serde_json::Value,
        place: &str,
        see: &mut impl FnMut(&str, &'a serde_json::Value),
    ) {
        if let Some(items) = schema.as_array() {
            return items.iter().for_each(|item| schemas(item, place, see));
        }
        see(place, schema);
        for (name, member) in schema.as_object().into_iter().flatten() {
            // A condition repeats keys and values without describing them.
            if !["if", "not", "examples", "enum"].contains(&name.as_str()) {
                schemas(member, &format!("{place}/{name}"), see);
            }
        }
    }

    /// Every key of a schema: its place, its schema, whether it is required.
    fn keys(root: &serde_json::Value) -> Vec<(String, &serde_json::Value, bool)> {
        let mut found = Vec::new();
        schemas(root, "", &mut |place, schema| {
            let required = |key: &str| {
                let names = schema["required"].as_array();
                names.is_some_and(|names| names.iter().any(|name| name == key))
            };
            let is_map = !place.ends_with("/properties") && !place.ends_with("/definitions");
            let members = schema.get("properties").filter(|_| is_map).and_then(|p| p.as_object());
            for (key, property) in members.into_iter().flatten() {
                found.push((format!("{place}/{key}"), property, required(key)));
            }
        });
        found
    }

    fn said(schema: &serde_json::Value) -> &str {
        schema["description"].as_str().unwrap_or_default()
    }

    #[test]
    fn every_key_says_first_what_it_becomes() {
        let schema = document::published_schema();
        let keys = keys(&schema);
        assert!(keys.len() > 300, "the whole schema is walked: {} keys", keys.len());
        let becomes = ["Rendered: ", "Asserted: ", "Stated: "];
        let silent = |said: &str| !becomes.iter().any(|word| said.starts_with(word));
        let silent: Vec<_> = keys.iter().filter(|(_, key, _)| silent(said(key))).collect();
        assert_eq!(silent, Vec::<&(String, &serde_json::Value, bool)>::new());
    }

    /// A key that is a switch, a word or a place means something when it is not
    /// there, and says what.
    #[test]
    fn every_key_with_a_default_says_it() {
        let schema = document::published_schema();
        let words = |property: &serde_json::Value| {
            let name = property["allOf"][0]["$ref"].as_str().unwrap_or_default();
            let target = schema.pointer(name.trim_start_matches('#'));
            target.is_some_and(|target| target.get("enum").is_some())
        };
        let places = ["an account", "a Region", "a time zone"];
        let mut silent = Vec::new();
        for (place, property, required) in keys(&schema) {
            let title = property["title"].as_str().unwrap_or_default();
            let has_default =
                property["type"] == "boolean" || places.contains(&title) || words(property);
            if has_default && !required && !said(property).contains("if absent") {
                silent.push(format!("{place}: {}", said(property)));
            }
        }
        assert_eq!(silent, Vec::<String>::new());
    }

    #[test]
    fn every_text_with_units_names_them() {
        let schema = document::published_schema();
        let counted = ["a duration", "a calendar length", "a retention", "a size", "an interval"];
        let mut seen = 0;
        for (place, property, _) in keys(&schema) {
            let titles = [&property["title"], &property["anyOf"][0]["title"]];
            let mut titles = titles.iter().filter_map(|title| title.as_str());
            if titles.any(|title| counted.iter().any(|name| title.starts_with(name))) {
                seen += 1;
                assert!(
                    said(property).contains("Units: ") || said(property).contains("a number with"),
                    "{place}: {}",
                    said(property)
                );
            }
        }
        assert!(seen > 100, "{seen}");
    }

    /// All that the published schemas name: keys, and the words to choose from.
    #[test]
    fn every_key_and_word_of_every_schema_is_described() {
        let printed = [
            ("findings", include_str!("../schema/findings.schema.json")),
            ("proof", include_str!("../schema/proof.schema.json")),
            ("diff", include_str!("../schema/diff.schema.json")),
            ("simulation", include_str!("../schema/simulation.schema.json")),
        ]
        .map(|(name, text)| (name, serde_json::from_str(text).unwrap()));
        let policy = [("policy", document::published_schema())];
        let mut silent = Vec::new();
        for (name, schema) in printed.into_iter().chain(policy) {
            let target = |property: &serde_json::Value| {
                let target = property["$ref"].as_str()?.trim_start_matches('#').to_owned();
                schema.pointer(&target).map(|target| said(target).to_owned())
            };
            for (place, property, _) in keys(&schema) {
                if said(property).is_empty() && target(property).unwrap_or_default().is_empty() {
                    silent.push(format!("{name}{place}"));
                }
            }
            schemas(&schema, "", &mut |place, schema| {
                let count = |key: &str| schema[key].as_array().map(Vec::len);
                if count("enum") != count("enumDescriptions") {
                    silent.push(format!("{name}{place}: {}", schema["enum"]));
                }
                for word in schema["oneOf"].as_array().into_iter().flatten() {
                    if said(word).is_empty() {
                        silent.push(format!("{name}{place}: {word}"));
                    }
                }
            });
        }
        assert_eq!(silent, Vec::<String>::new());
    }
}
