//! Whether live settings are still those of the policy, and what it means for
//! what can be recovered if they are not.
//!
//! Both sides are in the normal form of `resources`. Invariants: nothing that
//! could not be read counts as in sync; nothing that AWS treats alike counts as
//! different; every difference has one root, under which what follows from it is
//! listed.

mod act;
mod assumed;
mod bucket;
mod comparing;
mod effect;
mod follows;
mod found;
mod identity;
mod ignored;
mod kept;
mod known;
mod native;
mod plan;
mod previews;
mod selection;
mod tally;
mod testing;
mod unmanaged;
mod unsaid;
mod vault;
mod whereabouts;
mod words;

use std::collections::BTreeSet;

pub use comparing::compare;
pub use known::{Known, Observed, Seen};
pub use tally::Tally;

use crate::document::Disruption;
use crate::observe::{Caller, Source, Unread};
use crate::recoverability::compare::Change;
use crate::recoverability::{Assumption, Proof};
use crate::resolved::Policy;
use crate::resources::{Lowered, Place, ResourceId};
use crate::source::Span;
use crate::units::Date;

/// One environment of one policy of a run.
#[derive(Debug, Clone, Copy)]
pub struct Ours<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The settings that it becomes.
    pub lowered: &'a Lowered,
    /// What is recoverable if they are as they should be.
    pub proof: &'a Proof,
}

/// What a comparison asks besides policies and observations.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// The day that counts as today.
    pub as_of: Date,
}

/// The comparison of one environment of one policy.
#[derive(Debug, Clone)]
pub struct Drift {
    /// Name of the policy.
    pub policy: String,
    /// Name of the environment; empty in a policy without environments.
    pub environment: String,
    /// The accounts and Regions that were looked at.
    pub places: Vec<Looked>,
    /// What is not in sync: what weighs most first.
    pub resources: Vec<Drifted>,
    /// How many resources are in sync.
    pub in_sync: usize,
    /// Plans in these places that are not ours and do not touch what is ours.
    pub other_plans: usize,
    /// What the accounts say about the assumptions of the proof.
    pub assumptions: Vec<Answered>,
    /// Whether the promise is kept in fact, if that was asked.
    pub kept: Vec<Kept>,
    /// What could not be read and no resource's status depends on: answers to
    /// assumptions, recovery points and jobs.
    pub unread: Vec<(Place, Unread)>,
    /// Where AWS previews other runs than our calendar has.
    pub disagreements: Vec<Disagreement>,
}

impl Drift {
    /// How many things are not as the policy says.
    #[must_use]
    pub fn found(&self) -> usize {
        Tally::of(self).found()
    }

    /// How many things could not be looked at.
    #[must_use]
    pub fn unchecked(&self) -> usize {
        Tally::of(self).unchecked()
    }
}

/// An account and Region that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Where.
    pub place: Place,
    /// Where the observation comes from; none if there is none.
    pub source: Option<Source>,
    /// When it was seen, as in RFC 3339.
    pub at: Option<String>,
    /// Who asked.
    pub caller: Option<Caller>,
}

/// A resource that is not in sync.
#[derive(Debug, Clone)]
pub struct Drifted {
    /// Which.
    pub id: ResourceId,
    /// What the policy calls it, such as `vaults.dr`; none for what is unmanaged.
    pub path: Option<String>,
    /// Its place in the policy.
    pub span: Option<Span>,
    /// How it stands.
    pub status: Status,
    /// What differs, what weighs most first. Of what is missing or unmanaged
    /// one, which says what that means.
    pub differences: Vec<Difference>,
    /// What could not be read of it; also beside differences.
    pub unread: Vec<Unread>,
    /// What is as it is because of this one, such as the selections of a plan
    /// that is missing.
    pub follows: Vec<Follows>,
    /// A difference that the policy says to leave out, with the reason: the
    /// resource counts as in sync if nothing else differs.
    pub ignored: Vec<Ignored>,
}

/// How a resource stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// There is another setting than the policy's.
    Changed,
    /// It is not there.
    Missing,
    /// It is there, acts on what is ours or bears our tags, and is in no policy.
    Unmanaged,
    /// It could not be read.
    NotChecked,
    /// Everything is as the policy says.
    InSync,
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// What differs, in short, such as `retention` or `yearly: copy to dr`.
    pub what: String,
    /// The setting, as a path in AWS's words such as `Rules[yearly].Lifecycle.DeleteAfterDays`.
    pub field: String,
    /// The value of the policy that says otherwise.
    pub span: Option<Span>,
    /// Its path, such as `plans.core.tiers.yearly.retention`.
    pub path: Option<String>,
    /// What the policy wants, in words; none for what it does not know.
    pub expected: Option<String>,
    /// What is there; none for nothing.
    pub actual: Option<String>,
    /// What it does to what can be recovered, what weighs most first; empty if
    /// the proof does not change.
    pub effect: Vec<Change>,
    /// What else a reader has to know, a sentence each without its period.
    pub notes: Vec<String>,
    /// How much it weighs.
    pub weight: Weight,
}

/// How much a difference weighs; what comes first matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// An objective is missed now, or nothing holds backups any more that did.
    Missed,
    /// What holds backups is loosened, or they are kept shorter.
    Loosened,
    /// Less can be recovered than the policy says.
    Worse,
    /// It acts on recovery, and cannot be counted.
    Doubted,
    /// Nothing that can be recovered depends on it.
    Different,
    /// More can be recovered than the policy says.
    Better,
}

/// A resource that is as it is because of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follows {
    /// Which.
    pub id: ResourceId,
    /// What the policy calls it.
    pub path: Option<String>,
    /// How it stands.
    pub status: Status,
    /// Why, such as `its plan is missing`.
    pub because: String,
}

/// A difference that `ignore_drift` leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignored {
    /// The difference, in short.
    pub what: String,
    /// The reason of the policy.
    pub reason: String,
    /// Its last day, if it has one.
    pub until: Option<String>,
}

/// An assumption, with what the accounts say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The assumption.
    pub assumption: Assumption,
    /// What it is about, such as the ARN of a role or a resource of the policy.
    pub about: String,
    /// What was found.
    pub answer: Answer,
    /// The call that showed it, such as `kms:DescribeKey`.
    pub shown_by: &'static str,
    /// Resources whose figures rest on it.
    pub resources: BTreeSet<String>,
    /// The place in the policy that makes it necessary.
    pub span: Option<Span>,
}

/// What an account says about an assumption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Holds,
    /// It is not so, with what was found in words.
    Refuted(String),
    /// It will be so from a day on, with what holds until then in words.
    NotYet(String),
    /// It could not be read.
    Open,
}

/// Whether a promise is kept in fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The resource.
    pub resource: String,
    /// The disruption after which the promise holds: `corruption` for points
    /// beside the resource, `region` for points elsewhere.
    pub disruption: Disruption,
    /// The objective, in words, such as `RPO 25h`.
    pub objective: String,
    /// What is so, in words, such as `the newest recovery point is 61h old`.
    pub found: String,
    /// Whether that keeps it.
    pub verdict: KeptVerdict,
    /// The objective in the policy.
    pub span: Option<Span>,
}

/// Whether what was found keeps a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeptVerdict {
    /// It does.
    Kept,
    /// It does not.
    Broken,
    /// It is too early to say, such as of a history longer than the plan is old.
    TooEarly,
    /// It could not be read.
    NotChecked,
}

/// A run that AWS previews and our calendar does not have, or the other way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Name of the plan.
    pub plan: String,
    /// Name of the rule.
    pub rule: String,
    /// The first moment at which both differ, in UTC as in RFC 3339.
    pub at: String,
    /// True if only AWS has it.
    pub only_aws: bool,
}
