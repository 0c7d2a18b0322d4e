//! A comparison in numbers.

use crate::observe::{Reason, Subject, Unread};

use super::{Answer, Drift, KeptVerdict, Status};

/// How many of what a comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Resources that are as the policy says.
    pub in_sync: usize,
    /// Resources with another setting.
    pub changed: usize,
    /// Resources that are not there.
    pub missing: usize,
    /// Resources that nobody asked for and that act on ours.
    pub unmanaged: usize,
    /// Resources of which something could not be read.
    pub not_checked: usize,
    /// Resources that are as they are because of another.
    pub following: usize,
    /// Differences that the policy leaves out.
    pub ignored: usize,
    /// Assumptions of the proof that hold.
    pub holding: usize,
    /// Assumptions that do not.
    pub refuted: usize,
    /// Assumptions that will hold from a day on.
    pub not_yet: usize,
    /// Assumptions that could not be looked at.
    pub open: usize,
    /// Promises that are kept in fact.
    pub kept: usize,
    /// Promises that are not.
    pub broken: usize,
    /// Promises of which nothing can be said yet.
    pub too_early: usize,
    /// Promises that could not be looked at.
    pub kept_unknown: usize,
    /// Other things that were asked and could not be read.
    pub unread: usize,
    /// What the caller may not read, whatever it is part of.
    pub denied: usize,
    /// Runs on which AWS and our calendar differ.
    pub disagreements: usize,
    /// Plans that are nobody's concern here.
    pub other_plans: usize,
}

impl Tally {
    /// The numbers of one comparison.
    #[must_use]
    pub fn of(drift: &Drift) -> Self {
        let mut tally =
            Self { in_sync: drift.in_sync, other_plans: drift.other_plans, ..Self::default() };
        for drifted in &drift.resources {
            match drifted.status {
                // Listed for what is left out of it, and counted already.
                Status::InSync => {}
                Status::Changed => tally.changed += 1,
                Status::Missing => tally.missing += 1,
                Status::Unmanaged => tally.unmanaged += 1,
                Status::NotChecked => tally.not_checked += 1,
            }
            // A resource that differs may also not be known as a whole.
            if drifted.status != Status::NotChecked && !drifted.unread.is_empty() {
                tally.not_checked += 1;
            }
            tally.following += drifted.follows.len();
            tally.ignored += drifted.ignored.len();
        }
        for answered in &drift.assumptions {
            *match answered.answer {
                Answer::Holds => &mut tally.holding,
                Answer::Refuted(_) => &mut tally.refuted,
                Answer::NotYet(_) => &mut tally.not_yet,
                Answer::Open => &mut tally.open,
            } += 1;
        }
        for kept in &drift.kept {
            *match kept.verdict {
                KeptVerdict::Kept => &mut tally.kept,
                KeptVerdict::Broken => &mut tally.broken,
                KeptVerdict::TooEarly => &mut tally.too_early,
                KeptVerdict::NotChecked => &mut tally.kept_unknown,
            } += 1;
        }
        // Why an assumption is open is said of what is counted already.
        let counted = |(_, unread): &&(_, Unread)| !matches!(unread.subject, Subject::Answer(_));
        tally.unread = drift.unread.iter().filter(counted).count();
        let of_resources = drift.resources.iter().flat_map(|drifted| &drifted.unread);
        let others = drift.unread.iter().map(|(_, unread)| unread);
        let denied = |unread: &&Unread| unread.reason == Reason::Denied;
        tally.denied = of_resources.chain(others).filter(denied).count();
        tally.disagreements = drift.disagreements.len();
        tally
    }

    /// The numbers of two comparisons.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self {
            in_sync: self.in_sync + other.in_sync,
            changed: self.changed + other.changed,
            missing: self.missing + other.missing,
            unmanaged: self.unmanaged + other.unmanaged,
            not_checked: self.not_checked + other.not_checked,
            following: self.following + other.following,
            ignored: self.ignored + other.ignored,
            holding: self.holding + other.holding,
            refuted: self.refuted + other.refuted,
            not_yet: self.not_yet + other.not_yet,
            open: self.open + other.open,
            kept: self.kept + other.kept,
            broken: self.broken + other.broken,
            too_early: self.too_early + other.too_early,
            kept_unknown: self.kept_unknown + other.kept_unknown,
            unread: self.unread + other.unread,
            denied: self.denied + other.denied,
            disagreements: self.disagreements + other.disagreements,
            other_plans: self.other_plans + other.other_plans,
        }
    }

    /// How many things are not as the policy says: resources that are changed,
    /// missing or unmanaged, refuted assumptions, promises that are broken, and
    /// runs that AWS previews otherwise.
    #[must_use]
    pub const fn found(&self) -> usize {
        self.changed
            + self.missing
            + self.unmanaged
            + self.refuted
            + self.broken
            + self.disagreements
    }

    /// How many things could not be looked at: resources of which anything is
    /// unknown, assumptions that were asked for and not answered, promises.
    #[must_use]
    pub const fn unchecked(&self) -> usize {
        self.not_checked + self.open + self.kept_unknown + self.unread
    }
}
