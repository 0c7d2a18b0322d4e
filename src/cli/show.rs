//! The commands that only show something: `explain rules schema completions`.

use clap::CommandFactory as _;

use crate::check::rules::RULES;
use crate::report;

use super::Status;
use super::args::{Args, Completions, Explain, Format, Rules, Schema, SchemaOf};
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

pub(super) fn schema(args: &Schema, terminal: &Terminal) -> Result<Status, Failure> {
    terminal.print(match args.of {
        SchemaOf::Policy => include_str!("../../schema/policy.schema.json"),
        SchemaOf::Findings => include_str!("../../schema/findings.schema.json"),
    })?;
    Ok(Status::Fine)
}

pub(super) fn completions(args: &Completions, terminal: &Terminal) -> Result<Status, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "policy", &mut script);
    terminal.print(&String::from_utf8_lossy(&script))?;
    Ok(Status::Fine)
}
