//! A copy into the vault it comes from.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::copies;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-to-own-vault",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a copy into the vault it comes from",
    explanation: include_str!("copy-to-own-vault.md"),
    cites: &[limits::cite(&copies::DESTINATION_ARN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let Some(from) = copied.from else { continue };
        let same = from.at.key == copied.to.at.key
            || (from.place.is_some()
                && from.place == copied.to.place
                && from.aws_name.value == copied.to.aws_name.value);
        if same {
            let own = copied.tier.vault.as_ref().map_or(copied.tier.at.span, |vault| vault.span);
            findings.push(
                RULE.finding(
                    copied.copy.to.span,
                    format!("`{}` is the vault the points are in already", copied.copy.to.value),
                )
                .label(own, "the tier's own vault")
                .help("copy to a vault of another Region or account")
                .path(&copied.copy.path),
            );
        }
    }
}
