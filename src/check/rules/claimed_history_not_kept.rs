//! A document that promises older data than anything keeps.

use crate::check::claimed::{quoted, resources};
use crate::check::keeping::{Kept, kept};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Claim, Mechanism, Mechanisms, Policy};
use crate::source::Span;
use crate::units::{Duration, Retention};

pub(super) static RULE: Rule = Rule {
    name: "claimed-history-not-kept",
    kind: Kind::ObjectiveMissed,
    level: Level::Error,
    summary: "a document that promises older data than anything keeps",
    explanation: include_str!("claimed-history-not-kept.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let promising: Vec<(&Claim, Promise)> =
        policy.claims.iter().filter_map(|claim| Some((claim, Promise::of(claim)?))).collect();
    if promising.is_empty() {
        return;
    }
    let is_on = |mechanism: &&Mechanism| !mechanism.planned;
    for (claim, promise) in promising {
        if claim.resources.is_empty() {
            // Said of nothing in particular: something keeps it, or nothing does.
            findings.extend(judge(claim, &promise, None, mechanisms.all().iter().filter(is_on)));
            continue;
        }
        for resource in resources(policy, claim) {
            let key = resource.at.key.as_str();
            let own = mechanisms.of_resource(key).map(|(_, mechanism)| mechanism);
            findings.extend(judge(claim, &promise, Some(key), own.filter(is_on)));
        }
    }
}

/// The longest that a claim promises.
struct Promise {
    key: &'static str,
    /// Nothing for ever.
    length: Option<Duration>,
    shown: String,
    span: Span,
}

impl Promise {
    fn of(claim: &Claim) -> Option<Self> {
        let history = claim.history.as_ref().and_then(|history| {
            let length = history.value.stated()?;
            let shown = length.to_string();
            Some(Self { key: "history", length: Some(length.longest()), shown, span: history.span })
        });
        let retention = claim.retention.as_ref().and_then(|retention| {
            let length = match &retention.value {
                Retention::For(days) => Some(Duration::days(days.most.into())),
                Retention::Forever => None,
                Retention::Copies(_) => return None,
            };
            let shown = retention.value.to_string();
            Some(Self { key: "retention", length, shown, span: retention.span })
        });
        let longest = |promise: &Self| promise.length.map_or(u64::MAX, Duration::as_seconds);
        history.into_iter().chain(retention).max_by_key(longest)
    }

    fn is_kept(&self, kept: Kept) -> bool {
        match (self.length, kept) {
            (_, Kept::Forever(_)) => true,
            (None, Kept::Days(..)) | (_, Kept::Unknown) => false,
            (Some(length), Kept::Days(days, _)) => Duration::days(days.into()) >= length,
        }
    }
}

fn judge<'a>(
    claim: &Claim,
    promise: &Promise,
    resource: Option<&str>,
    own: impl Iterator<Item = &'a Mechanism>,
) -> Option<Finding> {
    let all: Vec<(&Mechanism, Kept)> =
        own.filter_map(|mechanism| Some((mechanism, kept(mechanism)?))).collect();
    if all.iter().any(|(_, kept)| promise.is_kept(*kept)) {
        return None;
    }
    let of = resource.map_or_else(String::new, |name| format!(" of `{name}`"));
    let says = format!("{} promises {}", quoted(claim), promise.shown);
    let unknown = all.iter().find(|(_, kept)| *kept == Kept::Unknown);
    let longest = all.iter().max_by_key(|(_, kept)| kept.days().unwrap_or_default());
    let (message, level) = match (unknown, longest) {
        (None, None) => (format!("{says}, and nothing keeps older data{of}"), Level::Error),
        (Some((mechanism, _)), _) => (
            format!("{says}, and nobody says how long `{}` keeps data{of}", mechanism.reference),
            Level::Warning,
        ),
        (None, Some((mechanism, kept))) => (
            format!(
                "{says}, and nothing keeps data{of} longer than `{}`, for {} days",
                mechanism.reference,
                kept.days().unwrap_or_default()
            ),
            Level::Error,
        ),
    };
    let finding = RULE
        .finding(promise.span, message)
        .level(level)
        .path(format!("{}.{}", claim.path, promise.key))
        .help("correct the document, or add what keeps data that long, such as a yearly tier");
    let said = unknown.or(longest).map(|(mechanism, kept)| kept.said().unwrap_or(mechanism.span));
    Some(match said {
        Some(span) => finding.label(span, "the longest there is"),
        None => finding,
    })
}
