//! `policy drift`.

mod group;
mod groups;
mod report;
mod save;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use clap::{Args as ClapArgs, ValueEnum};

use crate::compile::{One, Opened};
use crate::diagnostic::Input;
use crate::drift::Tally;
use crate::recoverability::Calendars;
use crate::report::DriftReport;
use crate::source::MAX_BYTES;
use crate::units::Date;

use super::args::Inputs;
use super::failure::Failure;
use super::gather::no_environment;
use super::terminal::Terminal;
use super::{Status, discover, load, world};

use groups::{Group, Groups, Key, Lost, groups};
use save::Saving;
use source::Source;

#[derive(Debug, ClapArgs)]
pub(super) struct DriftArgs {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Compare with what was observed before, without AWS: a file written by
    /// `--save`, a folder of them, the output of `terraform show -json`, or `-`.
    #[arg(long, value_name = "PATH", conflicts_with_all = ["profile", "role", "recovery_points"])]
    pub(super) observed: Option<String>,
    /// Write what is observed to this file, for `--observed`.
    #[arg(long, value_name = "FILE")]
    pub(super) save: Option<PathBuf>,
    /// The profile of the AWS configuration to use (default: `AWS_PROFILE`).
    #[arg(long, value_name = "NAME")]
    pub(super) profile: Option<String>,
    /// The role to assume in each account: a name, the same in all of them, or
    /// one ARN (default: the credentials as they are).
    #[arg(long, value_name = "ROLE")]
    pub(super) role: Option<String>,
    /// Look at recovery points and jobs too: is the promise kept in fact?
    #[arg(long)]
    pub(super) recovery_points: bool,
    /// Print the IAM policy that a reader needs, and look at nothing.
    #[arg(long, conflicts_with_all = ["observed", "save"])]
    pub(super) iam_policy: bool,
    /// Exit as `terraform plan -detailed-exitcode` does: 0 no drift, 1 not
    /// everything could be checked, 2 drift.
    #[arg(long)]
    pub(super) detailed_exitcode: bool,
    /// The day that counts as today, such as 2027-01-31 (default: today, UTC).
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<jiff::civil::Date>,
    /// How to report.
    #[arg(long, default_value = "text")]
    pub(super) format: DriftFormat,
}

/// How drift is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum DriftFormat {
    /// For people.
    Text,
    /// For programs; `policy schema drift` describes it.
    Json,
    /// For an issue or a chat message.
    Markdown,
    /// For code scanning and editors (SARIF 2.1.0).
    Sarif,
    /// For the log of a GitHub workflow: annotations at the lines.
    Github,
}

pub(super) fn run(args: &DriftArgs, terminal: &Terminal) -> Result<Status, Failure> {
    let status = compared(args, terminal);
    if !args.detailed_exitcode {
        return status;
    }
    // Terraform's numbers: 1 is a failure, 2 is drift.
    Ok(match status {
        Ok(Status::Fine) => Status::Fine,
        Ok(Status::Found) => Status::Failed,
        Ok(Status::Failed) => Status::Found,
        Err(failure) => {
            terminal.complain(&failure);
            Status::Found
        }
    })
}

fn compared(args: &DriftArgs, terminal: &Terminal) -> Result<Status, Failure> {
    let as_of = args.as_of.unwrap_or_else(world::today);
    let mut run = Run {
        files: Vec::new(),
        not_compared: Vec::new(),
        lost: BTreeMap::new(),
        with_errors: Vec::new(),
        as_of: Date::from(as_of),
        calendars: Rc::default(),
        report: report::begin(args.format, as_of.to_string(), terminal),
    };
    run.open(&args.inputs)?;
    let Groups { groups, lost } = groups(&run.files, args.inputs.env.as_deref());
    run.lost = lost;
    if args.iam_policy {
        return run.iam_policy(&groups, args, terminal);
    }
    let mut source = Source::open(args)?;
    let mut saving = args.save.as_deref().map(Saving::begin).transpose()?;
    for group in &groups {
        run.group(group, &mut source, saving.as_mut(), terminal)?;
    }
    run.lose();
    run.remarks(&source, terminal);
    if let Some(saving) = saving {
        saving.finish(terminal)?;
    }
    let status = status(run.report.tally(), &run.not_compared);
    report::print(run.report, &run.not_compared, terminal)?;
    Ok(status)
}

/// What was not looked at beats what is different.
const fn status(tally: &Tally, not_compared: &[String]) -> Status {
    match (tally.unchecked() > 0 || !not_compared.is_empty(), tally.found() > 0) {
        (true, _) => Status::Failed,
        (false, true) => Status::Found,
        (false, false) => Status::Fine,
    }
}

/// One run of the command.
struct Run {
    files: Vec<Opened>,
    not_compared: Vec<String>,
    /// Environments that cannot be looked for, and why.
    lost: BTreeMap<Key, Lost>,
    /// Environments that `check` finds errors in.
    with_errors: Vec<String>,
    as_of: Date,
    /// Environments of one policy share schedules.
    calendars: Rc<Calendars>,
    report: DriftReport,
}

impl Run {
    /// # Errors
    /// There is no file, or none has the environment.
    fn open(&mut self, inputs: &Inputs) -> Result<(), Failure> {
        for path in discover::files(&inputs.paths)? {
            match world::read(&path, MAX_BYTES + 1) {
                Err(error) => self.not_compared.push(load::unreadable(&path, &error).message),
                Ok(bytes) => match String::from_utf8(bytes).map(|text| Input::new(&*path, text)) {
                    Ok(input) => match Opened::open(input) {
                        Ok(opened) => self.files.push(opened),
                        Err(_) => self.not_compared.push(no_policy(&path)),
                    },
                    Err(_) => self.not_compared.push(no_policy(&path)),
                },
            }
        }
        match &inputs.env {
            Some(name) => self.has_environment(name),
            None => Ok(()),
        }
    }

    fn has_environment(&self, name: &str) -> Result<(), Failure> {
        let mut all = self.files.iter().flat_map(Opened::environments);
        if self.files.is_empty() || all.any(|known| known == name) {
            return Ok(());
        }
        let files = self.files.iter().map(|file| (&file.input, file.environments().collect()));
        Err(no_environment(name, &files.collect::<Vec<_>>()))
    }

    /// Says of which environments nothing can be known.
    fn lose(&mut self) {
        for ((file, number), why) in &self.lost {
            let Some(opened) = self.files.get(*file) else { continue };
            let file = &opened.input.name;
            let name = opened.name(*number).unwrap_or_default();
            self.not_compared.push(match (why, name) {
                (Lost::Broken, _) => no_policy(file),
                (Lost::Nowhere, "") => format!(
                    "{file}: the policy names no environment with an account and a Region: there is nowhere to look"
                ),
                (Lost::Nowhere, name) => format!(
                    "{file}: environment `{name}` names no account or no Region: there is nowhere to look"
                ),
            });
        }
    }

    /// What a reader of the report should know of the run.
    fn remarks(&self, source: &Source, terminal: &Terminal) {
        if terminal.quiet {
            return;
        }
        source.remark(terminal);
        if !self.with_errors.is_empty() {
            let names = crate::report::clean(&self.with_errors.join(", ")).into_owned();
            terminal.remark(&format!(
                "with errors: {names}; `policy check` shows them, and what is compared may not be all that was meant\n"
            ));
        }
    }

    /// Prints what a reader of the accounts has to be allowed.
    fn iam_policy(
        &mut self,
        groups: &[Group],
        args: &DriftArgs,
        terminal: &Terminal,
    ) -> Result<Status, Failure> {
        let mut wanted = Vec::new();
        for group in groups {
            let ones = self.environments(&group.members);
            let together: Vec<&One> = ones.iter().map(|(_, one)| one).collect();
            wanted.extend(source::wanted(&together, args.recovery_points));
        }
        self.lose();
        for reason in &self.not_compared {
            terminal.complain(&Failure::new(reason));
        }
        if wanted.is_empty() {
            return Ok(Status::Failed);
        }
        wanted.sort_by(|one, other| one.place.cmp(&other.place));
        let policy = crate::observe::operations::iam_policy(&wanted, args.role.as_deref());
        // OK because JSON without maps of other keys than text always has a form.
        let text = serde_json::to_string_pretty(&policy).unwrap_or_default();
        terminal.print(&(text + "\n"))?;
        Ok(if self.not_compared.is_empty() { Status::Fine } else { Status::Failed })
    }
}

fn no_policy(file: &str) -> String {
    format!("`{file}` is no policy: `policy check {file}` says why")
}
