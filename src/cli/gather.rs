//! From the arguments to judged files: what every command begins with.

use std::collections::BTreeMap;

use crate::check::rules::RULES;
use crate::check::suppress::{Asked, Choice, suppress};
use crate::compile::{Compiled, Options, across};
use crate::diagnostic::{Finding, Input, Level};
use crate::document;
use crate::source::{self, nearest};
use crate::units::Date;

use super::args::{Inputs, Judging};
use super::failure::Failure;
use super::load::{Loaded, load};
use super::{discover, world};

/// The files of a run, judged, and what could not be read.
#[derive(Debug)]
pub(super) struct Gathered<T> {
    /// In the order of the paths.
    pub(super) files: Vec<Loaded<T>>,
    pub(super) unread: Vec<Failure>,
    /// Files that lack the environment that was asked for.
    pub(super) skipped: Vec<String>,
}

impl<T> Gathered<T> {
    /// What could not be read, and why.
    pub(super) fn reasons(&self) -> Vec<String> {
        self.unread.iter().map(|failure| failure.message.clone()).collect()
    }
}

/// Reads, compiles and judges; `extend` adds what only one command looks for,
/// and `not_looked_for` names the rules that this command does not look for.
///
/// # Errors
/// The arguments make no sense, or there is no file to read.
pub(super) fn gather<T: Send>(
    inputs: &Inputs,
    judging: &Judging,
    not_looked_for: &'static [&'static str],
    extend: impl Fn(&mut Compiled) -> T + Sync,
) -> Result<Gathered<T>, Failure> {
    let asked = Asked {
        choices: choices(judging)?,
        file_may_allow: !judging.no_allow_comments,
        as_of: judging.as_of.unwrap_or_else(world::today),
        whole: inputs.env.is_none(),
        not_looked_for,
    };
    let paths = discover::files(&inputs.paths)?;
    let options = Options { environment: inputs.env.clone(), as_of: Some(Date::from(asked.as_of)) };
    let (mut files, mut unread) = (Vec::new(), Vec::new());
    for result in load(&paths, &options, extend) {
        match result {
            Ok(file) => files.push(file),
            Err(failure) => unread.push(failure),
        }
    }
    across(&mut files.iter_mut().map(|file| &mut file.compiled).collect::<Vec<_>>());
    for Loaded { compiled, .. } in &mut files {
        suppress(&mut compiled.judged, &compiled.choices, &asked);
    }
    let skipped = match &inputs.env {
        Some(name) => without(name, &mut files)?,
        None => Vec::new(),
    };
    Ok(Gathered { files, unread, skipped })
}

/// The choices of the command line, by rule.
///
/// # Errors
/// A rule does not exist, or two choices contradict each other.
pub(super) fn choices(judging: &Judging) -> Result<BTreeMap<String, Choice>, Failure> {
    let flags = [
        ("--deny", Choice::Deny, &judging.deny),
        ("--warn", Choice::Warn, &judging.warn),
        ("--allow", Choice::Allow, &judging.allow),
    ];
    let mut choices = BTreeMap::new();
    for (flag, choice, names) in flags {
        for name in names {
            known_rule(name)?;
            if choices.insert(name.clone(), choice).is_some_and(|other| other != choice) {
                return Err(Failure::new(format!("`{flag} {name}` contradicts another choice"))
                    .help("give one of --deny, --warn and --allow for a rule"));
            }
        }
    }
    Ok(choices)
}

/// # Errors
/// There is no rule of this name; the nearest one is in the help.
pub(super) fn known_rule(name: &str) -> Result<&'static crate::check::Rule, Failure> {
    crate::check::find(name).ok_or_else(|| {
        let failure = Failure::new(format!("there is no rule `{name}`"));
        match nearest(name, RULES.iter().map(|rule| rule.name)) {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure.help("`policy rules` lists all rules"),
        }
    })
}

/// Drops the files that lack an environment and returns their names.
///
/// # Errors
/// No file has it.
fn without<T>(name: &str, files: &mut Vec<Loaded<T>>) -> Result<Vec<String>, Failure> {
    let has = |file: &Loaded<T>| file.compiled.known_environments.iter().any(|n| n == name);
    // A file that could not be understood is reported: it may have meant to.
    let (asked, lacking): (Vec<_>, Vec<_>) =
        files.drain(..).partition(|file| has(file) || is_broken(&file.compiled));
    if !asked.iter().any(has) && !lacking.is_empty() {
        let known = lacking.iter().map(|file| {
            let Compiled { judged, known_environments: names, .. } = &file.compiled;
            (&judged.input, names.iter().map(String::as_str).collect())
        });
        return Err(no_environment(name, &known.collect::<Vec<_>>()));
    }
    *files = asked;
    Ok(lacking.into_iter().map(|file| file.compiled.judged.input.name).collect())
}

/// The file is no policy, or only a part of one: what follows from it would be
/// a guess.
pub(super) fn is_broken(compiled: &Compiled) -> bool {
    let of_the_document = |f: &Finding| {
        f.level == Level::Error && document::rules::ALL.iter().any(|rule| rule.name == f.rule)
    };
    compiled.policy.is_none() || compiled.judged.findings.iter().any(of_the_document)
}

/// No file of the run has an environment of this name: those that each has.
pub(super) fn no_environment(name: &str, files: &[(&Input, Vec<&str>)]) -> Failure {
    let all = || files.iter().flat_map(|(_, names)| names.iter().copied());
    let mut failure = Failure::new(format!("there is no environment `{name}`"));
    if let Some(near) = nearest(name, all()) {
        failure = failure.help(format!("did you mean `{near}`?"));
    }
    for (input, names) in files {
        let (place, names) = (defined_at(input), names.join(", "));
        failure = failure.help(match names.is_empty() {
            true => format!("{place} defines no environment"),
            false => format!("{place} defines {names}"),
        });
    }
    failure
}

/// `file:line` of the key `environments`, or the file.
fn defined_at(input: &Input) -> String {
    let root = source::parse(&input.text).root;
    let span = root.as_ref().and_then(|root| Some(root.entry("environments")?.key.span));
    match span {
        Some(span) => format!("{}:{}", input.name, input.lines.line_of(span.start) + 1),
        None => input.name.clone(),
    }
}
