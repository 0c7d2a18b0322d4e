//! The verdict of a row in words: what is met, what is not, and why.

use std::collections::BTreeSet;

use crate::recoverability::{AfterDisruption, Reach, RtoKind, Subject, Verdict};
use crate::resolved::{DeletableBy, Mechanism, Objective};

use super::Environment;
use super::judged::{Judgement, What};
use super::words::{code, list, reach, rung, span, things};

/// What a verdict looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Doubtful,
    Unknown,
    Quiet,
}

impl Tone {
    pub(super) const fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Met => Self::Good,
            Verdict::Missed => Self::Bad,
            Verdict::NotGuaranteed => Self::Doubtful,
            Verdict::Unproven(_) => Self::Unknown,
            Verdict::NoObjective => Self::Quiet,
        }
    }

    /// ANSI codes.
    pub(super) const fn codes(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Bad => "1;31",
            Self::Doubtful => "1;33",
            Self::Unknown => "35",
            Self::Quiet => "2",
        }
    }
}

/// Ways that a row without an objective names.
const MOST_NAMED: usize = 2;

impl Environment<'_> {
    /// The verdict of a row in words, without a full stop.
    pub(super) fn verdict(
        &self,
        subject: &Subject,
        after: &AfterDisruption,
        mechanisms: &[Mechanism],
    ) -> String {
        let judgements = self.judgements(subject, after);
        let judged = |judgement: &&Judgement<'_>| *judgement.verdict != Verdict::NoObjective;
        let mut parts: Vec<String> = Vec::new();
        if judgements.iter().any(|judgement| judged(&judgement)) {
            parts.extend(accepted(after));
            parts.extend(judgements.iter().filter_map(|judgement| said(judgement, after)));
            if judgements.iter().filter(judged).all(|found| *found.verdict == Verdict::Met) {
                parts.push(met(after));
            }
        } else {
            parts.push(not_wanted(after));
            parts.push(survivors(after, mechanisms));
        }
        parts.extend(if_on(after));
        let found = match after.found_within {
            Some(within) if !within.is_zero() => format!("found within {within}: "),
            _ => String::new(),
        };
        found + &parts.join("; ")
    }
}

impl Environment<'_> {
    /// The verdicts of one figure, with what they look like.
    pub(super) fn verdict_of(
        &self,
        subject: &Subject,
        after: &AfterDisruption,
        figure: &str,
    ) -> (String, Tone) {
        let judgements = self.judgements(subject, after);
        let about = judgements.iter().filter(|found| found.what.figure() == figure);
        let (mut parts, mut worst) = (Vec::new(), Verdict::NoObjective);
        for judgement in about {
            parts.extend(said(judgement, after));
            worst = worst.and(judgement.verdict.clone());
        }
        if worst == Verdict::NoObjective {
            parts.push(not_wanted(after));
        } else if parts.is_empty() {
            parts.push("met".to_owned());
        }
        if worst.rank() < Verdict::Met.rank() {
            parts.extend(if_on(after));
        }
        (parts.join("; "), Tone::of(&worst))
    }
}

/// What the policy states is not counted.
fn met(after: &AfterDisruption) -> String {
    match (after.open(), after.assumptions.is_empty()) {
        (0, true) => "met".to_owned(),
        (0, false) => "met, as the policy states".to_owned(),
        (open, _) => format!("met, assuming {}", things(open)),
    }
}

/// What would have to be switched on.
fn if_on(after: &AfterDisruption) -> Option<String> {
    let on: Vec<String> = after.if_on.iter().map(|path| code(path)).collect();
    let were = if on.len() == 1 { "was" } else { "were" };
    (!on.is_empty()).then(|| format!("met only if {} {were} on", list(&on)))
}

/// One objective that is not met, in words; none for what is met.
fn said(judgement: &Judgement<'_>, after: &AfterDisruption) -> Option<String> {
    let name = match judgement.what {
        What::Rung(wanted) => {
            let found = after.rungs.iter().find(|found| found.rung == wanted)?;
            format!("ladder {}", rung(found.rung, &found.wanted.value))
        }
        other => other.words().to_owned(),
    };
    match judgement.verdict {
        Verdict::Met | Verdict::NoObjective => None,
        Verdict::NotGuaranteed => Some(format!("{name} not guaranteed")),
        Verdict::Unproven(reason) => Some(format!("{name} unproven: {reason}")),
        Verdict::Missed => {
            let allowed = match judgement.allowed {
                None => String::new(),
                Some("") => " (allowed)".to_owned(),
                Some(reason) => format!(" (allowed: {reason})"),
            };
            Some(format!("{name} missed: {}{allowed}", missed(judgement.what, after)))
        }
    }
}

/// Why an objective is missed.
fn missed(what: What, after: &AfterDisruption) -> String {
    match what {
        What::Rpo | What::Need => match after.rpo.nominal().and_then(|figure| figure.value) {
            Some(lost) => format!("{lost} may be lost even if every job is on time"),
            None => "nothing is left that brings it back by itself".to_owned(),
        },
        What::Rto => rto_missed(after),
        What::History => match after.history.reach {
            Reach::Back(back) => format!("it reaches back only {}", span(back)),
            Reach::Forever | Reach::None | Reach::Unproven(_) => {
                "no older state is left".to_owned()
            }
        },
        What::Rung(_) => match after.history.reach {
            Reach::None => "no older state is left".to_owned(),
            found => format!("points are too far apart, or do not reach so far ({})", reach(found)),
        },
        What::Together => "no one way of recovering meets both".to_owned(),
    }
}

fn rto_missed(after: &AfterDisruption) -> String {
    let Some(best) = after.recovery() else {
        return "nothing is left to restore from".to_owned();
    };
    let objective = after.wanted.rto.stated().copied().unwrap_or_default();
    match (&best.rto.floor, &best.rto.kind, best.rto.value) {
        (Some(floor), _, _) if floor.time > objective => floor.why.to_string(),
        (_, RtoKind::Measured(_) | RtoKind::Typical, Some(value)) => {
            format!("the quickest way takes {value}")
        }
        _ => "no way is quick enough".to_owned(),
    }
}

/// What is accepted of what has other objectives.
fn accepted(after: &AfterDisruption) -> Vec<String> {
    let reasons = reasons(after);
    let said = |(what, reason): &(What, &str)| format!("{} accepted: {reason}", what.words());
    reasons.iter().map(said).collect()
}

fn reasons(after: &AfterDisruption) -> Vec<(What, &str)> {
    let wanted = &after.wanted;
    let of_rpo = reason(&wanted.rpo).map(|reason| (What::Rpo, reason));
    let of_rto = reason(&wanted.rto).map(|reason| (What::Rto, reason));
    let of_history = reason(&wanted.history).map(|reason| (What::History, reason));
    [of_rpo, of_rto, of_history].into_iter().flatten().collect()
}

fn reason<T>(objective: &Objective<T>) -> Option<&str> {
    match objective {
        Objective::Accepted(reason, _) => Some(reason.value.as_str()),
        Objective::Stated(..) | Objective::NoObjective(_) | Objective::Absent => None,
    }
}

/// Why nothing is judged.
fn not_wanted(after: &AfterDisruption) -> String {
    let wanted = &after.wanted;
    let reasons: BTreeSet<&str> = reasons(after).into_iter().map(|(_, reason)| reason).collect();
    if !reasons.is_empty() {
        let reasons: Vec<&str> = reasons.into_iter().collect();
        return format!("loss accepted: {}", reasons.join("; "));
    }
    let none = matches!(wanted.rpo, Objective::NoObjective(_))
        || matches!(wanted.rto, Objective::NoObjective(_))
        || matches!(wanted.history, Objective::NoObjective(_));
    match none {
        true => "no objective (`none`)".to_owned(),
        false => "no objective stated".to_owned(),
    }
}

/// What would be left.
fn survivors(after: &AfterDisruption, mechanisms: &[Mechanism]) -> String {
    let ways = &after.rpo.ways;
    let named = |certain: bool| {
        let mut names: Vec<String> = Vec::new();
        for way in ways.iter().filter(|way| way.unsure.is_none() == certain) {
            let reference = &way.mechanism.reference;
            let found = mechanisms.iter().find(|known| known.reference == *reference);
            let nobody =
                |found: &&Mechanism| matches!(found.deletable_by, DeletableBy::Nobody { .. });
            let locked = if found.is_some_and(|found| nobody(&found)) { " (locked)" } else { "" };
            let name = match found.map(|found| (&found.vault, &found.repository)) {
                Some((Some(vault), _)) => format!("the vault {}{locked}", code(vault)),
                Some((None, Some(repository))) => {
                    format!("the repository {}{locked}", code(repository))
                }
                _ => code(reference),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let (certain, possible) = (named(true), named(false));
    match (certain.is_empty(), possible.is_empty()) {
        (false, _) => format!("{} would survive", some(&certain)),
        (true, false) => format!("{} may survive", some(&possible)),
        (true, true) => "nothing would survive".to_owned(),
    }
}

fn some(names: &[String]) -> String {
    let more = names.len().saturating_sub(MOST_NAMED);
    let first: Vec<String> = names.iter().take(MOST_NAMED).cloned().collect();
    match more {
        0 => list(&first),
        more => format!("{} and {more} more", first.join(", ")),
    }
}
