//! Mechanisms of AWS Backup plans: points of tiers and their copies.

use crate::facts::backup_plan::COMPLETION_WINDOW_IGNORED;
use crate::facts::resource_types::{Cell, Feature, ResourceTypeRow};
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

use super::mechanism::{
    Colder, DeletableBy, DiesWithSource, Mechanism, MechanismKey, MechanismKind, Points,
    Restorable, Scheduled, TierName, Whereabouts, ZoneSpread,
};
use super::mechanisms::{Deriving, administrators, typical};
use super::native::{Native, OnDelete};
use super::plan::{Copy, Plan, Tier};
use super::resource::Resource;
use super::vault::Vault;

/// AWS Backup knows no such type.
const NOT_PROTECTED: &str = "AWS Backup does not protect this type";
/// A cell of AWS's table of features says no.
const NOT_COPIED: &str = "AWS Backup does not copy this type there";
/// The account lacks what copies of tables take.
const NOT_ADVANCED: &str = "DynamoDB's advanced features are off: no table is copied";
/// The vault cannot hold the type.
const NOT_AIR_GAPPED: &str = "an air-gapped vault does not take this type";

impl Deriving<'_> {
    /// The points of every tier that protects the resource, each with its copies.
    pub(super) fn plans(&mut self, name: &str, resource: &Resource) {
        let policy = self.policy;
        for plan in resource.plans.iter().filter_map(|plan| policy.plans.get(&plan.value)) {
            for tier in plan.tiers.values() {
                let points = self.tier(name, resource, plan, tier);
                for copy in &tier.copies {
                    let copy = self.copy(resource, tier, copy, &points);
                    self.found.push(copy);
                }
                self.found.push(points);
            }
        }
    }

    fn tier(&self, name: &str, resource: &Resource, plan: &Plan, tier: &Tier) -> Mechanism {
        let vault = tier.vault.as_ref().and_then(|vault| self.policy.vaults.get(&vault.value));
        let continuous = tier.continuous.is_some() && every(resource, Feature::PointInTime);
        let (kind, points) = if continuous {
            let lag = typical(&format!("{}-continuous", continuous_name(resource)));
            (
                MechanismKind::ContinuousBackup,
                Points::Continuous { retention: tier.retention.clone(), lag },
            )
        } else {
            let points = scheduled(resource, tier, tier.retention.clone());
            (MechanismKind::RecoveryPoints, Points::Scheduled(Box::new(points)))
        };
        let span = tier.at.span;
        let mechanism = self.mechanism((&tier.at.path, name), span, kind, points);
        let fits = !resource.types.is_empty() || resource.any_type;
        let restorable = match vault {
            _ if !fits => Restorable::No(NOT_PROTECTED),
            Some(vault)
                if vault.air_gapped.is_some()
                    && !resource.any_type
                    && !every(resource, Feature::AirGapped) =>
            {
                Restorable::No(NOT_AIR_GAPPED)
            }
            Some(_) | None => Restorable::Yes,
        };
        Mechanism {
            tier: Some(TierName { plan: plan.at.key.clone(), tier: tier.at.key.clone() }),
            dies_with_source: of_continuous(resource, kind),
            key: self.key_of_points(resource, vault),
            colder: self.cold(resource, tier, tier.cold_storage_after.as_ref()),
            times: tier.times.clone(),
            restorable,
            planned: plan.planned || tier.planned,
            ..self.in_vault(mechanism, vault)
        }
    }

    fn copy(&self, resource: &Resource, tier: &Tier, copy: &Copy, points: &Mechanism) -> Mechanism {
        let vault = self.policy.vaults.get(&copy.to.value);
        // A copy of a continuous backup is a snapshot at the rule's schedule.
        let kept = scheduled(resource, tier, retention_of_copy(tier, copy));
        let mechanism = self.mechanism(
            (&copy.path, &points.resource),
            copy.span,
            MechanismKind::Copy,
            Points::Scheduled(Box::new(kept)),
        );
        let mechanism = self.in_vault(mechanism, vault);
        let mut times = copy.times.clone();
        times.backup.clone_from(&tier.times.backup);
        Mechanism {
            key: vault
                .and_then(|vault| vault.key.as_ref())
                .map_or(MechanismKey::InPlace, |key| self.key(&key.value)),
            colder: self.cold(resource, tier, tier.copy_cold_storage(copy)),
            times,
            restorable: match points.restorable {
                Restorable::Yes if self.is_basic(resource) => Restorable::No(NOT_ADVANCED),
                Restorable::Yes => copied(resource, points, &mechanism, vault),
                Restorable::No(reason) => Restorable::No(reason),
            },
            made_from: Some(points.reference.clone()),
            planned: points.planned || copy.planned,
            ..mechanism
        }
    }

    /// What the vault gives to whatever it holds. AWS Backup keeps recovery
    /// points in several Availability Zones.
    fn in_vault(&self, mechanism: Mechanism, vault: Option<&Vault>) -> Mechanism {
        // AWS Backup writes into a vault of the resource's own place, whichever it is.
        let Some(vault) = vault else { return Mechanism { place: self.here(), ..mechanism } };
        let place = Whereabouts {
            account: vault.place.as_ref().map(|place| place.account.clone()),
            region: vault.place.as_ref().map(|place| place.region.clone()),
            zone: ZoneSpread::Several,
            host: None,
        };
        Mechanism {
            vault: Some(vault.at.key.clone()),
            deletable_by: locked(vault).unwrap_or_else(|| administrators(&place)),
            place,
            ..mechanism
        }
    }

    /// Types that AWS Backup fully manages are encrypted with the vault's key,
    /// the others stay with their own.
    fn key_of_points(&self, resource: &Resource, vault: Option<&Vault>) -> MechanismKey {
        let managed = every(resource, Feature::FullyManaged) && !self.is_basic(resource);
        match vault.and_then(|vault| vault.key.as_ref()) {
            _ if !managed => MechanismKey::OfSource,
            Some(key) => self.key(&key.value),
            None => MechanismKey::InPlace,
        }
    }

    /// Tables whose backups are those of DynamoDB itself: nothing copies them.
    fn is_basic(&self, resource: &Resource) -> bool {
        let dynamodb = resource.types.iter().any(|row| row.value.name == "dynamodb");
        dynamodb && self.without_advanced()
    }

    /// DynamoDB's advanced features are stated to be off.
    fn without_advanced(&self) -> bool {
        let settings = self.policy.account_settings.as_ref();
        let advanced = settings.and_then(|settings| settings.dynamodb_advanced_features);
        advanced.is_some_and(|advanced| !advanced.value)
    }

    /// Cold storage, as far as a type of the resource has it: AWS leaves the
    /// points of other types where they are.
    fn cold(
        &self,
        resource: &Resource,
        tier: &Tier,
        after: Option<&Spanned<CalendarDays>>,
    ) -> Vec<Colder> {
        let moves = |row: &ResourceTypeRow| match (row.features.cold_storage, row.name) {
            (Cell::No, _) => false,
            (_, "ebs") => tier.archive_ebs.is_some_and(|flag| flag.value),
            (_, "dynamodb") => !self.without_advanced(),
            (Cell::Yes | Cell::WithOptIn(_) | Cell::Unclear, _) => true,
        };
        let any = resource.any_type || resource.types.iter().any(|row| moves(row.value));
        let after = after.filter(|_| any);
        after
            .map(|after| Colder { after: after.clone(), storage_class: None })
            .into_iter()
            .collect()
    }
}

/// The lock or air gap that keeps everybody from deleting.
fn locked(vault: &Vault) -> Option<DeletableBy> {
    if let Some(lock) = vault.air_gapped {
        return Some(DeletableBy::Nobody { lock, cooling_off: None, until: None });
    }
    let lock = vault.lock.as_ref().filter(|lock| !lock.planned)?;
    let compliance =
        lock.mode.is_some_and(|mode| mode.value == crate::document::LockMode::Compliance);
    compliance.then(|| DeletableBy::Nobody {
        lock: lock.span,
        cooling_off: lock.changeable_for.as_ref().map(|days| days.value.clone()),
        until: None,
    })
}

/// True if the feature works for every type, opt-ins granted; never for `any`.
fn every(resource: &Resource, feature: Feature) -> bool {
    !resource.any_type
        && !resource.types.is_empty()
        && resource.types.iter().all(|row| row.value.features.of(feature).possible())
}

/// A copy works if AWS takes the type to that Region, account and vault.
fn copied(
    resource: &Resource,
    from: &Mechanism,
    to: &Mechanism,
    vault: Option<&Vault>,
) -> Restorable {
    // `any` is what is opted in: no single type is wrong.
    if resource.any_type {
        return Restorable::Yes;
    }
    let unless = |feature: Feature, needed: bool| !needed || every(resource, feature);
    let (there, here) = (&to.place, &from.place);
    let air_gapped = vault.is_some_and(|vault| vault.air_gapped.is_some());
    if !unless(Feature::AirGapped, air_gapped) {
        return Restorable::No(NOT_AIR_GAPPED);
    }
    let works = unless(Feature::CrossRegionCopy, there.region != here.region)
        && unless(Feature::CrossAccountCopy, there.account != here.account)
        && resource.types.iter().all(|row| row.value.features.any_copy());
    if works { Restorable::Yes } else { Restorable::No(NOT_COPIED) }
}

/// Retention of a copy: its own, else the tier's. A copy kept for ever dies
/// with a source that is not (AWS Backup guide, "Creating a backup copy").
fn retention_of_copy(tier: &Tier, copy: &Copy) -> Option<Spanned<Retention>> {
    let own = tier.copy_retention(copy)?;
    let source = tier.retention.as_ref().filter(|source| source.value != Retention::Forever);
    match (&own.value, source) {
        (Retention::Forever, Some(source)) => Some(source.clone()),
        _ => Some(own.clone()),
    }
}

fn scheduled(resource: &Resource, tier: &Tier, retention: Option<Spanned<Retention>>) -> Scheduled {
    // AWS cancels no backup of these: then nothing but a measured time bounds it.
    let ignored = COMPLETION_WINDOW_IGNORED.value;
    let endless = resource.types.iter().any(|row| ignored.contains(&row.value.opt_in));
    Scheduled {
        schedule: tier.schedule.clone(),
        zone: tier.zone.value.clone(),
        retention,
        start_window: tier.starts_within(),
        completion_window: (resource.any_type || !endless).then(|| tier.completes_within()),
        overwrites_last: None,
        leaves_versions: false,
        copied: None,
    }
}

/// The name of a type in the table of lags.
fn continuous_name(resource: &Resource) -> &str {
    match resource.types.first().map(|row| row.value.name) {
        Some("rds_instance") => "rds",
        Some("sap_hana") => "sap-hana",
        Some(name) => name,
        None => resource.kind(),
    }
}

/// The continuous backup of a database is the service's own automated backup,
/// which goes with the database unless it is kept (AWS Backup guide,
/// "Point-in-time recovery": RDS calls its continuous backups automated
/// backups). Everything else stays in the vault.
fn of_continuous(resource: &Resource, kind: MechanismKind) -> DiesWithSource {
    match &resource.native {
        Native::Database(database) if kind == MechanismKind::ContinuousBackup => {
            of_automated_backups(resource.kind(), &database.on_delete)
        }
        _ => DiesWithSource::No,
    }
}

/// What is left of automated backups once the database is deleted: nothing,
/// unless they are kept (RDS `DeleteDBInstance`, `DeleteAutomatedBackups` is
/// true by default; only instances and Aurora clusters can keep them) or a
/// final snapshot is taken, which never expires.
pub(super) fn of_automated_backups(kind: &str, on_delete: &OnDelete) -> DiesWithSource {
    let keep = on_delete
        .automated_backups
        .is_some_and(|fate| fate.value == crate::document::KeepOrDelete::Keep);
    if keep && matches!(kind, "rds_instance" | "aurora") {
        return DiesWithSource::No;
    }
    of_final_snapshot(on_delete)
}

/// A final snapshot leaves one point for ever.
pub(super) fn of_final_snapshot(on_delete: &OnDelete) -> DiesWithSource {
    match on_delete.final_snapshot {
        Some(taken) if taken.value => DiesWithSource::LeavesOnePoint { days: None },
        Some(_) | None => DiesWithSource::Yes,
    }
}
