//! The commands that only show something: `explain rules facts schema completions`.

use clap::CommandFactory as _;

use crate::check::rules::RULES;
use crate::facts::{AnyFact, FACTS, Table};
use crate::report;
use crate::source::nearest;

use super::Status;
use super::args::{Args, Completions, Explain, Facts, Format, Rules, Schema, SchemaOf};
use super::failure::Failure;
use super::gather::known_rule;
use super::terminal::Terminal;

pub(super) fn explain(args: &Explain, terminal: &Terminal) -> Result<Status, Failure> {
    let rule = known_rule(&args.rule)?;
    terminal.print(&report::explain(rule, terminal.style))?;
    Ok(Status::Fine)
}

pub(super) fn rules(args: &Rules, terminal: &Terminal) -> Result<Status, Failure> {
    terminal.print(&match args.format {
        Format::Text => report::rules_text(&RULES, terminal.style),
        Format::Json => report::rules_json(&RULES),
    })?;
    Ok(Status::Fine)
}

pub(super) fn facts(args: &Facts, terminal: &Terminal) -> Result<Status, Failure> {
    let tables = match &args.name {
        None => FACTS.iter().map(|table| (*table, table.facts.to_vec())).collect(),
        Some(name) => vec![facts_named(name)?],
    };
    terminal.print(&match args.format {
        Format::Text => report::facts_text(&tables, terminal.style),
        Format::Json => report::facts_json(&tables),
    })?;
    Ok(Status::Fine)
}

/// A table, or the table of one fact with that fact alone.
fn facts_named(name: &str) -> Result<(&'static Table, Vec<&'static dyn AnyFact>), Failure> {
    for table in FACTS {
        if table.name == name {
            return Ok((table, table.facts.to_vec()));
        }
        if let Some(fact) = table.fact(name) {
            return Ok((table, vec![fact]));
        }
    }
    let known = FACTS.iter().flat_map(|table| {
        std::iter::once(table.name).chain(table.facts.iter().map(|fact| fact.name()))
    });
    let failure = Failure::new(format!("there is no fact and no table `{name}`"));
    Err(match nearest(name, known) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => {
            let names: Vec<&str> = FACTS.iter().map(|table| table.name).collect();
            failure.help(format!("the tables are {}", names.join(", ")))
        }
    })
}

pub(super) fn schema(args: &Schema, terminal: &Terminal) -> Result<Status, Failure> {
    terminal.print(match args.of {
        SchemaOf::Policy => include_str!("../../schema/policy.schema.json"),
        SchemaOf::Findings => include_str!("../../schema/findings.schema.json"),
        SchemaOf::Simulation => include_str!("../../schema/simulation.schema.json"),
        SchemaOf::Diff => include_str!("../../schema/diff.schema.json"),
        SchemaOf::Drift => include_str!("../../schema/drift.schema.json"),
        SchemaOf::Proof => include_str!("../../schema/proof.schema.json"),
    })?;
    Ok(Status::Fine)
}

pub(super) fn completions(args: &Completions, terminal: &Terminal) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "policy", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
