//! The arguments, and nothing but the arguments.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::render::Target;

use super::{examples, starters};

/// What `--version` prints after the name; `-V` prints the first line.
const LONG_VERSION: &str = if cfg!(feature = "live") {
    concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: live")
} else {
    concat!(env!("CARGO_PKG_VERSION"), "\nfeatures: none (built without `live`)")
};

/// Declare what must be recoverable and how it is protected; `policy` checks it
/// against what AWS really does, proves whether it is enough, and renders it.
#[derive(Debug, Parser)]
#[command(name = "policy", version, long_version = LONG_VERSION, disable_help_subcommand = true, after_help = examples::POLICY)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) global: Global,
}

/// What every command understands.
#[derive(Debug, ClapArgs)]
pub(super) struct Global {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Print the last lines only.
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless `NO_COLOR` is set or `CLICOLOR_FORCE` is.
    Auto,
    /// Also into files and pipes.
    Always,
    /// Nowhere.
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs; `policy schema findings` describes it.
    Json,
}

/// How findings are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
    /// For people.
    Text,
    /// For programs; `policy schema findings` describes it.
    Json,
    /// For code scanning and editors (SARIF 2.1.0).
    Sarif,
    /// For the log of a GitHub workflow: annotations at the lines.
    Github,
    /// For a comment on a pull request.
    Markdown,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a first policy to start from.
    ///
    /// Exit status: 0 written, 2 it could not be written.
    #[command(after_long_help = examples::INIT)]
    Init(Init),
    /// Report what is wrong with policies.
    ///
    /// Exit status: 0 nothing counts, 1 an error was found, 2 the work could
    /// not be done.
    #[command(after_long_help = examples::CHECK)]
    Check(Check),
    /// Show what is recoverable after each disruption, and whether that is enough.
    ///
    /// Exit status: 0 nothing that is stated is missed, 1 something is, 2 a file
    /// is no policy or could not be read.
    #[command(after_long_help = examples::PROVE)]
    Prove(super::prove::Prove),
    /// Write what AWS, CloudFormation or Terraform is to be given.
    ///
    /// Exit status: 0 done, 1 an error was found or (with `--check`) an
    /// artifact is out of date, 2 the work could not be done.
    #[command(after_long_help = examples::RENDER)]
    Render(Render),
    /// Show what is left of each resource when something is lost at a moment,
    /// or which runs come next.
    ///
    /// Exit status: 0 done, 1 something that has an RPO cannot be brought back
    /// within it at that moment, 2 the work could not be done.
    #[command(after_long_help = examples::SIMULATE)]
    Simulate(super::simulate::Simulate),
    /// Show what a change of policies does to what can be recovered.
    ///
    /// Exit status: 0 compared, 1 something is worse (with
    /// `--fail-on-regression`), 2 the work could not be done.
    #[command(after_long_help = examples::DIFF)]
    Diff(Diff),
    /// Show the page of a rule: what it finds, why, and who says so.
    #[command(after_long_help = examples::EXPLAIN)]
    Explain(Explain),
    /// List all rules.
    #[command(after_long_help = examples::RULES)]
    Rules(Rules),
    /// Show what is true of AWS, who says so, and when it was read.
    #[command(after_long_help = examples::FACTS)]
    Facts(Facts),
    /// Print a JSON Schema.
    #[command(after_long_help = examples::SCHEMA)]
    Schema(Schema),
    /// Print a script that completes commands in a shell.
    #[command(after_long_help = examples::COMPLETIONS)]
    Completions(Completions),
    /// Write the manual pages, one for each command.
    #[command(hide = true)]
    Man(Man),
}

/// Which policies, and what of them.
#[derive(Debug, ClapArgs)]
pub(super) struct Inputs {
    /// Policy files, folders of them, or `-` for standard input.
    ///
    /// Without paths: the YAML files under `policies/` (not `as-written/`),
    /// else `backup-policy.yaml` here or above, up to the repository's root.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Only this environment (default: all).
    #[arg(long, value_name = "NAME")]
    pub(super) env: Option<String>,
}

/// What counts and what does not.
#[derive(Debug, ClapArgs)]
pub(super) struct Judging {
    /// Make findings of this rule errors (repeatable).
    #[arg(long, value_name = "RULE")]
    pub(super) deny: Vec<String>,
    /// Make findings of this rule warnings (repeatable).
    #[arg(long, value_name = "RULE")]
    pub(super) warn: Vec<String>,
    /// Do not count findings of this rule (repeatable).
    #[arg(long, value_name = "RULE")]
    pub(super) allow: Vec<String>,
    /// Count findings that the file allows, in comments and `lint.allow`.
    #[arg(long)]
    pub(super) no_allow_comments: bool,
    /// The day that counts as today, such as 2027-01-31 (default: today, UTC).
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<jiff::civil::Date>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How to report.
    #[arg(long, default_value = "text")]
    pub(super) format: FindingsFormat,
    /// Mend what can be mended safely, in the files, and report the rest.
    #[arg(long)]
    pub(super) fix: bool,
    /// Show what `--fix` would change, and change nothing.
    #[arg(long, requires = "fix")]
    pub(super) diff: bool,
    #[command(flatten)]
    pub(super) known: Known,
}

/// What was found before.
#[derive(Debug, ClapArgs)]
pub(super) struct Known {
    /// Do not count what this file lists (written by `--write-baseline`).
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// List what counts now in this file, so that only what is new counts later.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "fix"])]
    pub(super) write_baseline: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Facts {
    /// A table, or one fact; all tables if absent.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// How to list them.
    #[arg(long, default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Init {
    /// What to start from (default: minimal).
    #[arg(long, value_name = "NAME", value_parser = starters::names())]
    pub(super) starter: Option<String>,
    /// Where to write it; a file that exists is never replaced.
    #[arg(long, value_name = "PATH", default_value = "backup-policy.yaml")]
    pub(super) out: String,
    /// What the system is called: the beginning of every name in AWS.
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
    /// AWS account of production, twelve digits.
    #[arg(long, value_name = "ID")]
    pub(super) account: Option<String>,
    /// Region of production.
    #[arg(long, value_name = "NAME")]
    pub(super) region: Option<String>,
    /// Region that copies go to, where the starter has copies.
    #[arg(long, value_name = "NAME")]
    pub(super) second_region: Option<String>,
    /// Write the schema beside it too, for completion and help in an editor.
    #[arg(long)]
    pub(super) with_schema: bool,
}

impl Init {
    /// No flag says what to write: a person may be asked.
    pub(super) fn says_nothing(&self) -> bool {
        let Self { starter, out: _, name, account, region, second_region, with_schema } = self;
        let said = [starter, name, account, region, second_region];
        said.iter().all(|said| said.is_none()) && !with_schema
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct Render {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// What to render for (repeatable; default: all).
    #[arg(long, value_name = "TARGET", value_parser = target_names())]
    pub(super) target: Vec<String>,
    /// Folder to write into; without it a single artifact goes to standard output.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write nothing; exit with 1 if the folder is out of date.
    #[arg(long, requires = "out")]
    pub(super) check: bool,
    /// Render although a stated objective is missed.
    #[arg(long)]
    pub(super) despite_objectives: bool,
    #[command(flatten)]
    pub(super) judging: Judging,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    /// The version before: a file, a folder of policies, or `REV:path` of git,
    /// such as `main:policies/orders.yaml`.
    #[arg(value_name = "OLD")]
    pub(super) old: String,
    /// The version after, in the same forms.
    #[arg(value_name = "NEW")]
    pub(super) new: String,
    /// Only this environment (default: all).
    #[arg(long, value_name = "NAME")]
    pub(super) env: Option<String>,
    /// The day of deployment, from which effects count (default: today, UTC).
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// Exit with 1 if anything is worse than before.
    #[arg(long)]
    pub(super) fail_on_regression: bool,
    /// How to report.
    #[arg(long, default_value = "text")]
    pub(super) format: DiffFormat,
}

/// How a difference is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DiffFormat {
    /// For people.
    Text,
    /// For programs; `policy schema diff` describes it.
    Json,
    /// For a comment on a pull request.
    Markdown,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// Name of the rule, as findings show it.
    #[arg(value_name = "RULE")]
    pub(super) rule: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Rules {
    /// How to list them.
    #[arg(long, default_value = "text")]
    pub(super) format: Format,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Schema {
    /// Of what.
    #[arg(default_value = "policy")]
    pub(super) of: SchemaOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// A policy file, for editors.
    Policy,
    /// What `policy check --format json` prints.
    Findings,
    /// What `policy simulate --format json` prints.
    Simulation,
    /// What `policy diff --format json` prints.
    Diff,
    /// What `policy prove --format json` prints.
    Proof,
    /// What `policy drift --format json` prints.
    Drift,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Completions {
    /// The shell.
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Man {
    /// Folder to write into, or `-` for standard output.
    #[arg(value_name = "DIR")]
    pub(super) out: PathBuf,
}

fn target_names() -> PossibleValuesParser {
    PossibleValuesParser::new(Target::ALL.map(Target::name))
}
