//! `policy simulate`.

use std::collections::BTreeMap;

use clap::{Args as ClapArgs, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::compile::Compiled;
use crate::document;
use crate::recoverability::simulate::{Event, Known, Lost, Moment, known, next_runs, simulate};
use crate::report::{self, Asked, Simulated, SimulatedEnvironment, SimulatedFile};
use crate::resolved::Policy;
use crate::source::nearest;
use crate::units::Duration;

use super::Status;
use super::args::{Inputs, Judging};
use super::failure::Failure;
use super::gather::{Gathered, gather, is_broken};
use super::terminal::Terminal;

#[derive(Debug, ClapArgs)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["lose", "delete", "corrupt", "runs", "until"]).multiple(true)))]
pub(super) struct Simulate {
    #[command(flatten)]
    pub(super) inputs: Inputs,
    /// Lose `region=NAME`, `account=NAME` (or its id: in hostile hands),
    /// `zone=NAME` or `hardware` (the machine of each resource).
    #[arg(long, value_name = "WHAT", conflicts_with_all = ["delete", "corrupt", "runs", "until"])]
    pub(super) lose: Option<String>,
    /// Delete this resource, with all that dies with it.
    #[arg(long, value_name = "RESOURCE", conflicts_with_all = ["corrupt", "runs", "until"])]
    pub(super) delete: Option<String>,
    /// Write bad data to this resource.
    #[arg(long, value_name = "RESOURCE", conflicts_with_all = ["runs", "until"])]
    pub(super) corrupt: Option<String>,
    /// When it happens, such as 2027-03-28T01:30Z or 2027-03-28 (midnight UTC;
    /// default: now).
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["runs", "until"])]
    pub(super) at: Option<String>,
    /// How much later it is noticed, such as 20d.
    #[arg(long, value_name = "DURATION", conflicts_with_all = ["runs", "until"])]
    pub(super) found_after: Option<String>,
    /// Since when the policy is in force (default: as long as it looks back).
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["runs", "until"])]
    pub(super) since: Option<String>,
    /// Show the runs that come next instead, so many of them.
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "20", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(super) runs: Option<u16>,
    /// Show the runs before this moment.
    #[arg(long, value_name = "MOMENT")]
    pub(super) until: Option<String>,
    /// Show runs from this moment on (default: now).
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["lose", "delete", "corrupt"])]
    pub(super) as_of: Option<String>,
    /// How to report.
    #[arg(long, default_value = "text")]
    pub(super) format: SimulationFormat,
}

/// How a simulation is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum SimulationFormat {
    /// For people.
    Text,
    /// For programs; `policy schema simulation` describes it.
    Json,
    /// For a comment or a page.
    Markdown,
}

pub(super) fn run(args: &Simulate, terminal: &Terminal) -> Result<Status, Failure> {
    let asking = Asking::read(args)?;
    let judging = Judging {
        deny: Vec::new(),
        warn: Vec::new(),
        allow: Vec::new(),
        no_allow_comments: false,
        as_of: None,
    };
    let gathered = gather(&args.inputs, &judging, &[], |_| ())?;
    let broken: Vec<Failure> = gathered
        .files
        .iter()
        .filter(|file| is_broken(&file.compiled))
        .map(|file| {
            let name = &file.compiled.judged.input.name;
            Failure::new(format!("`{name}` is no policy that can be simulated"))
                .help(format!("`policy check {name}` says why"))
        })
        .collect();
    let simulated = asking.simulated(&gathered)?;
    terminal.print(&match (args.format, terminal.quiet) {
        (SimulationFormat::Text, false) => report::simulation_text(&simulated, terminal.style),
        (SimulationFormat::Text, true) => report::simulation_brief(&simulated, terminal.style),
        (SimulationFormat::Json, _) => report::simulation_json(&simulated),
        (SimulationFormat::Markdown, _) => report::simulation_markdown(&simulated),
    })?;
    terminal.complain_of(&broken);
    terminal.complain_of(&gathered.unread);
    terminal.skipped(&gathered.skipped);
    if !broken.is_empty() || !gathered.unread.is_empty() {
        return Ok(Status::Failed);
    }
    let environments = simulated.files.iter().flat_map(|file| &file.environments);
    let missed = environments.into_iter().any(|found| found.simulation.misses());
    Ok(if missed { Status::Found } else { Status::Fine })
}

/// What is asked, before the policies are known.
enum Asking {
    Event { what: What, moment: Moment },
    Runs { count: Option<usize>, from: Timestamp, until: Option<Timestamp> },
}

/// What happens, as it was written.
enum What {
    Region(String),
    Account(String),
    Zone(String),
    Hardware,
    Delete(String),
    Corrupt(String),
}

impl Asking {
    /// # Errors
    /// Something cannot be read, or no run is followed at that moment.
    fn read(args: &Simulate) -> Result<Self, Failure> {
        let moment =
            |flag: &str, text: Option<&String>| text.map(|text| instant(flag, text)).transpose();
        let Some(what) = What::read(args)? else {
            let from =
                moment("--as-of", args.as_of.as_ref())?.unwrap_or_else(super::world::this_minute);
            let until = moment("--until", args.until.as_ref())?;
            covered(Moment { at: from, found_after: Duration::ZERO, since: None })?;
            if until.is_some_and(|until| until <= from) {
                return Err(Failure::new(format!("`--until` is not after {from}")));
            }
            return Ok(Self::Runs { count: args.runs.map(usize::from), from, until });
        };
        let found_after = match &args.found_after {
            None => Duration::ZERO,
            Some(text) => Duration::parse(text).map_err(|problem| {
                let failure = Failure::new(format!("`--found-after`: {}", problem.message));
                problem.help.into_iter().fold(failure, |failure, help| failure.help(help))
            })?,
        };
        let at = moment("--at", args.at.as_ref())?.unwrap_or_else(super::world::this_minute);
        let moment = Moment { at, found_after, since: moment("--since", args.since.as_ref())? };
        covered(moment)?;
        Ok(Self::Event { what, moment })
    }

    /// # Errors
    /// The event names nothing of any environment.
    fn simulated<T>(&self, gathered: &Gathered<T>) -> Result<Simulated, Failure> {
        let readable = gathered.files.iter().filter(|file| !is_broken(&file.compiled));
        let files: Vec<(&Compiled, BTreeMap<String, String>)> =
            readable.map(|file| (&file.compiled, accounts(&file.compiled))).collect();
        match self {
            Self::Runs { count, from, until } => {
                let runs = |policy: &Policy| {
                    let nothing = Event::Lose(Lost::Hardware);
                    let moment = Moment { at: *from, found_after: Duration::ZERO, since: None };
                    let mut simulation = simulate(policy, &nothing, moment);
                    simulation.outcomes.clear();
                    let runs = next_runs(policy, *from, *count, *until);
                    Some(SimulatedEnvironment { simulation, runs })
                };
                let asked = Asked::Runs { from: *from, until: *until };
                Ok(Simulated { asked, files: of_files(&files, &runs) })
            }
            Self::Event { what, moment } => {
                let event = what.event(&files)?;
                let one = |policy: &Policy| {
                    known(policy).names(&event).then(|| SimulatedEnvironment {
                        simulation: simulate(policy, &event, *moment),
                        runs: Vec::new(),
                    })
                };
                let files = of_files(&files, &one);
                let asked = Asked::Event { event: event.clone(), moment: *moment };
                Ok(Simulated { asked, files })
            }
        }
    }
}

fn of_files(
    files: &[(&Compiled, BTreeMap<String, String>)],
    one: &dyn Fn(&Policy) -> Option<SimulatedEnvironment>,
) -> Vec<SimulatedFile> {
    let files = files.iter().map(|(compiled, accounts)| SimulatedFile {
        path: compiled.judged.input.name.clone(),
        accounts: accounts.clone(),
        environments: compiled.policies.iter().filter_map(one).collect(),
    });
    files.collect()
}

impl What {
    /// # Errors
    /// What is to be lost is none of the four kinds.
    fn read(args: &Simulate) -> Result<Option<Self>, Failure> {
        if let Some(name) = &args.delete {
            return Ok(Some(Self::Delete(name.clone())));
        }
        if let Some(name) = &args.corrupt {
            return Ok(Some(Self::Corrupt(name.clone())));
        }
        let Some(lose) = &args.lose else { return Ok(None) };
        let known = match lose.split_once('=') {
            Some(("region", name)) if !name.is_empty() => Self::Region(name.to_owned()),
            Some(("account", name)) if !name.is_empty() => Self::Account(name.to_owned()),
            Some(("zone", name)) if !name.is_empty() => Self::Zone(name.to_owned()),
            None if lose == "hardware" => Self::Hardware,
            _ => {
                return Err(Failure::new(format!("`--lose {lose}` is not understood")).help(
                    "write `region=us-east-1`, `account=NAME`, `zone=us-east-1a` or `hardware`",
                ));
            }
        };
        Ok(Some(known))
    }

    /// The event, if it names something of some environment.
    ///
    /// # Errors
    /// Nothing has the name; the nearest one is in the help.
    fn event(&self, files: &[(&Compiled, BTreeMap<String, String>)]) -> Result<Event, Failure> {
        let mut all = Known::default();
        let policies = files.iter().flat_map(|(compiled, _)| &compiled.policies);
        policies.for_each(|policy| all.extend(known(policy)));
        let account = |name: &str| {
            let of = |(_, accounts): &(&Compiled, BTreeMap<String, String>)| {
                let found = accounts.iter().find(|(_, key)| *key == name);
                found.map(|(id, _)| id.clone())
            };
            files.iter().find_map(of).unwrap_or_else(|| name.to_owned())
        };
        let event = match self {
            Self::Region(name) => Event::Lose(Lost::Region(name.clone())),
            Self::Account(name) => Event::Lose(Lost::Account(account(name))),
            Self::Zone(name) => Event::Lose(Lost::Zone(name.clone())),
            Self::Hardware => Event::Lose(Lost::Hardware),
            Self::Delete(name) => Event::Delete(name.clone()),
            Self::Corrupt(name) => Event::Corrupt(name.clone()),
        };
        if all.names(&event) {
            return Ok(event);
        }
        let named = files.iter().flat_map(|(_, accounts)| accounts);
        let (what, name, names): (&str, &str, Vec<String>) = match self {
            Self::Region(name) => ("Region", name, all.regions.into_iter().collect()),
            Self::Account(name) => {
                let used = named.filter(|(id, _)| all.accounts.contains(*id));
                let mut names: Vec<String> = used.map(|(_, name)| name.clone()).collect();
                names.extend(all.accounts);
                names.sort();
                names.dedup();
                ("account", name, names)
            }
            Self::Zone(name) => ("Availability Zone", name, all.zones.into_iter().collect()),
            Self::Hardware => return Ok(event),
            Self::Delete(name) | Self::Corrupt(name) => {
                ("resource", name, all.resources.into_iter().collect())
            }
        };
        Err(unknown(what, name, &names))
    }
}

fn unknown(what: &str, name: &str, names: &[String]) -> Failure {
    let message = match what {
        "resource" => format!("there is no resource `{name}`"),
        _ => format!("nothing lies in the {what} `{name}`"),
    };
    let mut failure = Failure::new(message);
    if let Some(near) = nearest(name, names.iter().map(String::as_str)) {
        failure = failure.help(format!("did you mean `{near}`?"));
    }
    match names {
        [] => failure.help(format!("the policies name no {what}")),
        _ => failure.help(format!("the policies know {}", names.join(", "))),
    }
}

/// The names of accounts by their ids, as the document has them.
fn accounts(compiled: &Compiled) -> BTreeMap<String, String> {
    let read = document::read(&compiled.judged.input.text);
    let accounts = read.policy.map(|policy| policy.accounts).unwrap_or_default();
    accounts.iter().map(|(name, id)| (id.0.value.clone(), name.value.clone())).collect()
}

/// An instant with its distance to UTC, or midnight UTC of a day.
///
/// # Errors
/// It is neither.
fn instant(flag: &str, text: &str) -> Result<Timestamp, Failure> {
    if let Ok(day) = text.parse::<Date>()
        && !text.contains(['T', ' '])
    {
        let midnight = day.to_zoned(TimeZone::UTC).map(|midnight| midnight.timestamp());
        return midnight.map_err(|_| not_a_moment(flag, text));
    }
    text.parse::<Timestamp>().map_err(|_| not_a_moment(flag, text))
}

fn not_a_moment(flag: &str, text: &str) -> Failure {
    Failure::new(format!("`{flag} {text}` is no moment"))
        .help("write a day such as `2027-03-28`, which begins in UTC")
        .help("or an instant with its distance to UTC, such as `2027-03-28T01:15Z`")
}

/// # Errors
/// The moment, or that at which it is noticed, is outside of the years that
/// runs are followed in.
fn covered(moment: Moment) -> Result<(), Failure> {
    if moment.is_covered() {
        return Ok(());
    }
    let late = match moment.found_after.is_zero() {
        true => String::new(),
        false => format!(", noticed at {},", moment.needed()),
    };
    Err(Failure::new(format!("{}{late} is outside of 2026 to 2055", moment.at))
        .help("runs are followed in these years only"))
}
