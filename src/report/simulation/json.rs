//! For programs, as `schema/simulation.schema.json` describes it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::recoverability::RtoKind;
use crate::recoverability::simulate::{
    Count, Gone, Left, Loss, Newest, NextRun, Oldest, Outcome, RunFate, Simulation, WayBack, Why,
};
use crate::report::json::{Version, visible};
use crate::resolved::{Whereabouts, disruption_key};
use crate::schedule::ClockChange;

use super::{Asked, Simulated, SimulatedEnvironment, SimulatedFile};

/// What `policy simulate --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Simulation of policy")]
pub struct Report {
    /// Version of this format; a field may be added without a new version.
    version: Version,
    /// What happens, in words; absent where runs are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    /// When it happens, or from when on runs are listed.
    at: String,
    /// When it is noticed and data is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    noticed_at: Option<String>,
    /// Since when the policy is taken to be in force; absent for as long as it
    /// looks back.
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force_since: Option<String>,
    /// Before when runs are listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The environments of all files, in order.
    environments: Vec<EnvironmentReport>,
}

/// One environment of one file.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Environment")]
struct EnvironmentReport {
    /// The path of the file as given.
    file: String,
    /// Name of the policy.
    policy: String,
    /// Name of the environment; empty in a policy without environments.
    environment: String,
    /// Where it is.
    place: PlaceReport,
    /// What becomes of its resources.
    resources: Vec<ResourceReport>,
    /// The runs that come next.
    runs: Vec<RunReport>,
}

/// As much as is known of a place.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Place")]
struct PlaceReport {
    /// Id of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The Region.
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

/// What becomes of a resource.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Resource")]
struct ResourceReport {
    /// Its name.
    name: String,
    /// What was written after `type:`.
    r#type: String,
    /// What the event is to it; absent if it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    disruption: Option<&'static str>,
    /// What is lost if every job was done when it was due.
    on_schedule: LossReport,
    /// What is lost if every job took as long as it may.
    at_worst: LossReport,
    /// The objectives of the resource and of classes of its data.
    objectives: Vec<ObjectiveReport>,
    /// What brings it back, the least loss first.
    ways: Vec<WayReport>,
    /// What does not.
    not: Vec<GoneReport>,
    /// Of a resource that goes on: disruptions after which nothing would be
    /// left any more.
    unprotected_against: Vec<&'static str>,
}

/// How much of the newest data is lost.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Loss")]
struct LossReport {
    /// `nothing`, `by_way`, `at_most`, `unproven` or `everything`.
    kind: &'static str,
    /// So many seconds before the disruption.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// The number of the way, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    way: Option<usize>,
    /// What is missing for a proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// An objective at this moment.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Objective")]
struct ObjectiveReport {
    /// The class of data, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    /// The RPO in seconds.
    rpo_seconds: u64,
    /// `met`, `not_guaranteed`, `unproven` or `missed`.
    rpo: &'static str,
    /// The RTO in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    rto_seconds: Option<u64>,
    /// The same words, or `no_objective`.
    rto: &'static str,
}

/// A mechanism that brings the resource back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Way")]
struct WayReport {
    /// Its reference.
    mechanism: String,
    /// What it is.
    kind: &'static str,
    /// The vault that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    vault: Option<String>,
    /// The repository that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    repository: Option<String>,
    /// Where that is.
    place: PlaceReport,
    /// Why it may be lost after all: then it does not count.
    #[serde(skip_serializing_if = "Option::is_none")]
    may_be_lost: Option<String>,
    /// The newest state on schedule.
    newest: NewestReport,
    /// The newest state that is certainly usable.
    #[serde(skip_serializing_if = "Option::is_none")]
    certain: Option<NewestReport>,
    /// When the oldest state is of; absent if nothing is deleted, or not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest: Option<String>,
    /// How many points there are, where that is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<usize>,
    /// The colder class that the newest state lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    cold: Option<String>,
    /// How long a restore takes.
    restore: RestoreReport,
}

/// A newest state.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Newest")]
struct NewestReport {
    /// How old its data is when the disruption happens, in seconds.
    age_seconds: u64,
    /// When its job was due, if it is a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<String>,
    /// When it is finished at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_by: Option<String>,
    /// When it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    deleted: Option<String>,
    /// AWS says so of usual cases, and bounds none.
    typical: bool,
}

/// How long a restore takes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Restore")]
struct RestoreReport {
    /// `measured`, `typical`, `estimated` or `unproven`.
    kind: &'static str,
    /// Seconds, if they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<u64>,
    /// It is not faster than this.
    #[serde(skip_serializing_if = "Option::is_none")]
    floor_seconds: Option<u64>,
    /// Why it is unproven.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A mechanism that does not bring the resource back.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Not")]
struct GoneReport {
    /// Its reference.
    mechanism: String,
    /// What it is.
    kind: &'static str,
    /// `lost`, `no_point`, `unproven` or `planned`.
    why: &'static str,
    /// The reason in words.
    reason: String,
    /// Points that are lost with it, where that is a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    points: Option<usize>,
}

/// A run that comes.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Run")]
struct RunReport {
    /// When it is due.
    due: String,
    /// What the clock of its zone shows then.
    local: String,
    /// The zone of its schedule.
    zone: String,
    /// What runs.
    job: String,
    /// What it makes.
    kind: &'static str,
    /// The resources it is for.
    resources: Vec<String>,
    /// How late it may start, in seconds.
    start_window_seconds: u64,
    /// `made`, `absorbed`, `displaced` or `tied`.
    fate: &'static str,
    /// The other tier, if it is not simply made.
    #[serde(skip_serializing_if = "Option::is_none")]
    other: Option<String>,
    /// What it leaves.
    leaves: Vec<LeftReport>,
    /// `skipped` or `repeated` where clocks change at its local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    clocks: Option<&'static str>,
}

/// A point that a run leaves.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Leaves")]
struct LeftReport {
    /// The vault or the repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
    /// Where that is.
    place: PlaceReport,
    /// It is a copy.
    copy: bool,
    /// When it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// It is never deleted.
    forever: bool,
    /// When it becomes cold.
    #[serde(skip_serializing_if = "Option::is_none")]
    cold_from: Option<String>,
}

/// Everything that was found; characters that cannot be seen are escaped.
#[must_use]
pub fn simulation_json(simulated: &Simulated) -> String {
    let report = Report::of(simulated);
    // OK because a struct of strings and numbers always has a JSON form.
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    visible(&text) + "\n"
}

impl Report {
    fn of(simulated: &Simulated) -> Self {
        let environments = simulated.files.iter().flat_map(|file| {
            file.environments.iter().map(|environment| environment_report(file, environment))
        });
        let environments = environments.collect();
        match &simulated.asked {
            Asked::Event { event, moment } => Self {
                version: Version,
                event: Some(event.words(&BTreeMap::new())),
                at: moment.at.to_string(),
                noticed_at: Some(moment.needed().to_string()),
                in_force_since: moment.since.map(|since| since.to_string()),
                until: None,
                environments,
            },
            Asked::Runs { from, until } => Self {
                version: Version,
                event: None,
                at: from.to_string(),
                noticed_at: None,
                in_force_since: None,
                until: until.map(|until| until.to_string()),
                environments,
            },
        }
    }
}

fn environment_report(
    file: &SimulatedFile,
    environment: &SimulatedEnvironment,
) -> EnvironmentReport {
    let Simulation { policy, environment: name, place, outcomes, .. } = &environment.simulation;
    EnvironmentReport {
        file: file.path.clone(),
        policy: policy.clone(),
        environment: name.clone(),
        place: place_report(place),
        resources: outcomes.iter().map(resource).collect(),
        runs: environment.runs.iter().map(run).collect(),
    }
}

fn place_report(place: &Whereabouts) -> PlaceReport {
    let Whereabouts { account, region, zone: _, host: _ } = place;
    PlaceReport { account: account.clone(), region: region.clone() }
}

fn resource(outcome: &Outcome) -> ResourceReport {
    ResourceReport {
        name: outcome.resource.clone(),
        r#type: outcome.type_name.clone(),
        disruption: outcome.disruption.map(disruption_key),
        on_schedule: loss(&outcome.on_schedule),
        at_worst: loss(&outcome.at_worst),
        objectives: outcome
            .judged
            .iter()
            .map(|judged| ObjectiveReport {
                class: judged.class.clone(),
                rpo_seconds: judged.rpo.as_seconds(),
                rpo: judged.verdict.key(),
                rto_seconds: judged.rto.map(crate::units::Duration::as_seconds),
                rto: judged.rto_verdict.key(),
            })
            .collect(),
        ways: outcome.ways.iter().map(way).collect(),
        not: outcome.gone.iter().map(gone).collect(),
        unprotected_against: outcome.weakened.iter().copied().map(disruption_key).collect(),
    }
}

fn loss(loss: &Loss) -> LossReport {
    let told = |kind| LossReport { kind, seconds: None, way: None, reason: None };
    match loss {
        Loss::None => told("nothing"),
        Loss::By { way, loss } => {
            LossReport { seconds: Some(loss.as_seconds()), way: Some(*way), ..told("by_way") }
        }
        Loss::AtMost(loss) => LossReport { seconds: Some(loss.as_seconds()), ..told("at_most") },
        Loss::Unproven(reason) => LossReport { reason: Some(reason.clone()), ..told("unproven") },
        Loss::Everything => told("everything"),
    }
}

fn way(way: &WayBack) -> WayReport {
    WayReport {
        mechanism: way.mechanism.reference.to_string(),
        kind: way.kind.words(),
        vault: way.vault.clone(),
        repository: way.repository.clone(),
        place: place_report(&way.place),
        may_be_lost: way.unsure.as_ref().map(ToString::to_string),
        newest: newest(&way.on_schedule),
        certain: way.at_worst.as_ref().ok().map(newest),
        oldest: match &way.oldest {
            Oldest::Point { run, age: _ } => Some(run.at.to_string()),
            Oldest::Since(since) => Some(since.to_string()),
            Oldest::Beginning | Oldest::NewestOnly | Oldest::Unknown(_) => None,
        },
        points: points(way.count),
        cold: way.cold.clone(),
        restore: restore(way),
    }
}

const fn points(count: Count) -> Option<usize> {
    match count {
        Count::Points { all, cold: _ } => Some(all),
        Count::One => Some(1),
        Count::Any | Count::Endless | Count::Unknown => None,
    }
}

fn newest(newest: &Newest) -> NewestReport {
    let point = match newest {
        Newest::Point(point) => Some(point),
        Newest::Behind { .. } | Newest::AtMost(_) => None,
    };
    NewestReport {
        age_seconds: newest.loss().as_seconds(),
        started: point.map(|point| point.run.at.to_string()),
        finished_by: point.and_then(|point| point.usable_by).map(|by| by.to_string()),
        deleted: point.and_then(|point| point.until).map(|until| until.to_string()),
        typical: matches!(newest, Newest::Behind { typical: true, .. }),
    }
}

fn restore(way: &WayBack) -> RestoreReport {
    let (kind, reason) = match &way.rto.kind {
        RtoKind::Measured(_) => ("measured", None),
        RtoKind::Typical => ("typical", None),
        RtoKind::Estimated(_) => ("estimated", None),
        RtoKind::Unproven(reason) => ("unproven", Some(reason.to_string())),
    };
    RestoreReport {
        kind,
        seconds: way.rto.value.map(crate::units::Duration::as_seconds),
        floor_seconds: way.rto.floor.as_ref().map(|floor| floor.time.as_seconds()),
        reason,
    }
}

fn gone(gone: &Gone) -> GoneReport {
    GoneReport {
        mechanism: gone.mechanism.reference.to_string(),
        kind: gone.kind.words(),
        why: match gone.why {
            Why::Planned => "planned",
            Why::Lost(_) => "lost",
            Why::NoPoint(_) => "no_point",
            Why::Unproven(_) => "unproven",
        },
        reason: gone.why.to_string(),
        points: gone.lost.and_then(points),
    }
}

fn run(next: &NextRun) -> RunReport {
    let (fate, other) = match &next.fate {
        RunFate::Made => ("made", None),
        RunFate::Absorbed { by } => ("absorbed", Some(by)),
        RunFate::Displaced { by } => ("displaced", Some(by)),
        RunFate::Tied { with } => ("tied", Some(with)),
    };
    RunReport {
        due: next.run.at.to_string(),
        local: next.run.local.to_string(),
        zone: next.zone.clone(),
        job: next.job.clone(),
        kind: next.kind.words(),
        resources: next.resources.clone(),
        start_window_seconds: next.start_window.as_seconds(),
        fate,
        other: other.cloned(),
        leaves: next.leaves.iter().map(left).collect(),
        clocks: next.clock.map(|clock| match clock {
            ClockChange::Skipped { named: _ } => "skipped",
            ClockChange::Repeated => "repeated",
        }),
    }
}

fn left(left: &Left) -> LeftReport {
    LeftReport {
        to: left.to.clone(),
        place: place_report(&left.place),
        copy: left.copy,
        until: left.until.map(|until| until.to_string()),
        forever: left.forever,
        cold_from: left.cold_from.map(|cold| cold.to_string()),
    }
}
