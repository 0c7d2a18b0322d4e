//! Which resources a plan protects: AWS's formula, its limits and its opt-ins.

use std::fmt;

use super::fact::{bounds, facts, one_line};
use super::sources::{
    ADVANCED_DYNAMODB, API_CONDITION, API_REGION_SETTINGS, API_SELECTION, ASSIGN, FEATURES,
    GH_SELECTION_UNION, QUOTAS,
};
use super::{Bounds, Listed};

/// One shape of ARN that several types share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedArn {
    /// The service and the beginning of the resource part.
    pub shape: &'static str,
    /// The types that have it, in our language's spelling.
    pub types: &'static [&'static str],
}

impl fmt::Display for SharedArn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.shape, self.types.join(", "))
    }
}

one_line!(SharedArn);

facts! {
    "selection", "AWS Backup: selections and opt-ins";

    /// A selection takes resources that match any ARN or any tag, keeps those
    /// that meet all conditions, and leaves out the exceptions.
    FORMULA: &'static str = ("selection-formula", "((Resources or ListOfTags) and all Conditions) minus NotResources", API_SELECTION, High);

    /// ARNs and tags of one selection add up; the tags do not filter the ARNs.
    ARNS_AND_TAGS_ADD_UP: bool = ("selection-arns-and-tags-add-up", true, GH_SELECTION_UNION, High);

    /// A selection needs an ARN or a tag: conditions alone are rejected.
    NEEDS_ARN_OR_TAG: bool = ("selection-needs-arn-or-tag", true, API_SELECTION, High);

    /// A selection cannot be changed, only deleted and created again.
    IMMUTABLE: bool = ("selection-immutable", true, API_SELECTION, High);

    /// A selection lists at most 500 ARNs without a wildcard.
    ARNS: Bounds<u32> = ("selection-arns", bounds(0, 500), API_SELECTION, High);

    /// A selection lists at most 30 ARNs if any has a wildcard.
    WILDCARD_ARNS: Bounds<u32> = ("selection-wildcard-arns", bounds(0, 30), API_SELECTION, High);

    /// In the resource part of an ARN `*` may only stand at the end.
    WILDCARD_ONLY_AT_END: bool = ("selection-wildcard-only-at-end", true, API_SELECTION, High);

    /// A selection has at most 30 conditions.
    CONDITIONS: Bounds<u32> = ("selection-conditions", bounds(0, 30), QUOTAS, High);

    /// A selection has at most 30 tags.
    TAGS: Bounds<u32> = ("selection-tags", bounds(0, 30), QUOTAS, High);

    /// A plan has at most 100 selections.
    PER_PLAN: Bounds<u32> = ("selections-per-plan", bounds(0, 100), QUOTAS, High);

    /// At most 10 selections of a plan use tags.
    WITH_TAGS_PER_PLAN: Bounds<u32> = ("selections-with-tags-per-plan", bounds(0, 10), QUOTAS, High);

    /// The operator of a tag in `ListOfTags`.
    TAG_OPERATOR: &'static str = ("selection-tag-operator", "STRINGEQUALS", API_CONDITION, High);

    /// The operators of conditions, case sensitive.
    CONDITION_OPERATORS: &'static [&'static str] = ("selection-condition-operators",
        &["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"], API_SELECTION, High);

    /// The key of a condition is this prefix and the tag's key; a tag in
    /// `ListOfTags` has the bare key.
    CONDITION_KEY_PREFIX: &'static str = ("selection-condition-key-prefix", "aws:ResourceTag/", API_SELECTION, High);

    /// The types an account can opt in to; AWS adds more over time, and spaces matter.
    OPT_IN_NAMES: &'static [&'static str] = ("opt-in-names", &[
        "Aurora", "CloudFormation", "DSQL", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "EKS",
        "FSx", "Neptune", "RDS", "Redshift", "Redshift Serverless", "S3", "SAP HANA on Amazon EC2",
        "Storage Gateway", "Timestream", "VirtualMachine",
    ], API_REGION_SETTINGS, Medium);

    /// The spelling of these opt-in names was read in one place only.
    OPT_IN_NAMES_UNSURE: &'static [&'static str] = ("opt-in-names-unsure", &["DSQL", "Redshift Serverless"], FEATURES, High);

    /// These types are backed up only if the account opted in to them, even when
    /// a selection names them.
    ALWAYS_NEED_OPT_IN: &'static [&'static str] = ("always-need-opt-in", &["Aurora", "DocumentDB", "Neptune"], API_REGION_SETTINGS, High);

    /// The first vault or plan of a Region opts in to every type of that day;
    /// types launched later stay off.
    OPTS_IN_ONCE: bool = ("opts-in-once", true, API_REGION_SETTINGS, High);

    /// An ARN with its type (`…:instance/*`) selects also without opt-in; a tag or
    /// a service alone (`arn:aws:ec2:*`) does not.
    NAMED_TYPE_IGNORES_OPT_IN: bool = ("named-type-ignores-opt-in", true, ASSIGN, High);

    /// These shapes of ARN select several types at once.
    SHARED_ARNS: &'static [SharedArn] = ("shared-arns", &[
        SharedArn { shape: "rds:cluster:", types: &["aurora", "rds_cluster", "documentdb", "neptune"] },
        SharedArn { shape: "fsx:file-system/", types: &["fsx_lustre", "fsx_windows", "fsx_openzfs"] },
    ], ASSIGN, High);

    /// The setting that gives DynamoDB tables copies, cold storage and the vault's key.
    DYNAMODB_ADVANCED_SETTING: &'static str = ("dynamodb-advanced-setting", "ResourceTypeManagementPreference DynamoDB", ADVANCED_DYNAMODB, High);

    /// DynamoDB's advanced features are on by themselves in accounts whose first
    /// vault is newer than this day.
    DYNAMODB_ADVANCED_SINCE: &'static str = ("dynamodb-advanced-since", "2021-11-21", ADVANCED_DYNAMODB, High);

    /// AWS's text asks that the name of a custom role contain one of these words;
    /// in practice other names work.
    ROLE_NAME_WORDS: &'static [&'static str] = ("role-name-words", &["AWSBackup", "AwsBackup"], API_SELECTION, Low);
}
