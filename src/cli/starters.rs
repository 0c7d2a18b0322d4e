//! The policies that `policy init` starts from.

use clap::builder::{PossibleValue, PossibleValuesParser};

/// A policy to start from.
#[derive(Debug)]
pub(super) struct Starter {
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    /// The account of its production environment.
    pub(super) account: &'static str,
    /// The Region of its production environment.
    pub(super) region: &'static str,
    /// The Region that its copies go to, if any do.
    pub(super) second_region: Option<&'static str>,
    text: &'static str,
}

/// The one that is taken if none is named.
pub(super) const USUAL: &str = "minimal";

pub(super) static STARTERS: &[Starter] = &[
    Starter {
        name: "minimal",
        summary: "one database",
        account: "111122223333",
        region: "us-east-1",
        second_region: None,
        text: include_str!("../../policies/minimal.yaml"),
    },
    Starter {
        name: "standard",
        summary: "several services, a second Region",
        account: "111122223333",
        region: "us-east-1",
        second_region: Some("us-west-2"),
        text: include_str!("../../policies/standard.yaml"),
    },
    Starter {
        name: "regulated",
        summary: "long retention, a second account, locked vaults",
        account: "111122223333",
        region: "us-east-1",
        second_region: Some("us-west-2"),
        text: include_str!("../../policies/regulated.yaml"),
    },
];

/// The names that the command line takes.
pub(super) fn names() -> PossibleValuesParser {
    let value = |starter: &Starter| PossibleValue::new(starter.name).help(starter.summary);
    PossibleValuesParser::new(STARTERS.iter().map(value))
}

pub(super) fn find(name: &str) -> Option<&'static Starter> {
    STARTERS.iter().find(|starter| starter.name == name)
}

/// What a starter is made one's own with; what is absent stays as it is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) name: Option<String>,
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
    pub(super) second_region: Option<String>,
}

impl Starter {
    /// Its text, without the line that leads to the schema in our own folders,
    /// with the names, the account and the Regions of its new owner.
    pub(super) fn text(&self, own: &Own) -> String {
        let text = match self.text.split_once('\n') {
            Some((first, rest)) if first.contains("$schema=") => rest,
            _ => self.text,
        };
        let lines = text.split_inclusive('\n').map(|line| self.owned(line, own));
        lines.collect()
    }

    /// One line with what is its owner's. A comment stays in its column.
    fn owned(&self, line: &str, own: &Own) -> String {
        let name = own.name.as_deref().unwrap_or(self.name);
        let mut words = vec![
            (format!("name: {}", self.name), format!("name: {name}")),
            (format!("application: {}", self.name), format!("application: {name}")),
            (format!("{}-production", self.name), format!("{name}-production")),
        ];
        // Quoted or in an ARN, an account is twelve digits that stand nowhere else.
        let replacements = [
            (Some(self.account), &own.account),
            (Some(self.region), &own.region),
            (self.second_region, &own.second_region),
        ];
        for (old, new) in replacements {
            if let (Some(old), Some(new)) = (old, new) {
                words.push((old.to_owned(), new.clone()));
            }
        }
        in_column(line, &replaced(line, &words))
    }
}

/// The line with every word replaced at once: a new word is never replaced again.
fn replaced(line: &str, words: &[(String, String)]) -> String {
    let mut out = String::new();
    let mut rest = line;
    loop {
        let found =
            words.iter().filter_map(|(old, new)| Some((rest.find(old.as_str())?, old, new)));
        let Some((at, old, new)) = found.min_by_key(|(at, _, _)| *at) else { break };
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(new);
        rest = rest.get(at + old.len()..).unwrap_or_default();
    }
    out + rest
}

/// Moves the comment of a changed line back to the column it had.
fn in_column(before: &str, after: &str) -> String {
    let (Some((old, _)), Some((new, comment))) =
        (before.split_once("  # "), after.split_once("  # "))
    else {
        return after.to_owned();
    };
    let new = new.trim_end();
    let column = old.chars().count().max(new.chars().count());
    format!("{new}{}  # {comment}", " ".repeat(column - new.chars().count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_starter_is_made_ones_own() {
        let own = Own {
            name: Some("orders".into()),
            account: Some("999900001111".into()),
            region: Some("us-west-2".into()),
            second_region: Some("us-east-1".into()),
        };
        let text = find("standard").unwrap().text(&own);
        for line in [
            "name: orders                                             # prefix of everything created in AWS: orders-production-main, ...",
            "accounts: { production: \"999900001111\", staging: \"444455556666\" }",
            "  production: { account: production, region: us-west-2 }",
            "  dr: { create: true, only: [production], region: us-east-1 }   # keys stay in their Region: the copies need one over there",
        ] {
            assert!(text.contains(&format!("{line}\n")), "{line}\n{text}");
        }
        assert!(!text.contains("$schema") && !text.contains("name: standard"));
    }

    #[test]
    fn what_is_not_said_stays() {
        for starter in STARTERS {
            let text = starter.text(&Own::default());
            assert!(starter.text.ends_with(&text), "{}", starter.name);
            assert!(text.contains(starter.account) && text.contains(starter.region));
            assert!(starter.second_region.is_none_or(|region| text.contains(region)));
        }
    }
}
