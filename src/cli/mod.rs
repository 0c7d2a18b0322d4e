//! The command line: arguments, files and the exit status.
//!
//! Invariants: no logic worth a unit test about policies; files, environment
//! and clock are touched in `world`, `output`, `discover` and `git` alone; reports go
//! to standard output, failures of ours to standard error.

mod args;
mod ask;
mod baseline;
mod check;
mod diff;
mod discover;
mod disk;
mod examples;
mod failure;
mod fix;
mod gaps;
mod gather;
mod git;
mod init;
mod load;
mod man;
mod manifest;
mod output;
mod prove;
mod render;
mod show;
mod simulate;
mod starters;
mod terminal;
mod world;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use failure::Failure;
use terminal::Terminal;

/// What a run ends with: 2 beats 1 beats 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Done, and nothing counts against the policy.
    Fine = 0,
    /// Done, and something does.
    Found = 1,
    /// The work could not be done.
    Failed = 2,
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return usage(&error),
    };
    let terminal = Terminal::new(&args.global);
    let status = run(args, &terminal).unwrap_or_else(|failure| {
        terminal.complain(&failure);
        Status::Failed
    });
    ExitCode::from(status as u8)
}

fn run(args: Args, terminal: &Terminal) -> Result<Status, Failure> {
    match args.command {
        None => terminal.introduce(),
        Some(Command::Check(args)) => check::run(&args, terminal),
        Some(Command::Init(args)) => init::run(&args, terminal),
        Some(Command::Render(args)) => render::run(&args, terminal),
        Some(Command::Simulate(args)) => simulate::run(&args, terminal),
        Some(Command::Diff(args)) => diff::run(&args, terminal),
        Some(Command::Prove(args)) => prove::run(&args, terminal),
        Some(Command::Explain(args)) => show::explain(&args, terminal),
        Some(Command::Rules(args)) => show::rules(&args, terminal),
        Some(Command::Facts(args)) => show::facts(&args, terminal),
        Some(Command::Schema(args)) => show::schema(&args, terminal),
        Some(Command::Completions(args)) => show::completions(&args, terminal),
        Some(Command::Man(args)) => man::run(&args, terminal),
    }
}

/// Prints what clap has to say: help and version on standard output.
fn usage(error: &clap::Error) -> ExitCode {
    // OK because nothing is left to do when the message cannot be printed.
    let _ = error.print();
    let status = if error.use_stderr() { Status::Failed } else { Status::Fine };
    ExitCode::from(status as u8)
}
