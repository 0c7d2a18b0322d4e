//! The top of a policy: accounts, environments, objectives, lint.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    AccountIdText, AccountSettings, AccountText, Alarm, Claim, DateText, DaysText, Deleter, Drill,
    ElapsedText, HistoryText, IgnoreDrift, KmsKey, NameText, ObjectiveText, Patch, PercentText,
    Plan, RegionText, Repository, Resource, Role, RuleText, Scenario, TextOr, Vault, Words,
    ZoneText,
};
use crate::source::{Map, Spanned};

/// A backup policy.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Stated: version of the language; always 1.
    #[schemars(extend("const" = 1))]
    pub version: Spanned<u32>,
    /// Rendered: name of the policy, the beginning of every AWS name it makes.
    pub name: NameText,
    /// Rendered: AWS accounts by a name of yours; ids in quotes.
    #[serde(default)]
    pub accounts: Map<AccountIdText>,
    /// Rendered: the variants of the system, each with its account and Region.
    #[serde(default)]
    pub environments: Map<Environment>,
    /// Rendered: what every plan and schedule has unless it says otherwise.
    #[serde(default)]
    pub defaults: Option<Defaults>,
    /// Stated: what must be recoverable; inherited key by key.
    #[serde(default)]
    pub objectives: Option<Spanned<TextOr<NoneText, Objectives>>>,
    /// Rendered: KMS keys, created or only referenced.
    #[serde(default)]
    pub keys: Map<KmsKey>,
    /// Rendered: IAM roles, created or only referenced.
    #[serde(default)]
    pub roles: Map<Role>,
    /// Rendered: backup vaults.
    #[serde(default)]
    pub vaults: Map<Vault>,
    /// Asserted: AWS Backup's settings of the account; unstated ones are assumptions of the proof.
    #[serde(default)]
    pub account_settings: Option<Spanned<AccountSettings>>,
    /// Rendered: backup plans with their retention tiers.
    #[serde(default)]
    pub plans: Map<Plan>,
    /// Stated: everything that holds data, protected or not.
    #[serde(default)]
    pub resources: Map<Resource>,
    /// Stated: places that hold backups without being protected themselves.
    #[serde(default)]
    pub repositories: Map<Repository>,
    /// Stated: anything outside AWS Backup and S3 lifecycle that deletes backups.
    #[serde(default)]
    pub deleters: Map<Deleter>,
    /// Stated: the runbook, one scenario each.
    #[serde(default)]
    pub recovery: Map<Scenario>,
    /// Stated: exercises of recovery.
    #[serde(default)]
    pub drills: Map<Drill>,
    /// Stated: alarms that notice a missing or stale backup.
    #[serde(default)]
    pub alarms: Map<Alarm>,
    /// Stated: what other documents promise; compared, never an input.
    #[serde(default)]
    pub claims: Vec<Spanned<Claim>>,
    /// Stated: differences that drift leaves out, each with a reason.
    #[serde(default)]
    pub ignore_drift: Vec<Spanned<IgnoreDrift>>,
    /// Stated: findings that are allowed, denied or only warned of.
    #[serde(default)]
    pub lint: Option<Lint>,
}

/// A variant of the system.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Rendered: account that holds the resources (a name under `accounts`, or twelve digits); reported if absent.
    #[serde(default)]
    pub account: Option<AccountText>,
    /// Rendered: Region that holds the resources; reported if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Rendered: changes to the policy; lists replace, the word `null` removes.
    #[serde(default, rename = "override")]
    pub patch: Option<Spanned<Patch>>,
}

/// What holds unless something nearer says otherwise.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Defaults {
    /// Rendered: time zone of schedules; UTC if absent.
    #[serde(default)]
    pub timezone: Option<ZoneText>,
    /// Rendered: role that AWS Backup assumes (a name under `roles`).
    #[serde(default)]
    pub role: Option<NameText>,
    /// Rendered: vault of plans (a name under `vaults`).
    #[serde(default)]
    pub vault: Option<NameText>,
    /// Rendered: how late a job may start; AWS's own 8 h if absent.
    #[serde(default)]
    pub start_window: Option<ElapsedText>,
    /// Rendered: how long a job may take; AWS's own 7 d if absent.
    #[serde(default)]
    pub completion_window: Option<ElapsedText>,
}

/// `none`: no objective, said so.
#[derive(Debug, Clone, Copy)]
pub struct NoneText;

impl JsonSchema for NoneText {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NoneText".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "const": "none", "title": "`none`", "examples": ["none"] })
    }
}

/// What must be recoverable, and after which disruption.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objectives {
    /// Stated: accepted loss, with the reason; instead of every other key.
    #[serde(default)]
    pub accepted: Option<Words>,
    /// Stated: how much of the newest data may be lost, in time.
    #[serde(default)]
    pub rpo: Option<Spanned<TextOr<ObjectiveText, Accepted>>>,
    /// Stated: how long recovery may take.
    #[serde(default)]
    pub rto: Option<Spanned<TextOr<ObjectiveText, Accepted>>>,
    /// Stated: at every moment a usable point at least this old exists; or a ladder.
    #[serde(default)]
    pub history: Option<Spanned<TextOr<HistoryText, History>>>,
    /// Stated: how late corruption and deletion may be noticed.
    #[serde(default)]
    pub found_within: Option<ElapsedText>,
    /// Stated: share of time the system is up; every RTO must fit what it leaves.
    #[serde(default)]
    pub availability: Option<PercentText>,
    /// Stated: after bad data was written.
    #[serde(default)]
    pub corruption: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
    /// Stated: after the resource was deleted with all that dies with it.
    #[serde(default)]
    pub deletion: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
    /// Stated: after a machine or disk was lost.
    #[serde(default)]
    pub hardware: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
    /// Stated: after an Availability Zone was lost.
    #[serde(default)]
    pub zone: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
    /// Stated: after the Region was lost; stated by itself.
    #[serde(default)]
    pub region: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
    /// Stated: after a hostile administrator had the account; stated by itself.
    #[serde(default)]
    pub account: Option<Spanned<TextOr<NoneText, DisruptionObjectives>>>,
}

/// Objectives after one disruption.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DisruptionObjectives {
    /// Stated: accepted loss, with the reason; instead of every other key.
    #[serde(default)]
    pub accepted: Option<Words>,
    /// Stated: how much of the newest data may be lost, in time.
    #[serde(default)]
    pub rpo: Option<Spanned<TextOr<ObjectiveText, Accepted>>>,
    /// Stated: how long recovery may take.
    #[serde(default)]
    pub rto: Option<Spanned<TextOr<ObjectiveText, Accepted>>>,
    /// Stated: how far back a usable point always exists.
    #[serde(default)]
    pub history: Option<Spanned<TextOr<HistoryText, History>>>,
    /// Stated: how late the disruption may be noticed.
    #[serde(default)]
    pub found_within: Option<ElapsedText>,
}

/// Accepted loss of one figure.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// Stated: why the loss is accepted.
    pub accepted: Words,
}

/// A ladder of history: how long points of each spacing must exist.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Stated: accepted loss, with the reason; instead of every other key.
    #[serde(default)]
    pub accepted: Option<Words>,
    /// Stated: hourly points for this long.
    #[serde(default)]
    pub hour: Option<DaysText>,
    /// Stated: daily points for this long.
    #[serde(default)]
    pub day: Option<DaysText>,
    /// Stated: weekly points for this long.
    #[serde(default)]
    pub week: Option<DaysText>,
    /// Stated: monthly points for this long.
    #[serde(default)]
    pub month: Option<DaysText>,
    /// Stated: yearly points for this long.
    #[serde(default)]
    pub year: Option<DaysText>,
}

/// How findings are treated in this file.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lint {
    /// Stated: rules that may fire here, each with the reason.
    #[serde(default)]
    pub allow: Map<Spanned<TextOr<Words, AllowedRule>>>,
    /// Stated: rules whose findings are warnings here.
    #[serde(default)]
    pub warn: Vec<RuleText>,
    /// Stated: rules whose findings are errors here.
    #[serde(default)]
    pub deny: Vec<RuleText>,
}

/// An allowed rule with an end.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AllowedRule {
    /// Stated: why the findings may stay.
    pub reason: Words,
    /// Stated: last day it is allowed; without end if absent.
    #[serde(default)]
    pub until: Option<DateText>,
}
