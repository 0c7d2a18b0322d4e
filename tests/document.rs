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

    /// Calls `see` with every key of the schema and its description.
    fn keys(schema: &serde_json::Value, path: &str, see: &mut impl FnMut(&str, &str)) {
        let Some(object) = schema.as_object() else {
            let items = schema.as_array().into_iter().flatten();
            return items.for_each(|item| keys(item, path, see));
        };
        for (name, member) in object {
            let members = member.as_object().filter(|_| name == "properties");
            for (key, property) in members.into_iter().flatten() {
                let description = property.get("description").and_then(|d| d.as_str());
                see(&format!("{path}/{key}"), description.unwrap_or_default());
            }
            // A condition repeats a key without describing it.
            if name != "if" {
                keys(member, &format!("{path}/{name}"), see);
            }
        }
    }

    #[test]
    fn every_key_says_first_what_it_becomes() {
        let (mut seen, mut silent) = (0, Vec::new());
        keys(&document::policy_schema(), "", &mut |path, description| {
            seen += 1;
            let word = description.split(':').next().unwrap_or_default();
            if !["Rendered", "Asserted", "Stated"].contains(&word) {
                silent.push(format!("{path}: {description}"));
            }
        });
        assert!(seen > 300, "the whole schema is walked: {seen} keys");
        assert_eq!(silent, Vec::<String>::new());
    }
}
