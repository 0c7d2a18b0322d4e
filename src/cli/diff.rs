//! `policy diff`.

use std::path::Path;

use crate::compile::{Compiled, Options};
use crate::diagnostic::{Finding, Level};
use crate::recoverability::compare::{
    self, Change, Direction, Section, Side, added, compare, removed,
};
use crate::report::{self, Compared, File};
use crate::source::nearest;
use crate::units::Date;

use super::args::{Diff, DiffFormat};
use super::failure::Failure;
use super::gather::is_broken;
use super::git::At;
use super::load::{compiled, load};
use super::terminal::Terminal;
use super::{Status, discover, world};

/// A file of one version.
struct Versioned {
    /// Its path within what was asked for; empty for a file that was itself.
    within: String,
    compiled: Compiled,
}

/// One policy in both versions.
type Pair<'a> = (Option<&'a Compiled>, Option<&'a Compiled>);

/// Whether two files are versions of one policy.
type Same<'f> = &'f dyn Fn(&Versioned, &Versioned) -> bool;

pub(super) fn run(args: &Diff, terminal: &Terminal) -> Result<Status, Failure> {
    let as_of = Date::from(args.as_of.unwrap_or_else(world::today));
    let options = Options { environment: args.env.clone(), as_of: Some(as_of) };
    if args.old == "-" && args.new == "-" {
        return Err(Failure::new("only one of the two versions can be standard input"));
    }
    let old = version(&args.old, &options)?;
    let new = version(&args.new, &options)?;
    let broken: Vec<&Compiled> =
        old.iter().chain(&new).map(|file| &file.compiled).filter(|file| is_broken(file)).collect();
    if !broken.is_empty() {
        return Ok(refused(&broken, terminal));
    }
    if let Some(name) = &args.env {
        has_environment(name, old.iter().chain(&new))?;
    }
    let pairs = pairs(&old, &new);
    let all: Vec<Compared<'_>> = pairs.iter().map(|pair| compared(*pair, as_of)).collect();
    terminal.print(&match (args.format, terminal.quiet) {
        (DiffFormat::Text, false) => report::difference_text(&all, as_of, terminal.style),
        (DiffFormat::Text, true) => report::difference_brief(&all),
        (DiffFormat::Json, _) => report::difference_json(&all, as_of),
        (DiffFormat::Markdown, _) => report::difference_markdown(&all, as_of),
    })?;
    let changes = || all.iter().flat_map(|c| &c.sections).flat_map(|section| &section.changes);
    let worse = args.fail_on_regression && changes().any(|c| c.direction == Direction::Worse);
    Ok(if worse { Status::Found } else { Status::Fine })
}

/// The files of a version: of the disk, of standard input or of git.
fn version(text: &str, options: &Options) -> Result<Vec<Versioned>, Failure> {
    let on_disk = text == "-" || Path::new(text).exists();
    match At::parse(text).filter(|_| !on_disk) {
        Some(at) => {
            let found: Vec<Versioned> = at
                .blobs(discover::is_searched)?
                .into_iter()
                .map(|blob| Versioned {
                    within: blob.within,
                    compiled: compiled(&blob.name, blob.bytes, options),
                })
                .collect();
            match found.is_empty() {
                true => Err(Failure::new(format!("no YAML file in the folder `{text}`"))),
                false => Ok(found),
            }
        }
        None => from_disk(text, options),
    }
}

fn from_disk(text: &str, options: &Options) -> Result<Vec<Versioned>, Failure> {
    let paths = discover::files(&[text.to_owned()])?;
    let mut found = Vec::new();
    for loaded in load(&paths, options, |_| ()) {
        let compiled = loaded?.compiled;
        let name = Path::new(&compiled.judged.input.name);
        let within = name.strip_prefix(text).unwrap_or(name).to_string_lossy().into_owned();
        found.push(Versioned { within, compiled });
    }
    Ok(found)
}

/// What follows from a file that could not be understood would be a guess.
fn refused(broken: &[&Compiled], terminal: &Terminal) -> Status {
    let files: Vec<File<'_>> = broken
        .iter()
        .map(|file| File {
            judged: &file.judged,
            environments: &file.known_environments,
            took: None,
        })
        .collect();
    let shown = |finding: &Finding| finding.level == Level::Error;
    if !terminal.quiet {
        terminal.remark(&report::findings(&files, shown, terminal.beside));
    }
    terminal.remark(&report::brief(&files, terminal.beside));
    terminal.remark("nothing was compared\n");
    Status::Failed
}

fn has_environment<'a>(
    name: &str,
    files: impl Iterator<Item = &'a Versioned>,
) -> Result<(), Failure> {
    let all: Vec<&String> = files.flat_map(|file| &file.compiled.known_environments).collect();
    if all.iter().any(|known| *known == name) {
        return Ok(());
    }
    let failure = Failure::new(format!("there is no environment `{name}` in either version"));
    Err(match nearest(name, all.iter().map(|known| known.as_str())) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure,
    })
}

/// The policies of both versions: by their names, then by their paths; two files
/// that were named belong together whatever they are called.
fn pairs<'a>(old: &'a [Versioned], new: &'a [Versioned]) -> Vec<Pair<'a>> {
    let mut left: Vec<&Versioned> = old.iter().collect();
    let mut pairs: Vec<(Option<&Versioned>, &Versioned)> = new.iter().map(|n| (None, n)).collect();
    let alone = old.len() == 1 && new.len() == 1;
    let same_name = |a: &Versioned, b: &Versioned| a.compiled.policy == b.compiled.policy;
    let same_path = |a: &Versioned, b: &Versioned| a.within == b.within;
    let any = |_: &Versioned, _: &Versioned| alone;
    let ways: [Same<'_>; 3] = [&same_name, &same_path, &any];
    for same in ways {
        for (before, now) in pairs.iter_mut().filter(|(before, _)| before.is_none()) {
            if let Some(number) = left.iter().position(|old| same(old, now)) {
                *before = Some(left.remove(number));
            }
        }
    }
    let gone = left.into_iter().map(|old| (Some(&old.compiled), None));
    let both = pairs.into_iter().map(|(old, new)| (old.map(|o| &o.compiled), Some(&new.compiled)));
    both.chain(gone).collect()
}

fn compared<'a>((old, new): Pair<'a>, as_of: Date) -> Compared<'a> {
    let input = |file: Option<&'a Compiled>| file.map(|file| &file.judged.input);
    let policy = new.or(old).and_then(|file| file.policy.as_deref()).unwrap_or_default();
    let resources = |file: Option<&Compiled>| {
        let of = |file: &Compiled| file.proofs.iter().map(|proof| proof.subjects.len()).max();
        file.and_then(of).unwrap_or_default()
    };
    Compared {
        policy,
        old: input(old),
        new: input(new),
        sections: match (old, new) {
            (Some(old), Some(new)) => both(old, new, as_of),
            (None, Some(new)) => whole(new, added),
            (Some(old), None) => whole(old, removed),
            (None, None) => Vec::new(),
        },
        one_resource: resources(old).max(resources(new)) <= 1,
    }
}

/// A policy that only one version has.
fn whole(file: &Compiled, change: fn(String, crate::source::Span) -> Change) -> Vec<Section> {
    let Some(policy) = file.policies.first() else { return Vec::new() };
    let change = change(format!("policy `{}`", policy.name.value), policy.name.span);
    vec![Section { environments: Vec::new(), changes: vec![change] }]
}

fn both(old: &Compiled, new: &Compiled, as_of: Date) -> Vec<Section> {
    let (before, now) = (sides(old), sides(new));
    let find = |sides: &[Side<'_>], name: &str| {
        sides.iter().position(|side| side.policy.environment.name == name)
    };
    let mut all = Vec::new();
    for side in &now {
        let environment = &side.policy.environment;
        let was = find(&before, &environment.name).and_then(|number| before.get(number));
        let changes = match was {
            Some(was) => compare(*was, *side, as_of),
            None => vec![added(noun(&environment.name), environment.span)],
        };
        all.push((environment.name.clone(), changes));
    }
    for side in &before {
        let environment = &side.policy.environment;
        if find(&now, &environment.name).is_none() {
            let gone = removed(noun(&environment.name), environment.span);
            all.push((environment.name.clone(), vec![gone]));
        }
    }
    compare::sections(all)
}

fn noun(environment: &str) -> String {
    match environment {
        "" => "the policy without environments".to_owned(),
        name => format!("environment `{name}`"),
    }
}

/// Every environment of a version.
fn sides(file: &Compiled) -> Vec<Side<'_>> {
    let parts = file.policies.iter().zip(&file.proofs).zip(&file.environments);
    parts.map(|((policy, proof), lowered)| Side { policy, proof, lowered }).collect()
}
