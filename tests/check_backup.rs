//! The rules about AWS Backup, at their boundaries and on their own pages.

#![cfg(test)]

#[path = "check_backup/lifecycle.rs"]
mod lifecycle;
#[path = "check_backup/limits.rs"]
mod limits;
#[path = "check_backup/locks.rs"]
mod locks;
#[path = "check_backup/pages.rs"]
mod pages;
#[path = "check_backup/policies.rs"]
mod policies;
#[path = "check_backup/restore_testing.rs"]
mod restore_testing;
#[path = "check_backup/schedules.rs"]
mod schedules;
#[path = "check_backup/unread.rs"]
mod unread;

use policy::compile::{Options, compile};
use policy::diagnostic::{Finding, Input};

const HEAD: &str = "version: 1\nname: orders\n\
    accounts: { main: \"111122223333\", backup: \"999900001111\" }\n\
    environments: { production: { account: main, region: us-east-1 } }\n";

fn findings(text: &str) -> Vec<Finding> {
    compile(&Input::new("test.yaml", text), &Options::default()).judged.findings
}

/// `rule: underlined text` of every finding of the rule.
fn found(rule: &str, body: &str) -> Vec<String> {
    let text = format!("{HEAD}{body}");
    let of_rule = findings(&text).into_iter().filter(|finding| finding.rule == rule);
    of_rule.map(|finding| finding.primary.span.slice(&text).to_owned()).collect()
}

/// The fenced yaml below a heading of a rule's page.
fn examples<'a>(page: &'a str, heading: &str) -> Vec<&'a str> {
    let section = page.split("\n## ").find(|section| section.starts_with(heading));
    let blocks = section.into_iter().flat_map(|section| section.split("```yaml\n").skip(1));
    blocks.filter_map(|block| block.split("```").next()).collect()
}

/// One tier `daily` of a plan `core`, with these keys.
fn tier(keys: &str) -> String {
    format!("plans: {{ core: {{ tiers: {{ daily: {{ {keys} }} }} }} }}\n")
}

/// Each text of a tier with what the rule underlines in it.
fn tiers(rule: &str, table: &[(&str, &[&str])]) {
    for (keys, underlined) in table {
        assert_eq!(found(rule, &tier(keys)), *underlined, "{rule}: {keys}");
    }
}
