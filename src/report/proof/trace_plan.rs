//! Which runs of the plans AWS leaves out, and what that costs.

use std::collections::BTreeSet;

use crate::recoverability::{AfterDisruption, Evidence};
use crate::resolved::Tier;
use crate::resources::absorbs;
use crate::schedule::{Overlap, Run};

use super::trace::{About, Page};
use super::trace_rpo::Due;
use super::verdict::Tone;
use super::words::code;

impl Page {
    /// The lost runs of every plan whose points count.
    pub(super) fn plans(&mut self, about: About<'_>, after: &AfterDisruption) {
        let ways = after.rpo.ways.iter();
        let paths: BTreeSet<&str> = ways
            .filter_map(|way| about.tier_path(about.mechanism(&way.mechanism.reference)?))
            .collect();
        let environment = about.environment;
        let key = (
            environment.file.input.name.clone(),
            environment.proof.environment.clone(),
            paths.iter().copied().collect::<Vec<_>>().join(" "),
        );
        if paths.is_empty() {
            return;
        }
        if let Some(known) = self.plans.get(&key) {
            self.out.push_str(known);
            return;
        }
        let before = self.out.len();
        self.plans_of(about, &paths);
        let said = self.out.get(before..).unwrap_or_default().to_owned();
        self.plans.insert(key, said);
    }

    /// The lost runs of the plans of AWS that these tiers belong to.
    fn plans_of(&mut self, about: About<'_>, paths: &BTreeSet<&str>) {
        let evidence = Evidence::new(about.environment.policy);
        let mut shown: BTreeSet<Vec<&str>> = BTreeSet::new();
        for path in paths {
            let Some((runs, tiers)) = evidence.plan_of(path) else { continue };
            if !shown.insert(tiers.clone()) {
                continue;
            }
            for overlap in runs.overlaps() {
                if let (Some(loser), Some(winner)) =
                    (about.tier_at(&tiers, overlap.loser), about.tier_at(&tiers, overlap.winner))
                {
                    self.overlap(about, overlap, loser, winner);
                }
            }
        }
    }

    fn overlap(&mut self, about: About<'_>, overlap: &Overlap, loser: &Tier, winner: &Tier) {
        let policy = about.environment.policy;
        let harmless = overlap.all_same_minute && !overlap.tied;
        let absorbed = harmless && absorbs(policy, loser, winner, &[]);
        let due = |run: Run, tier: &Tier| {
            Due { run, zone: Some(tier.zone.value.to_string()), by: None }.words()
        };
        let (lost, made) = overlap.example;
        let times = match overlap.runs_per_year() {
            1 => "once a year".to_owned(),
            2 => "twice a year".to_owned(),
            times => format!("{times} times a year"),
        };
        let what = match (absorbed, overlap.tied) {
            (true, _) => "the longer-kept run does all that the other would have done",
            (false, true) => {
                "both are kept as long, and AWS does not say which is made: neither counts alone"
            }
            (false, false) => "AWS makes only the longer-kept backup, and its copies",
        };
        let text = format!(
            "{} yields to {} {times}, such as the run of {} to that of {}: {what}",
            code(&loser.at.path),
            code(&winner.at.path),
            due(lost, loser),
            due(made, winner),
        );
        let label = if absorbed { "absorbed" } else { "displaced" };
        self.line(label, &text, (!absorbed).then_some(Tone::Doubtful));
        let schedule = |tier: &Tier| tier.schedule.as_ref().map_or(tier.at.span, |s| s.span);
        self.places(about.environment, &[schedule(loser), schedule(winner)]);
    }
}

impl About<'_> {
    fn tier_at(&self, paths: &[&str], number: usize) -> Option<&Tier> {
        let path = paths.get(number)?;
        let tiers = self.environment.policy.plans.values().flat_map(|plan| plan.tiers.values());
        tiers.into_iter().find(|tier| tier.at.path == *path)
    }
}
