//! The rules that a run's findings are of, with their pages.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::check::{self, Rule};

use super::super::{File, consequence};
use super::model::Text;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RuleRow {
    pub(super) id: &'static str,
    short_description: Text,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'static str>,
    default_configuration: Configuration,
    properties: Properties,
}

#[derive(Debug, Serialize)]
struct Help {
    text: String,
    markdown: &'static str,
}

#[derive(Debug, Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Debug, Serialize)]
struct Properties {
    tags: [&'static str; 1],
}

/// The rules of all findings, by name.
pub(super) fn used(files: &[File<'_>]) -> Vec<RuleRow> {
    let findings = files.iter().flat_map(|file| &file.judged.findings);
    let names: BTreeSet<&str> = findings.map(|finding| finding.rule).collect();
    names.into_iter().filter_map(check::find).map(row).collect()
}

fn row(rule: &'static Rule) -> RuleRow {
    let Rule { name, kind, level, summary, explanation, cites } = rule;
    let words = consequence(*kind, *level);
    RuleRow {
        id: name,
        short_description: Text::new((*summary).to_owned()),
        help: Help {
            text: format!("{summary} ({words}); policy explain {name} has the whole page"),
            markdown: explanation,
        },
        help_uri: cites.first().map(|cite| cite.url),
        default_configuration: Configuration { level: super::level(*level) },
        properties: Properties { tags: [kind.word()] },
    }
}
