//! The scenarios of the policy, step by step.

use serde::Serialize;

use crate::diagnostic::Input;
use crate::recoverability::{Restored, ScenarioProof};
use crate::resolved::{Policy, Step, Time, TimeFigure};

use super::lines::number;
use super::words::{Judgement, time, time_worth};

/// One scenario.
#[derive(Debug, Serialize)]
pub(super) struct Scenario {
    name: String,
    line: usize,
    disruption: Option<&'static str>,
    time: String,
    worth: String,
    wanted: Option<String>,
    verdict: Judgement,
    restores: Vec<Restore>,
    needs: Vec<Need>,
    steps: Vec<Told>,
}

#[derive(Debug, Serialize)]
struct Restore {
    resource: String,
    line: usize,
    from: Vec<String>,
    lost: Option<String>,
    wanted: Option<String>,
    loses: String,
    better: Option<String>,
    verdict: Judgement,
}

#[derive(Debug, Serialize)]
struct Need {
    what: String,
    verdict: Judgement,
}

/// A step, with those that are done at the same time.
#[derive(Debug, Serialize)]
struct Told {
    action: String,
    takes: Option<String>,
    parallel: Vec<Told>,
}

pub(super) fn scenario(proof: &ScenarioProof, policy: &Policy, input: &Input) -> Scenario {
    let steps = policy.recovery.get(&proof.name).map(|scenario| scenario.steps.as_slice());
    Scenario {
        name: proof.name.clone(),
        line: number(input, proof.span),
        disruption: proof.disruption.map(crate::resolved::disruption_key),
        time: time(&proof.time),
        worth: time_worth(&proof.time.kind),
        wanted: proof.rto.map(|(wanted, _)| wanted.to_string()),
        verdict: Judgement::of(&proof.rto_verdict),
        restores: proof.restores.iter().map(|restored| restore(restored, input)).collect(),
        needs: proof
            .needs
            .iter()
            .map(|need| Need { what: need.what.clone(), verdict: Judgement::of(&need.verdict) })
            .collect(),
        steps: steps.unwrap_or_default().iter().map(told).collect(),
    }
}

fn restore(restored: &Restored, input: &Input) -> Restore {
    let loses = restored.rpo.guaranteed().map(|figure| (figure, "guaranteed"));
    let loses = loses.or_else(|| restored.rpo.nominal().map(|figure| (figure, "nominal")));
    let loses = loses.and_then(|(figure, worth)| Some(format!("{} {worth}", figure.value?)));
    let mut from: Vec<String> =
        restored.from.iter().map(|from| from.reference.to_string()).collect();
    from.dedup();
    Restore {
        resource: restored.resource.clone(),
        line: number(input, restored.span),
        from,
        lost: restored.lost.clone(),
        wanted: restored.wanted.map(|(wanted, _)| wanted.to_string()),
        loses: loses.unwrap_or_else(|| "unproven".to_owned()),
        better: restored
            .better
            .as_ref()
            .map(|(better, loses)| format!("{} would lose {loses} only", better.reference)),
        verdict: Judgement::of(&restored.verdict),
    }
}

fn told(step: &Step) -> Told {
    let restores = match step.restore.is_empty() {
        true => None,
        false => {
            let names: Vec<&str> = step.restore.iter().map(|name| name.value.as_str()).collect();
            Some(format!("restore {}", names.join(", then ")))
        }
    };
    let action = step.action.as_ref().map(|action| action.value.clone());
    let both: Vec<String> = action.into_iter().chain(restores).collect();
    Told {
        action: match both.is_empty() {
            true => "at the same time".to_owned(),
            false => both.join(": "),
        },
        takes: step.takes.as_ref().and_then(takes),
        parallel: step.parallel.iter().map(told).collect(),
    }
}

fn takes(time: &Time) -> Option<String> {
    match time.figure? {
        TimeFigure::Measured(range) => Some(range.value.to_string()),
        TimeFigure::Estimated(range) => Some(format!("{}, an estimate", range.value)),
    }
}
