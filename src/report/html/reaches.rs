//! How far back what is left after a disruption reaches, against what is wanted.

use serde::Serialize;

use crate::document::Disruption;
use crate::recoverability::{AfterDisruption, Band, Subject};
use crate::units::Duration;

use super::lanes::{grouped, reached};
use super::scale::{width, x};
use super::words::{Judgement, length, listed, reach};

/// What is left after some disruptions, which is the same after each.
#[derive(Debug, Serialize)]
pub(super) struct Left {
    id: String,
    after: String,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct What {
    reach: String,
    width: Option<String>,
    by: Vec<String>,
    bands: Vec<Drawn>,
    /// "any moment to 35d, 24h apart to 90d".
    grain: String,
    hole: Option<String>,
    wanted: Vec<Wanted>,
}

/// One band of equal spacing.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Drawn {
    x: String,
    width: String,
    any: bool,
}

/// A length that is wanted.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Wanted {
    label: String,
    x: String,
    verdict: Judgement,
}

/// What is left of a subject, disruptions alike as one.
pub(super) fn lefts(subject: &Subject, anchor: &str) -> Vec<Left> {
    let each = subject.after.iter().map(|after| (after.disruption, what(after)));
    let left = |(number, (disruptions, what)): (usize, (Vec<Disruption>, What))| Left {
        id: format!("{anchor}-left{number}"),
        after: listed(&disruptions),
        what,
    };
    grouped(each).into_iter().enumerate().map(left).collect()
}

fn what(after: &AfterDisruption) -> What {
    let history = &after.history;
    What {
        reach: reach(history.reach),
        width: reached(history.reach),
        by: history.by.iter().map(|by| by.reference.to_string()).collect(),
        bands: bands(&history.bands),
        grain: history.bands.iter().map(grain).collect::<Vec<_>>().join(", then "),
        hole: history.hole().filter(|hole| !hole.is_zero()).map(length),
        wanted: wanted(after),
    }
}

fn bands(bands: &[Band]) -> Vec<Drawn> {
    let mut from = Duration::ZERO;
    let mut drawn = Vec::new();
    for band in bands {
        drawn.push(Drawn { x: x(from), width: width(from, band.until), any: band.apart.is_zero() });
        from = band.until.unwrap_or(from);
    }
    drawn
}

fn grain(band: &Band) -> String {
    let apart = match band.apart.is_zero() {
        true => "any moment".to_owned(),
        false => format!("at most {} apart", band.apart),
    };
    match band.until {
        Some(until) => format!("{apart} up to {}", length(until)),
        None => format!("{apart} for ever"),
    }
}

fn wanted(after: &AfterDisruption) -> Vec<Wanted> {
    let stated = after.wanted.history.stated();
    let reach = stated.and_then(|history| history.reach.as_ref()).map(|reach| Wanted {
        label: reach.value.to_string(),
        x: x(reach.value.longest()),
        verdict: Judgement::of(&after.history_verdict),
    });
    let rungs = after.rungs.iter().map(|rung| Wanted {
        label: format!("one a {} for {}", rung.rung.key(), rung.wanted.value),
        x: x(Duration::days(u64::from(rung.wanted.value.most))),
        verdict: Judgement::of(&rung.verdict),
    });
    reach.into_iter().chain(rungs).collect()
}
