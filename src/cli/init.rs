//! `policy init`.

use std::path::Path;

use crate::compile::{Options, compile};
use crate::diagnostic::{Input, Level};

use super::args::Init;
use super::failure::Failure;
use super::starters::{Own, Starter};
use super::terminal::Terminal;
use super::{Status, ask, disk, starters, world};

/// Where a policy is looked for by every other command.
const FOUND_BY_ITSELF: &str = "backup-policy.yaml";
/// The schema, beside the policy whose first line names it.
const SCHEMA: &str = "policy.schema.json";

/// What is to be written.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) starter: &'static Starter,
    pub(super) own: Own,
    /// For completion and help in an editor.
    pub(super) schema: bool,
}

pub(super) fn run(args: &Init, terminal: &Terminal) -> Result<Status, Failure> {
    let path = Path::new(&args.out);
    if path.symlink_metadata().is_ok() {
        return Err(exists(&args.out));
    }
    let wanted =
        if args.says_nothing() && ask::can_ask() { ask::wanted(terminal)? } else { wanted(args)? };
    let text = text(&wanted)?;
    disk::write_new(path, &text).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(&args.out),
        _ => cannot_write(&args.out, &error),
    })?;
    let schema = if wanted.schema { Some(write_schema(path)?) } else { None };
    terminal.print(&done(args, &wanted, schema.as_deref(), terminal.quiet))?;
    Ok(Status::Fine)
}

fn wanted(args: &Init) -> Result<Wanted, Failure> {
    let asked = args.starter.as_deref().unwrap_or(starters::USUAL);
    let Some(starter) = starters::find(asked) else {
        return Err(Failure::new(format!("there is no starter `{asked}`")));
    };
    let Init { starter: _, out: _, name, account, region, second_region, with_schema } = args;
    let own = Own {
        name: name.clone(),
        account: account.clone(),
        region: region.clone(),
        second_region: second_region.clone(),
    };
    Ok(Wanted { starter, own, schema: *with_schema })
}

/// The policy, which must be one: what was asked for may be no name or no Region.
fn text(wanted: &Wanted) -> Result<String, Failure> {
    let Wanted { starter, own, schema } = wanted;
    match (starter.second_region, &own.region, &own.second_region) {
        (Some(second), Some(region), None) => {
            return Err(Failure::new(format!(
                "the starter `{}` copies to a second Region, and `{second}` may not be where copies of `{region}` belong",
                starter.name
            ))
            .help("say where they go: `--second-region NAME`"));
        }
        (None, _, Some(_)) => {
            return Err(Failure::new(format!(
                "the starter `{}` has no second Region",
                starter.name
            ))
            .help("leave out `--second-region`, or start from `--starter standard`"));
        }
        _ => {}
    }
    if let Some(name) = own.name.as_ref().filter(|name| !is_name(name)) {
        return Err(Failure::new(format!("`{name}` is no name of a policy"))
            .help("a name begins with a-z and goes on with a-z, 0-9 and `-`, at most 40 in all"));
    }
    let policy = starter.text(own);
    let compiled = compile(&Input::new(FOUND_BY_ITSELF, policy.as_str()), &Options::default());
    let findings = &compiled.judged.findings;
    // No starter has either by itself.
    if let Some(found) = findings.iter().find(|finding| finding.level >= Level::Warning) {
        let failure = Failure::new(format!("that makes no good policy: {}", found.message));
        return Err(found.help.iter().fold(failure, |failure, help| failure.help(help.clone())));
    }
    let first =
        if *schema { format!("# yaml-language-server: $schema={SCHEMA}\n") } else { String::new() };
    Ok(first + &policy)
}

/// Names in AWS begin with it.
fn is_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 40
        && name.chars().all(plain)
}

/// Writes the schema beside the policy; one of an earlier version is replaced.
fn write_schema(policy: &Path) -> Result<String, Failure> {
    let path = policy.with_file_name(SCHEMA);
    disk::replace(&path, include_str!("../../schema/policy.schema.json"))?;
    Ok(path.to_string_lossy().into_owned())
}

fn exists(out: &str) -> Failure {
    Failure::new(format!("`{out}` exists already, and is not replaced")).help(format!(
        "see what is wrong with it: `policy check {out}`; or write elsewhere: `policy init --out PATH`"
    ))
}

fn cannot_write(out: &str, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{out}`: {}", world::reason(error)))
}

/// What was written, and the two commands that come next.
fn done(args: &Init, wanted: &Wanted, schema: Option<&str>, quiet: bool) -> String {
    let Wanted { starter, own: _, schema: _ } = wanted;
    let mut out = format!("wrote {} (starter `{}`: {})\n", args.out, starter.name, starter.summary);
    if let Some(schema) = schema {
        out.push_str(&format!("wrote {schema}, which its first line names to editors\n"));
    }
    if !quiet {
        let argument = match args.out.as_str() {
            FOUND_BY_ITSELF => String::new(),
            out => format!(" {out}"),
        };
        let check = format!("policy check{argument}");
        let prove = format!("policy prove{argument}");
        let width = check.len().max(prove.len());
        out.push_str(&format!(
            "next: {check:width$}   what is wrong with it\n      {prove:width$}   what could be recovered, and whether that is enough\n"
        ));
    }
    out
}
