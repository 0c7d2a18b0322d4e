//! A line of a recording: what was seen in one account and Region.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answers::{RecordedActivity, RecordedAnswers};
use super::backup::{RecordedPlan, RecordedSelection, RecordedTesting, RecordedVault};
use super::bucket::RecordedBucket;
use super::form::{Form, Map, Pairs, form, words};
use super::identity::{RecordedKey, RecordedRole};
use super::native::{
    RecordedAccount, RecordedCache, RecordedCluster, RecordedInstance, RecordedTable,
};
use super::unread::{Kind, RecordedAbsent, RecordedBeyond, RecordedUnread};
use crate::observe::{Caller, Observation, Source};
use crate::resources::{Place, ResourceKind, Resources, Settings, normalise};

/// The first line of a recording.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// `policy observed`.
    pub(super) format: String,
    /// Version of the format.
    pub(super) version: u64,
}

/// What was seen in one account and Region.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct Recorded {
    /// Twelve digits.
    account: String,
    /// Region code such as `us-east-1`.
    region: String,
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    partition: String,
    /// Where the observation comes from.
    source: RecordedSource,
    /// When it was made, in UTC as in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Whose credentials asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    caller: Option<RecordedCaller>,
    /// Types of which everything in the place was listed: what is not here is
    /// not there.
    listed: BTreeSet<Kind>,
    /// What was looked up by its name and is not there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    absent: BTreeSet<RecordedAbsent>,
    /// The settings, each in its normal form.
    settings: RecordedSettings,
    /// Settings that no policy can state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    beyond: Vec<RecordedBeyond>,
    /// What was asked for and could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unread: Vec<RecordedUnread>,
    /// Answers to assumptions.
    answers: RecordedAnswers,
    /// Recovery points and jobs, if they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    activity: Option<RecordedActivity>,
}

words! {
    /// Where an observation comes from.
    enum RecordedSource of Source {
        /// Calls of AWS.
        Aws = "AWS",
        /// A state or a plan of Terraform.
        Terraform = "Terraform",
    }
}

form! {
    /// Whose credentials asked.
    struct RecordedCaller of Caller {
        /// The account that was reached.
        account: String,
        /// ARN of the caller.
        arn: String,
    } optional {
    }
}

form! {
    /// The settings of one account and Region, by their AWS names.
    struct RecordedSettings of Settings {
    } optional {
        /// Backup vaults.
        #[serde(rename = "BackupVaults")]
        vaults: Map<RecordedVault>,
        /// Backup plans.
        #[serde(rename = "BackupPlans")]
        plans: Map<RecordedPlan>,
        /// Backup selections by the name of their plan, then by their own.
        #[serde(rename = "BackupSelections")]
        selections: Pairs<RecordedSelection>,
        /// Restore testing plans.
        restore_testing_plans: Map<RecordedTesting>,
        /// KMS keys by alias, without `alias/`.
        keys: Map<RecordedKey>,
        /// IAM roles.
        roles: Map<RecordedRole>,
        /// S3 buckets.
        buckets: Map<RecordedBucket>,
        /// RDS instances.
        #[serde(rename = "DBInstances")]
        db_instances: Map<RecordedInstance>,
        /// Database clusters.
        #[serde(rename = "DBClusters")]
        db_clusters: Map<RecordedCluster>,
        /// DynamoDB tables.
        tables: Map<RecordedTable>,
        /// ElastiCache replication groups.
        #[serde(rename = "ReplicationGroups")]
        cache_groups: Map<RecordedCache>,
        /// AWS Backup's settings of the account.
        #[serde(rename = "AccountSettings")]
        account: Option<RecordedAccount>,
    }
}

impl Recorded {
    /// Writes an observation down: settings in normal form, lists sorted.
    pub(super) fn of(observation: &Observation) -> Self {
        let Observation {
            place,
            source,
            at,
            caller,
            settings,
            beyond,
            listed,
            absent,
            unread,
            answers,
            activity,
        } = observation;
        let Place { account, region, partition } = place.clone();
        let (mut beyond, mut unread, mut answers) =
            (beyond.clone(), unread.clone(), answers.clone());
        beyond.sort();
        beyond.dedup();
        unread.sort();
        unread.dedup();
        answers.owned_by_backup.sort();
        answers.owned_by_backup.dedup();
        Self {
            account,
            region,
            partition,
            source: Form::of(source),
            at: at.clone(),
            caller: Form::of(caller),
            listed: Form::of(listed),
            absent: Form::of(absent),
            settings: Form::of(&normal(place, settings)),
            beyond: Form::of(&beyond),
            unread: Form::of(&unread),
            answers: Form::of(&answers),
            activity: Form::of(activity),
        }
    }

    /// Reads an observation back.
    ///
    /// # Errors
    /// A clause that says what cannot be.
    pub(super) fn back(self) -> Result<Observation, String> {
        let Self {
            account,
            region,
            partition,
            source,
            at,
            caller,
            listed,
            absent,
            settings,
            beyond,
            unread,
            answers,
            activity,
        } = self;
        Ok(Observation {
            place: Place { account, region, partition },
            source: source.back()?,
            at,
            caller: caller.back()?,
            settings: settings.back()?,
            beyond: beyond.back()?,
            listed: listed.back()?,
            absent: absent.back()?,
            unread: unread.back()?,
            answers: answers.back()?,
            activity: activity.back()?,
        })
    }
}

/// What the first version of the format says is listed though it was looked up
/// by name: what another policy asks for was not looked for.
const LOOKED_UP: [ResourceKind; 7] = [
    ResourceKind::Key,
    ResourceKind::Role,
    ResourceKind::Bucket,
    ResourceKind::DbInstance,
    ResourceKind::DbCluster,
    ResourceKind::Table,
    ResourceKind::CacheGroup,
];

/// An observation of the first version as it would be written today.
pub(super) fn of_first_version(mut seen: Observation) -> Observation {
    seen.listed.retain(|kind| !LOOKED_UP.contains(kind));
    seen
}

/// The settings in the form in which they are compared.
fn normal(place: &Place, settings: &Settings) -> Settings {
    let places = BTreeMap::from([(place.clone(), settings.clone())]);
    normalise(&Resources { places }).places.remove(place).unwrap_or_default()
}
