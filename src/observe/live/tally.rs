//! How far reading has come.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How far reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Accounts and Regions that are done.
    pub done: usize,
    /// Accounts and Regions that are asked.
    pub places: usize,
    /// Calls that were begun.
    pub calls: usize,
}

/// Counts calls and places, and tells whoever wants to know.
pub(super) struct Tally {
    done: AtomicUsize,
    places: usize,
    calls: AtomicUsize,
    tell: Option<super::Tell>,
}

impl Tally {
    pub(super) fn new(places: usize, tell: Option<super::Tell>) -> Self {
        Self { done: AtomicUsize::new(0), places, calls: AtomicUsize::new(0), tell }
    }

    /// A call was begun.
    pub(super) fn called(&self) {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    /// A place is done.
    pub(super) fn finished(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        if let Some(tell) = &self.tell {
            tell(Progress {
                done: self.done.load(Ordering::Relaxed),
                places: self.places,
                calls: self.calls.load(Ordering::Relaxed),
            });
        }
    }
}

impl fmt::Debug for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { done, places, calls, tell: _ } = self;
        let mut all = out.debug_struct("Tally");
        all.field("done", done).field("places", places).field("calls", calls);
        all.finish_non_exhaustive()
    }
}
