//! What happens outside the file: deleters, scenarios, drills, alarms, claims.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    DateText, DaysText, ElapsedText, HistoryText, NameText, NoneText, ObjectiveText, Objectives,
    ReferenceText, RegionText, Schedule, SizeText, TextOr, Time, Words,
};
use crate::source::{Map, Spanned};

/// Something that deletes backups.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deleter {
    /// Stated: what it deletes (paths; a mapping means every entry in it).
    #[serde(default)]
    pub deletes: Vec<ReferenceText>,
    /// Stated: age from which it deletes.
    #[serde(default)]
    pub older_than: Option<DaysText>,
    /// Stated: when it runs.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Stated: the script, function or person.
    #[serde(default)]
    pub source: Option<Words>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// One way of recovering.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Stated: the disruption it recovers from; its objectives are not judged if absent.
    #[serde(default)]
    pub disruption: Option<Spanned<Disruption>>,
    /// Stated: objectives of this scenario.
    #[serde(default)]
    pub objectives: Option<Spanned<TextOr<NoneText, Objectives>>>,
    /// Stated: what each resource is restored from.
    #[serde(default)]
    pub restores: Map<Restore>,
    /// Stated: what must survive for it to work (paths).
    #[serde(default)]
    pub needs: Vec<ReferenceText>,
    /// Stated: what is done, in order.
    #[serde(default)]
    pub steps: Vec<Spanned<Step>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// What takes the data or the service away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Disruption {
    /// Stated: bad data was written.
    Corruption,
    /// Stated: the resource was deleted with all that dies with it.
    Deletion,
    /// Stated: a machine or disk was lost.
    Hardware,
    /// Stated: an Availability Zone was lost.
    Zone,
    /// Stated: the Region was lost.
    Region,
    /// Stated: a hostile administrator had the account.
    Account,
}

/// What one resource is restored from.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Restore {
    /// Stated: the mechanism (a path such as `vaults.dr` or `database.read_replicas.west`).
    pub from: ReferenceText,
    /// Stated: how: `promotion`, `point_in_time`, …
    #[serde(default)]
    pub method: Option<Words>,
    /// Stated: what must be set again afterwards.
    #[serde(default)]
    pub reapply: Vec<Words>,
    /// Stated: how long it takes here.
    #[serde(default)]
    pub restore_time: Option<Time>,
}

/// One step of a scenario: something done, something restored, or several at once.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Stated: what is done.
    #[serde(rename = "do", default)]
    pub action: Option<Words>,
    /// Stated: how long it takes.
    #[serde(default)]
    pub takes: Option<Time>,
    /// Stated: time that grows with the data lost.
    #[serde(default)]
    pub takes_per: Option<super::TakesPer>,
    /// Stated: resources restored one after another (names under `restores`).
    #[serde(default)]
    pub restore: Vec<NameText>,
    /// Stated: steps done at the same time.
    #[serde(default)]
    pub parallel: Vec<Spanned<Self>>,
}

/// An exercise of recovery.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drill {
    /// Stated: when it takes place.
    #[serde(default)]
    pub schedule: Option<Schedule>,
    /// Stated: where (a name under `environments`).
    #[serde(default)]
    pub environment: Option<NameText>,
    /// Stated: scenarios or mechanisms that are exercised (paths).
    #[serde(default)]
    pub exercises: Vec<ReferenceText>,
    /// Stated: what is measured: `rto`, `rpo`.
    #[serde(default)]
    pub measures: Vec<Spanned<DrillFigure>>,
    /// Stated: written, but not done yet; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// What a drill measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrillFigure {
    /// Stated: the time recovery takes.
    Rto,
    /// Stated: the data lost.
    Rpo,
}

/// An alarm about backups.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alarm {
    /// Stated: what it watches (paths).
    #[serde(default)]
    pub watches: Vec<ReferenceText>,
    /// Stated: when it goes off.
    #[serde(default)]
    pub when: Option<Spanned<AlarmCondition>>,
    /// Stated: how often it looks.
    #[serde(default)]
    pub evaluate_every: Option<ElapsedText>,
    /// Stated: who is told.
    #[serde(default)]
    pub notify: Vec<Words>,
    /// Stated: Region that the alarm runs in; the environment's if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Stated: written, but switched off: not rendered, not counted; no if absent.
    #[serde(default)]
    pub planned: Option<Spanned<bool>>,
    /// Stated: environments that have it; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
}

/// When an alarm goes off; any of these.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlarmCondition {
    /// Stated: the newest backup is older than this.
    #[serde(default)]
    pub age_over: Option<ElapsedText>,
    /// Stated: a replica is further behind than this.
    #[serde(default)]
    pub lag_over: Option<ElapsedText>,
    /// Stated: a replica is further behind than this many bytes.
    #[serde(default)]
    pub lag_bytes_over: Option<SizeText>,
    /// Stated: a job takes longer than this.
    #[serde(default)]
    pub job_longer_than: Option<ElapsedText>,
    /// Stated: a job fails; no if absent.
    #[serde(default)]
    pub job_failed: Option<Spanned<bool>>,
}

/// What another document promises.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Stated: the document and its passage.
    pub source: Words,
    /// Stated: the resources it speaks of; all if absent.
    #[serde(default)]
    pub resources: Vec<NameText>,
    /// Stated: the environments it speaks of; all if absent.
    #[serde(default)]
    pub only: Option<Vec<NameText>>,
    /// Stated: the disruption it speaks of; the unqualified four if absent.
    #[serde(default)]
    pub disruption: Option<Spanned<Disruption>>,
    /// Stated: promised RPO.
    #[serde(default)]
    pub rpo: Option<ObjectiveText>,
    /// Stated: promised RTO.
    #[serde(default)]
    pub rto: Option<ObjectiveText>,
    /// Stated: promised history.
    #[serde(default)]
    pub history: Option<HistoryText>,
    /// Stated: promised retention.
    #[serde(default)]
    pub retention: Option<super::RetentionText>,
    /// Stated: promised interval of backups: `every day`.
    #[serde(default)]
    pub backup: Option<Words>,
    /// Stated: Region that is promised to hold a copy; none if absent.
    #[serde(default)]
    pub region: Option<RegionText>,
    /// Stated: promised interval of restore tests: `every month`.
    #[serde(default)]
    pub restore_test: Option<Words>,
    /// Stated: promised encryption; nothing is promised if absent.
    #[serde(default)]
    pub encrypted: Option<Spanned<bool>>,
}

/// A difference that drift leaves out.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IgnoreDrift {
    /// Stated: the setting (a path such as `vaults.main.tags`).
    pub what: ReferenceText,
    /// Stated: why it may differ.
    pub reason: Words,
    /// Stated: last day it is left out.
    #[serde(default)]
    pub until: Option<DateText>,
}
