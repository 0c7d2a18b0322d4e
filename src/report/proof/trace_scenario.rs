//! How a scenario comes to its verdict, with its lines of the file.

use crate::recoverability::ScenarioProof;
use crate::source::Span;

use super::Environment;
use super::scenario::{Line, scenario};
use super::trace::Page;

impl Page {
    pub(super) fn scenario(&mut self, environment: &Environment<'_>, proven: &ScenarioProof) {
        let said = scenario(environment, proven);
        self.head(&said.name, &said.about);
        let resolved = environment.policy.recovery.get(&proven.name);
        for Line { label, text, tone } in said.lines {
            self.line(&label, &text, tone);
            let restored = proven.restores.iter().find(|restored| restored.resource == label);
            let mut spans: Vec<Span> = Vec::new();
            if let Some(restored) = restored {
                spans.push(restored.span);
                spans.extend(restored.from.iter().map(|from| from.span));
                spans.extend(restored.wanted.map(|(_, span)| span));
            }
            match label.as_str() {
                "time" => spans.extend(proven.rto.map(|(_, span)| span)),
                "steps" => {
                    let steps = resolved.map(|resolved| resolved.steps.as_slice());
                    spans.extend(steps.unwrap_or_default().iter().map(|step| step.span));
                }
                "needs" => {
                    let named = |need: &&crate::recoverability::Need| text.contains(&need.what);
                    spans.extend(proven.needs.iter().find(named).map(|need| need.span));
                }
                _ => {}
            }
            self.places(environment, &spans);
        }
        self.blank();
    }
}
