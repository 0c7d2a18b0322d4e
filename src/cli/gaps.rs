//! What a target leaves out, as findings at the value that asks for it.

use std::collections::BTreeMap;

use crate::check::run_rules::TARGET_CANNOT_EXPRESS;
use crate::diagnostic::{Finding, Level};
use crate::render::{Gap, Target};
use crate::resources::{Lowered, ResourceKind};
use crate::source::written_at;
use crate::source::{self, Node, Span};

/// One finding per gap, with all environments that have it.
pub(super) fn findings(gaps: &[(Target, Gap, &Lowered)], text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    // The file is read once more only when a target leaves something out.
    let root = if gaps.is_empty() { None } else { source::parse(text).root };
    for (target, gap, lowered) in gaps {
        let finding = finding(*target, gap, lowered, root.as_ref());
        // The AWS names in the reason differ from environment to environment.
        let reason = gap.reason.replace(&gap.resource.name, "");
        let index =
            *known.entry(format!("{}\n{reason}", finding.message)).or_insert(findings.len());
        match findings.get_mut(index) {
            Some(same) if same.environments.contains(&lowered.environment) => {}
            Some(same) => {
                if same.help != finding.help {
                    note_likewise(same);
                }
                same.environments.push(lowered.environment.clone());
            }
            None => findings.push(finding),
        }
    }
    findings
}

fn finding(target: Target, gap: &Gap, lowered: &Lowered, root: Option<&Node>) -> Finding {
    let label = lowered.labels.get(&gap.resource);
    let origin = match (label, gap.resource.kind) {
        (Some(label), _) => label.origin.as_str(),
        (None, ResourceKind::Account) => "account_settings",
        (None, _) => "",
    };
    let what = if origin.is_empty() { &gap.resource.name } else { origin };
    let span = root.map_or(Span::new(0, 0), |root| written_at(root, origin));
    let message = format!("`{}` has no words for {} of `{what}`", target.name(), gap.setting);
    let mut finding =
        TARGET_CANNOT_EXPRESS.finding(span, message).help(gap.reason.clone()).path(origin);
    if follows_from_target(target, gap.resource.kind) {
        finding.level = Level::Advice;
    }
    finding.environments.push(lowered.environment.clone());
    finding
}

/// Whoever chooses the target knows: the API of AWS Backup creates no keys and
/// no roles, whatever the policy says.
fn follows_from_target(target: Target, kind: ResourceKind) -> bool {
    target == Target::AwsBackup && matches!(kind, ResourceKind::Key | ResourceKind::Role)
}

/// Says whose AWS names the help shows.
fn note_likewise(finding: &mut Finding) {
    let Some(first) = finding.environments.first() else { return };
    let note = format!("the AWS names are those of `{first}`; the others have their own");
    if !finding.notes.contains(&note) {
        finding.notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources::{Label, Place, ResourceId};

    const TEXT: &str = "version: 1\nname: orders\nvaults:\n  main: {}\n  dr: {}\n";

    fn lowered(environment: &str, origin: &str) -> (Lowered, Gap) {
        let place = Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        };
        let name = format!("orders-{environment}-dr");
        let resource = ResourceId { place, kind: ResourceKind::Vault, name };
        let label = Label { origin: origin.to_owned(), ..Label::default() };
        let lowered = Lowered {
            environment: environment.to_owned(),
            labels: std::iter::once((resource.clone(), label)).collect(),
            ..Lowered::default()
        };
        let gap = Gap {
            resource,
            setting: "the access policy".to_owned(),
            reason: "set it in the console".to_owned(),
        };
        (lowered, gap)
    }

    #[test]
    fn a_gap_of_several_environments_is_one_finding_at_the_key() {
        let (production, first) = lowered("production", "vaults.dr");
        let (staging, second) = lowered("staging", "vaults.dr");
        let gaps = [(Target::Terraform, first, &production), (Target::Terraform, second, &staging)];
        let found = findings(&gaps, TEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].primary.span.slice(TEXT), "dr");
        assert_eq!(found[0].environments, ["production", "staging"]);
        let message = "`terraform` has no words for the access policy of `vaults.dr`";
        assert_eq!(found[0].message, message);
    }

    #[test]
    fn names_of_environments_do_not_keep_their_gaps_apart() {
        let of = |environment| {
            let (lowered, gap) = lowered(environment, "vaults.dr");
            let reason = format!("create `{}` first", gap.resource.name);
            (lowered, Gap { reason, ..gap })
        };
        let ((production, first), (staging, second)) = (of("production"), of("staging"));
        let gaps = [(Target::AwsBackup, first, &production), (Target::AwsBackup, second, &staging)];
        let found = findings(&gaps, TEXT);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].help.as_deref(), Some("create `orders-production-dr` first"));
        let note = "the AWS names are those of `production`; the others have their own";
        assert_eq!(found[0].notes, [note]);
    }

    #[test]
    fn what_a_target_never_creates_is_advice() {
        let level = |target, kind| {
            let (lowered, mut gap) = lowered("production", "");
            gap.resource.kind = kind;
            findings(&[(target, gap, &lowered)], TEXT)[0].level
        };
        assert_eq!(level(Target::AwsBackup, ResourceKind::Key), Level::Advice);
        assert_eq!(level(Target::AwsBackup, ResourceKind::Role), Level::Advice);
        assert_eq!(level(Target::AwsBackup, ResourceKind::Plan), Level::Warning);
        assert_eq!(level(Target::Terraform, ResourceKind::Key), Level::Warning);
    }

    #[test]
    fn a_gap_of_something_written_elsewhere_is_at_the_nearest_key() {
        for (origin, shown) in [("vaults.old", "vaults"), ("plans.core", ""), ("", "")] {
            let (production, gap) = lowered("production", origin);
            let found = findings(&[(Target::Cloudformation, gap, &production)], TEXT);
            assert_eq!(found[0].primary.span.slice(TEXT), shown, "{origin}");
        }
    }
}
