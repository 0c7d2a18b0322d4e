//! Laws of the reader: what holds for every text and every tree.

#[cfg(test)]
mod cases {
    use std::path::Path;
    use std::sync::LazyLock;

    use policy::document::{self, policy_schema};
    use policy::source::{
        self, Entry, Key, LineIndex, Node, NodeKind, Plain, Span, allow_comments, overlay,
    };
    use proptest::prelude::*;
    use proptest::sample::Index;

    static SCHEMA: LazyLock<jsonschema::Validator> =
        LazyLock::new(|| jsonschema::draft7::new(&policy_schema()).unwrap());

    #[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
    fn policies() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut paths: Vec<_> = ["policies", "policies/as-written"]
            .iter()
            .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
            .collect();
        paths.sort();
        paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    fn visit<'a>(node: &'a Node, see: &mut impl FnMut(&'a Node)) {
        see(node);
        node.items().iter().for_each(|item| visit(item, see));
        node.entries().iter().for_each(|entry| visit(&entry.value, see));
    }

    // ── Spans ────────────────────────────────────────────────────────────────

    /// Every span lies in the text, between characters, children inside their
    /// parents; the text under a scalar reads as that scalar.
    fn check_spans(text: &str, root: &Node) {
        let inside = |span: Span| {
            assert!(span.start <= span.end, "{span:?} ends before it begins");
            assert!(text.get(span.start..span.end).is_some(), "{span:?} cuts a character");
        };
        visit(root, &mut |node| {
            inside(node.span);
            for entry in node.entries() {
                inside(entry.key.span);
                let whole = Span::new(entry.key.span.start, entry.value.span.end);
                assert!(
                    node.span.start <= whole.start && whole.end <= node.span.end,
                    "an entry is outside its mapping: {:?}",
                    whole.slice(text)
                );
            }
            for item in node.items() {
                assert!(node.span.start <= item.span.start && item.span.end <= node.span.end);
            }
            check_scalar(text, node);
        });
    }

    fn check_scalar(text: &str, node: &Node) {
        let NodeKind::Scalar { text: value, plain } = &node.kind else { return };
        let raw = node.span.slice(text);
        let block = raw.starts_with(['|', '>']) && !*plain;
        // A lone carriage return breaks a line too.
        let lines = raw.contains(['\n', '\r']);
        if *plain && !lines {
            assert_eq!(raw, &**value, "a plain scalar is its own text");
        } else if !block && !lines && raw.starts_with(['"', '\'']) && raw != &**value {
            // Not the line of a block scalar that begins with a quote of its own.
            let again = source::parse(raw).root;
            assert_eq!(again.as_ref().and_then(Node::text).unwrap_or(""), &**value, "{raw:?}");
        }
    }

    #[test]
    fn every_leaf_of_every_policy_has_its_text_under_its_span() {
        for text in policies() {
            for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
                let root = source::parse(&text).root.unwrap();
                check_spans(&text, &root);
                let mut leaves = 0;
                visit(&root, &mut |node| {
                    let NodeKind::Scalar { text: value, .. } = &node.kind else { return };
                    let raw = node.span.slice(&text);
                    let quoted = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"'));
                    assert_eq!(quoted.unwrap_or(raw), &**value);
                    leaves += 1;
                });
                assert!(leaves > 10);
            }
        }
    }

    #[test]
    fn line_ends_and_a_byte_order_mark_change_nothing() {
        for text in policies() {
            let plain = document::read(&text);
            assert_eq!(plain.findings, []);
            for other in [text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
                let read = document::read(&other);
                assert_eq!(read.findings, []);
                assert_eq!(read.root.unwrap().to_json(), plain.root.as_ref().unwrap().to_json());
            }
        }
    }

    #[test]
    fn spans_of_every_kind_of_scalar_underline_it() {
        let text = "plain: a b\nsingle: 'it''s'\ndouble: \"a\\tb\"\nnone:\ntilde: ~\n\
                    literal: |\n  one\n  two\nfolded: >-\n  three\n  four\nflow: { a: 1, b: [x, y] }\n\
                    'quoted key': 1\n\"ü\": é\nlast: end";
        let root = source::parse(text).root.unwrap();
        check_spans(text, &root);
        let under = |key: &str| root.get(key).unwrap().span.slice(text).trim_end();
        assert_eq!(under("plain"), "a b");
        assert_eq!(under("single"), "'it''s'");
        assert_eq!(under("double"), "\"a\\tb\"");
        assert_eq!(under("none"), "");
        assert_eq!(under("tilde"), "~");
        assert_eq!(under("flow"), "{ a: 1, b: [x, y] }");
        assert_eq!(under("ü"), "é");
        assert_eq!(under("last"), "end");
        assert!(under("literal").ends_with("one\n  two"));
        assert!(under("folded").ends_with("three\n  four"));
        let keys: Vec<&str> = root.entries().iter().map(|e| e.key.span.slice(text)).collect();
        assert_eq!(keys[keys.len() - 3..], ["'quoted key'", "\"ü\"", "last"]);
    }

    // ── Any text ─────────────────────────────────────────────────────────────

    /// Reads a text in every way a run does.
    fn read_all(text: &str) {
        let read = document::read(text);
        let lines = LineIndex::new(text);
        allow_comments(text, read.root.as_ref(), &lines);
        if let Some(root) = &read.root {
            check_spans(text, root);
        }
        for finding in &read.findings {
            let span = finding.primary.span;
            assert!(text.get(span.start..span.end).is_some(), "{finding:?}");
            assert!(!finding.message.chars().any(char::is_control), "{finding:?}");
        }
        assert!(read.policy.is_some() || !read.findings.is_empty(), "neither policy nor finding");
    }

    fn yamlish() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("version: 1\n"),
            Just("name: a\n"),
            Just("plans:\n"),
            Just("  core:\n"),
            Just("    tiers: "),
            Just("{ "),
            Just("}"),
            Just("["),
            Just("]"),
            Just(", "),
            Just("- "),
            Just("\n"),
            Just("  "),
            Just("\t"),
            Just("a: "),
            Just("retention: 30d"),
            Just("? "),
            Just(": "),
            Just("&a "),
            Just("*a"),
            Just("!!str "),
            Just("<<: "),
            Just("|\n"),
            Just(">-\n"),
            Just("\""),
            Just("'"),
            Just("#"),
            Just("---\n"),
            Just("...\n"),
            Just("%YAML 1.2\n"),
            Just("\u{feff}"),
            Just("ü"),
            Just("\r\n"),
            Just("~"),
            Just("null"),
            Just("# policy: allow[a, b] until=x y\n"),
            Just("\\u12"),
            Just("type: dynamodb"),
            Just("resources: "),
            Just("override: "),
            Just("environments: "),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_without_panic(text in any::<String>()) {
            read_all(&text);
        }

        #[test]
        fn anything_like_yaml_is_read_without_panic(text in yamlish()) {
            read_all(&text);
        }

        #[test]
        fn a_policy_with_changed_bytes_is_read_without_panic(
            which in any::<Index>(),
            edits in prop::collection::vec((any::<Index>(), any::<u8>(), 0..3_u8), 1..6),
        ) {
            let policies = policies();
            let mut bytes = which.get(&policies).clone().into_bytes();
            for (place, byte, kind) in edits {
                let at = place.index(bytes.len());
                match kind {
                    0 => bytes[at] = byte,
                    1 => bytes.insert(at, byte),
                    _ => { bytes.remove(at); }
                }
            }
            read_all(&String::from_utf8_lossy(&bytes));
        }
    }

    // ── Trees ────────────────────────────────────────────────────────────────

    fn scalar(text: &str, plain: bool) -> NodeKind {
        NodeKind::Scalar { text: text.into(), plain }
    }

    /// What a node may become.
    fn replacement(kind: u8) -> NodeKind {
        match kind {
            0 => scalar("", true),
            1 => scalar("null", true),
            2 => scalar("true", true),
            3 => scalar("5000000000", true),
            4 => scalar("-1", true),
            5 => scalar("1.0", true),
            6 => scalar("word", true),
            7 => scalar("30d", false),
            8 => NodeKind::Sequence(vec![]),
            9 => NodeKind::Mapping(vec![]),
            10 => NodeKind::Sequence(vec![Node { span: Span::default(), kind: scalar("a", true) }]),
            _ => NodeKind::Mapping(vec![Entry {
                key: Key { text: "a".into(), span: Span::default() },
                value: Node { span: Span::default(), kind: scalar("b", true) },
            }]),
        }
    }

    fn count(node: &Node) -> usize {
        let mut all = 0;
        visit(node, &mut |_| all += 1);
        all
    }

    /// Changes the `at`-th node, counted in the order of the file.
    fn mutate(node: &mut Node, at: &mut usize, kind: u8) -> bool {
        if *at == 0 {
            match (&mut node.kind, kind) {
                (NodeKind::Mapping(entries), 12) if !entries.is_empty() => {
                    entries.remove(0);
                }
                (NodeKind::Mapping(entries), 13) if !entries.is_empty() => {
                    entries[0].key.text = format!("{}x", entries[0].key.text).into();
                }
                (NodeKind::Sequence(items), 12 | 13) if !items.is_empty() => {
                    items.push(items[0].clone());
                }
                (kind_of, _) => *kind_of = replacement(kind % 12),
            }
            return true;
        }
        *at -= 1;
        match &mut node.kind {
            NodeKind::Sequence(items) => items.iter_mut().any(|item| mutate(item, at, kind)),
            NodeKind::Mapping(entries) => {
                entries.iter_mut().any(|entry| mutate(&mut entry.value, at, kind))
            }
            NodeKind::Scalar { .. } => false,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        /// What cannot be decoded is explained in our words, not the decoder's;
        /// what the published schema refuses for its shape is never decoded.
        #[test]
        fn a_tree_that_does_not_decode_is_explained(
            which in any::<Index>(),
            edits in prop::collection::vec((any::<Index>(), 0..14_u8), 1..3),
        ) {
            let policies = policies();
            let mut root = source::parse(&policies[which.index(policies.len())]).root.unwrap();
            for (place, kind) in edits {
                let mut at = place.index(count(&root));
                mutate(&mut root, &mut at, kind);
            }
            let read = document::decode(&root);
            let explained = !read.findings.is_empty();
            prop_assert_eq!(read.policy.is_none(), explained);
            for finding in &read.findings {
                let ours = finding.rule != "wrong-type" || finding.message.contains(", found ");
                prop_assert!(ours, "the decoder's words: {}", finding.message);
            }
            if read.policy.is_none() && is_exact(&root) {
                prop_assert!(!SCHEMA.is_valid(&root.to_json()), "{:?}", read.findings);
            }
        }
    }

    /// JSON says of the tree what YAML says: `1.0` is no whole number to us,
    /// and only the word `null` removes.
    fn is_exact(root: &Node) -> bool {
        let mut exact = true;
        visit(root, &mut |node| {
            let null = node.is_null() && !node.is_literal_null();
            let large = matches!(node.plain(), Some(Plain::Int(n)) if n > i64::from(u32::MAX));
            exact &= !null && !large && !matches!(node.plain(), Some(Plain::Float(_)));
        });
        exact
    }

    // ── Overlays ─────────────────────────────────────────────────────────────

    fn laid(base: &Node, patch: &Node) -> (Node, usize) {
        let mut problems = Vec::new();
        let merged = overlay(base, patch, &mut Vec::new(), &mut problems);
        (merged, problems.len())
    }

    fn tree() -> impl Strategy<Value = Node> {
        let leaf =
            "[a-c]{1,2}".prop_map(|text| Node { span: Span::default(), kind: scalar(&text, true) });
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(|items| Node {
                    span: Span::default(),
                    kind: NodeKind::Sequence(items)
                }),
                prop::collection::btree_map("[a-d]", inner, 0..4).prop_map(mapping),
            ]
        })
    }

    fn mapping(map: std::collections::BTreeMap<String, Node>) -> Node {
        let entry = |(key, value): (String, Node)| Entry {
            key: Key { text: key.into(), span: Span::default() },
            value,
        };
        Node {
            span: Span::default(),
            kind: NodeKind::Mapping(map.into_iter().map(entry).collect()),
        }
    }

    fn top() -> impl Strategy<Value = Node> {
        prop::collection::btree_map("[a-d]", tree(), 0..4).prop_map(mapping)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_empty_patch_changes_nothing(base in top()) {
            let (merged, problems) = laid(&base, &mapping(std::collections::BTreeMap::new()));
            prop_assert_eq!(merged, base);
            prop_assert_eq!(problems, 0);
        }

        #[test]
        fn a_patch_laid_twice_is_laid_once(base in top(), patch in top()) {
            let (once, _) = laid(&base, &patch);
            prop_assert_eq!(&laid(&once, &patch).0, &once);
        }

        #[test]
        fn a_patch_holds_in_what_it_patched(base in top(), patch in top()) {
            let (merged, _) = laid(&base, &patch);
            let keys = |node: &Node| -> std::collections::BTreeSet<String> {
                node.entries().iter().map(|entry| entry.key.text.to_string()).collect()
            };
            prop_assert_eq!(keys(&merged), &keys(&base) | &keys(&patch));
            for entry in patch.entries() {
                if entry.value.entries().is_empty() && !matches!(entry.value.kind, NodeKind::Mapping(_)) {
                    prop_assert_eq!(merged.get(&entry.key.text), Some(&entry.value));
                }
            }
        }

        #[test]
        fn null_removes_and_only_what_is_there(base in top(), key in "[a-d]") {
            let null = Node { span: Span::default(), kind: scalar("null", true) };
            let patch = mapping([(key.clone(), null)].into());
            let (merged, problems) = laid(&base, &patch);
            prop_assert!(merged.get(&key).is_none());
            prop_assert_eq!(problems, usize::from(base.get(&key).is_none()));
        }
    }

    // ── Cost ─────────────────────────────────────────────────────────────────

    /// Ten times the input may take forty times as long, not a hundred.
    #[expect(clippy::disallowed_methods, reason = "the test measures time")]
    fn assert_linear(what: &str, make: impl Fn(usize) -> String, run: impl Fn(&str)) {
        let time = |size: usize| {
            let text = make(size);
            let runs = (0..3).map(|_| {
                let start = std::time::Instant::now();
                run(&text);
                start.elapsed()
            });
            runs.min().unwrap()
        };
        let (small, large) = (time(300), time(3_000));
        let floor = std::time::Duration::from_millis(5);
        assert!(large < small.max(floor) * 40, "{what}: {small:?}, then {large:?}");
    }

    #[test]
    fn reading_is_linear() {
        let read = |text: &str| drop(document::read(text));
        let many = |piece: fn(usize) -> String| {
            move |size: usize| (0..size).map(piece).collect::<String>()
        };
        assert_linear("keys", many(|n| format!("k{n}: 1\n")), |text| drop(source::parse(text)));
        assert_linear("one key again", many(|_| "k: 1\n".to_owned()), read);
        assert_linear("unknown keys", many(|n| format!("k{n}: 1\n")), read);
        assert_linear("flow", |size| format!("a: [{}]", "[], ".repeat(size)), read);
        assert_linear("unclosed", |size| "a: [ x, ".repeat(size), read);
        assert_linear("quotes", |size| "\"a\" ".repeat(size), read);
        assert_linear("anchors", |size| format!("a: [{}]", "&a x, ".repeat(size)), read);
        let vaults = |size| {
            let vaults: String = (0..size).map(|n| format!("  v{n}: {{ key: 3 }}\n")).collect();
            format!("version: 1\nname: a\nvaults:\n{vaults}")
        };
        assert_linear("mistakes", vaults, read);
        let comments = |text: &str| {
            let root = source::parse(text).root;
            drop(allow_comments(text, root.as_ref(), &LineIndex::new(text)));
        };
        assert_linear("comments", many(|_| "# policy: allow[a] b\n".to_owned()), comments);
        assert_linear(
            "comments beside values",
            many(|n| format!("k{n}: 1 # policy: allow[a] b\n")),
            comments,
        );
        let merge = |text: &str| {
            let root = source::parse(text).root.unwrap();
            drop(laid(&root, &root));
        };
        assert_linear("overlays", many(|n| format!("k{n}: 1\n")), merge);
    }
}
