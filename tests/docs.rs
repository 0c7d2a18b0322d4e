//! The pages that are written from the program. `UPDATE=1 cargo test` writes
//! them anew.

#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "the project's own pages are kept fresh here")]

use std::collections::BTreeMap;
use std::path::Path;

use policy::check::rules::RULES;
use policy::recoverability::{Home, Survival, survival};
use policy::report::{rule_page, rules_summary, rules_table};
use policy::resolved;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const FOLDER: &str = "docs/rules";

fn update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// The pages that there are, by file name.
fn pages() -> BTreeMap<String, String> {
    let Ok(entries) = std::fs::read_dir(Path::new(ROOT).join(FOLDER)) else {
        return BTreeMap::new();
    };
    let page = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        (entry.file_name().into_string().unwrap(), text)
    };
    entries.map(|entry| page(entry.unwrap())).collect()
}

#[test]
fn every_rule_has_its_page() {
    let mut fresh: BTreeMap<String, String> =
        RULES.iter().map(|rule| (format!("{}.md", rule.name), rule_page(rule))).collect();
    let all = format!(
        "# Rules\n\nWhat `policy check` and `policy render` report. `policy explain NAME` shows a \
         page on a terminal.\n\n{}",
        rules_table(&RULES, ".")
    );
    fresh.insert("README.md".to_owned(), all);
    if update() {
        let folder = Path::new(ROOT).join(FOLDER);
        std::fs::create_dir_all(&folder).unwrap();
        for name in pages().keys().filter(|name| !fresh.contains_key(*name)) {
            std::fs::remove_file(folder.join(name)).unwrap();
        }
        for (name, text) in &fresh {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let written = pages();
    let names = |pages: &BTreeMap<String, String>| pages.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&written), names(&fresh), "UPDATE=1 cargo test writes them anew");
    for (name, text) in &fresh {
        assert_eq!(&written[name], text, "{name}: UPDATE=1 cargo test writes it anew");
    }
}

#[test]
fn the_table_in_the_readme_is_fresh() {
    let path = Path::new(ROOT).join("README.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- rules:begin -->\n", "<!-- rules:end -->");
    let (before, rest) = text.split_once(begin).expect("the README has the marker");
    let (_, after) = rest.split_once(end).expect("the markers come in pairs");
    let table = rules_summary(&RULES, &format!("{FOLDER}/README.md"));
    let fresh = format!("{before}{begin}{table}{end}{after}");
    if update() {
        std::fs::write(&path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), fresh, "UPDATE=1 cargo test");
}

#[test]
fn links_of_the_summary_lead_to_headings() {
    let headings: Vec<String> = rules_table(&RULES, ".")
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|heading| heading.to_lowercase().replace(' ', "-"))
        .collect();
    let summary = rules_summary(&RULES, "all");
    let links: Vec<&str> =
        summary.split("(all#").skip(1).map(|rest| rest.split(')').next().unwrap()).collect();
    assert_eq!(links, headings);
}

/// One word for what becomes of a mechanism.
fn word(survival: &Survival) -> &'static str {
    match survival {
        Survival::Survives => "yes",
        Survival::LeavesOnePoint { .. } => "one",
        Survival::Unknown(_) => "?",
        Survival::Lost(_) => "no",
    }
}

/// What survives what, from a policy with every kind of mechanism.
fn survival_table() -> String {
    let text = include_str!("recoverability/every-kind.yaml");
    let read = policy::document::read(text);
    let (root, document) = (read.root.unwrap(), read.policy.unwrap());
    let policy = resolved::resolve(text, &root, &document, "production").policy.unwrap();
    let all = resolved::mechanisms(&policy);
    let heads = resolved::DISRUPTIONS.map(resolved::disruption_key);
    let mut out = format!("| mechanism | in the example | {} |\n", heads.join(" | "));
    out.push_str(&format!("|---|---|{}\n", "---|".repeat(heads.len())));
    for mechanism in &all {
        let home = Home::of(&policy, &policy.resources[&mechanism.resource]);
        let cells = resolved::DISRUPTIONS
            .map(|disruption| word(&survival(mechanism, &all, &home, disruption)));
        out.push_str(&format!(
            "| {} | `{}` of `{}` | {} |\n",
            mechanism.kind.words(),
            mechanism.reference,
            policy.resources[&mechanism.resource].type_name.value,
            cells.join(" | ")
        ));
    }
    out
}

#[test]
fn the_table_of_what_survives_is_fresh() {
    let path = Path::new(ROOT).join("docs/proof.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- survival:begin -->\n", "<!-- survival:end -->");
    let (before, rest) = text.split_once(begin).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    let fresh = format!("{before}{begin}{}{end}{after}", survival_table());
    if update() {
        std::fs::write(&path, &fresh).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), fresh, "UPDATE=1 cargo test");
}

/// Every column of the proof has its line on the page.
#[test]
fn every_column_of_the_proof_is_explained() {
    let text = std::fs::read_to_string(Path::new(ROOT).join("docs/proof.md")).unwrap();
    let shown = include_str!("../snapshots/proof__minimal-markdown.snap");
    let head = shown.lines().find(|line| line.starts_with("| disruption")).unwrap();
    for column in head.split('|').map(str::trim).filter(|column| !column.is_empty()) {
        assert!(text.contains(&format!("\n| {column} | ")), "{column}");
    }
}
