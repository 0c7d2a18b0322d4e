//! What the template shows.

use serde::Serialize;

use crate::recoverability::{
    AfterDisruption, Evidence, Proof, ScenarioProof, Subject, Timeline, Verdict, timelines,
};
use crate::resolved::Policy;
use crate::units::Date;

use super::Page;
use super::lanes::{Lanes, lanes};
use super::matrix::{Column, Idle, Row, columns, idle, row};
use super::palette::{Colour, PALETTE};
use super::runs::{Month, instant, months};
use super::scale::{Stop, end, stops};
use super::scenarios::{Scenario, scenario};
use super::traces::{Traces, traces};
use super::words::{Judgement, verdicts};

/// The whole page.
#[derive(Debug, Serialize)]
pub(super) struct View {
    title: String,
    as_of: String,
    version: &'static str,
    palette: Vec<Colour>,
    columns: Vec<Column>,
    stops: Vec<Stop>,
    end: String,
    counts: Vec<Count>,
    policies: Vec<OnePolicy>,
}

/// How many verdicts of a kind there are.
#[derive(Debug, Serialize)]
struct Count {
    verdict: Judgement,
    count: usize,
}

#[derive(Debug, Serialize)]
struct OnePolicy {
    name: String,
    file: String,
    environments: Vec<Environment>,
}

#[derive(Debug, Serialize)]
struct Environment {
    id: String,
    name: String,
    place: String,
    counts: Vec<Count>,
    matrix: Vec<Row>,
    idle: Vec<Idle>,
    timelines: Vec<Lanes>,
    months: Vec<Month>,
    span: Option<String>,
    traces: Vec<Traces>,
    scenarios: Vec<Scenario>,
}

pub(super) fn view(pages: &[Page<'_>], as_of: Date) -> View {
    let policies: Vec<OnePolicy> =
        pages.iter().enumerate().map(|(number, page)| policy(page, number, as_of)).collect();
    let names: Vec<&str> = policies.iter().map(|policy| policy.name.as_str()).collect();
    let proofs = pages.iter().flat_map(|page| page.proofs);
    View {
        title: names.join(", "),
        as_of: as_of.to_string(),
        version: env!("CARGO_PKG_VERSION"),
        palette: PALETTE.into(),
        columns: columns(),
        stops: stops(),
        end: end(),
        counts: counts(proofs),
        policies,
    }
}

fn policy(page: &Page<'_>, number: usize, as_of: Date) -> OnePolicy {
    let environments = page.policies.iter().zip(page.proofs).enumerate();
    OnePolicy {
        name: page.proofs.first().map_or_else(String::new, |proof| proof.policy.clone()),
        file: page.input.name.clone(),
        environments: environments
            .map(|(index, (policy, proof))| {
                environment(page, policy, proof, format!("p{number}e{index}"), as_of)
            })
            .collect(),
    }
}

fn environment(
    page: &Page<'_>,
    policy: &Policy,
    proof: &Proof,
    id: String,
    as_of: Date,
) -> Environment {
    let evidence = Evidence::new(policy);
    let (mut matrix, mut lanes_of, mut traces_of) = (Vec::new(), Vec::new(), Vec::new());
    let mut idle_ones = Vec::new();
    for (number, subject) in proof.subjects.iter().enumerate() {
        if let Some(found) = idle(subject) {
            idle_ones.push(found);
            continue;
        }
        let anchor = format!("{id}s{number}");
        let found = of_subject(&evidence, policy, subject, as_of);
        let (trace, anchors) = traces(subject, page.input, &anchor);
        matrix.push(row(subject, anchor.clone(), &anchors));
        lanes_of.push(lanes(subject, &found, &anchor));
        traces_of.push(trace);
    }
    let (months, span) = months(&evidence, as_of).unzip();
    Environment {
        name: proof.environment.clone(),
        place: placed(proof),
        counts: counts([proof]),
        matrix,
        idle: idle_ones,
        timelines: lanes_of,
        months: months.unwrap_or_default(),
        span,
        traces: traces_of,
        scenarios: proof
            .scenarios
            .iter()
            .map(|proven| scenario(proven, policy, page.input))
            .collect(),
        id,
    }
}

/// The mechanisms of a resource; a class of its data shares them.
fn of_subject<'e>(
    evidence: &'e Evidence<'_>,
    policy: &Policy,
    subject: &Subject,
    as_of: Date,
) -> Vec<Timeline<'e>> {
    let resource = policy.resources.get(&subject.resource).filter(|_| subject.class.is_none());
    match (resource, instant(as_of.civil())) {
        (Some(resource), Some(now)) => timelines(evidence, resource, now),
        (_, _) => Vec::new(),
    }
}

fn placed(proof: &Proof) -> String {
    let account = proof.account.as_ref().map(|account| format!("account {account}"));
    let parts: Vec<String> = account.into_iter().chain(proof.region.clone()).collect();
    parts.join(", ")
}

/// Counts what the other formats count: each rung of a ladder, RPO and RTO
/// together where only that fails, and what scenarios want.
fn counts<'p>(proofs: impl IntoIterator<Item = &'p Proof>) -> Vec<Count> {
    let mut ranks: Vec<u8> = Vec::new();
    for proof in proofs {
        let after = proof.subjects.iter().flat_map(|subject| &subject.after);
        ranks.extend(after.flat_map(counted).map(Verdict::rank));
        ranks.extend(proof.scenarios.iter().flat_map(wanted).map(Verdict::rank));
    }
    let count = |verdict: Verdict| Count {
        count: ranks.iter().filter(|rank| **rank == verdict.rank()).count(),
        verdict: Judgement::of(&verdict),
    };
    verdicts().into_iter().map(count).collect()
}

fn counted(after: &AfterDisruption) -> impl Iterator<Item = &Verdict> {
    // Rungs say what is wanted of older states as well as one length does.
    let says_nothing = after.history_verdict == Verdict::NoObjective && !after.rungs.is_empty();
    let rungs = after.rungs.iter().map(|rung| &rung.verdict);
    [&after.rpo_verdict, &after.rto_verdict]
        .into_iter()
        .chain((!says_nothing).then_some(&after.history_verdict))
        .chain(rungs)
        .chain(after.fails_together().then_some(&after.together))
}

/// The verdicts of a scenario about which something is wanted.
fn wanted(scenario: &ScenarioProof) -> impl Iterator<Item = &Verdict> {
    let restores = scenario.restores.iter().map(|restored| &restored.verdict);
    let needs = scenario.needs.iter().map(|need| &need.verdict);
    let all = std::iter::once(&scenario.rto_verdict).chain(restores).chain(needs);
    all.filter(|verdict| **verdict != Verdict::NoObjective)
}
