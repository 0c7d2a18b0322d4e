//! What only one version has.

use crate::recoverability::Subject;
use crate::source::Span;

use super::figures::name;
use super::{Cause, Change, Comparing, Direction, Kind, Place, Version, Weight};

/// Something that the new version has and the old one lacks. `what` is a noun
/// with its name, such as ``environment `staging` ``.
#[must_use]
pub fn added(what: String, place: Span) -> Change {
    let mut change = Change::new(Kind::Presence, Direction::Better, what);
    change.now = Some("new".to_owned());
    change.causes.push(cause(Version::New, place));
    change
}

/// Something that the old version has and the new one lacks: nothing of it is
/// promised any more.
#[must_use]
pub fn removed(what: String, place: Span) -> Change {
    let mut change = Change::new(Kind::Presence, Direction::Worse, what);
    change.weight = Weight::Promise;
    change.before = Some("in the policy".to_owned());
    change.causes.push(cause(Version::Old, place));
    change
}

const fn cause(version: Version, span: Span) -> Cause {
    Cause { words: String::new(), place: Some(Place { version, span }) }
}

impl Comparing<'_> {
    pub(super) fn presence(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let both = self.subjects();
        let (old, new) = (self.old.proof, self.new.proof);
        for subject in &new.subjects {
            if !both.iter().any(|(_, known)| std::ptr::eq(*known, subject))
                && !self.beside_its_resource(subject, &new.subjects, &both)
            {
                changes.push(judged(subject, added(noun(subject), subject.span)));
            }
        }
        for subject in &old.subjects {
            if !both.iter().any(|(known, _)| std::ptr::eq(*known, subject))
                && !self.beside_its_resource(subject, &old.subjects, &both)
            {
                changes.push(judged(subject, removed(noun(subject), subject.span)));
            }
        }
        changes.extend(self.surroundings());
        changes
    }

    /// A class of a resource that is itself new or gone needs no line.
    #[expect(clippy::unused_self, reason = "reads as a question about what is compared")]
    fn beside_its_resource(
        &self,
        subject: &Subject,
        all: &[Subject],
        both: &[(&Subject, &Subject)],
    ) -> bool {
        let own = |other: &&Subject| other.class.is_none() && other.resource == subject.resource;
        let known = |resource: &Subject| {
            both.iter()
                .any(|(old, new)| std::ptr::eq(*old, resource) || std::ptr::eq(*new, resource))
        };
        subject.class.is_some() && all.iter().find(own).is_some_and(|resource| !known(resource))
    }

    /// What watches and exercises: nothing that is proven rests on it.
    fn surroundings(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        let (old, new) = (self.old.policy, self.new.policy);
        let mut named = |what: &str, was: Vec<(String, Span)>, is: Vec<(String, Span)>| {
            let lacks = |all: &[(String, Span)], name: &str| !all.iter().any(|(n, _)| n == name);
            for (name, span) in was.iter().filter(|(name, _)| lacks(&is, name)) {
                changes.push(removed(format!("{what} `{name}`"), *span));
            }
            for (name, span) in is.iter().filter(|(name, _)| lacks(&was, name)) {
                changes.push(added(format!("{what} `{name}`"), *span));
            }
        };
        let alarms = |policy: &crate::resolved::Policy| -> Vec<(String, Span)> {
            let on = policy.alarms.values().filter(|alarm| !alarm.planned);
            on.map(|alarm| (alarm.at.key.clone(), alarm.at.span)).collect()
        };
        named("alarm", alarms(old), alarms(new));
        let drills = |policy: &crate::resolved::Policy| -> Vec<(String, Span)> {
            let on = policy.drills.values().filter(|drill| !drill.planned);
            on.map(|drill| (drill.at.key.clone(), drill.at.span)).collect()
        };
        named("drill", drills(old), drills(new));
        let tests = |policy: &crate::resolved::Policy, renamed: &dyn Fn(&str) -> String| {
            let plans = policy.plans.values();
            let tests = plans.filter_map(|plan| {
                Some((renamed(&plan.at.key), plan.restore_testing.as_ref()?.span))
            });
            tests.collect::<Vec<_>>()
        };
        let renamed = |name: &str| self.renames.plan(name).to_owned();
        named("restore testing of plan", tests(old, &renamed), tests(new, &str::to_owned));
        changes
    }
}

fn noun(subject: &Subject) -> String {
    match &subject.class {
        None => format!("resource `{}`", subject.resource),
        Some(class) => format!("objectives of data class `{}.{class}`", subject.resource),
    }
}

/// With the worst that is known of it.
fn judged(subject: &Subject, mut change: Change) -> Change {
    let worst = subject.after.iter().map(crate::recoverability::AfterDisruption::verdict);
    if let Some(worst) = worst.min_by_key(crate::recoverability::Verdict::rank) {
        let words = match &worst {
            crate::recoverability::Verdict::NoObjective => "without objectives".to_owned(),
            worst => format!("objectives {}", name(worst)),
        };
        change.notes.push(words);
    }
    change
}
