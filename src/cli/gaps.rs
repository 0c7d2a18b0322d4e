//! What a target leaves out, as findings at the value that asks for it.

use crate::check::run_rules::TARGET_CANNOT_EXPRESS;
use crate::diagnostic::Finding;
use crate::render::{Gap, Target};
use crate::resources::{Lowered, ResourceKind};
use crate::source::{self, Node, Span};

/// One finding per gap, with all environments that have it.
pub(super) fn findings(gaps: &[(Target, Gap, &Lowered)], text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    // The file is read once more only when a target leaves something out.
    let root = if gaps.is_empty() { None } else { source::parse(text).root };
    for (target, gap, lowered) in gaps {
        let label = lowered.labels.get(&gap.resource);
        let origin = match (label, gap.resource.kind) {
            (Some(label), _) => label.origin.as_str(),
            (None, ResourceKind::Account) => "account_settings",
            (None, _) => "",
        };
        let what = if origin.is_empty() { &gap.resource.name } else { origin };
        let span = root.as_ref().map_or(Span::new(0, 0), |root| asked_for(root, origin));
        let message = format!("`{}` has no words for {} of `{what}`", target.name(), gap.setting);
        let mut finding =
            TARGET_CANNOT_EXPRESS.finding(span, message).help(gap.reason.clone()).path(origin);
        let same = |f: &&mut Finding| f.message == finding.message && f.help == finding.help;
        match findings.iter_mut().find(same) {
            Some(known) if known.environments.contains(&lowered.environment) => {}
            Some(known) => known.environments.push(lowered.environment.clone()),
            None => {
                finding.environments.push(lowered.environment.clone());
                findings.push(finding);
            }
        }
    }
    findings
}

/// The key that a path such as `vaults.dr` leads to, as far as the file has it.
fn asked_for(root: &Node, origin: &str) -> Span {
    let mut span = Span::new(0, 0);
    let mut node = root;
    for key in origin.split('.') {
        let Some(entry) = node.entry(key) else { return span };
        span = entry.key.span;
        node = &entry.value;
    }
    span
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
    fn a_gap_of_something_written_elsewhere_is_at_the_nearest_key() {
        for (origin, shown) in [("vaults.old", "vaults"), ("plans.core", ""), ("", "")] {
            let (production, gap) = lowered("production", origin);
            let found = findings(&[(Target::Cloudformation, gap, &production)], TEXT);
            assert_eq!(found[0].primary.span.slice(TEXT), shown, "{origin}");
        }
    }
}
