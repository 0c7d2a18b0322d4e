//! A tag that AWS does not take.

use crate::check::storage::cite;
use crate::check::texts::own_tags;
use crate::check::walk;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::Bounds;
use crate::facts::backup_plan;
use crate::resolved::{Policy, SpannedTags};
use crate::resources::OWN_TAGS;
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
        cite(backup_plan::TAGS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (tags, path) in own_tags(policy) {
        let path = format!("{path}.tags");
        let found = tags.iter().flat_map(|(key, value)| {
            let keys = backup_plan::RECOVERY_POINT_TAG_KEY.value;
            let values = backup_plan::RECOVERY_POINT_TAG_VALUE.value;
            [long(key, "key", keys), long(value, "value", values), reserved(key)]
        });
        let found = found.flatten().chain(too_many(tags));
        findings.extend(found.map(|finding| finding.path(&path)));
    }
    // How many of these there may be, and how long, is less and has its own rule.
    for (_, tier) in walk::tiers(policy) {
        let found = tier.recovery_point_tags.keys().filter_map(reserved);
        findings.extend(found.map(|finding| finding.path(&tier.at.path)));
    }
}

/// At the first tag, in the order of the file, that is one too many.
fn too_many(tags: &SpannedTags) -> Option<Finding> {
    let most = backup_plan::TAGS.value.most;
    let added = OWN_TAGS.iter().filter(|own| tags.keys().all(|key| key.value != **own)).count();
    let room = usize::try_from(most).ok()?.checked_sub(added)?;
    let mut keys: Vec<&Text> = tags.keys().collect();
    keys.sort_by_key(|key| key.span);
    let first = keys.get(room)?;
    let message = format!(
        "{} tags, and `{}`: a resource of AWS has at most {most}",
        tags.len(),
        OWN_TAGS.join("` and `")
    );
    Some(
        RULE.finding(first.span, message)
            .marking(format!("from here on {} too many", tags.len() - room))
            .help(format!(
                "leave out what can be told from the name or from other tags: {room} fit"
            )),
    )
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
