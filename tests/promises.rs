//! What the project ships keeps what it promises: the starters and the systems
//! as they should be deployed are without errors and warnings, and of every
//! objective RPO and history are proven.
#![cfg(test)]

use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::{Input, Level};
use policy::recoverability::{AfterDisruption, Verdict};

const SHIPPED: [(&str, &str); 8] = [
    ("minimal", include_str!("../policies/minimal.yaml")),
    ("standard", include_str!("../policies/standard.yaml")),
    ("regulated", include_str!("../policies/regulated.yaml")),
    ("sale-module", include_str!("../policies/sale-module.yaml")),
    ("raptorflow", include_str!("../policies/raptorflow.yaml")),
    ("defillama", include_str!("../policies/defillama.yaml")),
    ("wedefidaily", include_str!("../policies/wedefidaily.yaml")),
    ("banking", include_str!("../policies/banking.yaml")),
];

fn compiled(name: &str, text: &str) -> Compiled {
    compile(&Input::new(name, text), &Options::default())
}

#[test]
fn what_is_shipped_has_neither_errors_nor_warnings() {
    for (name, text) in SHIPPED {
        let compiled = compiled(name, text);
        let found = compiled.judged.findings.iter().filter(|found| found.level != Level::Advice);
        let found: Vec<String> =
            found.map(|found| format!("{}: {}", found.rule, found.message)).collect();
        assert_eq!(found, Vec::<String>::new(), "{name}");
        assert!(compiled.choices.len() <= 1, "{name} allows too much");
    }
}

/// A recovery that nobody measured may stay unproven; what is lost may not.
#[test]
fn every_rpo_and_every_history_that_is_shipped_is_proven() {
    for (name, text) in SHIPPED {
        for proof in compiled(name, text).proofs {
            for subject in &proof.subjects {
                for after in &subject.after {
                    let bad = unkept(after);
                    let place = format!("{name}, {}, {}", proof.environment, subject.name());
                    assert_eq!(bad, Vec::<&Verdict>::new(), "{place}, {:?}", after.disruption);
                }
            }
        }
    }
}

fn unkept(after: &AfterDisruption) -> Vec<&Verdict> {
    let rungs = after.rungs.iter().map(|rung| &rung.verdict);
    let lost = [&after.rpo_verdict, &after.history_verdict].into_iter().chain(rungs);
    let unkept = lost.filter(|verdict| !matches!(verdict, Verdict::Met | Verdict::NoObjective));
    let missed = [&after.rto_verdict, &after.together];
    unkept.chain(missed.into_iter().filter(|verdict| **verdict == Verdict::Missed)).collect()
}

#[test]
fn every_scenario_that_is_shipped_restores_from_what_is_left() {
    for (name, text) in SHIPPED {
        for proof in compiled(name, text).proofs {
            for scenario in &proof.scenarios {
                let place = format!("{name}, {}, {}", proof.environment, scenario.name);
                assert_ne!(scenario.rto_verdict, Verdict::Missed, "{place}");
                for restored in &scenario.restores {
                    assert_eq!(restored.lost, None, "{place}, {}", restored.resource);
                    assert_ne!(restored.verdict, Verdict::Missed, "{place}");
                }
                for need in &scenario.needs {
                    assert_ne!(need.verdict, Verdict::Missed, "{place}, {}", need.what);
                }
            }
        }
    }
}
