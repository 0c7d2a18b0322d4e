//! `policy check --fix`: mending files, or showing how.

use std::collections::BTreeMap;
use std::path::Path;

use crate::check::fix::{Fixed, fix};
use crate::report::{clean, diff};
use crate::source::MAX_BYTES;

use super::failure::Failure;
use super::load::Loaded;
use super::terminal::Terminal;
use super::{disk, world};

/// Applies the edits of all files; says whether a file was written.
///
/// # Errors
/// A file is not a plain file, changed in the meantime, or cannot be written.
pub(super) fn run<T>(
    files: &[Loaded<T>],
    only_show: bool,
    terminal: &Terminal,
) -> Result<bool, Failure> {
    let mut changed = false;
    for Loaded { compiled, .. } in files {
        let input = &compiled.judged.input;
        let fixed = fix(&input.text, &compiled.judged.findings);
        if fixed.applied.is_empty() && fixed.skipped.is_empty() {
            continue;
        }
        if only_show {
            terminal.print(&diff(&input.name, &input.text, &fixed.text))?;
        } else if !fixed.applied.is_empty() {
            write(&input.name, &input.text, &fixed.text)?;
            changed = true;
        }
        terminal.remark(&done(&input.name, &fixed, only_show));
    }
    Ok(changed)
}

fn write(name: &str, before: &str, after: &str) -> Result<(), Failure> {
    if name == "-" {
        return Err(Failure::new("standard input cannot be mended")
            .help("name a file, or show the difference: `--fix --diff`"));
    }
    let now = world::read(name, MAX_BYTES + 1).map_err(|error| {
        Failure::new(format!("cannot read `{name}`: {}", world::reason(&error)))
    })?;
    if now != before.as_bytes() {
        return Err(Failure::new(format!("`{name}` changed while it was read: not mended")));
    }
    disk::replace(Path::new(name), after)
}

/// `mended a.yaml: 2 edits (alias 1, bad-name 1)`, and what was left out.
fn done(name: &str, fixed: &Fixed, only_shown: bool) -> String {
    let name = clean(name);
    let mut out = String::new();
    if !fixed.applied.is_empty() {
        let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
        for rule in &fixed.applied {
            *by_rule.entry(rule).or_default() += 1;
        }
        let rules: Vec<String> = by_rule.iter().map(|(rule, n)| format!("{rule} {n}")).collect();
        let word = if only_shown { "would mend" } else { "mended" };
        let s = if fixed.applied.len() == 1 { "" } else { "s" };
        out.push_str(&format!(
            "{word} {name}: {} edit{s} ({})\n",
            fixed.applied.len(),
            rules.join(", ")
        ));
    }
    for skipped in &fixed.skipped {
        out.push_str(&format!("left {name} as it is for {}: {}\n", skipped.rule, skipped.reason));
    }
    out
}
