//! A recording in memory, as the reader sees files.

use std::cell::Cell;
use std::io::{Cursor, Error, ErrorKind, Result};

use policy::observe::Problem;
use policy::observe::recording::{Recording, Storage, Stored, header};

/// Files by name.
#[derive(Debug, Default)]
pub(crate) struct Files {
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) opened: Cell<usize>,
}

impl Storage for Files {
    fn open(&self, file: &str) -> Result<Box<dyn Stored + '_>> {
        self.opened.set(self.opened.get() + 1);
        let found = self.files.iter().find(|(name, _)| name == file);
        let (_, bytes) = found.ok_or_else(|| Error::from(ErrorKind::NotFound))?;
        Ok(Box::new(Cursor::new(bytes)))
    }
}

pub(crate) fn indexed(files: &[(&str, &[u8])]) -> std::result::Result<Recording<Files>, Problem> {
    let names = files.iter().map(|(name, _)| (*name).to_owned()).collect();
    let files = files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    Recording::index(Files { files, opened: Cell::new(0) }, names)
}

/// A file with these lines after its first one.
pub(crate) fn file(lines: &[String]) -> String {
    header() + &lines.concat()
}
