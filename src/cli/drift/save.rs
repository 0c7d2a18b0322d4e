//! What was observed, written as it comes.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;
use crate::cli::{disk, world};
use crate::observe::Observation;
use crate::observe::recording;

/// A recording that is being written beside its place.
#[derive(Debug)]
pub(super) struct Saving {
    place: PathBuf,
    temporary: PathBuf,
    file: Option<std::fs::File>,
    /// Accounts and Regions so far: none is written twice.
    places: usize,
    accounts: BTreeSet<String>,
}

impl Saving {
    /// # Errors
    /// The place is a folder or a link, or the system refuses.
    pub(super) fn begin(place: &Path) -> Result<Self, Failure> {
        disk::is_replaceable(place)?;
        let (temporary, file) = disk::open_beside(place).map_err(|error| refused(place, &error))?;
        let mut saving = Self {
            place: place.to_owned(),
            temporary,
            file: Some(file),
            places: 0,
            accounts: BTreeSet::new(),
        };
        saving.push(&recording::header())?;
        Ok(saving)
    }

    /// # Errors
    /// The system refuses.
    pub(super) fn write<'o>(
        &mut self,
        observed: impl Iterator<Item = &'o Observation>,
    ) -> Result<(), Failure> {
        for observation in observed {
            self.push(&recording::line(observation))?;
            self.places += 1;
            if !self.accounts.contains(&observation.place.account) {
                self.accounts.insert(observation.place.account.clone());
            }
        }
        Ok(())
    }

    /// Puts the recording in its place.
    ///
    /// # Errors
    /// The system refuses; what was there before is still there.
    pub(super) fn finish(mut self, terminal: &Terminal) -> Result<(), Failure> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let written = file.sync_all();
        drop(file);
        let done = written.and_then(|()| disk::put_in_place(&self.temporary, &self.place));
        if let Err(error) = done {
            disk::discard(&self.temporary);
            return Err(refused(&self.place, &error));
        }
        if !terminal.quiet {
            let name = crate::report::clean(&self.place.to_string_lossy()).into_owned();
            let regions = counted(self.places, "Region");
            let accounts = counted(self.accounts.len(), "account");
            terminal.remark(&format!("wrote {name}: {regions} of {accounts}\n"));
        }
        Ok(())
    }

    fn push(&mut self, line: &str) -> Result<(), Failure> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.write_all(line.as_bytes()).map_err(|error| refused(&self.place, &error))
    }
}

fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// Whoever does not finish leaves nothing behind.
impl Drop for Saving {
    fn drop(&mut self) {
        if self.file.take().is_some() {
            disk::discard(&self.temporary);
        }
    }
}

fn refused(place: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("cannot write `{}`: {}", place.display(), world::reason(error)))
}
