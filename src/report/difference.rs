//! The difference between two versions of policies, in what is recoverable.

mod json;
pub(super) mod line;
mod markdown;
mod text;

use crate::diagnostic::Input;
use crate::recoverability::compare::{Change, Direction, Place, Section, Version};

pub use json::{Report as JsonDifference, difference_json};
pub use markdown::difference_markdown;
pub use text::{difference_brief, difference_text};

/// One policy in both versions, as every format sees it.
#[derive(Debug, Clone)]
pub struct Compared<'a> {
    /// Its name, the new one if it changed.
    pub policy: &'a str,
    /// The file of the old version, if it had one.
    pub old: Option<&'a Input>,
    /// The file of the new version, if it has one.
    pub new: Option<&'a Input>,
    /// What differs, by environments.
    pub sections: Vec<Section>,
    /// It has one resource, which lines need not name.
    pub one_resource: bool,
}

/// Changes by what they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    regressions: usize,
    irreversible: usize,
    improvements: usize,
    other: usize,
}

impl Sums {
    fn of(all: &[Compared<'_>]) -> Self {
        let sections = all.iter().flat_map(|compared| &compared.sections);
        let mut sums = Self::default();
        for change in sections.flat_map(|section| &section.changes) {
            let sum = match (change.irreversible, change.direction) {
                (_, Direction::Worse) => &mut sums.regressions,
                (true, _) => &mut sums.irreversible,
                (false, Direction::Better) => &mut sums.improvements,
                (false, Direction::Neither) => &mut sums.other,
            };
            *sum += 1;
        }
        sums
    }

    /// `2 regressions, 1 irreversible, 1 improvement`.
    fn words(self) -> String {
        let Self { regressions, irreversible, improvements, other } = self;
        let plural = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        let parts = [
            (regressions, plural(regressions, "regression")),
            (irreversible, format!("{irreversible} irreversible")),
            (improvements, plural(improvements, "improvement")),
            (other, plural(other, "other change")),
        ];
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
        match parts.is_empty() {
            true => "no change in what can be recovered".to_owned(),
            false => parts.join(", "),
        }
    }
}

impl Compared<'_> {
    /// The line of a place, from 1, with the file that it is in.
    fn at(&self, place: Place) -> Option<(&Input, usize)> {
        let file = match place.version {
            Version::Old => self.old,
            Version::New => self.new,
        }?;
        Some((file, file.lines.line_of(place.span.start) + 1))
    }
}

/// The sign of a change and its word.
const fn sign(change: &Change) -> (&'static str, &'static str) {
    match (change.irreversible, change.direction) {
        (true, _) => ("!", "irreversible"),
        (false, Direction::Worse) => ("-", "regression"),
        (false, Direction::Better) => ("+", "improvement"),
        (false, Direction::Neither) => ("~", "different"),
    }
}
