//! A tag that AWS does not take.

use crate::check::storage::cite;
use crate::check::texts::own_tags;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::Bounds;
use crate::facts::backup_plan;
use crate::resolved::Policy;
use crate::source::Text;

pub(super) static RULE: Rule = Rule {
    name: "tag-refused",
    kind: Kind::Rejected,
    level: Level::Error,
    summary: "a tag that AWS does not take",
    explanation: include_str!("tag-refused.md"),
    cites: &[
        cite(backup_plan::RECOVERY_POINT_TAG_KEY.source),
        cite(backup_plan::RECOVERY_POINT_TAG_VALUE.source),
        cite(backup_plan::RESERVED_TAG_PREFIX.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (tags, path) in own_tags(policy) {
        for (key, value) in tags {
            let (keys, values) = (
                backup_plan::RECOVERY_POINT_TAG_KEY.value,
                backup_plan::RECOVERY_POINT_TAG_VALUE.value,
            );
            let found = [long(key, "key", keys), long(value, "value", values), reserved(key)];
            findings.extend(
                found.into_iter().flatten().map(|finding| finding.path(format!("{path}.tags"))),
            );
        }
    }
}

fn long(text: &Text, what: &str, bounds: Bounds<u32>) -> Option<Finding> {
    let length = u32::try_from(text.value.chars().count()).unwrap_or(u32::MAX);
    if bounds.contains(&length) {
        return None;
    }
    let message = format!(
        "the {what} of the tag has {length} characters, and AWS takes {} to {}",
        bounds.least, bounds.most
    );
    Some(RULE.finding(text.span, message).help(format!("write at most {} characters", bounds.most)))
}

fn reserved(key: &Text) -> Option<Finding> {
    let prefix = backup_plan::RESERVED_TAG_PREFIX.value;
    // AWS reserves the prefix in any capitals.
    let start = key.value.get(..prefix.len())?;
    if !start.eq_ignore_ascii_case(prefix) {
        return None;
    }
    let message = format!("`{}` begins with `{prefix}`, which only AWS itself sets", key.value);
    Some(RULE.finding(key.span, message).help("name the tag without that beginning"))
}
