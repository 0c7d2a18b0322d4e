//! WAL that is deleted before the base backup that needs it.

use crate::check::backups::{Archive, Promise, archives, path};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Policy, Protection, Stored};

pub(super) static RULE: Rule = Rule {
    name: "wal-shorter-than-base",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "WAL that is deleted before the base backup that needs it",
    explanation: include_str!("wal-shorter-than-base.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for archive in archives(policy) {
        let worst = archive.bases().filter_map(|(protection, base)| {
            let kept = Promise::of(&base.retention.as_ref()?.value)?;
            Some((protection, base, kept))
        });
        let longest = worst.max_by_key(|(_, _, kept)| kept.days());
        let Some((protection, base, kept)) = longest else { continue };
        findings.extend(judge(&archive, protection, base, &kept));
    }
}

fn judge(
    archive: &Archive<'_>,
    protection: &Protection,
    base: &Stored,
    kept: &Promise<'_>,
) -> Option<Finding> {
    let own = archive.stored.retention.as_ref()?;
    let wal = Promise::of(&own.value)?;
    if wal.days() >= kept.days() {
        return None;
    }
    let message = format!(
        "the WAL is kept {}, and the base backups `{}` {}",
        wal.words(),
        protection.reference,
        kept.words()
    );
    let span = base.retention.as_ref().map_or(protection.span, |kept| kept.span);
    Some(
        RULE.finding(own.span, message)
            .path(path(archive.protection))
            .label(span, "older ones have no WAL to go with them")
            .help("keep WAL for as long as the oldest base backup, and the time between two of them more"),
    )
}
