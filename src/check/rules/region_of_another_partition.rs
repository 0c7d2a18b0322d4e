//! A Region that the account of the environment cannot reach.

use crate::check::storage::cite;
use crate::check::storage::stated_regions;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::partition_of;
use crate::facts::regions;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "region-of-another-partition",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a Region that the account of the environment cannot reach",
    explanation: include_str!("region-of-another-partition.md"),
    cites: &[cite(regions::ALL_REGIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let Some(home) = &policy.environment.place else { return };
    for (name, path) in stated_regions(policy, true) {
        let there = partition_of(name.as_str()).filter(|there| there.id() != home.partition);
        let Some(there) = there else { continue };
        let message = format!(
            "`{}` lies in the partition `{}`, and the environment in `{}`",
            name.value,
            there.id(),
            home.partition
        );
        findings.push(
            RULE.finding(name.span, message)
                .path(path)
                .label(policy.environment.span, format!("in {}", home.region))
                .help("name a Region of the same partition: accounts, keys and replicas do not cross its border"),
        );
    }
}
