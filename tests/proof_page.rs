//! The page of a proof: complete by itself, safe with hostile text, the same
//! bytes every time.

#![expect(clippy::unwrap_used, reason = "a test that cannot prepare its page must stop")]
#![expect(clippy::disallowed_methods, reason = "the tests read the project's own policies")]

use std::collections::BTreeSet;

use policy::compile::{Options, compile};
use policy::diagnostic::Input;
use policy::report::{Page, html};
use policy::units::Date;

/// The page about one file, as of 2026-11-21.
fn page(name: &str, text: &str) -> String {
    let as_of = Date::parse("2026-11-21").unwrap();
    let compiled =
        compile(&Input::new(name, text), &Options { environment: None, as_of: Some(as_of) });
    assert!(!compiled.proofs.is_empty(), "{:?}", compiled.judged.findings);
    let page = Page {
        input: &compiled.judged.input,
        policies: &compiled.policies,
        proofs: &compiled.proofs,
    };
    html(&[page], as_of).unwrap()
}

/// Every policy of the project, with its page.
fn pages() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/policies");
    let mut found: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let page = page(&name, &std::fs::read_to_string(&path).unwrap());
            found.push((name, page));
        }
    }
    assert!(found.len() > 5);
    found
}

/// The values of an attribute, wherever it stands in a tag of ours.
fn attributes<'t>(page: &'t str, name: &str) -> Vec<&'t str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Every tag that opens, without its angles: text never holds a bare angle.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    let all = page.split('<').skip(1).filter_map(|tag| tag.split('>').next());
    all.filter(|tag| !tag.starts_with(['/', '!']))
}

const HOSTILE: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\\\" ' &amp; </style></title> {{ 739*739 }} {% raw %} \\u202e\\u200b\\e[31m";

/// A policy that says something hostile wherever free text may stand.
fn hostile() -> String {
    format!(
        "version: 1
name: orders
accounts: {{ workload: \"111122223333\" }}
environments: {{ production: {{ account: workload, region: us-east-1 }} }}
objectives: {{ region: {{ accepted: \"{HOSTILE}\" }} }} # <script>alert(3)</script>\t\u{202E}
resources:
  t:
    type: dynamodb
    tables: [t]
    objectives: {{ rpo: 5m, rto: 1h }} # --><script>alert(4)</script>
    point_in_time_recovery: {{ retention: 35d, restore_time: 20m }}
  other: {{ type: other, objectives: {{ accepted: \"{HOSTILE}\" }} }}
recovery:
  deletion:
    disruption: corruption
    restores: {{ t: {{ from: t.point_in_time_recovery }} }}
    steps: [ {{ do: \"{HOSTILE}\", takes: 5m }}, {{ restore: [t] }} ]
"
    )
}

#[test]
fn hostile_text_stays_text() {
    let page = page("</code><script>alert(5)</script>\u{1b}.yaml", &hostile());
    let count = |part: &str| page.matches(part).count();
    assert!(count("&lt;script&gt;alert(1)") >= 3, "the reason, the step and the line are shown");
    for never in
        ["<script", "<img", "onerror=alert(2)>", "546121", "\u{202E}", "\u{200B}", "\u{1b}"]
    {
        assert_eq!(count(never), 0, "{never:?}");
    }
    assert!(page.contains("\\u{202E}") && page.contains("{{ 739*739 }}"), "escapes are visible");
    let body = page.split("</head>").nth(1).unwrap();
    assert!(!body.contains("</style>") && !body.contains("</title></"), "nothing is closed early");
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    for (name, page) in pages() {
        let policy =
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
        assert!(page.contains(policy), "{name}: the policy of contents");
        for tag in tags(&page) {
            let element = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap();
            let never =
                ["script", "link", "img", "image", "iframe", "base", "object", "foreignObject"];
            assert!(!never.contains(&element), "{name}: <{tag}>");
            // What stands between quotes is a value, everything else a name.
            let mut outside = tag.split('"').step_by(2).flat_map(str::split_whitespace);
            assert!(!outside.any(|word| word.starts_with("on")), "{name}: <{tag}>");
        }
        assert!(!page.contains("@import") && !page.contains("javascript:"), "{name}");
        for link in attributes(&page, "href").into_iter().chain(attributes(&page, "src")) {
            assert!(link.starts_with('#'), "{name}: {link}");
        }
        for call in page.split("url(").skip(1) {
            assert!(
                call.starts_with('#'),
                "{name}: url({}",
                &call.chars().take(20).collect::<String>()
            );
        }
    }
}

#[test]
fn every_id_is_unique_and_every_link_has_its_place() {
    for (name, page) in pages() {
        let ids = attributes(&page, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}");
        let links = attributes(&page, "href").into_iter().map(|link| link.trim_start_matches('#'));
        let names =
            attributes(&page, "aria-labelledby").into_iter().flat_map(str::split_whitespace);
        for wanted in links.chain(names) {
            assert!(known.contains(wanted), "{name}: #{wanted}");
        }
    }
}

#[test]
fn every_drawing_has_a_title_and_a_description() {
    for (name, page) in pages() {
        let drawings: Vec<&str> = page.split("<svg").skip(1).collect();
        assert!(drawings.len() > 8, "{name}");
        for drawing in drawings {
            let (_, inside) = drawing.split_once('>').unwrap();
            let inside = inside.trim_start();
            assert!(inside.starts_with("<title"), "{name}: {drawing:.80}");
            let after = inside.split_once("</title>").unwrap().1.trim_start();
            assert!(
                after.starts_with("<desc") && !after.contains("<desc></desc>"),
                "{name}: {after:.80}"
            );
        }
    }
}

#[test]
fn a_verdict_is_never_a_colour_alone() {
    let page = page("hostile.yaml", &hostile());
    for badge in page.split("class=\"badge ").skip(1) {
        let inside = badge.split_once('>').unwrap().1;
        assert!(inside.starts_with("<span class=\"symbol\" aria-hidden=\"true\">"), "{inside:.80}");
        let word = inside.split_once("</span>").unwrap().1.split('<').next().unwrap();
        assert!(word.trim().chars().any(char::is_alphabetic), "{inside:.80}");
    }
}

#[test]
fn the_same_policy_and_day_give_the_same_bytes() {
    assert_eq!(page("a.yaml", &hostile()), page("a.yaml", &hostile()));
}

#[test]
fn a_trace_adds_up_and_names_its_lines() {
    let text = "version: 1
name: orders
accounts: { workload: \"111122223333\" }
environments: { production: { account: workload, region: us-east-1 } }
vaults: { main: {} }
plans:
  core:
    vault: main
    tiers:
      daily:
        schedule: { every: day, at: \"03:00\" }
        start_window: 1h
        completion_window: 4h
        retention: 35d
resources:
  t:
    type: dynamodb
    tables: [t]
    plans: [core]
    objectives: { rpo: 24h }
";
    let page = page("orders.yaml", text);
    let sum = page.split("<b>29h</b> guaranteed").nth(1).unwrap().split("</ol>").next().unwrap();
    for part in ["<b>24h</b>", "<b>+ 1h</b>", "<b>+ 4h</b>"] {
        assert!(sum.contains(part), "{part} in {sum}");
    }
    assert!(page.contains("<span class=\"no\">20</span><code>    objectives: { rpo: 24h }</code>"));
    assert!(page.contains("35 points, 21h to 34d old, at most 24h apart"));
    assert!(page.contains("<time datetime=\"2026-12-20\">Sun 20 Dec</time>"));
    assert!(page.contains("not guaranteed"));
}
