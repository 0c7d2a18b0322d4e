//! A tag key with the prefix that only conditions of AWS have.

use crate::check::limits;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::selection;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "prefixed-tag-key",
    kind: Kind::Ignored,
    level: Level::Error,
    summary: "a tag key with the prefix that only conditions of AWS have",
    explanation: include_str!("prefixed-tag-key.md"),
    cites: &[limits::cite(&selection::CONDITION_KEY_PREFIX.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    let prefix = selection::CONDITION_KEY_PREFIX.value;
    for resource in policy.resources.values() {
        let Some(selection) = &resource.selection else { continue };
        let any_of = selection
            .value
            .any_of
            .iter()
            .flat_map(|any_of| any_of.value.tags.iter().map(|(key, _)| key));
        let all_of = selection.value.all_of.iter().map(|condition| &condition.tag);
        for key in any_of.chain(all_of) {
            if let Some(bare) = key.value.strip_prefix(prefix) {
                let finding = RULE
                    .finding(
                        key.span,
                        format!("`{}` matches no tag: the key is written bare", key.value),
                    )
                    .help(format!("write `{bare}`; where AWS wants the prefix it is added"))
                    .path(&resource.at.path);
                // Quotes keep the key a text, whatever YAML would make of it.
                let plain = bare.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
                findings.push(if plain && !bare.is_empty() {
                    finding.fix(key.span, format!("\"{bare}\""))
                } else {
                    finding
                });
            }
        }
    }
}
