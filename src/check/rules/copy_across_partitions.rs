//! A copy into another partition.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::region_gaps;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-across-partitions",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy into another partition",
    explanation: include_str!("copy-across-partitions.md"),
    cites: &[limits::cite(&region_gaps::COPIES_CROSS_PARTITIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let Some((from, to)) = copied.places() else { continue };
        if from.partition != to.partition {
            let own = copied.from.map_or(copied.tier.at.span, |vault| vault.at.span);
            findings.push(
                RULE.finding(
                    copied.copy.to.span,
                    format!(
                        "no copy goes from {} (`{}`) to {} (`{}`)",
                        from.region, from.partition, to.region, to.partition
                    ),
                )
                .label(own, "the source")
                .label(
                    copied.to.region.as_ref().map_or(copied.to.at.span, |region| region.span),
                    "the destination's Region",
                )
                .help("copy within the partition: China and GovCloud have two Regions each")
                .path(&copied.copy.path),
            );
        }
    }
}
