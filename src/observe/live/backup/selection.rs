//! A selection of the SDK as a selection of ours.

use aws_sdk_backup::types as sdk;

use super::beyond::Notes;
use crate::facts::selection::{CONDITION_KEY_PREFIX, TAG_OPERATOR};
use crate::resources::{BackupSelection, Condition, ConditionOperator, RoleRef, TagEquals};

/// The selection; `notes` takes what one of ours cannot say.
pub(super) fn selection(
    selection: &sdk::BackupSelection,
    notes: &mut Notes<'_>,
) -> BackupSelection {
    BackupSelection {
        iam_role: RoleRef::Existing(selection.iam_role_arn.clone()),
        resources: selection.resources().to_vec(),
        not_resources: selection.not_resources().to_vec(),
        list_of_tags: selection
            .list_of_tags()
            .iter()
            .filter_map(|tag| listed(tag, notes))
            .collect(),
        conditions: selection
            .conditions
            .as_ref()
            .map_or_else(Vec::new, |all| conditions(all, notes)),
    }
}

fn listed(tag: &sdk::Condition, notes: &mut Notes<'_>) -> Option<TagEquals> {
    let operator = tag.condition_type.as_str();
    if !operator.eq_ignore_ascii_case(TAG_OPERATOR.value) {
        let value = format!("{operator} {}", tag.condition_value);
        notes.note(&format!("ListOfTags[{}]", tag.condition_key), &value);
        return None;
    }
    Some(TagEquals { key: tag.condition_key.clone(), value: tag.condition_value.clone() })
}

fn conditions(conditions: &sdk::Conditions, notes: &mut Notes<'_>) -> Vec<Condition> {
    let lists = [
        (ConditionOperator::Equals, "StringEquals", conditions.string_equals()),
        (ConditionOperator::NotEquals, "StringNotEquals", conditions.string_not_equals()),
        (ConditionOperator::Like, "StringLike", conditions.string_like()),
        (ConditionOperator::NotLike, "StringNotLike", conditions.string_not_like()),
    ];
    let mut all = Vec::new();
    for (operator, name, list) in lists {
        for condition in list {
            let key = condition.condition_key.as_deref().unwrap_or_default();
            let value = condition.condition_value.as_deref().unwrap_or_default();
            match key.strip_prefix(CONDITION_KEY_PREFIX.value) {
                Some(key) => {
                    let (key, value) = (key.to_owned(), value.to_owned());
                    all.push(Condition { operator, key, value });
                }
                None => notes.note(&format!("Conditions.{name}[{key}]"), value),
            }
        }
    }
    all
}
