//! `archive_ebs` on a tier without `cold_storage_after`.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::resource_types;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "archive-without-cold-storage",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "`archive_ebs` on a tier without `cold_storage_after`",
    explanation: include_str!("archive-without-cold-storage.md"),
    cites: &[limits::cite(&resource_types::RESOURCE_TYPES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (_, tier) in walk::tiers(policy) {
        let Some(archive) = tier.archive_ebs.filter(|flag| flag.value) else { continue };
        if tier.cold_storage_after.is_none() {
            findings.push(
                RULE.finding(
                    archive.span,
                    "`archive_ebs` does nothing without `cold_storage_after`",
                )
                .help("say when snapshots move to the archive: `cold_storage_after: 30d`")
                .path(&tier.at.path),
            );
        }
    }
}
