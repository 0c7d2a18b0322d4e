//! Accounts that hold exactly what a policy asks for, as AWS would return it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use policy::compile::{self, Compiled, compile};
use policy::diagnostic::Input;
use policy::drift::{Drift, Known, Options, Ours, Seen, compare};
use policy::observe::{Answers, KeyState, LockInForce, Observation, RoleState, Source};
use policy::resources::{
    KeyRef, Lowered, OWN_TAGS, Place, ResourceKind, RoleRef, Settings, VaultKind,
};
use policy::units::Date;

/// What was seen, by place.
pub(crate) type Observed = BTreeMap<Place, Observation>;

pub(crate) fn as_of() -> Date {
    Date::parse("2026-11-20").unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
pub(crate) fn policies() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths: Vec<_> = ["policies", "policies/as-written"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
    paths.iter().map(|path| (path.display().to_string(), read(path))).collect()
}

pub(crate) fn compiled(text: &str) -> Compiled {
    let options = compile::Options { environment: None, as_of: Some(as_of()) };
    compile(&Input::new("policy.yaml", text), &options)
}

/// Every environment of a file.
pub(crate) fn ours(file: &Compiled) -> Vec<Ours<'_>> {
    let parts = file.policies.iter().zip(&file.environments).zip(&file.proofs);
    parts.map(|((policy, lowered), proof)| Ours { policy, lowered, proof }).collect()
}

pub(crate) fn drift(file: &Compiled, number: usize, observed: &Observed) -> Drift {
    let ours = ours(file);
    let seen =
        |(place, seen): (&Place, &Observation)| (place.clone(), Rc::new(Seen::new(seen.clone())));
    let observed = observed.iter().map(seen).collect();
    let mut known = Known::sharing(shared(file));
    ours.iter().for_each(|own| known.add(own.lowered, &observed));
    compare(ours[number], &known, &observed, &Options { as_of: as_of() })
}

/// The places that more than one environment has settings in.
fn shared(file: &Compiled) -> BTreeSet<Place> {
    let mut places: BTreeMap<Place, usize> = BTreeMap::new();
    for place in file.environments.iter().flat_map(|own| own.resources.places.keys()) {
        *places.entry(place.clone()).or_default() += 1;
    }
    places.into_iter().filter(|(_, count)| *count > 1).map(|(place, _)| place).collect()
}

/// The account as AWS returns it once everything is deployed.
pub(crate) fn deployed(lowered: &Lowered) -> Observed {
    let places = lowered.resources.places.iter();
    places
        .map(|(place, settings)| {
            let mut settings = settings.clone();
            let mut answers = Answers::default();
            returned(lowered, place, &mut settings, &mut answers);
            let observation = Observation {
                place: place.clone(),
                source: Source::Aws,
                at: Some("2026-11-20T06:00:00Z".to_owned()),
                caller: None,
                settings,
                beyond: Vec::new(),
                listed: BTreeSet::from(ResourceKind::ALL),
                absent: BTreeSet::new(),
                unread: Vec::new(),
                answers,
                activity: None,
            };
            (place.clone(), observation)
        })
        .collect()
}

pub(crate) fn key_arn(place: &Place, alias: &str) -> String {
    place.arn("kms", &format!("key/{alias}"))
}

/// Names that the policy chose become what AWS made of them.
fn returned(lowered: &Lowered, place: &Place, settings: &mut Settings, answers: &mut Answers) {
    for alias in settings.keys.keys() {
        let arn = key_arn(place, alias);
        answers.keys.insert(arn.clone(), KeyState { state: "Enabled".to_owned() });
        answers.aliases.insert(alias.clone(), arn);
    }
    for name in settings.vaults.keys().cloned().collect::<Vec<_>>() {
        let existing = lowered.is_existing(place, ResourceKind::Vault, &name);
        let vault = settings.vaults.get_mut(&name).unwrap();
        vault.encryption_key = Some(match vault.encryption_key.take() {
            Some(key) => found_key(key, answers),
            None => KeyRef::Existing(key_arn(place, "aws-backup")),
        });
        if existing {
            vault.tags.retain(|key, _| !OWN_TAGS.contains(&key.as_str()));
        }
        let compliance = vault.lock.is_some_and(|lock| lock.changeable_for_days.is_some());
        // AWS returns a date, never the cooling-off period.
        if let Some(lock) = &mut vault.lock {
            lock.changeable_for_days = None;
        }
        let air_gapped = vault.kind != VaultKind::Standard;
        let date = (compliance || air_gapped).then(|| "2026-06-01T00:00:00Z".to_owned());
        if vault.lock.is_some() || air_gapped {
            answers.locks.insert(name, LockInForce { lock_date: date });
        }
    }
    for selection in settings.selections.values_mut() {
        selection.iam_role = found_role(&selection.iam_role, answers);
    }
    for plan in settings.restore_testing_plans.values_mut() {
        for selection in plan.selections.values_mut() {
            selection.iam_role = found_role(&selection.iam_role, answers);
        }
    }
    buckets(settings);
    if let Some(account) = &settings.account {
        for name in &account.service_opt_in {
            answers.opt_ins.insert(name.clone(), true);
        }
    }
}

fn buckets(settings: &mut Settings) {
    for bucket in settings.buckets.values_mut() {
        bucket.encryption_key =
            bucket.encryption_key.take().map(|key| found_key(key, &mut Answers::default()));
        bucket.replication_role =
            bucket.replication_role.take().map(|role| RoleRef::Existing(role.arn()));
        for role in &mut bucket.replicated_from {
            *role = RoleRef::Existing(role.arn());
        }
        for rule in bucket.replication.iter_mut().flat_map(|rules| &mut rules.value) {
            let key = rule.replica_key.take();
            rule.replica_key = key.map(|key| found_key(key, &mut Answers::default()));
        }
    }
}

fn found_key(key: KeyRef, answers: &mut Answers) -> KeyRef {
    let arn = match key {
        KeyRef::Existing(arn) => arn,
        KeyRef::Created { place, alias } => key_arn(&place, &alias),
    };
    answers.keys.insert(arn.clone(), KeyState { state: "Enabled".to_owned() });
    KeyRef::Existing(arn)
}

fn found_role(role: &RoleRef, answers: &mut Answers) -> RoleRef {
    let arn = role.arn();
    answers.roles.insert(arn.clone(), RoleState { exists: true, trusts_backup: true });
    RoleRef::Existing(arn)
}
