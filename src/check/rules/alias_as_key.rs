//! An alias where AWS asks for the key itself.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::vault;
use crate::resolved::{KeySource, Policy};

pub(super) static RULE: Rule = Rule {
    name: "alias-as-key",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "an alias where AWS asks for the key itself",
    explanation: include_str!("alias-as-key.md"),
    cites: &[limits::cite(&vault::KEY_IS_ARN.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for key in policy.keys.values() {
        let KeySource::Existing(arn) = &key.source else { continue };
        let Some(parsed) = limits::Arn::parse(&arn.value) else { continue };
        if parsed.service == "kms" && parsed.resource.starts_with("alias/") {
            findings.push(
                RULE.finding(
                    arn.span,
                    format!(
                        "`{}` is an alias: a vault takes the ARN of the key itself",
                        parsed.resource
                    ),
                )
                .help("write the ARN that ends with `key/` and the key's id")
                .path(&key.at.path),
            );
        }
    }
}
