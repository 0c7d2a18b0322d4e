//! More than 5 copies of one tier.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "too-many-copies",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "more than 5 copies of one tier",
    explanation: include_str!("too-many-copies.md"),
    cites: &[limits::cite(&backup_plan::COPIES_PER_RULE.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let most = backup_plan::COPIES_PER_RULE.value.most;
    for (_, tier) in walk::tiers(policy) {
        if limits::number(tier.copies.len()) <= most {
            continue;
        }
        let first_beyond = usize::try_from(most).ok().and_then(|most| tier.copies.get(most));
        let span = first_beyond.map_or(tier.at.span, |copy| copy.span);
        findings.push(
            RULE.finding(
                span,
                format!(
                    "the tier `{}` has {} copies, AWS allows {most}",
                    tier.at.key,
                    tier.copies.len()
                ),
            )
            .help("drop one, or copy from a second tier with `separate_plan: true`")
            .path(&tier.at.path),
        );
    }
}
