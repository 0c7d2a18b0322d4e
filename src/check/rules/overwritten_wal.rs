//! WAL archiving that overwrites segments.

use crate::check::backups::{Archive, archives, path, repository};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::resolved::Policy;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "overwritten-wal",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "WAL archiving that overwrites segments",
    explanation: include_str!("overwritten-wal.md"),
    cites: &[],
};

/// Programs that replace what is there without a word.
const REPLACING: [&str; 6] = ["aws s3 cp", "aws s3 mv", "gsutil cp", "azcopy", "scp", "cp"];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for archive in archives(policy) {
        let Some((span, what)) = overwrites(&archive) else { continue };
        let message = format!(
            "{what}: a segment of `{}` that is archived twice replaces the first",
            archive.protection.reference
        );
        let finding = RULE.finding(span, message).path(path(archive.protection)).help(
            "archive with a tool that refuses to overwrite, such as wal-g or pgbackrest; or write `overwrites: false` where the command tests first",
        );
        let repository = repository(policy, archive.stored);
        let kept = repository.and_then(|repository| repository.settings.versioning.as_ref());
        findings.push(match kept.filter(|state| state.value == Versioning::Enabled) {
            Some(state) => finding
                .level(Level::Warning)
                .label(state.span, "the first stays as a version, which no tool looks for"),
            None => finding,
        });
    }
}

/// Where it says so, and in which words.
fn overwrites(archive: &Archive<'_>) -> Option<(Span, String)> {
    if let Some(stated) = archive.overwrites {
        return stated.value.then(|| (stated.span, "existing segments are overwritten".to_owned()));
    }
    let tool = archive.stored.tool.as_ref()?;
    let replaces = REPLACING.iter().any(|name| {
        tool.value.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    replaces.then(|| (tool.span, format!("`{}` overwrites what is there", tool.value)))
}
