//! The comparison of environments that share accounts and Regions.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::compile::One;
use crate::drift::{self, Known, Observed, Ours, Seen};
use crate::recoverability::{Evidence, Options as ProofOptions, prove_from};
use crate::report::DriftOf;
use crate::resources::Place;

use super::Run;
use super::groups::{Group, Key, Lost, places};
use super::save::Saving;
use super::source::Source;
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;

impl Run {
    /// # Errors
    /// What was observed cannot be read or written.
    pub(super) fn group(
        &mut self,
        group: &Group,
        source: &mut Source,
        saving: Option<&mut Saving>,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        match source.is_indexed() && group.members.len() > 1 {
            true => self.one_by_one(group, source, saving),
            false => self.together(group, source, saving, terminal),
        }
    }

    /// Observes all environments of a group at once.
    fn together(
        &mut self,
        group: &Group,
        source: &mut Source,
        saving: Option<&mut Saving>,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        let ones = self.environments(&group.members);
        let together: Vec<&One> = ones.iter().map(|(_, one)| one).collect();
        let observed = source.observe(&together, terminal)?;
        if let Some(saving) = saving {
            saving.write(observed.values())?;
        }
        let normal = |(place, seen)| (place, Rc::new(Seen::new(seen)));
        let observed: Observed = observed.into_iter().map(normal).collect();
        let mut known = Known::sharing(group.shared.clone());
        ones.iter().for_each(|(_, one)| known.add(&one.lowered, &observed));
        ones.into_iter().for_each(|(key, one)| self.compare(key, &one, &known, &observed));
        Ok(())
    }

    /// Opens the environments of a group twice, one after the other: first for
    /// what the others have to know of each, then to compare it. What was seen
    /// where they meet is held in between.
    fn one_by_one(
        &mut self,
        group: &Group,
        source: &mut Source,
        saving: Option<&mut Saving>,
    ) -> Result<(), Failure> {
        let mut known = Known::sharing(group.shared.clone());
        let mut shared = Observed::new();
        let mut all: BTreeSet<Place> = BTreeSet::new();
        for key in &group.members {
            let Some(one) = self.environment(*key) else { continue };
            let places = places(&one.lowered);
            let here = places.intersection(&group.shared).cloned().collect();
            let seen = observed(source, &here, &shared)?;
            known.add(&one.lowered, &seen);
            shared.extend(seen);
            // Once anyone asked for recovery points it is known that they were asked for.
            if !known.has_activity() {
                known.see(&observed(source, &places, &shared)?);
            }
            if saving.is_some() {
                all.extend(places);
            }
        }
        if let Some(saving) = saving {
            for place in &all {
                saving.write(source.read(place)?.iter())?;
            }
        }
        for key in &group.members {
            let Some(one) = self.open_environment(*key) else { continue };
            let observed = observed(source, &places(&one.lowered), &shared)?;
            self.compare(*key, &one, &known, &observed);
        }
        Ok(())
    }

    /// Opens the environments of a group.
    pub(super) fn environments(&mut self, group: &[Key]) -> Vec<(Key, One)> {
        group.iter().filter_map(|key| Some((*key, self.environment(*key)?))).collect()
    }

    /// Opens an environment for the first time, and notes what is wrong with it.
    fn environment(&mut self, key: Key) -> Option<One> {
        let (file, number) = key;
        let opened = self.files.get(file)?;
        let name = opened.name(number)?;
        let Some(one) = opened.environment(name) else {
            self.lost.insert(key, Lost::Broken);
            return None;
        };
        if one.has_errors {
            let of = if name.is_empty() { String::new() } else { format!(" ({name})") };
            self.with_errors.push(format!("{}{of}", opened.input.name));
        }
        Some(one)
    }

    fn open_environment(&self, (file, number): Key) -> Option<One> {
        let opened = self.files.get(file)?;
        opened.environment(opened.name(number)?)
    }

    fn compare(&mut self, key: Key, one: &One, known: &Known, observed: &Observed) {
        let One { policy, lowered, has_errors: _ } = one;
        let evidence = Evidence::sharing(policy, lowered, &self.calendars);
        let proof = prove_from(&evidence, &ProofOptions { as_of: Some(self.as_of) });
        let ours = Ours { policy, lowered, proof: &proof };
        let options = drift::Options { as_of: self.as_of };
        let drift = drift::compare(ours, known, observed, &options);
        let Some(opened) = self.files.get(key.0) else { return };
        let one_resource = policy.resources.len() <= 1;
        self.report.add(key, &DriftOf { input: &opened.input, drift: &drift, one_resource });
    }
}

/// What a recording holds of some places, beside what is held of it already.
///
/// # Errors
/// It cannot be read.
fn observed(
    source: &mut Source,
    places: &BTreeSet<Place>,
    held: &Observed,
) -> Result<Observed, Failure> {
    let mut seen = Observed::new();
    for place in places {
        let known = match held.get(place) {
            Some(held) => Some(Rc::clone(held)),
            None => source.read(place)?.map(|read| Rc::new(Seen::new(read))),
        };
        seen.extend(known.map(|known| (place.clone(), known)));
    }
    Ok(seen)
}
