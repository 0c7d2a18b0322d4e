//! Changed values of the policy: causes of what the proof shows, or lines of
//! their own where it shows nothing of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Disruption;
use crate::source::Span;
use crate::units::Retention;

use super::matched::Id;
use super::{Cause, Change, Comparing, Complete, Direction, Kind, Place, Version, Weight};

/// What a value says of a mechanism, and so which figures it can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    /// How long points are kept.
    Kept,
    /// When they are made.
    Made,
    /// How long jobs may wait and take.
    Jobs,
    /// How long a restore takes.
    Restore,
    /// Whether there is a mechanism at all.
    Exists,
    /// What holds it: lock, key, place.
    Held,
    /// What is wanted.
    Wanted,
}

/// A value that is not as it was.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) aspect: Aspect,
    pub(super) kind: Kind,
    pub(super) direction: Direction,
    pub(super) weight: Weight,
    /// What it is: `retention`, `lock`.
    pub(super) label: &'static str,
    /// Of what, several where one value says it of several.
    pub(super) names: BTreeSet<String>,
    /// As a cause, after the names: ``now kept `35d`, not `7y` ``.
    pub(super) phrase: String,
    pub(super) before: Option<String>,
    pub(super) now: Option<String>,
    pub(super) place: Option<Place>,
    /// The mechanisms that it is about.
    pub(super) touches: BTreeSet<Id>,
    /// How long it was and is kept, where it is about that.
    pub(super) kept: Option<Kept>,
    /// What nobody can take back of it.
    pub(super) irreversible: Option<String>,
    pub(super) notes: Vec<String>,
    pub(super) complete: Option<Complete>,
    /// What it is wanted of, and after what, where it is an objective.
    pub(super) after: BTreeSet<(String, Disruption)>,
    /// It is the cause of a line, and needs none itself.
    pub(super) used: bool,
}

/// A retention that changed, or began, or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    pub(super) before: Option<Retention>,
    pub(super) now: Option<Retention>,
    pub(super) by: Keeper,
}

/// Who deletes points when their time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keeper {
    /// AWS Backup: each point by what held when it was made.
    Points,
    /// The same, of copies.
    Copies,
    /// A window that moves at once, such as PITR or a lifecycle of S3.
    Window,
    /// Other code, of which that is not known.
    Other,
}

impl Setting {
    pub(super) fn new(aspect: Aspect, kind: Kind, direction: Direction, name: String) -> Self {
        Self {
            aspect,
            kind,
            direction,
            weight: Weight::of(direction),
            label: "",
            names: BTreeSet::from([name]),
            phrase: String::new(),
            before: None,
            now: None,
            place: None,
            touches: BTreeSet::new(),
            kept: None,
            irreversible: None,
            notes: Vec::new(),
            complete: None,
            after: BTreeSet::new(),
            used: false,
        }
    }

    pub(super) fn called(mut self, label: &'static str, phrase: impl Into<String>) -> Self {
        self.label = label;
        self.phrase = phrase.into();
        self
    }

    pub(super) fn values(mut self, before: Option<String>, now: Option<String>) -> Self {
        self.before = before;
        self.now = now;
        self
    }

    /// Its place: in the new version, or in the old one if it is gone.
    pub(super) fn at(mut self, old: Option<Span>, new: Option<Span>) -> Self {
        let place = |version: Version, span: Option<Span>| span.map(|span| Place { version, span });
        self.place = place(Version::New, new).or_else(|| place(Version::Old, old));
        self
    }

    pub(super) fn touching(mut self, ids: impl IntoIterator<Item = Id>) -> Self {
        self.touches.extend(ids);
        self
    }

    /// Something that is loosened, if it is worse.
    pub(super) fn loosening(mut self) -> Self {
        if self.direction == Direction::Worse {
            self.weight = Weight::Loosened;
        }
        self
    }

    /// True if a figure of this kind can move with it.
    pub(super) fn bears_on(&self, kind: Kind) -> bool {
        matches!(
            (self.aspect, kind),
            (Aspect::Exists, _)
                | (Aspect::Made | Aspect::Jobs, Kind::Rpo | Kind::GuaranteedRpo)
                | (Aspect::Made, Kind::RpoAfterOneFailure)
                | (Aspect::Made | Aspect::Kept, Kind::Reach | Kind::Granularity | Kind::Rung)
                | (Aspect::Restore, Kind::Rto | Kind::Scenario)
        )
    }

    pub(super) fn cause(&self) -> Cause {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        Cause { words: format!("{} {}", list(&names), self.phrase), place: self.place }
    }

    fn change(&self, comparing: &Comparing<'_>) -> Change {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let what = match self.label {
            "" => list(&names),
            label if !self.after.is_empty() => label.to_owned(),
            label => format!("{label} of {}", list(&names)),
        };
        let mut change = Change::new(self.kind, self.direction, what);
        change.weight = self.weight;
        change.subjects = unique(self.after.iter().map(|(subject, _)| subject.clone()));
        change.disruptions = unique(self.after.iter().map(|(_, disruption)| *disruption));
        change.before.clone_from(&self.before);
        change.now.clone_from(&self.now);
        change.notes.clone_from(&self.notes);
        // The line says what changed; its place is what is left to say.
        let place = self.place.map(|_| Cause { words: String::new(), place: self.place });
        change.causes.extend(place);
        change.complete =
            self.complete.or_else(|| self.kept.as_ref().and_then(|kept| comparing.kept(kept)));
        if let Some(effect) = &self.irreversible {
            change.irreversible = true;
            change.weight = Weight::Irreversible;
            change.notes.insert(0, effect.clone());
        }
        change
    }
}

/// All changed values.
#[derive(Debug, Default)]
pub(super) struct Settings {
    pub(super) all: Vec<Setting>,
    /// Each by what makes two of them one value.
    known: BTreeMap<Key, usize>,
}

/// Two things that one value says are said once.
type Key = (Aspect, Option<Place>, &'static str, Option<String>, Option<String>, String);

impl Settings {
    /// Adds a changed value, or what else it is about.
    pub(super) fn add(&mut self, setting: Setting) {
        let key = (
            setting.aspect,
            setting.place,
            setting.label,
            setting.before.clone(),
            setting.now.clone(),
            setting.phrase.clone(),
        );
        let number = *self.known.entry(key).or_insert(self.all.len());
        match self.all.get_mut(number) {
            Some(known) => {
                known.names.extend(setting.names);
                known.touches.extend(setting.touches);
                known.after.extend(setting.after);
                known.direction = known.direction.min(setting.direction);
                known.weight = known.weight.min(setting.weight);
            }
            None => self.all.push(setting),
        }
    }

    /// What no other line shows.
    pub(super) fn unused(self, comparing: &Comparing<'_>) -> Vec<Change> {
        let shown = |setting: &&Setting| {
            !setting.used || setting.irreversible.is_some() || setting.aspect == Aspect::Wanted
        };
        self.all.iter().filter(shown).map(|setting| setting.change(comparing)).collect()
    }
}

/// `a`, `a and b`, `a, b and 3 more`.
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} more", rest.len()),
    }
}

/// Each once, in order.
pub(super) fn unique<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<BTreeSet<T>>().into_iter().collect()
}
