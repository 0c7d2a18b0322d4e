//! Where each account and Region of a recording is.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use serde::Deserialize;

use super::explain::explain;
use super::observation::of_first_version;
use super::places::{At, Building, Places};
use super::{FORMAT, MAX_FILES, MAX_LINE_BYTES, MAX_PLACES, Recorded, VERSION};
use crate::observe::{Observation, Problem};
use crate::resources::Place;

/// Something stored that can be read from any byte on.
pub trait Stored: Read + Seek {}

impl<T: Read + Seek> Stored for T {}

/// Opens the files of a recording, by name; whoever owns the file system does.
pub trait Storage {
    /// Opens a file at its beginning.
    ///
    /// # Errors
    /// The system refuses.
    fn open(&self, file: &str) -> io::Result<Box<dyn Stored + '_>>;
}

/// An index of a recording by place: what it holds stays where it is stored.
#[derive(Debug)]
pub struct Recording<S> {
    storage: S,
    files: Vec<String>,
    places: Places,
}

impl<S: Storage> Recording<S> {
    /// Looks through files of recordings, one line at a time.
    ///
    /// # Errors
    /// A file cannot be read, is no recording or one of another version, holds a
    /// line that is no JSON, or a place that another line is about; or there is
    /// more than a recording may hold.
    pub fn index(storage: S, files: Vec<String>) -> Result<Self, Problem> {
        let mut recording = Self { storage, files, places: Places::default() };
        if let Some(excess) = recording.files.get(MAX_FILES) {
            let what = format!("a recording of more than {MAX_FILES} files is not read");
            return Err(Problem::content(excess, None, what));
        }
        let mut buffer = Vec::new();
        let mut places = Building::default();
        for file in 0..recording.files.len() {
            recording.scan(file, &mut places, &mut buffer)?;
        }
        recording.places = places.done();
        Ok(recording)
    }

    /// The places that the recording has something about, in their order.
    pub fn places(&self) -> impl ExactSizeIterator<Item = Place> {
        self.places.all()
    }

    /// What was seen in a place; none if the recording has nothing about it.
    ///
    /// # Errors
    /// The line cannot be read or is not one of this format.
    pub fn get(&self, place: &Place) -> Result<Option<Observation>, Problem> {
        let Some(at) = self.places.at(place) else { return Ok(None) };
        let file = self.name(whole(at.file));
        let bytes = self.line(&at).map_err(|error| Problem::system(file, error))?;
        let refused = |what: String| Problem::content(file, Some(whole(at.line)), what);
        let recorded: Recorded = serde_json::from_slice(&bytes).map_err(|error| {
            refused(explain(&bytes, &error))
                .help("`policy schema observed` describes a recording; record it again with `policy drift --save`")
        })?;
        let observation = recorded.back().map_err(refused)?;
        if observation.place != *place {
            return Err(refused("the file was changed while it was read".to_owned()));
        }
        Ok(Some(match at.version {
            FIRST_VERSION => of_first_version(observation),
            _ => observation,
        }))
    }

    fn line(&self, at: &At) -> io::Result<Vec<u8>> {
        let mut stored = self.storage.open(self.name(whole(at.file)))?;
        stored.seek(SeekFrom::Start(at.offset))?;
        let mut bytes = vec![0; whole(at.bytes)];
        stored.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn name(&self, file: usize) -> &str {
        self.files.get(file).map_or("", String::as_str)
    }

    fn scan(
        &self,
        file: usize,
        places: &mut Building,
        buffer: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        let name = self.name(file).to_owned();
        let system = |error| Problem::system(&name, error);
        let mut lines = Vec::new();
        {
            let stored = self.storage.open(&name).map_err(system)?;
            let mut scan = Scan {
                name: &name,
                reader: BufReader::new(stored),
                line: 0,
                offset: 0,
                version: None,
            };
            while let Some(head) = scan.next(buffer)? {
                let (line, bytes) = (scan.line, buffer.len());
                let offset = scan.offset - u64::try_from(bytes).unwrap_or_default();
                if let Some((place, version)) = scan.place(head)? {
                    let at = At {
                        offset,
                        file: small(file),
                        line: small(line),
                        bytes: small(bytes),
                        version,
                    };
                    lines.push((places.id(&place), at));
                }
                if places.len() + lines.len() > MAX_PLACES {
                    let what = format!("more than {MAX_PLACES} accounts and Regions are not read");
                    return Err(Problem::content(&name, Some(line), what));
                }
            }
            if scan.line == 0 {
                return Err(Problem::content(&name, None, "the file is empty"));
            }
        }
        for (id, at) in lines {
            places.add(id, at).map_err(|first| self.twice(&places.place(id), first, at))?;
        }
        Ok(())
    }

    fn twice(&self, place: &Place, first: At, at: At) -> Problem {
        let what = format!(
            "{place} was recorded before, in line {} of `{}`",
            first.line,
            self.name(whole(first.file))
        );
        Problem::content(self.name(whole(at.file)), Some(whole(at.line)), what)
            .help("keep one line for each account and Region: a second one may contradict it")
    }
}

/// OK because a recording has at most `MAX_FILES` files and `MAX_PLACES` lines of
/// at most `MAX_LINE_BYTES` bytes that are about a place; of a file of more than
/// four thousand million lines the number of a line is not told.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn whole(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A pass over one file.
struct Scan<'a, R> {
    name: &'a str,
    reader: R,
    /// The line that was read last, counted from 1.
    line: usize,
    /// Where the next one begins.
    offset: u64,
    /// The version that the line which says the format names, once it was seen.
    version: Option<u64>,
}

/// What a line is about: a first line, or an account and Region.
#[derive(Debug, Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
    format_version: Option<String>,
    #[serde(rename = "Account")]
    account: Option<String>,
    #[serde(rename = "Region")]
    region: Option<String>,
    #[serde(rename = "Partition")]
    partition: Option<String>,
}

impl<R: BufRead> Scan<'_, R> {
    fn problem(&self, what: impl Into<String>) -> Problem {
        Problem::content(self.name, Some(self.line), what)
    }

    /// Reads the next line that is not blank into `buffer`, and what it is about.
    fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Head>, Problem> {
        loop {
            buffer.clear();
            let limit = u64::try_from(MAX_LINE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
            let read = self.reader.by_ref().take(limit).read_until(b'\n', buffer);
            let read = read.map_err(|error| Problem::system(self.name, error))?;
            if read == 0 {
                return Ok(None);
            }
            self.line += 1;
            self.offset += u64::try_from(read).unwrap_or_default();
            if read > MAX_LINE_BYTES {
                return Err(self.problem(format!("the line is longer than {MAX_LINE_BYTES} bytes")));
            }
            if !buffer.trim_ascii().is_empty() {
                break;
            }
        }
        let head = serde_json::from_slice(buffer);
        head.map(Some).map_err(|error| self.problem(explain(buffer, &error)).help(NOT_OURS))
    }

    /// The place that a line is about, and the version of its format; none for a
    /// header.
    fn place(&mut self, head: Head) -> Result<Option<(Place, u64)>, Problem> {
        let Head { format, version, format_version, account, region, partition } = head;
        if format_version.is_some() {
            return Err(self.problem("this is a state or a plan of Terraform, and no recording"));
        }
        if let Some(format) = format {
            return match version {
                _ if format != FORMAT => {
                    Err(self.problem(format!("the format is `{format}`, and no `{FORMAT}`")))
                }
                Some(known @ FIRST_VERSION..=VERSION) => {
                    self.version = Some(known);
                    Ok(None)
                }
                Some(other) => Err(self
                    .problem(format!(
                        "version {other} of the format is not known, only {FIRST_VERSION} to {VERSION}"
                    ))
                    .help("another release of `policy` wrote it: read it with that one")),
                None => Err(self.problem("the first line lacks `version`")),
            };
        }
        let Some(written) = self.version else {
            return Err(self.problem("the first line does not say the format").help(NOT_OURS));
        };
        match (account, region, partition) {
            (Some(account), Some(region), Some(partition)) => {
                Ok(Some((Place { account, region, partition }, written)))
            }
            _ => Err(self.problem("the line lacks `Account`, `Region` or `Partition`")),
        }
    }
}

/// The oldest version of the format that is read.
const FIRST_VERSION: u64 = 1;

const NOT_OURS: &str = "a recording is what `policy drift --save` writes";
