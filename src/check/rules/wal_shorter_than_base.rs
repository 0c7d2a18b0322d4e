//! WAL that is deleted before the base backup that needs it.

use crate::check::backups::{Archive, Promise, path, repository, servers};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::Policy;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "wal-shorter-than-base",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "WAL that is deleted before the base backup that needs it",
    explanation: include_str!("wal-shorter-than-base.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for server in servers(policy) {
        let bases = server.bases.iter().filter_map(|(protection, base)| {
            let kept = base.retention.as_ref()?;
            Some((*protection, kept.span, Promise::of(&kept.value)?))
        });
        let Some((base, span, kept)) = bases.max_by_key(|(_, _, kept)| kept.days()) else {
            continue;
        };
        for archive in &server.archives {
            let Some(end) = earliest(policy, archive) else { continue };
            if end.promise.days() >= kept.days() {
                continue;
            }
            let message = format!(
                "the WAL is {} {}, and the base backups `{}` are kept {}",
                end.words,
                end.promise.words(),
                base.reference,
                kept.words()
            );
            findings.push(
                RULE.finding(end.span, message)
                    .path(path(archive.protection))
                    .label(span, "older ones have no WAL to go with them")
                    .help("keep WAL for as long as the oldest base backup, and the time between two of them more"),
            );
        }
    }
}

/// What ends the life of a segment.
struct End<'a> {
    words: &'static str,
    promise: Promise<'a>,
    span: Span,
}

/// The first of its own retention and what a lifecycle does to the whole
/// repository.
fn earliest<'a>(policy: &'a Policy, archive: &Archive<'a>) -> Option<End<'a>> {
    let own = archive.stored.retention.as_ref().and_then(|kept| {
        let promise = Promise::of(&kept.value)?;
        Some(End { words: "kept", promise, span: kept.span })
    });
    let repository = repository(policy, archive.stored);
    let rules = repository.into_iter().flat_map(|to| to.settings.lifecycle.iter().flatten());
    let whole = rules.filter(|rule| rule.filter.is_none()).filter_map(|rule| {
        let after = rule.current.as_ref()?.value.expire_after.as_ref()?;
        Some(End { words: "deleted after", promise: Promise::For(&after.value), span: after.span })
    });
    own.into_iter().chain(whole).min_by_key(|end| end.promise.days())
}
