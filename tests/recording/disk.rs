//! Recordings in files, and how much memory it took to read them.

use std::io::{BufWriter, Result};

use policy::observe::recording::{Recording, Storage, Stored};

use super::fleet::record;

/// The file system.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Disk;

impl Storage for Disk {
    #[expect(clippy::disallowed_methods, reason = "recordings are read here")]
    fn open(&self, file: &str) -> Result<Box<dyn Stored + '_>> {
        Ok(Box::new(std::fs::File::open(file)?))
    }
}

/// Writes the recording of a fleet into a file of the build's own folder.
#[expect(clippy::disallowed_methods, reason = "a recording is made here")]
pub(crate) fn recorded(places: usize) -> String {
    let path =
        format!("{}/fleet-{places}-{}.jsonl", env!("CARGO_TARGET_TMPDIR"), std::process::id());
    record(places, &mut BufWriter::new(std::fs::File::create(&path).unwrap())).unwrap();
    path
}

/// Removes such a file.
#[expect(clippy::disallowed_methods, reason = "a recording is removed here")]
pub(crate) fn remove(path: &str) {
    std::fs::remove_file(path).unwrap();
}

/// Reads every account and Region, one after the other; gives the number of plans.
pub(crate) fn read_all(path: &str) -> (usize, usize) {
    let recording = Recording::index(Disk, vec![path.to_owned()]).unwrap();
    let mut plans = 0;
    for place in recording.places() {
        plans += recording.get(&place).unwrap().unwrap().settings.plans.len();
    }
    (recording.places().len(), plans)
}

/// The most memory that this process held so far, in KiB; none where the system
/// does not say.
pub(crate) fn peak() -> Option<u64> {
    peak_of("self")
}

/// The most memory that a process held so far, by its number.
#[expect(clippy::disallowed_methods, reason = "the system is asked here")]
pub(crate) fn peak_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
