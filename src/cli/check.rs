//! `policy check`.

use std::path::Path;

use crate::check::baseline::Baseline;
use crate::check::run_rules::{STALE_BASELINE_ENTRY, TARGET_CANNOT_EXPRESS};
use crate::check::suppress::weigh;
use crate::diagnostic::Level;
use crate::report::{self, File};

use super::args::{Check, FindingsFormat, Known};
use super::failure::Failure;
use super::gather::{Gathered, choices, gather};
use super::load::Loaded;
use super::terminal::Terminal;
use super::{Status, baseline, fix};

/// What only rendering finds, and what is found after everything else.
const NOT_LOOKED_FOR: &[&str] = &[TARGET_CANNOT_EXPRESS.name, STALE_BASELINE_ENTRY.name];

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<Status, Failure> {
    let before = args.known.baseline.as_deref().map(baseline::read).transpose()?;
    let mut gathered = gather(&args.inputs, &args.judging, NOT_LOOKED_FOR, |_| ())?;
    if args.fix {
        let changed = fix::run(&gathered.files, args.diff, terminal)?;
        if changed {
            gathered = gather(&args.inputs, &args.judging, NOT_LOOKED_FOR, |_| ())?;
        }
    }
    if let (Some(before), Some(path)) = (before, &args.known.baseline) {
        know(before, path, &mut gathered, args)?;
    }
    let files = as_files(&gathered.files, terminal);
    let report = match (args.format, terminal.quiet) {
        (FindingsFormat::Text, false) => report::text(&files, terminal.style),
        (FindingsFormat::Text, true) => report::brief(&files, terminal.style),
        (FindingsFormat::Json, _) => report::json(&files, &gathered.reasons()),
        (FindingsFormat::Sarif, _) => report::sarif(&files, &gathered.reasons()),
        (FindingsFormat::Github, _) => report::github(&files, &gathered.reasons()),
        (FindingsFormat::Markdown, _) => report::markdown(&files, &gathered.reasons()),
    };
    if args.diff {
        // The difference is the report; the numbers stand beside it.
        terminal.remark(&report::brief(&files, terminal.beside));
    } else {
        terminal.print(&report)?;
    }
    terminal.complain_of(&gathered.unread);
    terminal.skipped(&gathered.skipped);
    if !gathered.unread.is_empty() {
        return Ok(Status::Failed);
    }
    if let Known { write_baseline: Some(path), baseline: _ } = &args.known {
        return baseline::write(path, &gathered.files, terminal);
    }
    let found = gathered.files.iter().any(|f| f.compiled.judged.count(Level::Error) > 0);
    // The program ends here: giving memory back piece by piece would only take time.
    std::mem::forget(gathered);
    Ok(if found { Status::Found } else { Status::Fine })
}

/// Sets aside what a baseline lists, and says what it lists in vain.
fn know<T>(
    mut before: Baseline,
    path: &Path,
    gathered: &mut Gathered<T>,
    args: &Check,
) -> Result<(), Failure> {
    for Loaded { compiled, .. } in &mut gathered.files {
        before.apply(&mut compiled.judged, compiled.policy.as_deref());
    }
    // Of what was not looked at nothing is known to be gone.
    if args.inputs.env.is_some() || !gathered.unread.is_empty() {
        return Ok(());
    }
    let choices = choices(&args.judging)?;
    for Loaded { compiled, .. } in &mut gathered.files {
        let (judged, policy) = (&mut compiled.judged, compiled.policy.as_deref());
        let mut stale = before.stale(judged, policy, &path.to_string_lossy());
        stale.iter_mut().for_each(|finding| weigh(finding, &choices));
        judged.findings.extend(stale);
        judged.findings.sort_by_key(|f| (f.primary.span.start, f.rule, f.primary.span.end));
    }
    Ok(())
}

/// The files as the reports see them; times only where a person is watching.
pub(super) fn as_files<'a, T>(loaded: &'a [Loaded<T>], terminal: &Terminal) -> Vec<File<'a>> {
    loaded
        .iter()
        .map(|file| File {
            judged: &file.compiled.judged,
            environments: &file.compiled.known_environments,
            took: terminal.watched.then_some(file.took),
        })
        .collect()
}
