//! What the README shows is what happens.
#![cfg(test)]

use std::path::Path;
use std::process::Command;

const BEGIN: &str = "<!-- transcript:begin -->\n";
const END: &str = "<!-- transcript:end -->";

/// The README's own finding: the first of a real runbook, and the last line.
fn transcript() -> String {
    let policy = "policies/as-written/sale-module.yaml";
    let run = Command::new(env!("CARGO_BIN_EXE_policy"))
        .args(["check", policy, "--as-of", "2026-11-21", "--color", "never"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", "110")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let out = String::from_utf8(run.stdout).unwrap();
    let mut findings = out.split("\n\n").filter(|part| part.contains("tiers-overlap"));
    let finding = findings.find(|part| part.contains("`monthly`")).unwrap();
    let last = out.trim_end().lines().last().unwrap();
    format!("```console\n$ policy check {policy}\n{finding}\n\n…\n\n{last}\n```\n")
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the test reads the README, and rewrites it when asked to"
)]
fn the_transcript_of_the_readme_is_what_the_program_prints() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let printed = transcript();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{printed}{END}{after}")).unwrap();
    } else {
        assert_eq!(shown, printed, "README.md is stale: run `UPDATE=1 cargo test`");
    }
}

/// The YAML of the tour, put together, is a policy without errors.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test reads the README")]
fn the_tour_of_the_readme_is_a_policy() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let tour = readme.split("## Five minutes of the language").nth(1).unwrap();
    let tour = tour.split("\n## ").next().unwrap();
    let blocks = tour.split("```yaml\n").skip(1).map(|part| part.split("```").next().unwrap());
    let policy: String = blocks.collect();
    let input = policy::diagnostic::Input::new("README.md", policy.as_str());
    let compiled = policy::compile::compile(&input, &policy::compile::Options::default());
    let errors = compiled.judged.findings.iter();
    let errors = errors.filter(|f| f.level == policy::diagnostic::Level::Error);
    let errors: Vec<&String> = errors.map(|finding| &finding.message).collect();
    assert_eq!(errors, Vec::<&String>::new());
    assert_eq!(compiled.environments.len(), 2);
}
