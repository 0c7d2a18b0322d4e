//! `policy man`: the manual pages, for packages.
//!
//! A page for the program and one for each command, made from the same
//! definition as `--help`; the same build gives the same bytes.

use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use super::args::{self, Args};
use super::failure::Failure;
use super::terminal::Terminal;
use super::{Status, disk, world};

pub(super) fn run(args: &args::Man, terminal: &Terminal) -> Result<Status, Failure> {
    let pages = pages()?;
    if args.out == Path::new("-") {
        let all: String = pages.into_iter().map(|(_, page)| page).collect();
        terminal.print(&all)?;
        return Ok(Status::Fine);
    }
    disk::make_folder(&args.out).map_err(|error| cannot_write(&args.out, &error))?;
    for (name, page) in &pages {
        disk::replace(&args.out.join(name), page)?;
    }
    let wrote = format!("wrote {} pages below {}\n", pages.len(), args.out.display());
    terminal.print(&wrote)?;
    Ok(Status::Fine)
}

/// Name of the file and text of each page.
fn pages() -> Result<Vec<(String, String)>, Failure> {
    // Pages are the same whatever the program was built with.
    let mut program = Args::command().long_version(None);
    // Arguments that every command understands are copied to each only now.
    program.build();
    let shown = program.get_subcommands().filter(|command| !command.is_hide_set());
    let commands = shown.map(|command| {
        let name = format!("policy-{}", command.get_name());
        // A page knows no parent that would give the version and the full name.
        let full = format!("policy {}", command.get_name());
        command.clone().display_name(&*name).bin_name(full).version(env!("CARGO_PKG_VERSION"))
    });
    std::iter::once(program.clone()).chain(commands).map(page).collect()
}

fn page(command: clap::Command) -> Result<(String, String), Failure> {
    let man = Man::new(command);
    let mut page = Vec::new();
    man.render(&mut page).map_err(|error| cannot_write(Path::new("-"), &error))?;
    Ok((man.get_filename(), String::from_utf8_lossy(&page).into_owned()))
}

fn cannot_write(place: &Path, error: &io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", place.display(), world::reason(error)))
}
