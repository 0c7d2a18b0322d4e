//! One change in words, the same for every format that people read.

use crate::document::Disruption;
use crate::recoverability::compare::{Cause, Change, Complete, Kind, Version};

use super::Compared;

/// More causes of one line are counted.
const MOST_CAUSES: usize = 3;
/// More subjects of one line are counted.
const MOST_SUBJECTS: usize = 3;

/// What changed, of what and after what: ``reach of `tables` after Region loss``.
pub(in crate::report) fn what(change: &Change, one_resource: bool) -> String {
    let mut what = String::new();
    if !change.subjects.is_empty() && !one_resource {
        what.push_str(&subjects(&change.subjects));
        what.push_str(": ");
    }
    what.push_str(&change.what);
    if !change.disruptions.is_empty() && change.kind != Kind::Scenario {
        what.push_str(" after ");
        what.push_str(&disruptions(&change.disruptions));
    }
    what
}

fn subjects(all: &[String]) -> String {
    let code: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
    if code.len() <= MOST_SUBJECTS {
        return code.join(", ");
    }
    let shown = code.iter().take(MOST_SUBJECTS - 1).cloned().collect::<Vec<_>>().join(", ");
    format!("{shown} and {} more", code.len() + 1 - MOST_SUBJECTS)
}

fn disruptions(all: &[Disruption]) -> String {
    use Disruption::{Account, Corruption, Deletion, Hardware, Region, Zone};
    match all {
        [Corruption, Deletion, Hardware, Zone, Region, Account] => "any disruption".to_owned(),
        [Corruption, Deletion, Hardware, Zone, Region] => {
            "any disruption but account loss".to_owned()
        }
        [Corruption, Deletion, Hardware, Zone] => "any disruption in the Region".to_owned(),
        [one] => loss(*one).to_owned(),
        [before @ .., last] => {
            let before: Vec<&str> = before.iter().map(|one| loss(*one)).collect();
            format!("{} or {}", before.join(", "), loss(*last))
        }
        [] => String::new(),
    }
}

const fn loss(disruption: Disruption) -> &'static str {
    match disruption {
        Disruption::Corruption => "corruption",
        Disruption::Deletion => "deletion",
        Disruption::Hardware => "hardware failure",
        Disruption::Zone => "zone loss",
        Disruption::Region => "Region loss",
        Disruption::Account => "account loss",
    }
}

/// What it was and is.
pub(in crate::report) fn values(change: &Change) -> (Option<&str>, Option<&str>) {
    let (before, now) = (change.before.as_deref(), change.now.as_deref());
    match (change.kind, before, now) {
        (Kind::Presence | Kind::Mechanism, Some(_), None) => (None, Some("gone")),
        (Kind::Presence | Kind::Mechanism, None, Some(_)) => (None, Some("new")),
        (_, Some(before), None) => (Some(before), Some("none")),
        (_, None, Some(now)) => (Some("none"), Some(now)),
        (_, before, now) => (before, now),
    }
}

/// The values that it comes from, what else is to know, and when it is complete.
pub(super) fn why(change: &Change, compared: &Compared<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for cause in change.causes.iter().take(MOST_CAUSES) {
        let place = place(cause, compared);
        if cause.words.is_empty() {
            parts.extend(place);
        } else {
            let place = place.map(|place| format!(" ({place})"));
            parts.push(format!("{}{}", cause.words, place.unwrap_or_default()));
        }
    }
    if change.causes.len() > MOST_CAUSES {
        parts.push(format!("and {} changes more", change.causes.len() - MOST_CAUSES));
    }
    parts.extend(consequences(change));
    parts.join("; ")
}

/// What became of objectives, what else is to know, and when it is complete.
pub(in crate::report) fn consequences(change: &Change) -> Vec<String> {
    let mut parts = judged(change);
    parts.extend(change.notes.iter().cloned());
    parts.extend(change.complete.map(|complete| match change.irreversible {
        true => permanent(complete),
        false => completed(complete),
    }));
    parts
}

/// The verdicts that changed, with the disruptions where not all share them.
fn judged(change: &Change) -> Vec<String> {
    let mut said: Vec<(&str, Vec<Disruption>)> = Vec::new();
    for (disruption, words) in &change.judged {
        match said.iter_mut().find(|(known, _)| known == words) {
            Some((_, all)) => all.push(*disruption),
            None => said.push((words, vec![*disruption])),
        }
    }
    let words = said.into_iter().map(|(words, all)| match all == change.disruptions {
        true => words.to_owned(),
        false => format!("{words} after {}", disruptions(&all)),
    });
    words.collect()
}

/// `line 24`, or `was line 24` of what is no longer there.
fn place(cause: &Cause, compared: &Compared<'_>) -> Option<String> {
    let place = cause.place?;
    let (_, line) = compared.at(place)?;
    Some(match place.version {
        Version::New => format!("line {line}"),
        Version::Old => format!("was line {line}"),
    })
}

/// To the month, or to the day where it is soon: nobody plans 2033 by the day.
fn completed(complete: Complete) -> String {
    let Complete { on, because } = complete;
    match on {
        None => format!("at once, {because}"),
        Some(day) => format!("complete {}, {because}", month(&day.to_string())),
    }
}

/// To the day: this is how long it can still be stopped.
fn permanent(complete: Complete) -> String {
    let Complete { on, because } = complete;
    match on {
        None => format!("permanent at once, {because}"),
        Some(day) => format!("permanent on {day}, {because}"),
    }
}

/// `2033-11` of `2033-11-17`.
fn month(day: &str) -> &str {
    day.rsplit_once('-').map_or(day, |(month, _)| month)
}
