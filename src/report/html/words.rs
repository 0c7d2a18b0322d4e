//! Verdicts and lengths in the words of the page.

use serde::Serialize;

use crate::document::Disruption;
use crate::recoverability::{Reach, Rto, RtoKind, Verdict};
use crate::resolved::{Whereabouts, ZoneSpread, disruption_key};
use crate::units::Duration;

/// A verdict that is told by a symbol, a word and a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Judgement {
    /// The class of the style sheet.
    pub(super) key: &'static str,
    pub(super) symbol: &'static str,
    pub(super) word: &'static str,
    /// What is missing.
    pub(super) why: Option<String>,
}

impl Judgement {
    pub(super) fn of(verdict: &Verdict) -> Self {
        let (key, symbol, word) = match verdict {
            Verdict::Missed => ("missed", "✕", "missed"),
            Verdict::NotGuaranteed => ("not-guaranteed", "!", "not guaranteed"),
            Verdict::Unproven(_) => ("unproven", "?", "unproven"),
            Verdict::Met => ("met", "✓", "met"),
            Verdict::NoObjective => ("no-objective", "–", "no objective"),
        };
        let why = match verdict {
            Verdict::Unproven(reason) => Some(reason.clone()),
            Verdict::Missed | Verdict::NotGuaranteed | Verdict::Met | Verdict::NoObjective => None,
        };
        Self { key, symbol, word, why }
    }
}

/// Every verdict on an objective, the worst first, as the summary in text counts them.
pub(super) fn verdicts() -> [Verdict; 4] {
    [Verdict::Missed, Verdict::NotGuaranteed, Verdict::Unproven(String::new()), Verdict::Met]
}

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
/// Hours of an average year.
const YEAR_HOURS: u64 = 8_766;

/// A length as people say it: above two years also in years, rounded down.
pub(super) fn length(length: Duration) -> String {
    let hours = length.as_seconds() / HOUR;
    if hours < 2 * YEAR_HOURS {
        return length.to_string();
    }
    let tenths = hours.saturating_mul(10) / YEAR_HOURS;
    format!("{length} (about {}.{} years)", tenths / 10, tenths % 10)
}

/// The age of a point, without minutes from a day on.
pub(super) fn age(length: Duration) -> String {
    let seconds = length.as_seconds();
    match seconds {
        0 => "0s".to_owned(),
        _ if seconds < 2 * DAY => Duration::minutes(length.minutes_down().max(1)).to_string(),
        _ => format!("{}d", length.days_down()),
    }
}

pub(super) fn reach(reach: Reach) -> String {
    match reach {
        Reach::Back(back) if back.is_zero() => "nothing older than the newest".to_owned(),
        Reach::Back(back) => length(back),
        Reach::Forever => "for ever".to_owned(),
        Reach::None => "no older states".to_owned(),
        Reach::Unproven(reason) => format!("unproven: {reason}"),
    }
}

/// How long a recovery takes, as far as that is known; the known part of a time
/// that is not known may be nothing.
pub(super) fn time(rto: &Rto) -> String {
    let known = rto.value.filter(|value| !value.is_zero() || rto.is_measured());
    match (known, &rto.kind) {
        (None, _) => "not known".to_owned(),
        (Some(value), RtoKind::Unproven(_)) => format!("{value}, doubtful"),
        (Some(value), RtoKind::Measured(_) | RtoKind::Typical | RtoKind::Estimated(_)) => {
            value.to_string()
        }
    }
}

/// What such a time is worth.
pub(super) fn time_worth(kind: &RtoKind) -> String {
    match kind {
        RtoKind::Measured(_) => "measured".to_owned(),
        RtoKind::Typical => "what AWS documents as usual".to_owned(),
        RtoKind::Estimated(_) => "an estimate, which proves nothing".to_owned(),
        RtoKind::Unproven(reason) => reason.to_string(),
    }
}

/// "corruption, deletion and zone".
pub(super) fn listed(disruptions: &[Disruption]) -> String {
    let words: Vec<&str> = disruptions.iter().map(|one| disruption_key(*one)).collect();
    joined(&words)
}

pub(super) fn joined(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What a disruption means.
pub(super) const fn disruption_words(disruption: Disruption) -> &'static str {
    match disruption {
        Disruption::Corruption => "bad data is written",
        Disruption::Deletion => "the resource is deleted",
        Disruption::Hardware => "a machine fails",
        Disruption::Zone => "an Availability Zone is lost",
        Disruption::Region => "the Region is lost",
        Disruption::Account => "an administrator of the account is hostile",
    }
}

/// Account, Region and host, as far as they are known.
pub(super) fn place(place: &Whereabouts) -> String {
    let zone = match &place.zone {
        ZoneSpread::One(zone) => Some(zone.clone()),
        ZoneSpread::Several | ZoneSpread::Unknown => None,
    };
    let host = place.host.as_ref().map(|host| format!("host {host}"));
    let account = place.account.as_ref().map(|account| format!("account {account}"));
    let parts = [host, zone.or_else(|| place.region.clone()), account];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    if known.is_empty() { "nobody says where".to_owned() } else { known.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lengths_are_told_in_years_too_and_never_too_long() {
        assert_eq!(length(Duration::hours(25)), "25h");
        assert_eq!(length(Duration::days(366)), "366d");
        assert_eq!(
            length(Duration::days(2_190).plus(Duration::hours(23))),
            "2190d 23h (about 5.9 years)"
        );
    }

    #[test]
    fn ages_are_as_precise_as_a_reader_needs() {
        let ages = [0, 59, 300, 90_000, 172_800, 400_000_000];
        let shown = ages.map(|seconds| age(Duration::seconds(seconds)));
        assert_eq!(shown, ["0s", "1m", "5m", "25h", "2d", "4629d"]);
    }
}
