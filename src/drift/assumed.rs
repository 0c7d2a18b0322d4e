//! What the accounts say about the assumptions of the proof.

mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::document::LockMode;
use crate::observe::{Answers, Observation, RoleState};
use crate::recoverability::{Assumption, Proof};
use crate::resolved::{KeySource, Policy, Resource, RoleSource, Tier, Vault};
use crate::resources::{KeyRef, Place, ResourceKind};
use crate::units::Date;

use super::comparing::{Comparing, Here, is_usable};
use super::found::Found;
use super::{Answer, Answered, Status};

/// Every assumption of the proof that an account can answer, in the order of
/// assumptions. What is already a difference is not said again.
pub(super) fn answered(comparing: &Comparing<'_>, found: &[Found]) -> Vec<Answered> {
    let policy = comparing.own.policy;
    let Some(home) = &policy.environment.place else { return Vec::new() };
    let asking = Asking {
        comparing,
        policy,
        home: comparing.here(home),
        found,
        resting: resting(comparing.own.proof),
    };
    let mut all = asking.selected(home);
    all.extend(asking.opted_in());
    all.extend(asking.advanced_dynamodb());
    all.extend(asking.roles());
    all.extend(asking.keys());
    all.extend(asking.destinations(home));
    all.extend(asking.locks());
    // What no figure rests on is not asked.
    all.retain(|answered| !answered.resources.is_empty());
    all
}

/// The resources whose figures rest on each assumption.
fn resting(proof: &Proof) -> BTreeMap<Assumption, BTreeSet<&str>> {
    let mut resting: BTreeMap<Assumption, BTreeSet<&str>> = BTreeMap::new();
    for subject in &proof.subjects {
        for assumption in subject.after.iter().flat_map(|after| after.assumptions.keys()) {
            resting.entry(*assumption).or_default().insert(&subject.resource);
        }
    }
    resting
}

struct Asking<'a> {
    comparing: &'a Comparing<'a>,
    policy: &'a Policy,
    home: Here<'a>,
    found: &'a [Found],
    resting: BTreeMap<Assumption, BTreeSet<&'a str>>,
}

impl<'a> Asking<'a> {
    fn answers(&self) -> Option<&'a Answers> {
        self.home.observation.map(|seen| &seen.answers)
    }

    /// Resources whose figures rest on an assumption, of these.
    fn of(&self, assumption: Assumption, is: impl Fn(&Resource) -> bool) -> BTreeSet<String> {
        let names = self.resting.get(&assumption).into_iter().flatten();
        let all = names.filter(|name| self.policy.resources.get(**name).is_some_and(&is));
        all.map(|name| (*name).to_owned()).collect()
    }

    /// Resources that a plan of theirs protects by a tier like this.
    fn with_tier(&self, assumption: Assumption, is: impl Fn(&Tier) -> bool) -> BTreeSet<String> {
        self.of(assumption, |resource| {
            let plans = resource.plans.iter();
            let plans = plans.filter_map(|plan| self.policy.plans.get(&plan.value));
            plans.flat_map(|plan| plan.tiers.values()).any(|tier| !tier.planned && is(tier))
        })
    }

    fn differs(&self, place: &Place, kind: ResourceKind, name: &str, setting: &str) -> bool {
        self.found.iter().any(|found| {
            let here = found.id.place == *place && found.id.kind == kind && found.id.name == name;
            here && (found.status == Status::Missing
                || found.raws.iter().any(|raw| raw.setting == setting))
        })
    }

    fn roles(&self) -> Vec<Answered> {
        let mut all: BTreeMap<String, Answered> = BTreeMap::new();
        for plan in self.policy.plans.values().filter(|plan| !plan.planned) {
            let Some(stated) = &plan.role else { continue };
            let Some(role) = self.policy.roles.get(&stated.value) else { continue };
            let Some(arn) = self.home.role_arn(role) else { continue };
            let created = match &role.source {
                RoleSource::Created(name) => {
                    let differs =
                        |own| self.differs(self.home.place, ResourceKind::Role, name, own);
                    ["service", "managed_policies", "inline_policies"].into_iter().any(differs)
                }
                RoleSource::Existing(_) => false,
            };
            if created {
                continue;
            }
            let state = self.answers().and_then(|answers| answers.roles.get(&arn));
            let resources = self.of(Assumption::RoleMay, |resource| {
                resource.plans.iter().any(|name| name.value == plan.at.key)
            });
            let known = all.entry(arn.clone()).or_insert(Answered {
                assumption: Assumption::RoleMay,
                about: arn,
                answer: role_answer(state),
                shown_by: "iam:GetRole",
                resources: BTreeSet::new(),
                span: Some(stated.span),
            });
            known.resources.extend(resources);
        }
        all.into_values().collect()
    }

    /// Keys of vaults that anything is written to.
    fn keys(&self) -> Vec<Answered> {
        let mut all: BTreeMap<String, Answered> = BTreeMap::new();
        for vault in self.policy.vaults.values() {
            let (Some(stated), Some(place)) = (&vault.key, &vault.place) else { continue };
            let Some(key) = self.policy.keys.get(&stated.value) else { continue };
            let missing = match &key.source {
                KeySource::Created(Some(at)) => self.comparing.found_key(at, key, self.found),
                KeySource::Created(None) | KeySource::Existing(_) => false,
            };
            let differs =
                self.differs(place, ResourceKind::Vault, &vault.aws_name.value, "encryption_key");
            if missing || differs {
                continue;
            }
            let answers = self.comparing.observation(place).map(|seen| &seen.answers);
            let arn = self.comparing.key_arn(place, &vault.aws_name.value);
            let state = answers.zip(arn.as_ref()).and_then(|(answers, arn)| answers.keys.get(arn));
            let answer = match state.map(|key| key.state.as_str()) {
                Some(state) if is_usable(state) => Answer::Holds,
                Some("NotFound") => Answer::Refuted("there is no such key".to_owned()),
                Some(state) => Answer::Refuted(format!("the key is in the state {state}")),
                None => Answer::Open,
            };
            let name = &vault.at.key;
            let resources = self.with_tier(Assumption::KeyUsable, |tier| writes_to(tier, name));
            let about = arn.unwrap_or_else(|| key.at.path.clone());
            let known = all.entry(about.clone()).or_insert(Answered {
                assumption: Assumption::KeyUsable,
                about,
                answer,
                shown_by: "kms:DescribeKey",
                resources: BTreeSet::new(),
                span: Some(stated.span),
            });
            known.resources.extend(resources);
        }
        all.into_values().collect()
    }

    /// Vaults of other accounts that copies go to.
    fn destinations(&self, home: &Place) -> Vec<Answered> {
        let elsewhere = self.policy.vaults.values().filter_map(|vault| {
            Some((vault, vault.place.as_ref().filter(|place| place.account != home.account)?))
        });
        let mut all = Vec::new();
        for (vault, place) in elsewhere {
            let name = &vault.aws_name.value;
            if self.differs(place, ResourceKind::Vault, name, "access") {
                continue;
            }
            all.push(Answered {
                assumption: Assumption::DestinationAccepts,
                about: vault.at.path.clone(),
                answer: self.accepts(place, name, &home.account),
                shown_by: "backup:GetBackupVaultAccessPolicy",
                resources: self.with_tier(Assumption::DestinationAccepts, |tier| {
                    tier.active_copies().any(|copy| copy.to.value == vault.at.key)
                }),
                span: vault.access.first().map(|account| account.span).or(Some(vault.at.span)),
            });
        }
        all
    }

    fn accepts(&self, place: &Place, name: &str, account: &str) -> Answer {
        let seen = self.comparing.seen.get(place).and_then(|seen| seen.vaults.get(name));
        let observation = self.comparing.observation(place);
        let (Some(seen), Some(observation)) = (seen, observation) else { return Answer::Open };
        let lets_in = |access: &crate::resources::VaultAccess| {
            access.copy_from_accounts.iter().any(|id| id == account)
        };
        if seen.access.as_ref().is_some_and(lets_in) && !denies_copies(observation, name) {
            return Answer::Holds;
        }
        // What it says beyond what a policy can state may let the account in.
        if is_open(observation, name) {
            return Answer::Open;
        }
        Answer::Refuted(format!("its access policy does not let {account} copy into it"))
    }

    /// Vaults that nobody should be able to delete from.
    fn locks(&self) -> Vec<Answered> {
        let mut all = Vec::new();
        for vault in self.policy.vaults.values().filter(|vault| is_locked(vault)) {
            let Some(place) = &vault.place else { continue };
            let name = &vault.aws_name.value;
            if ["lock", "kind"]
                .iter()
                .any(|own| self.differs(place, ResourceKind::Vault, name, own))
            {
                continue;
            }
            let here = self.comparing.here(place);
            let stated = vault.lock.as_ref().map(|lock| lock.span).or(vault.air_gapped);
            all.push(Answered {
                assumption: Assumption::LockInForce,
                about: vault.at.path.clone(),
                answer: lock_answer(&here, vault, self.comparing.as_of),
                shown_by: "backup:DescribeBackupVault",
                resources: self
                    .with_tier(Assumption::LockInForce, |tier| writes_to(tier, &vault.at.key)),
                span: stated,
            });
        }
        all
    }
}

fn role_answer(state: Option<&RoleState>) -> Answer {
    match state {
        None => Answer::Open,
        Some(RoleState { exists: false, trusts_backup: _ }) => {
            Answer::Refuted("there is no such role".to_owned())
        }
        Some(RoleState { exists: true, trusts_backup: false }) => {
            Answer::Refuted("its trust policy does not let AWS Backup assume it".to_owned())
        }
        Some(RoleState { exists: true, trusts_backup: true }) => Answer::Holds,
    }
}

/// True if the points or copies of a tier go to the vault.
fn writes_to(tier: &Tier, vault: &str) -> bool {
    tier.vault.as_ref().is_some_and(|own| own.value == vault)
        || tier.active_copies().any(|copy| copy.to.value == vault)
}

fn is_locked(vault: &Vault) -> bool {
    let compliance = |lock: &crate::resolved::Lock| {
        !lock.planned && lock.mode.is_some_and(|mode| mode.value == LockMode::Compliance)
    };
    vault.air_gapped.is_some() || vault.lock.as_ref().is_some_and(compliance)
}

fn lock_answer(here: &Here<'_>, vault: &Vault, as_of: Date) -> Answer {
    let name = &vault.aws_name.value;
    let seen = here.seen().vaults.get(name);
    let date = here.lock_date(name).and_then(|date| date.get(..10));
    match (seen, date.and_then(|date| Date::parse(date).ok())) {
        (Some(_), Some(date)) if date > as_of => Answer::NotYet(format!(
            "its cooling-off period ends on {date}: until then the lock can be removed"
        )),
        (Some(_), Some(_)) => Answer::Holds,
        // An air-gapped vault is locked from its creation.
        (Some(_), None) if vault.air_gapped.is_some() => Answer::Holds,
        _ => Answer::Open,
    }
}

/// True if a statement that no policy can state may keep copies out.
fn denies_copies(observation: &Observation, vault: &str) -> bool {
    observation.beyond.iter().any(|beyond| {
        let says = |text: &str| beyond.value.to_ascii_lowercase().contains(text);
        let of_vault = beyond.kind == ResourceKind::Vault && beyond.name == vault;
        of_vault
            && says("deny ")
            && ["copyintobackupvault", "backup:*", "backup:copy*", "deny * to", "all but"]
                .into_iter()
                .any(says)
    })
}

/// True if more is set on the access of the vault than a policy can state.
fn is_open(observation: &Observation, vault: &str) -> bool {
    observation.beyond.iter().any(|beyond| beyond.kind == ResourceKind::Vault && beyond.name == vault)
        || observation.unread.iter().any(|unread| {
            matches!(&unread.subject, crate::observe::Subject::Setting(ResourceKind::Vault, name, "access") if name == vault)
        })
}

impl Comparing<'_> {
    /// The ARN of the key of a vault that is there.
    fn key_arn(&self, place: &Place, vault: &str) -> Option<String> {
        match self.seen.get(place)?.vaults.get(vault)?.encryption_key.as_ref()? {
            KeyRef::Existing(arn) => Some(arn.clone()),
            KeyRef::Created { place, alias } => {
                self.observation(place)?.answers.aliases.get(alias).cloned()
            }
        }
    }

    /// True if a key that the policy creates is missing, or in no state to be used.
    fn found_key(&self, place: &Place, key: &crate::resolved::Key, found: &[Found]) -> bool {
        found.iter().any(|found| {
            let label = self.own.lowered.labels.get(&found.id);
            let unusable = found.raws.iter().any(|raw| raw.field == "KeyState");
            (found.status == Status::Missing || unusable)
                && found.id.kind == ResourceKind::Key
                && found.id.place == *place
                && label.is_some_and(|label| label.key == key.at.key)
        })
    }
}

impl Here<'_> {
    fn role_arn(&self, role: &crate::resolved::Role) -> Option<String> {
        Some(match &role.source {
            RoleSource::Existing(arn) => arn.value.clone(),
            RoleSource::Created(name) => {
                let place = self.place.clone();
                crate::resources::RoleRef::Created { place, name: name.clone() }.arn()
            }
        })
    }
}
