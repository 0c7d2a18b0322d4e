//! Where observations come from: live accounts, a recording, or a state of
//! Terraform.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::load::unreadable;
use crate::cli::terminal::Terminal;
use crate::cli::world;
use crate::compile::One;
use crate::observe::recording::{MAX_HELD_BYTES, Recording, Storage, Stored};
use crate::observe::{Cause, Observation, Problem, Reason, Subject, Wanted, terraform};
use crate::resources::{Lowered, Place};

use super::DriftArgs;

/// Where observations come from.
pub(super) struct Source {
    from: From,
    /// What kept whole accounts from being read, by place.
    closed: BTreeMap<Place, Reason>,
    /// Places that nothing was observed of.
    absent: BTreeSet<Place>,
}

enum From {
    Recording {
        name: String,
        recording: Recording<Files>,
    },
    /// What `terraform show -json` printed.
    Terraform {
        name: String,
        text: Vec<u8>,
    },
    Live(Live),
}

/// What to look at, with recovery points and jobs if they are asked for.
pub(super) fn wanted(ones: &[&One], recovery_points: bool) -> Vec<Wanted> {
    let lowered: Vec<&Lowered> = ones.iter().map(|one| &one.lowered).collect();
    let all = crate::observe::wanted(&lowered);
    match recovery_points {
        true => all.into_iter().map(Wanted::with_activity).collect(),
        false => all,
    }
}

impl Source {
    /// # Errors
    /// What was observed cannot be read, or this build cannot reach AWS.
    pub(super) fn open(args: &DriftArgs) -> Result<Self, Failure> {
        let from = match &args.observed {
            Some(path) => observed(path)?,
            None => From::Live(Live::open(args)?),
        };
        Ok(Self { from, closed: BTreeMap::new(), absent: BTreeSet::new() })
    }

    /// Whether one account and Region can be read after the other.
    pub(super) const fn is_indexed(&self) -> bool {
        matches!(self.from, From::Recording { .. })
    }

    /// What a recording holds of a place.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub(super) fn read(&mut self, place: &Place) -> Result<Option<Observation>, Failure> {
        let From::Recording { name: _, recording } = &self.from else { return Ok(None) };
        let seen = recording.get(place).map_err(|problem| refused(&problem))?;
        match &seen {
            Some(seen) => self.note(seen),
            None => {
                self.absent.insert(place.clone());
            }
        }
        Ok(seen)
    }

    /// Notes what kept a whole account from being read.
    fn note(&mut self, seen: &Observation) {
        let mut whole = seen.unread.iter();
        let closed = whole.find(|unread| unread.subject == Subject::Everything);
        self.closed.extend(closed.map(|unread| (seen.place.clone(), unread.reason.clone())));
    }

    /// What is known of the places of these environments.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub(super) fn observe(
        &mut self,
        ones: &[&One],
        terminal: &Terminal,
    ) -> Result<BTreeMap<Place, Observation>, Failure> {
        let mut places: BTreeSet<Place> = BTreeSet::new();
        ones.iter().for_each(|one| places.extend(super::groups::places(&one.lowered)));
        let mut seen = BTreeMap::new();
        match &mut self.from {
            From::Recording { name: _, recording } => {
                for place in &places {
                    let found = recording.get(place).map_err(|problem| refused(&problem))?;
                    seen.extend(found.map(|observation| (place.clone(), observation)));
                }
            }
            From::Terraform { name, text } => {
                let wanted = wanted(ones, false);
                let found = terraform::read(name, text, &wanted).map_err(|p| refused(&p))?;
                let ours = found.into_iter().filter(|found| places.contains(&found.place));
                seen.extend(ours.map(|found| (found.place.clone(), found)));
            }
            From::Live(live) => live.observe(ones, &mut seen, terminal)?,
        }
        let absent = places.into_iter().filter(|place| !seen.contains_key(place));
        self.absent.extend(absent);
        seen.values().for_each(|observation| self.note(observation));
        Ok(seen)
    }

    /// Says what kept whole accounts from being read, and what to do.
    pub(super) fn remark(&self, terminal: &Terminal) {
        if let Some(failure) = self.absence() {
            terminal.complain(&failure);
        }
        let mut said: BTreeSet<&Reason> = BTreeSet::new();
        for reason in self.closed.values() {
            if said.insert(reason)
                && let Some(failure) = self.closure(reason)
            {
                terminal.complain(&failure);
            }
        }
    }

    fn absence(&self) -> Option<Failure> {
        let missing = self.absent.first()?;
        let more = match self.absent.len() {
            1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let (name, known): (&str, Vec<String>) = match &self.from {
            From::Recording { name, recording } => {
                let places = recording.places();
                let more = places.len().saturating_sub(MOST_PLACES);
                let mut known: Vec<String> =
                    places.take(MOST_PLACES).map(|place| place.to_string()).collect();
                known.extend((more > 0).then(|| format!("{more} more")));
                (name, known)
            }
            // A state says nothing of what it does not hold.
            From::Terraform { .. } | From::Live(_) => return None,
        };
        let failure = Failure::new(format!("`{name}` holds nothing of {missing}{more}"));
        Some(match known.is_empty() {
            true => failure.help("it holds nothing else either"),
            false => failure.help(format!("it holds {}", known.join(", "))),
        })
    }

    fn closure(&self, reason: &Reason) -> Option<Failure> {
        let From::Live(live) = &self.from else { return None };
        let places = self.closed.iter().filter(|(_, closed)| *closed == reason);
        let places: Vec<String> = places.map(|(place, _)| place.to_string()).collect();
        let place = places.first().map(String::as_str).unwrap_or_default();
        let tried = live.tried();
        Some(match reason {
            Reason::Credentials(code) => {
                Failure::new(format!("no credentials for {place}: {code} (tried {tried})"))
                    .help(
                        "sign in, such as with `aws sso login`, or name a profile with `--profile`",
                    )
                    .help("or give a role that may read each account with `--role`")
                    .help("`policy drift --observed FILE` compares a recording, without AWS")
            }
            Reason::OtherAccount(reached) => {
                let account = self.closed.iter().find(|(_, closed)| *closed == reason);
                let wanted = account.map(|(place, _)| place.account.as_str()).unwrap_or_default();
                Failure::new(format!(
                    "reached account {reached} instead of {wanted} (tried {tried})"
                ))
                .help("choose credentials of that account with `--profile`")
                .help("or a role that exists in every account with `--role NAME`")
            }
            Reason::Region => Failure::new(format!(
                "{place}: AWS knows no such Region, or it is not enabled in the account"
            )),
            Reason::Unreachable | Reason::TimedOut => {
                Failure::new(format!("no answer from AWS for {place} (tried {tried})"))
                    .help("look at the network, the proxy and `AWS_ENDPOINT_URL`")
                    .help("`policy drift --observed FILE` compares a recording, without AWS")
            }
            _ => return None,
        })
    }
}

/// Places of a recording that are named.
const MOST_PLACES: usize = 6;

/// A recording, or the output of `terraform show -json`, by what it holds.
fn observed(path: &str) -> Result<From, Failure> {
    let name = if path == "-" { "standard input".to_owned() } else { path.to_owned() };
    let files = match Path::new(path).is_dir() && path != "-" {
        true => in_folder(path)?,
        false => vec![path.to_owned()],
    };
    let storage = Files::default();
    if let [file] = files.as_slice()
        && terraform::is_shown(&storage.bytes(file, BEGINNING)?)
    {
        let text = storage.bytes(file, MAX_HELD_BYTES)?;
        return Ok(From::Terraform { name, text });
    }
    let recording = Recording::index(storage, files).map_err(|problem| {
        let failure = refused(&problem);
        match problem.help {
            Some(_) => failure,
            None => failure.help(
                "`--observed` takes what `policy drift --save` wrote, or the output of `terraform show -json`",
            ),
        }
    })?;
    Ok(From::Recording { name, recording })
}

/// The recordings of a folder, by name.
fn in_folder(path: &str) -> Result<Vec<String>, Failure> {
    let entries = world::entries(Path::new(path)).map_err(|error| {
        Failure::new(format!("cannot read `{path}`: {}", world::reason(&error)))
    })?;
    let files = entries.into_iter().map(|entry| entry.path()).filter(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        matches!(extension, Some("json" | "jsonl")) && path.is_file()
    });
    let files: Vec<String> = files.map(|path| path.to_string_lossy().into_owned()).collect();
    match files.is_empty() {
        true => Err(Failure::new(format!("no recording in the folder `{path}`"))
            .help("recordings end in `.jsonl`; `policy drift --save FILE` writes one")),
        false => Ok(files),
    }
}

fn refused(problem: &Problem) -> Failure {
    let Problem { file, line, cause, help } = problem;
    let line = line.map(|line| format!(", line {line}")).unwrap_or_default();
    let name = if file == "-" { "standard input" } else { file };
    let failure = match cause {
        Cause::System(error) => {
            Failure::new(format!("cannot read `{name}`: {}", world::reason(error)))
        }
        Cause::Content(what) => Failure::new(format!("`{name}`{line}: {what}")),
    };
    help.iter().fold(failure, |failure, help| failure.help(help))
}

/// Files of the disk; standard input is held, because it cannot be read twice.
#[derive(Debug, Default)]
struct Files {
    held: RefCell<Option<Vec<u8>>>,
}

impl Files {
    fn standard_input(&self) -> io::Result<Vec<u8>> {
        let mut held = self.held.borrow_mut();
        if let Some(bytes) = held.as_ref() {
            return Ok(bytes.clone());
        }
        let bytes = world::read("-", MAX_HELD_BYTES + 1)?;
        if bytes.len() > MAX_HELD_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(held.insert(bytes).clone())
    }
}

impl Files {
    /// The first bytes of a file.
    fn bytes(&self, file: &str, most: usize) -> Result<Vec<u8>, Failure> {
        let read = match file {
            "-" => self.standard_input(),
            file => world::read(file, most),
        };
        read.map_err(|error| unreadable(file, &error))
    }
}

/// Bytes that tell a recording from the output of Terraform.
const BEGINNING: usize = 4096;

impl Storage for Files {
    fn open(&self, file: &str) -> io::Result<Box<dyn Stored + '_>> {
        match file {
            "-" => Ok(Box::new(io::Cursor::new(self.standard_input()?))),
            file => Ok(Box::new(world::open(Path::new(file))?)),
        }
    }
}

/// Live accounts.
#[cfg(feature = "live")]
struct Live {
    options: crate::observe::live::Options,
    recovery_points: bool,
}

#[cfg(feature = "live")]
impl Live {
    #[expect(clippy::unnecessary_wraps, reason = "a build without live access has nothing to open")]
    fn open(args: &DriftArgs) -> Result<Self, Failure> {
        let options = crate::observe::live::Options {
            profile: args.profile.clone(),
            role: args.role.clone(),
            ..crate::observe::live::Options::default()
        };
        Ok(Self { options, recovery_points: args.recovery_points })
    }

    fn observe(
        &mut self,
        ones: &[&One],
        seen: &mut BTreeMap<Place, Observation>,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        let wanted = wanted(ones, self.recovery_points);
        let mut options = self.options.clone();
        options.progress = terminal.progress();
        let mut keep = |found: Observation| {
            seen.insert(found.place.clone(), found);
        };
        let done = crate::observe::live::observe(&wanted, &options, &mut keep);
        terminal.progress_done();
        done.map_err(|error| Failure::new(format!("cannot reach AWS: {}", world::reason(&error))))
    }

    /// What the credentials were looked for with.
    fn tried(&self) -> String {
        let profile = match &self.options.profile {
            Some(profile) => format!("profile `{profile}`"),
            None => match world::profile() {
                Some(profile) => format!("profile `{profile}` of AWS_PROFILE"),
                None => "the default credentials".to_owned(),
            },
        };
        match &self.options.role {
            Some(role) => format!("{profile}, role `{role}`"),
            None => profile,
        }
    }
}

/// This build reaches nothing.
#[cfg(not(feature = "live"))]
struct Live;

#[cfg(not(feature = "live"))]
impl Live {
    fn open(_: &DriftArgs) -> Result<Self, Failure> {
        Err(Failure::new("this build of `policy` reads recordings only, no live accounts")
            .help("`--observed FILE` compares what `policy drift --save` wrote elsewhere")
            .help("a build with the feature `live` reaches AWS"))
    }

    #[expect(clippy::unused_self, reason = "as the build with live access")]
    fn observe(
        &mut self,
        _: &[&One],
        _: &mut BTreeMap<Place, Observation>,
        _: &Terminal,
    ) -> Result<(), Failure> {
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "as the build with live access")]
    fn tried(&self) -> String {
        String::new()
    }
}
