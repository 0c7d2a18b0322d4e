//! A backup selection, which the API and CloudFormation spell alike.

use serde::{Deserialize, Serialize};

use crate::facts::selection::CONDITION_KEY_PREFIX;
use crate::resources::{BackupSelection, Condition, ConditionOperator, RoleRef, TagEquals};

/// `BackupSelection`; the role is an ARN or, in a template, a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct SelectionView<A> {
    pub(crate) selection_name: String,
    pub(crate) iam_role_arn: A,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) resources: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) list_of_tags: Vec<ListedTag>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_resources: Vec<String>,
    #[serde(default, skip_serializing_if = "ConditionsView::is_empty")]
    pub(crate) conditions: ConditionsView,
}

/// One element of `ListOfTags`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct ListedTag {
    condition_type: ListedTagType,
    condition_key: String,
    condition_value: String,
}

/// The one comparison that `ListOfTags` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum ListedTagType {
    #[serde(rename = "STRINGEQUALS")]
    StringEquals,
}

/// `Conditions`: one list per operator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct ConditionsView {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    string_equals: Vec<ConditionParameter>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    string_not_equals: Vec<ConditionParameter>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    string_like: Vec<ConditionParameter>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    string_not_like: Vec<ConditionParameter>,
}

/// A prefixed tag key and the value it is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ConditionParameter {
    condition_key: String,
    condition_value: String,
}

impl<A> SelectionView<A> {
    /// The view of a selection; `role` is how its role is referred to.
    pub(crate) fn of(name: &str, selection: &BackupSelection, role: A) -> Self {
        let BackupSelection { iam_role: _, resources, not_resources, list_of_tags, conditions } =
            selection;
        Self {
            selection_name: name.to_owned(),
            iam_role_arn: role,
            resources: resources.clone(),
            list_of_tags: list_of_tags.iter().map(ListedTag::of).collect(),
            not_resources: not_resources.clone(),
            conditions: ConditionsView::of(conditions),
        }
    }

    /// Name and selection that the view stands for.
    ///
    /// # Errors
    /// A sentence about a condition whose key lacks the prefix.
    pub(crate) fn read(
        self,
        role: impl FnOnce(A) -> Result<RoleRef, String>,
    ) -> Result<(String, BackupSelection), String> {
        let Self {
            selection_name,
            iam_role_arn,
            resources,
            list_of_tags,
            not_resources,
            conditions,
        } = self;
        let selection = BackupSelection {
            iam_role: role(iam_role_arn)?,
            resources,
            not_resources,
            list_of_tags: list_of_tags.into_iter().map(ListedTag::read).collect(),
            conditions: conditions.read()?,
        };
        Ok((selection_name, selection))
    }
}

impl ListedTag {
    fn of(tag: &TagEquals) -> Self {
        let TagEquals { key, value } = tag.clone();
        Self {
            condition_type: ListedTagType::StringEquals,
            condition_key: key,
            condition_value: value,
        }
    }

    fn read(self) -> TagEquals {
        let Self { condition_type: ListedTagType::StringEquals, condition_key, condition_value } =
            self;
        TagEquals { key: condition_key, value: condition_value }
    }
}

impl ConditionsView {
    fn of(conditions: &[Condition]) -> Self {
        let with = |operator: ConditionOperator| {
            conditions
                .iter()
                .filter(|condition| condition.operator == operator)
                .map(|condition| ConditionParameter {
                    condition_key: format!("{}{}", CONDITION_KEY_PREFIX.value, condition.key),
                    condition_value: condition.value.clone(),
                })
                .collect()
        };
        Self {
            string_equals: with(ConditionOperator::Equals),
            string_not_equals: with(ConditionOperator::NotEquals),
            string_like: with(ConditionOperator::Like),
            string_not_like: with(ConditionOperator::NotLike),
        }
    }

    fn is_empty(&self) -> bool {
        let Self { string_equals, string_not_equals, string_like, string_not_like } = self;
        string_equals.is_empty()
            && string_not_equals.is_empty()
            && string_like.is_empty()
            && string_not_like.is_empty()
    }

    fn read(self) -> Result<Vec<Condition>, String> {
        let Self { string_equals, string_not_equals, string_like, string_not_like } = self;
        let mut conditions = Vec::new();
        for (operator, parameters) in [
            (ConditionOperator::Equals, string_equals),
            (ConditionOperator::NotEquals, string_not_equals),
            (ConditionOperator::Like, string_like),
            (ConditionOperator::NotLike, string_not_like),
        ] {
            for ConditionParameter { condition_key, condition_value } in parameters {
                let Some(key) = condition_key.strip_prefix(CONDITION_KEY_PREFIX.value) else {
                    return Err(format!("a condition lacks `{}`", CONDITION_KEY_PREFIX.value));
                };
                conditions.push(Condition {
                    operator,
                    key: key.to_owned(),
                    value: condition_value,
                });
            }
        }
        conditions.sort();
        Ok(conditions)
    }
}
