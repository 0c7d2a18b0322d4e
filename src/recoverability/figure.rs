//! A figure with what it rests on: its kind, its trace, its assumptions.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::resolved::Mechanism;
use crate::schedule::Run;
use crate::source::{SharedText, Span};
use crate::units::Duration;

/// How much of the newest data is lost, in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The length, rounded up; none for kinds without one.
    pub value: Option<Duration>,
    /// What the length is worth.
    pub kind: FigureKind,
    /// How it came about.
    pub trace: Trace,
    /// What must hold for it to be true.
    pub assumptions: BTreeSet<Assumption>,
}

/// What a figure is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// By the schedule, if every job is done when it is due.
    Nominal,
    /// Never exceeded as long as the assumptions hold.
    Guaranteed,
    /// What AWS documents as usual and does not bound.
    Typical,
    /// What the policy says of things that this program cannot see.
    AsStated,
    /// There may be one, and it cannot be proven, for this reason.
    Unproven(&'static str),
    /// There is none: nothing runs by itself.
    None,
}

/// What led to a figure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trace {
    /// The mechanisms whose points were counted.
    pub mechanisms: Arc<[Counted]>,
    /// The two runs between which the loss is greatest.
    pub runs: Option<(Run, Run)>,
    /// How late the second run may start; not set where it is not counted.
    pub start_window: Option<Duration>,
    /// How long the backup may take.
    pub backup: Option<Used>,
    /// How long the copy may take.
    pub copy: Option<Used>,
    /// Gaps in a row that one long job spans; more than one where it outlasts
    /// the start window of the next.
    pub gaps: usize,
}

/// A mechanism that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Its reference.
    pub reference: SharedText,
    /// Where it stands.
    pub span: Span,
}

impl Counted {
    /// The mechanism as reports name it.
    pub(super) fn of(mechanism: &Mechanism) -> Self {
        Self { reference: mechanism.reference.clone(), span: mechanism.span }
    }
}

/// A time that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// The time.
    pub time: Duration,
    /// Where it comes from.
    pub from: TimeSource,
}

/// Where a time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeSource {
    /// It was measured, stated here.
    Measured(Span),
    /// The completion window, after which AWS ends the job.
    CompletionWindow,
}

/// Something that must hold for a figure to be true: a closed list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumption {
    /// The resources have the tags by which they are selected.
    Selected,
    /// The type is opted in to AWS Backup in the Region.
    OptedIn,
    /// AWS Backup's advanced features for DynamoDB are on.
    AdvancedDynamodb,
    /// The role may back the resource up and copy.
    RoleMay,
    /// The key is enabled and may be used.
    KeyUsable,
    /// The vault of another account takes copies.
    DestinationAccepts,
    /// Every job that starts succeeds.
    JobsSucceed,
    /// It has run for at least as long as it looks back.
    SteadyState,
    /// The lock is past its cooling-off period.
    LockInForce,
    /// Nothing deletes points but what the policy names.
    DeletersComplete,
    /// The lag is the one that AWS documents as usual.
    TypicalLag,
    /// The disruption is noticed at once.
    NoticedAtOnce,
    /// What the policy states of other code is true.
    AsStated,
}

/// All of them, in their order.
pub(super) const ASSUMPTIONS: [Assumption; 13] = [
    Assumption::Selected,
    Assumption::OptedIn,
    Assumption::AdvancedDynamodb,
    Assumption::RoleMay,
    Assumption::KeyUsable,
    Assumption::DestinationAccepts,
    Assumption::JobsSucceed,
    Assumption::SteadyState,
    Assumption::LockInForce,
    Assumption::DeletersComplete,
    Assumption::TypicalLag,
    Assumption::NoticedAtOnce,
    Assumption::AsStated,
];

impl Assumption {
    /// The assumption of a word of reports.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        ASSUMPTIONS.into_iter().find(|assumption| assumption.key() == key)
    }

    /// The word of reports and of JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Selected => "selected",
            Self::OptedIn => "opted_in",
            Self::AdvancedDynamodb => "advanced_dynamodb",
            Self::RoleMay => "role_may",
            Self::KeyUsable => "key_usable",
            Self::DestinationAccepts => "destination_accepts",
            Self::JobsSucceed => "jobs_succeed",
            Self::SteadyState => "steady_state",
            Self::LockInForce => "lock_in_force",
            Self::DeletersComplete => "deleters_complete",
            Self::TypicalLag => "typical_lag",
            Self::NoticedAtOnce => "noticed_at_once",
            Self::AsStated => "as_stated",
        }
    }
}

impl Figure {
    /// A length that was reached, rounded to the worse side.
    pub(super) fn reached(value: Duration, kind: FigureKind, trace: Trace) -> Self {
        let value = Some(value.rounded_up());
        Self { value, kind, trace, assumptions: BTreeSet::new() }
    }

    /// The better of two: the shorter one; of those without a length the one
    /// that may have one.
    pub(super) fn better<'f>(&'f self, other: &'f Self) -> &'f Self {
        let rank = |figure: &Self| match (figure.value, figure.kind) {
            (Some(value), _) => (0, value),
            (None, FigureKind::Unproven(_)) => (1, Duration::ZERO),
            (None, _) => (2, Duration::ZERO),
        };
        if rank(other) < rank(self) { other } else { self }
    }

    /// No length.
    pub(super) fn without(kind: FigureKind, trace: Trace) -> Self {
        Self { value: None, kind, trace, assumptions: BTreeSet::new() }
    }
}
