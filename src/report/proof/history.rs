//! How far back, how finely, and which rungs are there, in lines below a matrix.

use crate::recoverability::{AfterDisruption, Counted, History, Reach, Subject, Verdict};
use crate::resolved::disruption_key;

use super::words::{code, list, rung, span};

/// Lines that hold after the same disruptions, each with those.
pub(super) fn lines(subject: &Subject) -> Vec<(String, String)> {
    let mut found: Vec<(Vec<&str>, &'static str, String)> = Vec::new();
    let mut add = |after: &AfterDisruption, label: &'static str, line: String| {
        let disruption = disruption_key(after.disruption);
        match found.iter_mut().find(|(_, known, text)| *known == label && *text == line) {
            Some((disruptions, _, _)) => disruptions.push(disruption),
            None => found.push((vec![disruption], label, line)),
        }
    };
    for after in &subject.after {
        if let Some(line) = of(&after.history) {
            add(after, "history", line);
        }
        if let Some(line) = ladder(after) {
            add(after, "ladder", line);
        }
    }
    found.sort_by_key(|(_, label, _)| *label);
    let all = subject.after.len();
    let labelled = found.into_iter().map(|(disruptions, label, line)| {
        let after = match disruptions.len() == all {
            true => "every disruption".to_owned(),
            false => list(&disruptions),
        };
        (label.to_owned(), format!("after {after}: {line}"))
    });
    labelled.collect()
}

/// Reach, hole and granularity; none where no older state is left.
pub(super) fn of(history: &History) -> Option<String> {
    let far = match history.reach {
        Reach::Back(back) => format!("back {}", span(back)),
        Reach::Forever => "back to the oldest point, kept for ever,".to_owned(),
        Reach::Unproven(reason) => return Some(format!("unproven: {reason}")),
        Reach::None => return None,
    };
    let hole = history.hole().filter(|hole| !hole.is_zero());
    let hole = hole.map(|hole| format!(", largest hole {hole}")).unwrap_or_default();
    Some(format!("{far} by {}{hole}; {}", by(&history.by), granularity(history)))
}

/// The mechanisms by name, a few of them.
pub(super) fn by(counted: &[Counted]) -> String {
    const MOST: usize = 3;
    let mut names: Vec<String> = counted.iter().map(|by| code(&by.reference)).collect();
    names.dedup();
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    list(&names)
}

/// `any moment up to 35d, then at most 31d apart up to 1y (366d)`
fn granularity(history: &History) -> String {
    let bands = history.bands.iter().map(|band| {
        let apart = match band.apart.is_zero() {
            true => "any moment".to_owned(),
            false => format!("points at most {} apart", band.apart),
        };
        match band.until {
            Some(until) => format!("{apart} up to {} old", span(until)),
            None => format!("{apart} for ever"),
        }
    });
    bands.collect::<Vec<_>>().join(", then ")
}

/// Each rung that is wanted with its verdict.
fn ladder(after: &AfterDisruption) -> Option<String> {
    let rungs = after.rungs.iter().map(|found| {
        let verdict = match &found.verdict {
            Verdict::Unproven(reason) => format!("unproven ({reason})"),
            verdict => words(verdict).to_owned(),
        };
        format!("{} {verdict}", rung(found.rung, &found.wanted.value))
    });
    let rungs: Vec<String> = rungs.collect();
    (!rungs.is_empty()).then(|| rungs.join(", "))
}

/// A verdict in words, without its reason.
pub(super) const fn words(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::Missed => "missed",
        Verdict::NotGuaranteed => "not guaranteed",
        Verdict::Unproven(_) => "unproven",
        Verdict::NoObjective => "no objective",
    }
}
