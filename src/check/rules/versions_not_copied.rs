//! A copy of a bucket by a tool that sees current versions only.

use crate::check::backups::path;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::document::Versioning;
use crate::resolved::{Native, Policy, ProtectionKind};

pub(super) static RULE: Rule = Rule {
    name: "versions-not-copied",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "a copy of a bucket by a tool that sees current versions only",
    explanation: include_str!("versions-not-copied.md"),
    cites: &[],
};

/// Tools that list a bucket as a folder of files.
const CURRENT_ONLY: [&str; 3] = ["s3 sync", "s3 cp", "s3cmd"];

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for resource in policy.resources.values() {
        let Native::Bucket(settings) = &resource.native else { continue };
        let kept = settings.versioning.as_ref();
        let Some(kept) = kept.filter(|state| state.value == Versioning::Enabled) else { continue };
        for protection in &resource.protections {
            let ProtectionKind::External { tool: Some(tool), .. } = &protection.kind else {
                continue;
            };
            if !CURRENT_ONLY.iter().any(|name| tool.value.contains(name)) {
                continue;
            }
            let message = format!(
                "`{}` copies current versions only: the others, tags and access lists stay behind",
                tool.value
            );
            findings.push(
                RULE.finding(tool.span, message)
                    .path(path(protection))
                    .label(kept.span, "the bucket keeps versions")
                    .help(
                        "protect versions by `replication`, or by a plan with `continuous: true`",
                    ),
            );
        }
    }
}
