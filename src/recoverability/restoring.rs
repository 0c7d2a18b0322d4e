//! Which scenarios restore a resource, found without asking each.

use std::collections::BTreeMap;

use crate::document::Disruption;

use super::runbook::{Restored, ScenarioProof};

/// The scenarios that restore a resource after a disruption, in the order of
/// names, each with how it does.
pub(super) struct Restoring<'p>(
    BTreeMap<(&'p str, Disruption), Vec<(&'p ScenarioProof, &'p Restored)>>,
);

impl<'p> Restoring<'p> {
    pub(super) fn of(scenarios: &'p [ScenarioProof]) -> Self {
        let mut restoring: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for scenario in scenarios {
            let Some(disruption) = scenario.disruption else { continue };
            for restored in &scenario.restores {
                let key = (restored.resource.as_str(), disruption);
                restoring.entry(key).or_default().push((scenario, restored));
            }
        }
        Self(restoring)
    }

    /// Those that restore this resource after this disruption.
    pub(super) fn after(
        &self,
        resource: &'p str,
        disruption: Disruption,
    ) -> &[(&'p ScenarioProof, &'p Restored)] {
        self.0.get(&(resource, disruption)).map_or(&[], Vec::as_slice)
    }
}
