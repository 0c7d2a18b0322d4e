//! A tag in a filter that no object can have.

use crate::check::storage::{cite, lifecycle_rules};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::Bounds;
use crate::facts::{backup_plan, s3_lifecycle};
use crate::resolved::Policy;
use crate::source::Text;

pub(super) static RULE: Rule = Rule {
    name: "filter-tag-refused",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a tag in a filter that no object can have",
    explanation: include_str!("filter-tag-refused.md"),
    cites: &[
        cite(s3_lifecycle::TAG_KEY_LENGTH.source),
        cite(s3_lifecycle::TAG_VALUE_LENGTH.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for rule in lifecycle_rules(policy) {
        let Some(filter) = rule.filter.as_ref() else { continue };
        for (key, value) in &filter.value.tags {
            let keys = judge(key, "key", s3_lifecycle::TAG_KEY_LENGTH.value);
            let values = judge(value, "value", s3_lifecycle::TAG_VALUE_LENGTH.value);
            let found = [keys, values, reserved(key)].into_iter().flatten();
            findings
                .extend(found.map(|finding| finding.path(format!("{}.filter.tags", rule.path))));
        }
    }
}

fn judge(text: &Text, what: &str, bounds: Bounds<u32>) -> Option<Finding> {
    let length = u32::try_from(text.value.chars().count()).unwrap_or(u32::MAX);
    if bounds.contains(&length) {
        return None;
    }
    let message = format!(
        "the {what} of the tag has {length} characters, and S3 takes {} to {}",
        bounds.least, bounds.most
    );
    Some(RULE.finding(text.span, message).help("write a tag that objects carry"))
}

fn reserved(key: &Text) -> Option<Finding> {
    let prefix = backup_plan::RESERVED_TAG_PREFIX.value;
    // AWS reserves the prefix in any capitals.
    let start = key.value.get(..prefix.len())?;
    if !start.eq_ignore_ascii_case(prefix) {
        return None;
    }
    let message = format!("`{}` begins with `{prefix}`, which only AWS itself sets", key.value);
    let finding = RULE.finding(key.span, message).level(Level::Warning);
    Some(finding.help("filter by a tag of your own"))
}
