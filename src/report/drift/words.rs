//! The words of drift that every format shares.

use crate::drift::{Answer, Answered, Difference, Drifted, Kept, KeptVerdict, Status, Tally};
use crate::observe::{Reason, Subject, Unread};
use crate::recoverability::Assumption;
use crate::recoverability::compare::Change;
use crate::report::difference::line::{consequences, values, what};
use crate::report::proof::words::{list as and, means};
use crate::resources::{Place, ResourceId, ResourceKind};

/// The word of a status, the glossary's.
pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Changed => "changed",
        Status::Missing => "missing",
        Status::Unmanaged => "unmanaged",
        Status::NotChecked => "not checked",
        Status::InSync => "in sync",
    }
}

/// The word of a status in JSON.
pub(super) const fn status_key(status: Status) -> &'static str {
    match status {
        Status::Changed => "changed",
        Status::Missing => "missing",
        Status::Unmanaged => "unmanaged",
        Status::NotChecked => "not_checked",
        Status::InSync => "in_sync",
    }
}

/// ``vault `orders-production-dr` ``.
pub(super) fn resource(id: &ResourceId) -> String {
    match id.kind {
        ResourceKind::Account => "settings of AWS Backup".to_owned(),
        kind => format!("{} `{}`", kind.noun(), id.name),
    }
}

/// The resource with what the policy calls it.
pub(super) fn subject(drifted: &Drifted) -> String {
    match &drifted.path {
        Some(path) => format!("{} ({path})", resource(&drifted.id)),
        None => resource(&drifted.id),
    }
}

/// `retention: expected 7y (line 12) · actual 1y`. What a status says already is
/// not said again: what is missing has no actual value, and what is unmanaged
/// no expected one.
pub(super) fn difference(
    difference: &Difference,
    drifted: &Drifted,
    line: Option<usize>,
) -> String {
    let Difference { what, expected, actual, .. } = difference;
    let place = line.map(|line| format!(" (line {line})")).unwrap_or_default();
    let of_it_all = *what == drifted.id.kind.noun();
    let values = match (expected, actual, drifted.status) {
        (None, None, _) => return format!("{what}{place}"),
        (Some(expected), None, Status::Missing) => format!("expected {expected}{place}"),
        (None, Some(actual), Status::Unmanaged) => actual.clone(),
        (expected, actual, _) => {
            let or_none = |value: &Option<String>| value.clone().unwrap_or("none".to_owned());
            format!("expected {}{place} · actual {}", or_none(expected), or_none(actual))
        }
    };
    if of_it_all { values } else { format!("{what}: {values}") }
}

/// ``reach after Region loss: 5y → 33d; RPO missed``.
pub(super) fn effect(change: &Change, one_resource: bool) -> String {
    let values = match values(change) {
        (Some(before), Some(now)) => format!(": {before} → {now}"),
        (Some(one), None) | (None, Some(one)) => format!(": {one}"),
        (None, None) => String::new(),
    };
    let mut parts = vec![format!("{}{values}", what(change, one_resource))];
    parts.extend(consequences(change));
    parts.join("; ")
}

/// Why something is not known: ``s3:GetBucketReplication: access denied; it takes the permission …``.
pub(super) fn unread(unread: &Unread) -> String {
    let Unread { subject, operation, permission, reason, request_id } = unread;
    let mut text = String::new();
    if let Subject::Setting(_, _, setting) = subject {
        text.push_str(&format!("{}: ", setting.replace('_', " ")));
    }
    text.push_str(&why(reason));
    if !operation.is_empty() {
        text.push_str(&format!(" ({operation})"));
    }
    if let (Reason::Denied, Some(permission)) = (reason, permission) {
        text.push_str(&format!("; the caller needs `{permission}`"));
    }
    if let Some(id) = request_id {
        text.push_str(&format!("; request {id}"));
    }
    text
}

/// What remains unknown where no resource says it, why, and in which place.
pub(super) fn unsaid(place: &Place, open: &Unread) -> String {
    format!("{}: {} in {place}", about(&open.subject), unread(open))
}

/// A reason as a sentence without a period.
pub(super) fn why(reason: &Reason) -> String {
    match reason {
        Reason::Denied => "access denied".to_owned(),
        Reason::Credentials(code) => format!("the credentials were not accepted: {code}"),
        Reason::OtherAccount(reached) => format!("the credentials are those of account {reached}"),
        Reason::Region => "AWS knows no such Region, or it is not enabled".to_owned(),
        Reason::Throttled => "AWS asked to slow down, also after several attempts".to_owned(),
        Reason::TimedOut => "no answer in time".to_owned(),
        Reason::Unreachable => "no connection".to_owned(),
        Reason::Server(code) => format!("AWS failed: {code}"),
        Reason::Malformed => "the answer cannot be understood".to_owned(),
        Reason::Refused(code) => format!("AWS refused the request: {code}"),
        Reason::NotInSource => "what was observed does not hold it".to_owned(),
        Reason::Interrupted => "reading was stopped".to_owned(),
    }
}

/// The word of a reason in JSON.
pub(super) const fn reason_key(reason: &Reason) -> &'static str {
    match reason {
        Reason::Denied => "denied",
        Reason::Credentials(_) => "credentials",
        Reason::OtherAccount(_) => "other_account",
        Reason::Region => "region",
        Reason::Throttled => "throttled",
        Reason::TimedOut => "timed_out",
        Reason::Unreachable => "unreachable",
        Reason::Server(_) => "server",
        Reason::Malformed => "malformed",
        Reason::Refused(_) => "refused",
        Reason::NotInSource => "not_in_source",
        Reason::Interrupted => "interrupted",
    }
}

/// What something unread is about where no resource says it.
pub(super) fn about(subject: &Subject) -> String {
    match subject {
        Subject::Everything => "everything".to_owned(),
        Subject::Kind(ResourceKind::Plan | ResourceKind::Selection) => {
            "whether plans of others act on what is ours".to_owned()
        }
        Subject::Kind(kind) => format!("every {}", kind.noun()),
        Subject::Setting(ResourceKind::Plan, name, "selections")
        | Subject::Resource(ResourceKind::Plan, name) => {
            format!("whether plan `{name}` of others acts on what is ours")
        }
        Subject::Resource(ResourceKind::Selection, name) => {
            format!("whether selection `{name}` of others acts on what is ours")
        }
        Subject::Resource(kind, name) | Subject::Setting(kind, name, _) => {
            format!("{} `{name}`", kind.noun())
        }
        Subject::Answer(name) => match Assumption::of_key(name) {
            Some(assumption) => format!("whether {}", means(assumption)),
            None => format!("the assumption {name}"),
        },
        Subject::Activity => "recovery points and jobs".to_owned(),
    }
}

/// An assumption that does not hold: what was found, what is assumed, who rests on it.
pub(super) fn refuted(answered: &Answered) -> String {
    let Answered { assumption: assumed, about, answer, shown_by, resources, span: _ } = answered;
    let found = match answer {
        Answer::Refuted(found) | Answer::NotYet(found) => found.as_str(),
        Answer::Holds => "it is so",
        Answer::Open => "it could not be read",
    };
    let mut text =
        format!("{about}: {found} ({shown_by}); the proof assumes that {}", means(*assumed));
    if !resources.is_empty() {
        let names: Vec<String> = resources.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!(", for {}", and(&names)));
    }
    text
}

/// ``orders: RPO 25h, but the newest recovery point is 61h old``.
pub(super) fn kept(kept: &Kept) -> String {
    let Kept { resource, disruption: _, objective, found, verdict, span: _ } = kept;
    match verdict {
        KeptVerdict::Kept => format!("`{resource}`: {objective}, and {found}"),
        KeptVerdict::Broken => format!("`{resource}`: {objective}, but {found}"),
        KeptVerdict::TooEarly | KeptVerdict::NotChecked => {
            format!("`{resource}`: {objective}: {found}")
        }
    }
}

/// The word of a verdict about a promise.
pub(super) const fn verdict(verdict: KeptVerdict) -> &'static str {
    match verdict {
        KeptVerdict::Kept => "kept",
        KeptVerdict::Broken => "broken",
        KeptVerdict::TooEarly => "too early",
        KeptVerdict::NotChecked => "not checked",
    }
}

/// `41 in sync, 2 changed, 1 missing · 12 other plans are not ours`.
pub(super) fn numbers(tally: &Tally) -> String {
    let mut parts = vec![format!("{} in sync", tally.in_sync)];
    let counted = [
        (tally.changed, "changed"),
        (tally.missing, "missing"),
        (tally.unmanaged, "unmanaged"),
        (tally.not_checked + tally.unread, "not checked"),
        (tally.ignored, "ignored"),
    ];
    parts.extend(counted.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")));
    let mut groups = vec![parts.join(", ")];
    let assumed = [
        (tally.holding, "hold"),
        (tally.refuted, "refuted"),
        (tally.not_yet, "not yet"),
        (tally.open, "open"),
    ];
    let assumed = list(&assumed);
    if !assumed.is_empty() {
        groups.push(format!("assumptions: {assumed}"));
    }
    let promised = [
        (tally.kept, "kept"),
        (tally.broken, "broken"),
        (tally.too_early, "too early to say"),
        (tally.kept_unknown, "not checked"),
    ];
    let promised = list(&promised);
    if !promised.is_empty() {
        groups.push(format!("promises: {promised}"));
    }
    match tally.other_plans {
        0 => {}
        1 => groups.push("1 other plan is not ours".to_owned()),
        n => groups.push(format!("{n} other plans are not ours")),
    }
    groups.join(" · ")
}

fn list(counted: &[(usize, &str)]) -> String {
    let some = counted.iter().filter(|(n, _)| *n > 0);
    some.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>().join(", ")
}
