//! What the reader says about files that are broken: in which words, at which
//! place, and that every mistake of a file is said once.

#[cfg(test)]
mod cases {
    use std::fmt::Write as _;
    use std::path::Path;

    use policy::compile::{Options, compile};
    use policy::diagnostic::{Finding, Input, Kind};
    use policy::document;
    use policy::source::{self, LineIndex, Node, NodeKind, Span};

    const ROOT: &str = env!("CARGO_MANIFEST_DIR");

    #[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
    fn text_of(path: impl AsRef<Path>) -> String {
        std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
    }

    /// The findings about the document itself; what AWS would say is not asked.
    fn findings(text: &str) -> Vec<Finding> {
        let found = compile(&Input::new("policy.yaml", text), &Options::default()).judged.findings;
        let mut found: Vec<Finding> =
            found.into_iter().filter(|finding| finding.kind == Kind::Document).collect();
        found.retain(|finding| finding.rule != "environment-missing");
        found
    }

    /// Findings as plain text: place, rule, underlined text, message, help.
    fn plain(text: &str) -> String {
        let lines = LineIndex::new(text);
        let place = |span: Span| {
            let at = lines.line_column(span.start, text);
            let marked: String = span.slice(text).chars().take(60).collect();
            format!("{}:{} {marked:?}", at.line, at.column)
        };
        let mut out = String::new();
        for finding in findings(text) {
            writeln!(out, "{} {}", place(finding.primary.span), finding.rule).unwrap();
            writeln!(out, "    {}", finding.message).unwrap();
            for label in &finding.labels {
                writeln!(out, "    {}: {}", place(label.span), label.text).unwrap();
            }
            for note in &finding.notes {
                writeln!(out, "    note: {note}").unwrap();
            }
            if let Some(help) = &finding.help {
                writeln!(out, "    help: {help}").unwrap();
            }
        }
        out
    }

    /// Sentences that only a library, a type or a pointer would say.
    fn assert_reads_well(finding: &Finding) {
        let Finding { message, help, notes, .. } = finding;
        let texts = notes.iter().chain(help).chain([message]);
        for text in texts {
            for foreign in [
                "::",
                "Spanned",
                "struct ",
                "invalid type",
                "invalid value",
                "expected value",
                "schema",
                "anyOf",
                "oneOf",
                "#/",
                "is not valid under",
                "u32",
                "i64",
                "String",
                "sequence",
                "$policy",
                "deserial",
                "Option<",
            ] {
                let text = text.replace("iam::", "");
                assert!(!text.contains(foreign), "{text:?} says {foreign:?}");
            }
            assert!(!text.chars().any(char::is_control), "{text:?} is more than a line");
            assert!(!text.ends_with('.'), "{text:?} ends with a period");
        }
        let first = message.chars().next().unwrap();
        assert!(!first.is_uppercase(), "{message:?} begins with a capital");
        assert!(message.chars().count() <= 320, "{message:?} is a long line");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
    fn the_corpus_of_broken_files() {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(Path::new(ROOT).join("snapshots"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        let mut paths: Vec<_> = std::fs::read_dir(Path::new(ROOT).join("tests/corpus"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        paths.sort();
        assert!(paths.len() > 20, "the corpus is not where it was");
        for path in paths {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let text = text_of(&path);
            let found = findings(&text);
            assert!(!found.is_empty(), "{name} is broken and nothing is said");
            found.iter().for_each(assert_reads_well);
            settings.bind(|| insta::assert_snapshot!(format!("diagnostics-{name}"), plain(&text)));
        }
    }

    #[test]
    fn nesting_without_end_is_one_finding() {
        for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")] {
            let text = format!("{}{}", open.repeat(100_000), close.repeat(100_000));
            let found = document::read(&text).findings;
            let rules: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
            assert_eq!(rules, ["nested-too-deep"], "{open:?}");
        }
        let blocks: String = (0..3000).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
        let rules: Vec<&str> = document::read(&blocks).findings.iter().map(|f| f.rule).collect();
        assert_eq!(rules, ["nested-too-deep"], "blocks");
    }

    #[test]
    fn a_line_of_megabytes_is_one_finding() {
        for (length, underlined) in [(10 * 1024 * 1024, ""), (7 * 1024 * 1024, "")] {
            let text = format!("version: 1\nname: {}\n", "x".repeat(length));
            let found = document::read(&text).findings;
            let rules: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
            assert_eq!(rules, ["oversized-input"], "{length} bytes");
            assert_eq!(found[0].primary.span.slice(&text), underlined);
            found.iter().for_each(assert_reads_well);
        }
    }

    // ── Mutations of the example of every construct ──────────────────────────

    /// A place in a tree, as steps by position.
    type Steps = Vec<usize>;

    fn at<'a>(node: &'a Node, steps: &[usize]) -> &'a Node {
        steps.iter().fold(node, |node, step| match &node.kind {
            NodeKind::Mapping(entries) => &entries[*step].value,
            NodeKind::Sequence(items) => &items[*step],
            NodeKind::Scalar { .. } => panic!("a scalar has no parts"),
        })
    }

    fn walk(node: &Node, steps: &mut Steps, visit: &mut impl FnMut(&Node, &Steps)) {
        visit(node, steps);
        let children: Vec<&Node> = match &node.kind {
            NodeKind::Mapping(entries) => entries.iter().map(|entry| &entry.value).collect(),
            NodeKind::Sequence(items) => items.iter().collect(),
            NodeKind::Scalar { .. } => vec![],
        };
        for (position, child) in children.into_iter().enumerate() {
            steps.push(position);
            walk(child, steps, visit);
            steps.pop();
        }
    }

    fn places(root: &Node, wanted: impl Fn(&Node) -> bool) -> Vec<Steps> {
        let mut found = Vec::new();
        walk(root, &mut Vec::new(), &mut |node, steps| {
            if wanted(node) {
                found.push(steps.clone());
            }
        });
        found
    }

    /// Replaces the text of a span.
    fn spliced(text: &str, span: Span, by: &str) -> String {
        format!("{}{by}{}", text.get(..span.start).unwrap(), text.get(span.end..).unwrap())
    }

    /// The key that leads to a place, above any index of a list.
    fn key_of<'a>(root: &'a Node, steps: &[usize]) -> Option<&'a source::Key> {
        let (last, above) = steps.split_last()?;
        Some(&at(root, above).entries().get(*last)?.key)
    }

    fn example() -> (String, Node) {
        let text = text_of("policies/language.yaml");
        let root = source::parse(&text).root.unwrap();
        (text, root)
    }

    /// Mappings whose keys the user names.
    fn is_named(root: &Node, steps: &[usize]) -> bool {
        const NAMED: [&str; 27] = [
            "accounts",
            "environments",
            "keys",
            "roles",
            "vaults",
            "plans",
            "tiers",
            "resources",
            "repositories",
            "deleters",
            "recovery",
            "restores",
            "drills",
            "alarms",
            "data_classes",
            "external",
            "exports",
            "snapshots",
            "read_replicas",
            "standbys",
            "dumps",
            "base_backups",
            "wal_archiving",
            "tags",
            "recovery_point_tags",
            "allow",
            "",
        ];
        let Some(key) = key_of(root, steps) else { return false };
        let cache = steps.split_last().is_some_and(|(_, above)| {
            at(root, above).get("type").and_then(Node::text) == Some("elasticache")
        });
        NAMED.contains(&&*key.text) && !(cache && &*key.text == "snapshots")
    }

    #[test]
    fn an_unknown_key_is_one_finding_at_every_level() {
        let (text, root) = example();
        let mappings = places(&root, |node| matches!(node.kind, NodeKind::Mapping(_)));
        let mut levels = 0;
        for steps in mappings.iter().filter(|steps| !is_named(&root, steps)) {
            let mapping = at(&root, steps);
            let first = mapping.entries()[0].key.span.start;
            let line = text.get(..first).unwrap().rfind('\n').map_or(0, |newline| newline + 1);
            let block = text.get(line..first).unwrap().trim_start_matches([' ', '-']).is_empty();
            let key = if block {
                format!("xyzzy: 1\n{}", " ".repeat(first - line))
            } else {
                "xyzzy: 1, ".to_owned()
            };
            let broken = spliced(&text, Span::new(first, first), &key);
            let found = findings(&broken);
            assert_eq!(found.len(), 1, "in {}:\n{}", broken_path(&root, steps), plain(&broken));
            assert_eq!(found[0].rule, "unknown-key");
            assert_eq!(found[0].primary.span.slice(&broken), "xyzzy");
            assert_reads_well(&found[0]);
            levels += 1;
        }
        assert!(levels > 120, "only {levels} levels were tried");
    }

    fn broken_path(root: &Node, steps: &[usize]) -> String {
        let keys = (0..=steps.len()).filter_map(|n| key_of(root, &steps[..n]));
        keys.map(|key| &*key.text).collect::<Vec<_>>().join(".")
    }

    /// Every scalar of the example, replaced by something else, gives one
    /// finding at its place or its key, or is as good as before.
    fn every_leaf_as(by: &str) -> usize {
        let (text, root) = example();
        let leaves = places(&root, |node| matches!(node.kind, NodeKind::Scalar { .. }));
        let mut reported = 0;
        for steps in leaves {
            let leaf = at(&root, &steps);
            let broken = spliced(&text, leaf.span, by);
            let found = document::read(&broken).findings;
            let path = broken_path(&root, &steps);
            if found.is_empty() {
                continue;
            }
            reported += 1;
            assert_eq!(found.len(), 1, "{path}: {by:?}\n{}", plain(&broken));
            let span = found[0].primary.span;
            let here = Span::new(leaf.span.start, leaf.span.start + by.len());
            let key =
                (0..=steps.len()).rev().find_map(|n| key_of(&root, &steps[..n])).unwrap().span;
            assert!(
                (span.start >= here.start && span.end <= here.end) || span == key,
                "{path}: {by:?} is reported elsewhere\n{}",
                plain(&broken)
            );
            assert_reads_well(&found[0]);
        }
        reported
    }

    fn leaves() -> usize {
        let (_, root) = example();
        places(&root, |node| matches!(node.kind, NodeKind::Scalar { .. })).len()
    }

    #[test]
    fn a_mapping_is_no_leaf() {
        // What `override` changes is judged once it is merged.
        assert!(every_leaf_as("{ xyzzy: 1 }") + 8 >= leaves());
    }

    #[test]
    fn a_list_is_no_leaf() {
        assert!(every_leaf_as("[ [ ] ]") + 8 >= leaves());
    }

    #[test]
    fn a_number_is_a_leaf_only_where_one_is_counted() {
        assert!(every_leaf_as("-3.25") + 8 >= leaves());
    }

    #[test]
    fn nothing_is_no_leaf() {
        assert!(every_leaf_as("~") + 8 >= leaves());
    }

    #[test]
    fn several_mistakes_are_all_reported() {
        let text = text_of("tests/corpus/several-mistakes.yaml");
        let rules: Vec<&str> = findings(&text).iter().map(|finding| finding.rule).collect();
        for rule in ["wrong-type", "unknown-key", "duplicate-key", "missing-key", "empty-value"] {
            assert!(rules.contains(&rule), "{rule} is not among {rules:?}");
        }
    }
}
