//! The text of a policy file as a tree of values, each with its byte span.
//!
//! Invariants: every span lies in the text; aliases, anchors, tags and merge
//! keys are refused, never expanded; sizes and depths are capped; nothing here
//! knows a key of the language or a word of AWS.

mod allow;
mod de;
mod line_index;
mod nearest;
mod overlay;
mod parse;
mod path;
mod problem;
mod shared;
mod spanned;
mod tree;
mod written;

pub use allow::{AllowComment, allow_comments};
pub use de::{DecodeError, ONE_OR_MANY, TYPE_TAGGED, decode};
pub use line_index::{LineColumn, LineIndex};
pub use nearest::nearest;
pub use overlay::{OverlayProblem, overlay};
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_SCALAR_BYTES, Parsed, parse};
pub use path::{Path, Step};
pub use problem::SourceProblem;
pub use shared::SharedText;
pub use spanned::{Map, Spanned, Text};
pub use tree::{Entry, Key, Node, NodeKind, Plain};
pub use written::written_at;

/// A range of bytes of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span of `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The part of `text` that the span covers; empty if it lies outside.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The span of a part of the value, given as a range of bytes within it.
    ///
    /// A quoted value is longer in the file than its text, so a part of it is
    /// only located when file and text agree byte for byte; else the whole is.
    pub fn part(self, part: &std::ops::Range<usize>, value: &str, file: &str) -> Self {
        let raw = self.slice(file);
        let Some(offset) = raw.find(value) else { return self };
        if part.start > part.end || part.end > value.len() {
            return self;
        }
        let start = self.start + offset + part.start;
        let end = (self.start + offset + part.end).max(start);
        if start == end { self } else { Self { start, end } }
    }
}
