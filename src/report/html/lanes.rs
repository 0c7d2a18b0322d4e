//! The timeline of a subject: one lane for each mechanism, and what of all of
//! them is left after each disruption.

use serde::Serialize;

use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Length, Reach, Restorables, Subject, Timeline};
use crate::resolved::{Mechanism, disruption_key};
use crate::units::Duration;

use super::reaches::{Left, lefts};
use super::scale::{Mark, marks, width, x};
use super::words::{age, joined, length, place, reach};

/// The timeline of a subject.
#[derive(Debug, Serialize)]
pub(super) struct Lanes {
    anchor: String,
    name: String,
    type_name: String,
    places: Vec<Place>,
    left: Vec<Left>,
}

/// A vault or another place with the mechanisms that keep data in it.
#[derive(Debug, Serialize)]
struct Place {
    name: String,
    lanes: Vec<Lane>,
}

/// One mechanism.
#[derive(Debug, Serialize)]
struct Lane {
    id: String,
    reference: String,
    what: &'static str,
    planned: bool,
    /// What can be restored, in words.
    says: String,
    /// What takes it away.
    lost_after: String,
    drawn: Drawn,
    row: TableRow,
}

/// What is drawn of a lane.
#[derive(Debug, Serialize)]
struct Drawn {
    marks: Vec<Mark>,
    /// Where the reach ends.
    reach: Option<String>,
    /// It goes on beyond the axis.
    forever: bool,
    /// Only the newest state.
    newest: bool,
}

/// The lane in a table.
#[derive(Debug, Serialize)]
struct TableRow {
    points: String,
    newest: String,
    oldest: String,
    apart: String,
    cold: String,
    kept: String,
    reach: String,
}

/// The timeline of a subject; a class of data has no mechanisms of its own.
pub(super) fn lanes(subject: &Subject, found: &[Timeline<'_>], anchor: &str) -> Lanes {
    Lanes {
        anchor: anchor.to_owned(),
        name: subject.name(),
        type_name: subject.type_name.clone(),
        places: places(subject, found, anchor),
        left: lefts(subject, anchor),
    }
}

/// Mechanisms by where they keep data, in each place the shortest kept first.
fn places(subject: &Subject, found: &[Timeline<'_>], anchor: &str) -> Vec<Place> {
    let mut sorted: Vec<&Timeline<'_>> = found.iter().collect();
    sorted.sort_by_key(|timeline| match timeline.kept {
        Length::Unsaid => (0, Duration::ZERO),
        Length::For(length) => (1, length),
        Length::Forever => (2, Duration::ZERO),
    });
    let mut places: Vec<Place> = Vec::new();
    // Places stand in the order in which the policy names them.
    for timeline in found {
        let name = stored(timeline.mechanism);
        if !places.iter().any(|place| place.name == name) {
            places.push(Place { name, lanes: Vec::new() });
        }
    }
    for (number, timeline) in sorted.into_iter().enumerate() {
        let name = stored(timeline.mechanism);
        if let Some(place) = places.iter_mut().find(|place| place.name == name) {
            place.lanes.push(lane(timeline, subject, format!("{anchor}-lane{number}")));
        }
    }
    places
}

fn lane(timeline: &Timeline<'_>, subject: &Subject, id: String) -> Lane {
    let Timeline { mechanism, left, kept, reach: reached } = timeline;
    let cold = cold_from(mechanism);
    Lane {
        id,
        reference: mechanism.reference.to_string(),
        what: mechanism.kind.words(),
        planned: mechanism.planned,
        says: says(left, *kept),
        lost_after: lost_after(mechanism, subject),
        drawn: Drawn {
            marks: marks(left, cold),
            reach: match (reached, left) {
                (_, Restorables::Unplaced(_) | Restorables::Newest { .. }) => None,
                (Reach::Back(back), _) if !back.is_zero() => Some(x(*back)),
                (Reach::Back(_) | Reach::Forever | Reach::None | Reach::Unproven(_), _) => None,
            },
            forever: *kept == Length::Forever && !matches!(left, Restorables::Unplaced(_)),
            newest: matches!(left, Restorables::Newest { .. }),
        },
        row: row(timeline, cold),
    }
}

/// The age from which retrieval has to wait.
fn cold_from(mechanism: &Mechanism) -> Option<Duration> {
    let ages = mechanism.colder.iter().map(|colder| colder.after.value.least);
    ages.min().map(|days| Duration::days(u64::from(days)))
}

/// Vault or repository, and where it is.
fn stored(mechanism: &Mechanism) -> String {
    let vault = mechanism.vault.as_ref().map(|vault| format!("vault {vault}"));
    let repository = mechanism.repository.as_ref().map(|name| format!("repository {name}"));
    let parts = vault.into_iter().chain(repository).chain([place(&mechanism.place)]);
    parts.collect::<Vec<_>>().join(", ")
}

fn says(left: &Restorables, kept: Length) -> String {
    match left {
        Restorables::Points { ages, more } => {
            let (Some(newest), Some(oldest)) = (ages.first(), ages.last()) else {
                return "no points".to_owned();
            };
            let count = ages.len();
            let more = match (kept, *more) {
                (Length::Forever, _) => "; none is ever deleted, and older ones are not drawn",
                (Length::For(_) | Length::Unsaid, true) => " and older ones that are not drawn",
                (Length::For(_) | Length::Unsaid, false) => "",
            };
            match count {
                1 => format!("1 point, {} old{more}", age(*newest)),
                _ => format!(
                    "{count} points, {} to {} old, at most {} apart{more}",
                    age(*newest),
                    age(*oldest),
                    apart(ages)
                ),
            }
        }
        Restorables::AnyMoment { newest, oldest } => {
            let oldest = oldest.map_or_else(|| "the beginning".to_owned(), age);
            match newest {
                Some(newest) => format!("any moment, {} to {oldest} old", age(*newest)),
                None => format!("any moment up to {oldest} old; how new is not said"),
            }
        }
        Restorables::Newest { behind: Some(behind) } => {
            format!("the newest state alone, {} behind", age(*behind))
        }
        Restorables::Newest { behind: None } => "the newest state alone".to_owned(),
        Restorables::Unplaced(why) => format!("no points: {why}"),
    }
}

/// The largest distance between neighbours.
fn apart(ages: &[Duration]) -> String {
    let pairs = ages.iter().zip(ages.iter().skip(1));
    let most = pairs.map(|(newer, older)| older.minus(*newer)).max();
    most.map_or_else(|| "–".to_owned(), |most| most.to_string())
}

fn row(timeline: &Timeline<'_>, cold: Option<Duration>) -> TableRow {
    let none = || "–".to_owned();
    let (points, newest, oldest, distance) = match &timeline.left {
        Restorables::Points { ages, more } => {
            let plus = if *more { "more than " } else { "" };
            let shown = |age_of: Option<&Duration>| age_of.map_or_else(none, |found| age(*found));
            (format!("{plus}{}", ages.len()), shown(ages.first()), shown(ages.last()), apart(ages))
        }
        Restorables::AnyMoment { newest, oldest } => (
            "any moment".to_owned(),
            newest.map_or_else(|| "not said".to_owned(), age),
            oldest.map_or_else(|| "for ever".to_owned(), age),
            "0s".to_owned(),
        ),
        Restorables::Newest { behind } => {
            ("newest alone".to_owned(), behind.map_or_else(none, age), none(), none())
        }
        Restorables::Unplaced(_) => (none(), none(), none(), none()),
    };
    TableRow {
        points,
        newest,
        oldest,
        apart: distance,
        cold: cold.map_or_else(none, |cold| format!("from {cold} on{}", in_cold(timeline, cold))),
        kept: match timeline.kept {
            Length::For(kept) => length(kept),
            Length::Forever => "for ever".to_owned(),
            Length::Unsaid => "not said".to_owned(),
        },
        reach: reach(timeline.reach),
    }
}

/// How many of the points that is.
fn in_cold(timeline: &Timeline<'_>, cold: Duration) -> String {
    let Restorables::Points { ages, more: _ } = &timeline.left else { return String::new() };
    format!(", {} points", ages.iter().filter(|age| **age >= cold).count())
}

/// "lost after region and account; may be lost after zone".
fn lost_after(mechanism: &Mechanism, subject: &Subject) -> String {
    if mechanism.planned {
        return String::new();
    }
    let after = |is: &dyn Fn(&AfterDisruption) -> bool| -> Vec<&'static str> {
        let found = subject.after.iter().filter(|after| is(after));
        found.map(|after| disruption_key(after.disruption)).collect::<Vec<_>>()
    };
    let same = |reference: &str| reference == mechanism.reference;
    let lost = after(&|after| {
        let mut out = after.rpo.left_out.iter();
        out.any(|out| same(&out.mechanism.reference) && out.kind == mechanism.kind)
    });
    let unsure = after(&|after| {
        let mut ways = after.rpo.ways.iter();
        ways.any(|way| {
            same(&way.mechanism.reference) && way.kind == mechanism.kind && way.unsure.is_some()
        })
    });
    let mut parts = Vec::new();
    if !lost.is_empty() {
        parts.push(format!("no help after {}", joined(&lost)));
    }
    if !unsure.is_empty() {
        parts.push(format!("doubtful after {}", joined(&unsure)));
    }
    if parts.is_empty() { "left after everything".to_owned() } else { parts.join("; ") }
}

/// The width of what reaches so far back; none is nothing.
pub(super) fn reached(found: Reach) -> Option<String> {
    match found {
        Reach::Back(back) if back.is_zero() => None,
        Reach::Back(back) => Some(width(Duration::ZERO, Some(back))),
        Reach::Forever => Some(width(Duration::ZERO, None)),
        Reach::None | Reach::Unproven(_) => None,
    }
}

/// The disruptions that have something in common, in the order of reports.
pub(super) fn grouped<T: PartialEq>(
    all: impl Iterator<Item = (Disruption, T)>,
) -> Vec<(Vec<Disruption>, T)> {
    let mut groups: Vec<(Vec<Disruption>, T)> = Vec::new();
    for (disruption, of) in all {
        match groups.iter_mut().find(|(_, known)| *known == of) {
            Some((disruptions, _)) => disruptions.push(disruption),
            None => groups.push((vec![disruption], of)),
        }
    }
    groups
}
