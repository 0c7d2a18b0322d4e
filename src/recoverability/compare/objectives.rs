//! What is wanted: a promise of less is a change for the worse, whatever the
//! figures do.

use crate::recoverability::{AfterDisruption, Subject, Verdict};
use crate::resolved::{History, Objective, Origin};
use crate::source::Span;
use crate::units::Duration;

use super::setting::{Aspect, Setting, Settings};
use super::{Comparing, Direction, Kind, Weight};

/// One objective of a subject after a disruption.
struct Wanted<'a> {
    label: &'static str,
    old: (Word, Option<&'a Origin>),
    new: (Word, Option<&'a Origin>),
    verdicts: [&'a Verdict; 2],
    direction: Direction,
}

/// An objective as it is written, or why there is none.
type Word = Option<String>;

impl Comparing<'_> {
    pub(super) fn objectives(&self, settings: &mut Settings) {
        for (old, new) in self.subjects() {
            for now in &new.after {
                let Some(before) = old.after(now.disruption) else { continue };
                for wanted in all(before, now) {
                    let mut setting =
                        Setting::new(Aspect::Wanted, Kind::Objective, wanted.direction, new.name())
                            .called(wanted.label, phrase(&wanted))
                            .values(wanted.old.0.clone(), wanted.new.0.clone())
                            .at(span(wanted.old.1), span(wanted.new.1));
                    if wanted.direction == Direction::Worse {
                        setting.weight = Weight::Promise;
                    }
                    setting.notes.extend(missed(&wanted));
                    setting.after.insert((new.name(), now.disruption));
                    settings.add(setting);
                }
            }
        }
    }

    /// The subjects that both versions have, the old one first.
    pub(super) fn subjects(&self) -> Vec<(&Subject, &Subject)> {
        let same = |old: &Subject, new: &Subject| {
            self.renames.resource(&old.resource) == new.resource && old.class == new.class
        };
        let pairs = self.new.proof.subjects.iter().filter_map(|new| {
            let old = self.old.proof.subjects.iter().find(|old| same(old, new))?;
            Some((old, new))
        });
        pairs.collect()
    }
}

fn all<'a>(before: &'a AfterDisruption, now: &'a AfterDisruption) -> Vec<Wanted<'a>> {
    let (old, new) = (&before.wanted, &now.wanted);
    let less = |a: &Duration, b: &Duration| Direction::by(b, a);
    let more = |a: &Duration, b: &Duration| Direction::by(a, b);
    let verdicts = |of: fn(&AfterDisruption) -> &Verdict| [of(before), of(now)];
    let text = ToString::to_string;
    let parts = [
        of("RPO objective", (&old.rpo, &new.rpo), text, less, verdicts(|a| &a.rpo_verdict)),
        of("RTO objective", (&old.rto, &new.rto), text, less, verdicts(|a| &a.rto_verdict)),
        of(
            "`found_within`",
            (&old.found_within, &new.found_within),
            text,
            more,
            [&Verdict::NoObjective; 2],
        ),
        of(
            "history objective",
            (&old.history, &new.history),
            words,
            further,
            verdicts(|a| &a.history_verdict),
        ),
    ];
    parts.into_iter().flatten().collect()
}

fn of<'a, T: PartialEq>(
    label: &'static str,
    (old, new): (&'a Objective<T>, &'a Objective<T>),
    text: impl Fn(&T) -> String,
    more: impl Fn(&T, &T) -> Direction,
    verdicts: [&'a Verdict; 2],
) -> Option<Wanted<'a>> {
    let word = |objective: &Objective<T>| match objective {
        Objective::Stated(value, _) => Some(format!("`{}`", text(value))),
        Objective::NoObjective(_) => Some("none".to_owned()),
        Objective::Accepted(reason, _) => Some(format!("accepted: {}", reason.value)),
        Objective::Absent => None,
    };
    let (was, is) = (word(old), word(new));
    if was == is {
        return None;
    }
    let direction = match (old.stated(), new.stated()) {
        (Some(old), Some(new)) if old == new => return None,
        (Some(old), Some(new)) => more(old, new),
        (Some(_), None) => Direction::Worse,
        (None, Some(_)) => Direction::Better,
        // `none` and nothing said both promise nothing; a reason is worth a line.
        (None, None) => match [old, new].map(|o| matches!(o, Objective::Accepted(..))) {
            [false, false] => return None,
            _ => Direction::Neither,
        },
    };
    Some(Wanted { label, old: (was, old.origin()), new: (is, new.origin()), verdicts, direction })
}

fn phrase(wanted: &Wanted<'_>) -> String {
    let Wanted { label, new: (is, _), .. } = wanted;
    match is {
        Some(is) => format!("{label} is now {is}"),
        None => format!("{label} is no longer stated"),
    }
}

/// A promise may be kept by promising less, or broken by promising more.
fn missed(wanted: &Wanted<'_>) -> Option<String> {
    match wanted.verdicts {
        [Verdict::Missed, Verdict::Missed] => Some("missed before and now".to_owned()),
        [Verdict::Missed, _] => Some("missed before".to_owned()),
        [_, Verdict::Missed] => Some("missed now".to_owned()),
        _ => None,
    }
}

fn span(origin: Option<&Origin>) -> Option<Span> {
    origin.map(|origin| origin.span)
}

/// `{ day: 35d, year: 7y }`, or one length.
fn words(history: &History) -> String {
    let rungs: Vec<String> = history
        .rungs
        .iter()
        .map(|(rung, span)| format!("{}: {}", rung.key(), span.value))
        .collect();
    let reach = history.reach.as_ref().map(|reach| reach.value.to_string());
    match (reach, rungs.is_empty()) {
        (Some(reach), true) => reach,
        (None, _) => rungs.join(", "),
        (Some(reach), false) => format!("{reach}; {}", rungs.join(", ")),
    }
}

/// More in every part is more; more in one and less in another is neither.
fn further(old: &History, new: &History) -> Direction {
    let reach = |history: &History| history.reach.as_ref().map(|reach| reach.value.longest());
    let mut parts = vec![Direction::by(&reach(old), &reach(new))];
    for rung in old.rungs.keys().chain(new.rungs.keys()) {
        let most = |history: &History| history.rungs.get(rung).map(|span| span.value.most);
        parts.push(Direction::by(&most(old), &most(new)));
    }
    let is = |direction: Direction| parts.contains(&direction);
    match (is(Direction::Worse), is(Direction::Better)) {
        (true, false) => Direction::Worse,
        (false, true) => Direction::Better,
        (true, true) | (false, false) => Direction::Neither,
    }
}

/// True if nothing else is wanted of a figure than before.
pub(super) fn same<T: PartialEq>(old: &Objective<T>, new: &Objective<T>) -> bool {
    old.stated() == new.stated()
}
