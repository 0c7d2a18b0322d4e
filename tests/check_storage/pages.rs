//! The pages of the rules, and the policies of the project.

use std::fmt::Write as _;

use policy::check::rules::TABLE;
use policy::diagnostic::{Finding, Kind, Level};

use crate::policies::compiled;

/// The fenced policies of one section of a rule's page.
fn blocks<'a>(page: &'a str, section: &str) -> Vec<&'a str> {
    let from = page.split_once(&format!("\n## {section}\n")).unwrap().1;
    let part = from.split_once("\n## ").unwrap().0;
    let fenced = part.split("```yaml\n").skip(1);
    fenced.map(|block| block.split_once("```").unwrap().0).collect()
}

#[test]
fn the_examples_of_every_page_do_what_they_say() {
    let mut wrong = String::new();
    for row in TABLE {
        let (name, page) = (row.rule.name, row.rule.explanation);
        for (section, wanted) in [("Fails", true), ("Passes", false)] {
            let blocks = blocks(page, section);
            assert!(!blocks.is_empty(), "{name} has no example under {section}");
            for block in blocks {
                let findings = compiled(block);
                if findings.iter().any(|f| f.rule == name) != wanted {
                    let _ = writeln!(wrong, "{name}, {section}:\n{block}");
                }
                for finding in findings.iter().filter(|f| {
                    f.kind == Kind::Document && f.level == Level::Error && f.rule != name
                }) {
                    let _ = writeln!(
                        wrong,
                        "{name}, {section}: {} {}\n{block}",
                        finding.rule, finding.message
                    );
                }
            }
        }
    }
    assert_eq!(wrong, "");
}

#[test]
fn every_finding_says_what_to_do_and_where() {
    for row in TABLE {
        for block in blocks(row.rule.explanation, "Fails") {
            for finding in compiled(block).iter().filter(|f| f.rule == row.rule.name) {
                let helps = finding.help.as_ref().is_some_and(|help| !help.is_empty());
                assert!(helps, "{}: {}", finding.rule, finding.message);
                assert!(!finding.path.is_empty(), "{}: {}", finding.rule, finding.message);
                assert!(!finding.message.ends_with('.'), "{}", finding.message);
                assert!(!finding.primary.span.slice(block).is_empty(), "{}", finding.message);
            }
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads the policies of the project")]
fn the_policies_of_the_project_have_no_errors() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let ours = |f: &&Finding| TABLE.iter().any(|row| row.rule.name == f.rule);
        let found = compiled(&text);
        let errors: Vec<_> =
            found.iter().filter(ours).filter(|f| f.level == Level::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}
