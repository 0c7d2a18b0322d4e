//! Restore testing, which the API and CloudFormation spell nearly alike.

use serde::{Deserialize, Serialize};

use crate::resources::{
    RestoreTestingPlan, RestoreTestingSelection, RoleRef, TestedPointType, TestedPoints,
};

/// `RestoreTestingPlanForCreate`; vaults are ARNs or, in a template, references.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct RestoreTestingPlanView<V> {
    pub(crate) restore_testing_plan_name: String,
    pub(crate) schedule_expression: String,
    pub(crate) schedule_expression_timezone: String,
    pub(crate) start_window_hours: u32,
    pub(crate) recovery_point_selection: PointSelectionView<V>,
}

/// `RestoreTestingRecoveryPointSelection`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct PointSelectionView<V> {
    algorithm: Algorithm,
    recovery_point_types: Vec<PointType>,
    include_vaults: Vec<V>,
    selection_window_days: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "LATEST_WITHIN_WINDOW")]
    Latest,
    #[serde(rename = "RANDOM_WITHIN_WINDOW")]
    Random,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum PointType {
    #[serde(rename = "CONTINUOUS")]
    Continuous,
    #[serde(rename = "SNAPSHOT")]
    Snapshot,
}

impl<V> RestoreTestingPlanView<V> {
    /// The view of a plan; `vault` is how a vault's ARN is referred to.
    pub(crate) fn of(name: &str, plan: &RestoreTestingPlan, vault: impl Fn(&str) -> V) -> Self {
        let RestoreTestingPlan {
            schedule_expression,
            schedule_expression_timezone,
            start_window_hours,
            algorithm,
            include_vaults,
            recovery_point_types,
            selection_window_days,
            tags: _,
            selections: _,
        } = plan;
        Self {
            restore_testing_plan_name: name.to_owned(),
            schedule_expression: schedule_expression.clone(),
            schedule_expression_timezone: schedule_expression_timezone.clone(),
            start_window_hours: *start_window_hours,
            recovery_point_selection: PointSelectionView {
                algorithm: match algorithm {
                    TestedPoints::Latest => Algorithm::Latest,
                    TestedPoints::Random => Algorithm::Random,
                },
                recovery_point_types: recovery_point_types.iter().map(point_type).collect(),
                include_vaults: include_vaults.iter().map(|arn| vault(arn)).collect(),
                selection_window_days: *selection_window_days,
            },
        }
    }

    /// Name and plan that the view stands for, without tags and selections.
    ///
    /// # Errors
    /// What `vault` says about a reference.
    pub(crate) fn read(
        self,
        vault: impl Fn(V) -> Result<String, String>,
    ) -> Result<(String, RestoreTestingPlan), String> {
        let Self {
            restore_testing_plan_name,
            schedule_expression,
            schedule_expression_timezone,
            start_window_hours,
            recovery_point_selection:
                PointSelectionView {
                    algorithm,
                    recovery_point_types,
                    include_vaults,
                    selection_window_days,
                },
        } = self;
        let plan = RestoreTestingPlan {
            schedule_expression,
            schedule_expression_timezone,
            start_window_hours,
            algorithm: match algorithm {
                Algorithm::Latest => TestedPoints::Latest,
                Algorithm::Random => TestedPoints::Random,
            },
            include_vaults: include_vaults.into_iter().map(vault).collect::<Result<_, _>>()?,
            recovery_point_types: recovery_point_types.into_iter().map(tested_type).collect(),
            selection_window_days,
            tags: crate::resources::Tags::new(),
            selections: std::collections::BTreeMap::new(),
        };
        Ok((restore_testing_plan_name, plan))
    }
}

fn point_type(tested: &TestedPointType) -> PointType {
    match tested {
        TestedPointType::Continuous => PointType::Continuous,
        TestedPointType::Snapshot => PointType::Snapshot,
    }
}

fn tested_type(view: PointType) -> TestedPointType {
    match view {
        PointType::Continuous => TestedPointType::Continuous,
        PointType::Snapshot => TestedPointType::Snapshot,
    }
}

/// `RestoreTestingSelectionForCreate`; the role is an ARN or a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct RestoreTestingSelectionView<A> {
    pub(crate) restore_testing_selection_name: String,
    pub(crate) protected_resource_type: String,
    pub(crate) iam_role_arn: A,
    pub(crate) protected_resource_arns: Vec<String>,
    pub(crate) validation_window_hours: u32,
}

impl<A> RestoreTestingSelectionView<A> {
    /// The view of a selection; `role` is how its role is referred to.
    pub(crate) fn of(name: &str, selection: &RestoreTestingSelection, role: A) -> Self {
        let RestoreTestingSelection {
            protected_resource_type,
            protected_resource_arns,
            iam_role: _,
            validation_window_hours,
        } = selection;
        Self {
            restore_testing_selection_name: name.to_owned(),
            protected_resource_type: protected_resource_type.clone(),
            iam_role_arn: role,
            protected_resource_arns: protected_resource_arns.clone(),
            validation_window_hours: *validation_window_hours,
        }
    }

    /// Name and selection that the view stands for.
    ///
    /// # Errors
    /// What `role` says about a reference.
    pub(crate) fn read(
        self,
        role: impl FnOnce(A) -> Result<RoleRef, String>,
    ) -> Result<(String, RestoreTestingSelection), String> {
        let Self {
            restore_testing_selection_name,
            protected_resource_type,
            iam_role_arn,
            protected_resource_arns,
            validation_window_hours,
        } = self;
        let selection = RestoreTestingSelection {
            protected_resource_type,
            protected_resource_arns,
            iam_role: role(iam_role_arn)?,
            validation_window_hours,
        };
        Ok((restore_testing_selection_name, selection))
    }
}
