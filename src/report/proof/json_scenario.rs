//! The scenarios, for programs.

use schemars::JsonSchema;
use serde::Serialize;

use super::Environment;
use super::json::{Length, Place, place};
use super::json_figures::{Named, VerdictReport};
use super::judged::What;
use super::words::{figure, guaranteed, nominal, time};
use crate::recoverability::{Need, Restored, ScenarioProof};
use crate::resolved::disruption_key;

/// One scenario.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Scenario")]
pub(super) struct ScenarioReport {
    /// Its path, such as `recovery.region-loss`; `--why` takes it.
    path: String,
    place: Place,
    /// The disruption it recovers from, if it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    disruption: Option<&'static str>,
    /// What is restored, and from what.
    restores: Vec<RestoreReport>,
    /// What must be left besides.
    needs: Vec<NeedReport>,
    /// How long it may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted: Option<Length>,
    /// How long it takes, as far as that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<Length>,
    /// The same in words.
    time: String,
    /// What is missing to prove the time.
    missing: Vec<String>,
    verdict: VerdictReport,
}

/// One resource that is restored.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Restore")]
struct RestoreReport {
    /// Name of the resource.
    resource: String,
    /// Where it says what to restore from.
    place: Place,
    /// What may be meant and is left.
    from: Vec<Named>,
    /// Why nothing of it is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    lost: Option<String>,
    /// What may be lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    wanted: Option<Length>,
    /// What is lost by the schedule, in words.
    nominal: String,
    /// What is lost with everything that may delay a point, in words.
    guaranteed: String,
    /// What is lost by the schedule, if any one run fails, in words.
    after_one_failure: String,
    /// What would lose less and is left.
    #[serde(skip_serializing_if = "Option::is_none")]
    better: Option<BetterReport>,
    verdict: VerdictReport,
}

/// A mechanism that loses less.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Better")]
struct BetterReport {
    mechanism: Named,
    loses: Length,
}

/// Something that must be left.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Need")]
struct NeedReport {
    /// How the policy refers to it.
    what: String,
    place: Place,
    /// `met` if it is left, `missed` if it is lost.
    verdict: VerdictReport,
}

impl ScenarioReport {
    pub(super) fn of(environment: &Environment<'_>, proven: &ScenarioProof) -> Self {
        let judged = environment.of_scenario(proven);
        let whole = judged.iter().find(|judgement| judgement.what == What::Rto);
        let restores = proven.restores.iter();
        let needs = proven.needs.iter();
        Self {
            path: proven.path.clone(),
            place: place(environment.file.input, proven.span),
            disruption: proven.disruption.map(disruption_key),
            restores: restores.map(|found| restore(environment, found)).collect(),
            needs: needs.map(|found| need(environment, found)).collect(),
            wanted: proven.rto.map(|(wanted, _)| wanted.into()),
            known: proven.time.value.map(Length::from),
            time: time(&proven.time),
            missing: proven.missing.clone(),
            verdict: VerdictReport::of(&proven.rto_verdict, whole),
        }
    }
}

fn restore(environment: &Environment<'_>, restored: &Restored) -> RestoreReport {
    let figures = &restored.rpo.figures;
    let better = restored.better.as_ref().map(|(better, loses)| BetterReport {
        mechanism: Named::of(environment, better),
        loses: (*loses).into(),
    });
    RestoreReport {
        resource: restored.resource.clone(),
        place: place(environment.file.input, restored.span),
        from: restored.from.iter().map(|from| Named::of(environment, from)).collect(),
        lost: restored.lost.clone(),
        wanted: restored.wanted.map(|(wanted, _)| wanted.into()),
        nominal: nominal(&figures.nominal),
        guaranteed: guaranteed(figures),
        after_one_failure: figure(&figures.after_one_failure),
        better,
        verdict: VerdictReport::of(&restored.verdict, None),
    }
}

fn need(environment: &Environment<'_>, need: &Need) -> NeedReport {
    NeedReport {
        what: need.what.clone(),
        place: place(environment.file.input, need.span),
        verdict: VerdictReport::of(&need.verdict, None),
    }
}
