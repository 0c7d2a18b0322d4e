//! The difference between two versions of a policy, in what is recoverable.
//!
//! What a change of the text does to the proof is one line with the changed
//! values as its causes; what it does not show there, but weakens or strengthens
//! what holds the backups, is a line of its own. Invariants: nothing depends on
//! the order or the comments of the files; what is worse from one version to the
//! other is better the other way round; nothing that only one version has is
//! passed over.

mod complete;
mod figures;
mod held;
mod history;
mod matched;
mod names;
mod objectives;
mod order;
mod overlaps;
mod presence;
mod protected;
mod scenarios;
mod setting;
mod settings;

use crate::document::Disruption;
use crate::resolved::Policy;
use crate::resources::Lowered;
use crate::source::Span;
use crate::units::Date;

use super::proof::Proof;
use matched::Known;
use names::Renames;
use setting::Settings;

/// One environment of one version of a policy.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// What is recoverable.
    pub proof: &'a Proof,
    /// The settings that it becomes.
    pub lowered: &'a Lowered,
}

/// One thing that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whether that is worse.
    pub direction: Direction,
    /// AWS will not let anyone take it back.
    pub irreversible: bool,
    /// Where it stands among others; the first is what a reader must not miss.
    pub weight: Weight,
    /// What changed, as a word for programs.
    pub kind: Kind,
    /// The resources or classes of data, by their names of now.
    pub subjects: Vec<String>,
    /// The disruptions after which it shows; none for what holds anyway.
    pub disruptions: Vec<Disruption>,
    /// What changed, in words: `reach`, `retention of copies of daily to dr`.
    pub what: String,
    /// What it was; none if it was not there.
    pub before: Option<String>,
    /// What it is; none if it is not there any more.
    pub now: Option<String>,
    /// The changed values that it comes from.
    pub causes: Vec<Cause>,
    /// The objectives whose verdict changed with it, in words, each after its
    /// disruption.
    pub judged: Vec<(Disruption, String)>,
    /// What else a reader has to know, a sentence each without its period.
    pub notes: Vec<String>,
    /// When all of it has come about; none where it does so at once, or where
    /// nothing says when.
    pub complete: Option<Complete>,
}

/// Whether a change is one for the worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Less can be recovered, or less is promised, or less holds it.
    Worse,
    /// Neither can be said.
    Neither,
    /// More can be recovered.
    Better,
}

/// How much a change weighs; what comes first matters most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It cannot be taken back.
    Irreversible,
    /// Points are kept shorter, or what holds them is loosened.
    Loosened,
    /// An objective is missed now.
    Missed,
    /// Less is promised, or something is no longer covered.
    Promise,
    /// An objective is less certain to be met.
    Doubted,
    /// A figure is worse.
    Worse,
    /// Something is better.
    Better,
    /// Something is different.
    Different,
}

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// How much of the newest data is lost.
    Rpo,
    /// The same, with everything that may delay a point.
    GuaranteedRpo,
    /// The same, if one run fails.
    RpoAfterOneFailure,
    /// How far back a point always exists.
    Reach,
    /// How far apart points are.
    Granularity,
    /// A rung of a ladder.
    Rung,
    /// How long recovery takes.
    Rto,
    /// Whether one way meets RPO and RTO together.
    Together,
    /// Whether anything is left at all.
    Left,
    /// Whether a mechanism is left.
    Survival,
    /// What is wanted.
    Objective,
    /// A scenario of recovery.
    Scenario,
    /// How long something is kept.
    Retention,
    /// A lock, or protection from deletion.
    Lock,
    /// Who may reach what holds backups, or a key.
    Access,
    /// What is protected.
    Selection,
    /// A protecting key of the policy that is new or gone.
    Mechanism,
    /// Another setting of a mechanism.
    Setting,
    /// A resource, a class of its data, an environment or a policy.
    Presence,
}

/// A changed value of the policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// What was changed, in words.
    pub words: String,
    /// Its place, where it can be found.
    pub place: Option<Place>,
}

/// A place in one of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The version: the old one only for what is no longer there.
    pub version: Version,
    /// The place in its file.
    pub span: Span,
}

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The one before.
    Old,
    /// The one after.
    New,
}

/// When a change has come about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Complete {
    /// The day, if the policy is deployed on the day that counts as today; none
    /// is at once.
    pub on: Option<Date>,
    /// Why then.
    pub because: &'static str,
}

/// What is compared, with what both versions have in common.
struct Comparing<'a> {
    old: Side<'a>,
    new: Side<'a>,
    /// Names of the old version to those of the new one.
    renames: Renames,
    before: Known,
    now: Known,
    as_of: Date,
}

/// Everything that differs between two versions of one environment of a policy,
/// what weighs most first. `as_of` is the day from which effects are counted.
#[must_use]
pub fn compare(old: Side<'_>, new: Side<'_>, as_of: Date) -> Vec<Change> {
    let renames = Renames::of(old.policy, new.policy);
    let before = Known::of(old.policy, &renames);
    let now = Known::of(new.policy, &Renames::default());
    let comparing = Comparing { old, new, renames, before, now, as_of };
    let mut settings = Settings::default();
    comparing.mechanisms(&mut settings);
    comparing.held(&mut settings);
    comparing.protected(&mut settings);
    comparing.objectives(&mut settings);
    let mut changes = comparing.presence();
    changes.extend(comparing.figures(&mut settings));
    changes.extend(comparing.scenarios(&mut settings));
    changes.extend(settings.unused(&comparing));
    order::ordered(changes)
}

pub use order::{Section, sections};
pub use presence::{added, removed};

impl Change {
    /// A change of which nothing is known yet but what it is about.
    fn new(kind: Kind, direction: Direction, what: impl Into<String>) -> Self {
        Self {
            direction,
            irreversible: false,
            weight: Weight::of(direction),
            kind,
            subjects: Vec::new(),
            disruptions: Vec::new(),
            what: what.into(),
            before: None,
            now: None,
            causes: Vec::new(),
            judged: Vec::new(),
            notes: Vec::new(),
            complete: None,
        }
    }
}

impl Weight {
    const fn of(direction: Direction) -> Self {
        match direction {
            Direction::Worse => Self::Worse,
            Direction::Better => Self::Better,
            Direction::Neither => Self::Different,
        }
    }
}

impl Direction {
    /// By the worth of both; more is better.
    fn by<T: Ord>(before: &T, now: &T) -> Self {
        match now.cmp(before) {
            std::cmp::Ordering::Less => Self::Worse,
            std::cmp::Ordering::Equal => Self::Neither,
            std::cmp::Ordering::Greater => Self::Better,
        }
    }
}

impl Kind {
    /// The word of JSON.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rpo => "rpo",
            Self::GuaranteedRpo => "guaranteed_rpo",
            Self::RpoAfterOneFailure => "rpo_after_one_failure",
            Self::Reach => "reach",
            Self::Granularity => "granularity",
            Self::Rung => "rung",
            Self::Rto => "rto",
            Self::Together => "rpo_and_rto_together",
            Self::Left => "left",
            Self::Survival => "survival",
            Self::Objective => "objective",
            Self::Scenario => "scenario",
            Self::Retention => "retention",
            Self::Lock => "lock",
            Self::Access => "access",
            Self::Selection => "selection",
            Self::Mechanism => "mechanism",
            Self::Setting => "setting",
            Self::Presence => "presence",
        }
    }
}
