//! Figures in the words of every format. Strings are raw: whoever prints them
//! cleans or escapes them.

use std::fmt::Display;

use crate::document::Disruption;
use crate::facts::Confidence;
use crate::recoverability::{
    Assumption, Figure, FigureKind, Figures, Proof, Reach, Recovery, Rto, RtoKind,
};
use crate::resolved::{History, Objective, Rung, disruption_noun};
use crate::units::{CalendarDays, Duration};

/// What stands where there is nothing.
pub(super) const NOTHING: &str = "–";

/// What is wanted, as a cell.
pub(super) fn wanted<T>(objective: &Objective<T>, words: impl Fn(&T) -> String) -> String {
    match objective {
        Objective::Stated(value, _) => words(value),
        Objective::NoObjective(_) => "none".to_owned(),
        Objective::Accepted(..) => "accepted".to_owned(),
        Objective::Absent => NOTHING.to_owned(),
    }
}

/// The history that is wanted: `1y`, or `day 35d, month 1y`.
pub(super) fn wanted_history(history: &History) -> String {
    let reach = history.reach.as_ref().map(|reach| reach.value.to_string());
    let rungs = history.rungs.iter().map(|(rung, span)| format!("{} {}", rung.key(), span.value));
    reach.into_iter().chain(rungs).collect::<Vec<_>>().join(", ")
}

/// The same where the rungs stand in a line of their own.
pub(super) fn wanted_length(history: &History) -> String {
    let reach = history.reach.as_ref().map(|reach| reach.value.to_string());
    let ladder = (!history.rungs.is_empty()).then(|| "ladder".to_owned());
    reach.into_iter().chain(ladder).collect::<Vec<_>>().join(", ")
}

/// `day: 35d` as code
pub(super) fn rung(rung: Rung, span: &CalendarDays) -> String {
    format!("`{}: {}`", rung.key(), span.as_written())
}

/// A figure with what it is worth.
pub(super) fn figure(figure: &Figure) -> String {
    match (figure.value, figure.kind) {
        (Some(value), FigureKind::AsStated) => format!("{value} as stated"),
        (Some(value), FigureKind::Typical) => format!("typically {value}"),
        (Some(value), _) => value.to_string(),
        (None, FigureKind::Unproven(_)) => "unproven".to_owned(),
        (None, _) => NOTHING.to_owned(),
    }
}

/// The nominal figure: how it is worth less is said in the next cell.
pub(super) fn nominal(figure: &Figure) -> String {
    match (figure.value, figure.kind) {
        (Some(value), FigureKind::Typical) => value.to_string(),
        _ => self::figure(figure),
    }
}

/// What is guaranteed; a lag that AWS does not bound is only typical, whatever
/// slower points guarantee besides.
pub(super) fn guaranteed(figures: &Figures) -> String {
    let Figures { nominal, after_one_failure: _, guaranteed } = figures;
    match (nominal.kind, nominal.value, guaranteed.value) {
        (FigureKind::Typical, Some(typical), Some(bound)) => {
            format!("{bound}, typically {typical}")
        }
        (FigureKind::Typical, Some(typical), None) => format!("typically {typical}"),
        _ => figure(guaranteed),
    }
}

/// How long the best recovery takes.
pub(super) fn rto(best: Option<&Recovery>) -> String {
    best.map_or_else(|| NOTHING.to_owned(), |best| time(&best.rto))
}

/// A time with what it is worth, and what AWS is not faster than.
pub(super) fn time(rto: &Rto) -> String {
    let slower =
        rto.floor.as_ref().filter(|floor| rto.value.is_none_or(|value| floor.time > value));
    let floor = slower.map(|floor| match floor.confidence {
        Confidence::High => (true, format!("floor {}", floor.time)),
        Confidence::Medium | Confidence::Low => (false, format!("usually over {}", floor.time)),
    });
    let firm = floor.as_ref().is_some_and(|(firm, _)| *firm);
    let own = match (&rto.kind, rto.value) {
        (RtoKind::Measured(_), Some(value)) => Some(format!("{value} measured")),
        (RtoKind::Typical, Some(value)) => Some(format!("typically {value}")),
        (RtoKind::Estimated(_), Some(value)) => Some(format!("{value} estimated")),
        (RtoKind::Unproven(_), Some(value)) if !value.is_zero() => {
            Some(format!("unproven, {value} known"))
        }
        (RtoKind::Unproven(_), _) if firm => None,
        (_, _) => Some("unproven".to_owned()),
    };
    own.into_iter().chain(floor.map(|(_, floor)| floor)).collect::<Vec<_>>().join(", ")
}

/// How far back: years with the exact length.
pub(super) fn reach(reach: Reach) -> String {
    match reach {
        Reach::Back(length) => span(length),
        Reach::Forever => "for ever".to_owned(),
        Reach::None => NOTHING.to_owned(),
        Reach::Unproven(_) => "unproven".to_owned(),
    }
}

/// `5y (2190d 23h)`, or `33d 23h` below a year: whole years at their longest,
/// as history is wanted.
pub(super) fn span(length: Duration) -> String {
    match years(length) {
        0 => length.to_string(),
        years => format!("{years}y ({length})"),
    }
}

fn years(length: Duration) -> u32 {
    let longest = |years: u32| CalendarDays::parse(&format!("{years}y")).map(|years| years.most);
    // OK because nobody keeps anything for a thousand years, where this ends.
    (1..1_000)
        .take_while(|years| {
            longest(*years).is_ok_and(|days| Duration::days(u64::from(days)) <= length)
        })
        .last()
        .unwrap_or(0)
}

/// A disruption as a noun: `the loss of us-east-1`.
pub(super) fn disruption(disruption: Disruption, proof: &Proof) -> String {
    disruption_noun(disruption, proof.region.as_deref())
}

/// What an assumption means, as a sentence.
pub(in crate::report) const fn means(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::Selected => "the resource has the tags by which the plan selects it",
        Assumption::OptedIn => "its type is opted in to AWS Backup in the Region",
        Assumption::AdvancedDynamodb => {
            "AWS Backup's advanced features for DynamoDB are on, without which nothing is copied"
        }
        Assumption::RoleMay => "the role of the plan may back it up and copy it",
        Assumption::KeyUsable => "the key is enabled, and whoever restores may use it",
        Assumption::DestinationAccepts => {
            "the vault of the other account takes copies, and both are of one organization"
        }
        Assumption::JobsSucceed => "every job that starts succeeds",
        Assumption::SteadyState => "it has run for at least as long as it looks back",
        Assumption::LockInForce => "the lock is past its cooling-off period",
        Assumption::DeletersComplete => "nothing deletes points but what the policy names",
        Assumption::TypicalLag => {
            "the lag is the one that AWS documents as usual: AWS does not bound it"
        }
        Assumption::NoticedAtOnce => {
            "the disruption is noticed at once: the policy states no `found_within`"
        }
        Assumption::AsStated => "what the policy states of other code is true",
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(in crate::report) fn list(items: &[impl Display]) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    match items.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => items.concat(),
    }
}

/// `1 thing`, `2 things`.
pub(super) fn things(count: usize) -> String {
    match count {
        1 => "1 thing".to_owned(),
        count => format!("{count} things"),
    }
}

/// A name as code; a back-tick in it would end the code.
pub(super) fn code(name: &str) -> String {
    format!("`{}`", name.replace('`', "'"))
}
