//! A WAL archive whose last segment may wait longer than the RPO.

use crate::check::backups::{Archive, archives, path};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Disruption;
use crate::resolved::{Objective, Policy};

pub(super) static RULE: Rule = Rule {
    name: "archive-timeout-beyond-rpo",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a WAL archive whose last segment may wait longer than the RPO",
    explanation: include_str!("archive-timeout-beyond-rpo.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    findings.extend(archives(policy).filter_map(|archive| judge(&archive)));
}

fn judge(archive: &Archive<'_>) -> Option<Finding> {
    // Standbys repeat bad writes: after them only the archive has the minutes.
    let after = archive.resource.objectives.after(Disruption::Corruption)?;
    let Objective::Stated(rpo, origin) = &after.rpo else { return None };
    let name = &archive.protection.reference;
    let (span, message) = match archive.timeout {
        None => (
            archive.protection.span,
            format!(
                "nothing says how long the last segment of `{name}` waits, and the RPO is `{rpo}`"
            ),
        ),
        Some(timeout) if timeout.value > *rpo => (
            timeout.span,
            format!(
                "the last segment of `{name}` may wait `{}`, and the RPO is `{rpo}`",
                timeout.value
            ),
        ),
        Some(_) => return None,
    };
    let finding = RULE
        .finding(span, message)
        .path(path(archive.protection))
        .label(origin.span, "after bad writes only the archive has the last minutes")
        .help("set PostgreSQL's `archive_timeout`, and write it here: well below the RPO, because the upload takes time too");
    Some(match archive.timeout {
        None => finding.note("without it PostgreSQL archives a segment once it is full, which on a quiet database takes hours"),
        Some(_) => finding,
    })
}
