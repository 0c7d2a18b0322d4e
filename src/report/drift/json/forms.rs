//! The fields of drift for programs, as `schema/drift.schema.json` describes them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::json::Version as One;

/// What `policy drift --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Drift of accounts from policies")]
pub struct Report<'a> {
    /// Version of this format; a field may be added without a new version.
    pub(super) version: One,
    /// The day that counts as today, such as `2026-11-20`.
    pub(super) as_of: &'a str,
    /// Every environment of every policy.
    pub(super) environments: Vec<EnvironmentReport<'a>>,
    /// What could not be compared at all, and why.
    pub(super) not_compared: &'a [String],
    /// The numbers of all environments.
    pub(super) counts: CountReport,
}

/// One environment of one policy.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Environment")]
pub(super) struct EnvironmentReport<'a> {
    /// The file of the policy.
    pub(super) file: &'a str,
    /// Name of the policy.
    pub(super) policy: &'a str,
    /// Name of the environment; empty in a policy without environments.
    pub(super) environment: &'a str,
    /// The accounts and Regions that were looked at.
    pub(super) places: Vec<PlaceReport<'a>>,
    /// What is not in sync or was left out: what weighs most first.
    pub(super) resources: Vec<ResourceReport<'a>>,
    /// What the accounts say about the assumptions of the proof.
    pub(super) assumptions: Vec<AssumptionReport<'a>>,
    /// Whether objectives are kept in fact; empty unless that was asked.
    pub(super) promises: Vec<PromiseReport<'a>>,
    /// What could not be read besides resources.
    pub(super) unread: Vec<UnreadReport<'a>>,
    /// Runs on which AWS and the calendar of this tool differ.
    pub(super) disagreements: Vec<DisagreementReport<'a>>,
    /// The numbers of this environment.
    pub(super) counts: CountReport,
}

/// An account and Region.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
pub(super) struct PlaceReport<'a> {
    /// Twelve digits.
    pub(super) account: &'a str,
    /// Such as `us-east-1`.
    pub(super) region: &'a str,
    /// Where the observation comes from; absent if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<SourceReport>,
    /// When it was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<&'a str>,
    /// ARN of who asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caller: Option<&'a str>,
}

/// Where an observation comes from.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Source")]
#[serde(rename_all = "lowercase")]
pub(super) enum SourceReport {
    Aws,
    Terraform,
}

/// A resource that is not in sync, or in sync but for what is left out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Resource")]
pub(super) struct ResourceReport<'a> {
    #[serde(flatten)]
    pub(super) id: IdReport<'a>,
    /// `changed`, `missing`, `unmanaged`, `not_checked` or `in_sync`.
    pub(super) status: &'static str,
    /// What the policy calls it; absent for what is unmanaged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<&'a str>,
    /// Its line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// What differs: what weighs most first.
    pub(super) differences: Vec<DifferenceReport<'a>>,
    /// What could not be read of it.
    pub(super) unread: Vec<UnreadReport<'a>>,
    /// What is as it is because of this one.
    pub(super) follows: Vec<FollowsReport<'a>>,
    /// Differences that the policy leaves out.
    pub(super) ignored: Vec<IgnoredReport<'a>>,
}

/// Which resource.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Id")]
pub(super) struct IdReport<'a> {
    /// Such as `vault`, `plan`, `selection`, `bucket`.
    pub(super) kind: &'static str,
    /// Its AWS name; a selection's is `<plan name>/<selection name>`.
    pub(super) name: &'a str,
    /// Its account.
    pub(super) account: &'a str,
    /// Its Region.
    pub(super) region: &'a str,
}

/// One difference.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Difference")]
pub(super) struct DifferenceReport<'a> {
    /// What differs, in words.
    pub(super) what: &'a str,
    /// The setting, as a path in AWS's words.
    pub(super) field: &'a str,
    /// Path of the value in the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<&'a str>,
    /// Its line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// What the policy wants, in words; absent for what it does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expected: Option<&'a str>,
    /// What is there, in words; absent for nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) actual: Option<&'a str>,
    /// `missed`, `loosened`, `worse`, `doubted`, `different` or `better`.
    pub(super) weight: &'static str,
    /// What it does to what can be recovered.
    pub(super) effects: Vec<EffectReport<'a>>,
    /// What else is to know.
    pub(super) notes: &'a [String],
}

/// What a difference does to what can be recovered.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Effect")]
pub(super) struct EffectReport<'a> {
    /// `worse`, `better` or `neither`.
    pub(super) direction: &'static str,
    /// What it is about, such as `rpo`, `reach`, `retention`, `lock`.
    pub(super) kind: &'a str,
    /// The resources or classes of data that it shows at.
    pub(super) subjects: &'a [String],
    /// The disruptions after which it shows.
    pub(super) disruptions: Vec<&'static str>,
    /// What changes, in words.
    pub(super) what: &'a str,
    /// What the policy promises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<&'a str>,
    /// What it is in the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) now: Option<&'a str>,
    /// Verdicts that change, in words.
    pub(super) verdicts: Vec<&'a str>,
    /// What else is to know.
    pub(super) notes: &'a [String],
    /// The day on which all of it has come about; absent if at once or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) complete_on: Option<String>,
}

/// Something that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Unread")]
pub(super) struct UnreadReport<'a> {
    /// What remains unknown, in words.
    pub(super) about: String,
    /// The call, such as `backup:GetBackupPlan`; empty where none was made.
    pub(super) operation: &'a str,
    /// The permission that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) permission: Option<&'a str>,
    /// Such as `denied`, `throttled`, `credentials`, `other_account`.
    pub(super) reason: &'static str,
    /// The reason in words.
    pub(super) words: String,
    /// AWS's id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) request_id: Option<&'a str>,
}

/// A resource that is as it is because of another.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Follows")]
pub(super) struct FollowsReport<'a> {
    #[serde(flatten)]
    pub(super) id: IdReport<'a>,
    /// How it stands.
    pub(super) status: &'static str,
    /// What the policy calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) path: Option<&'a str>,
    /// Why.
    pub(super) because: &'a str,
}

/// A difference that `ignore_drift` leaves out.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Ignored")]
pub(super) struct IgnoredReport<'a> {
    /// The difference, in words.
    pub(super) what: &'a str,
    /// The reason of the policy.
    pub(super) reason: &'a str,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) until: Option<&'a str>,
}

/// An assumption of the proof.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Assumption")]
pub(super) struct AssumptionReport<'a> {
    /// Such as `role_may`, `key_usable`, `selected`.
    pub(super) assumption: &'static str,
    /// What it is about.
    pub(super) about: &'a str,
    /// `holds`, `refuted`, `not_yet` or `open`.
    pub(super) answer: &'static str,
    /// What was found instead, if it is refuted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) found: Option<&'a str>,
    /// The call that showed it.
    pub(super) shown_by: &'static str,
    /// Resources whose figures rest on it.
    pub(super) resources: Vec<&'a str>,
}

/// An objective against the recovery points of the account.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Promise")]
pub(super) struct PromiseReport<'a> {
    /// The resource.
    pub(super) resource: &'a str,
    /// The disruption after which it is promised.
    pub(super) disruption: &'static str,
    /// The objective, in words.
    pub(super) objective: &'a str,
    /// What was found, in words.
    pub(super) found: &'a str,
    /// `kept`, `broken`, `too_early` or `not_checked`.
    pub(super) verdict: &'static str,
}

/// A run that only one of two calendars has.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Disagreement")]
pub(super) struct DisagreementReport<'a> {
    /// Name of the plan.
    pub(super) plan: &'a str,
    /// Name of the rule.
    pub(super) rule: &'a str,
    /// The moment.
    pub(super) at: &'a str,
    /// Only AWS has it.
    pub(super) only_aws: bool,
}

/// Numbers.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Counts")]
pub(super) struct CountReport {
    /// Resources that are as the policy says.
    pub(super) in_sync: usize,
    /// Resources with another setting.
    pub(super) changed: usize,
    /// Resources that are not there.
    pub(super) missing: usize,
    /// Resources of nobody that act on ours.
    pub(super) unmanaged: usize,
    /// Resources of which something could not be read.
    pub(super) not_checked: usize,
    /// Resources that are as they are because of another.
    pub(super) following: usize,
    /// Differences that the policy leaves out.
    pub(super) ignored: usize,
    /// Assumptions that hold.
    pub(super) assumptions_hold: usize,
    /// Assumptions that do not hold.
    pub(super) assumptions_refuted: usize,
    /// Assumptions that will hold from a day on.
    pub(super) assumptions_not_yet: usize,
    /// Assumptions that could not be looked at.
    pub(super) assumptions_open: usize,
    /// Objectives that are kept in fact.
    pub(super) promises_kept: usize,
    /// Objectives that are not.
    pub(super) promises_broken: usize,
    /// Plans that do not concern any policy here.
    pub(super) other_plans: usize,
}
