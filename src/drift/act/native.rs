//! Changes of databases, tables, caches and the account.

use super::Act;
use crate::facts::selection::ALWAYS_NEED_OPT_IN;
use crate::resolved::{Native, OnDelete, Policy, ProtectionKind, Resource};
use crate::source::Spanned;
use crate::units::{CalendarDays, DailyWindow};

impl Act {
    /// Some if it is about these, and was done.
    pub(super) fn on_native(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::AdvancedDynamodb(on) => {
                let settings = policy.account_settings.as_mut()?;
                let stated = settings.dynamodb_advanced_features?;
                settings.dynamodb_advanced_features = Some(stated.with(*on));
                Some(())
            }
            Self::NativeGone(resource) => {
                let of = policy.resources.get_mut(resource)?;
                of.protections.clear();
                of.plans.clear();
                Some(())
            }
            Self::MultiAz(resource, on) => {
                let of = policy.resources.get_mut(resource)?;
                let stated = match &mut of.native {
                    Native::Database(database) => &mut database.multi_az,
                    Native::Cache(cache) => &mut cache.multi_az,
                    _ => return None,
                };
                *stated = stated.map(|stated| stated.with(*on));
                if !on {
                    without(of, |kind| matches!(kind, ProtectionKind::MultiAz));
                }
                Some(())
            }
            Self::NotOptedIn(name) => not_opted_in(policy, name),
            Self::DeletionProtection(resource, on) => {
                let stated = on_delete(policy.resources.get_mut(resource)?)?;
                stated.deletion_protection = stated.deletion_protection.map(|own| own.with(*on));
                Some(())
            }
            Self::CacheWindow(resource, found) => {
                let found = DailyWindow::parse(found).ok()?;
                let of = policy.resources.get_mut(resource)?;
                let window = of.protections.iter_mut().find_map(|own| match &mut own.kind {
                    ProtectionKind::CacheSnapshots { window, .. } => window.as_mut(),
                    _ => None,
                })?;
                window.value = found;
                Some(())
            }
            _ => self.on_protections(policy),
        }
    }

    /// Protections that are not there.
    fn on_protections(&self, policy: &mut Policy) -> Option<()> {
        match self {
            Self::PointInTime(resource, None) => {
                let pitr = |kind: &ProtectionKind| {
                    matches!(kind, ProtectionKind::PointInTimeRecovery { .. })
                };
                without(policy.resources.get_mut(resource)?, pitr)
            }
            Self::TableReplicaGone(resource, region) => {
                let gone = |kind: &ProtectionKind| match kind {
                    ProtectionKind::GlobalTable { region: own } => own.value == *region,
                    _ => false,
                };
                without(policy.resources.get_mut(resource)?, gone)
            }
            Self::Replicated(resource, None) => {
                let gone = |kind: &ProtectionKind| {
                    matches!(kind, ProtectionKind::AutomatedBackupReplication { .. })
                };
                without(policy.resources.get_mut(resource)?, gone)
            }
            Self::ReplicaGone(resource, name) => {
                let of = policy.resources.get_mut(resource)?;
                let reference = format!("{resource}.read_replicas.{name}");
                let inside = format!("{reference}.");
                let before = of.protections.len();
                of.protections.retain(|own| {
                    own.reference != reference && !own.reference.starts_with(&inside)
                });
                (of.protections.len() < before).then_some(())
            }
            _ => self.on_retention(policy),
        }
    }

    /// Native retentions, by the protection that has each.
    fn on_retention(&self, policy: &mut Policy) -> Option<()> {
        let (resource, days) = match self {
            Self::PointInTime(resource, Some(days)) | Self::Replicated(resource, Some(days)) => {
                (resource, *days)
            }
            Self::Automated(resource, _, days) | Self::CacheSnapshots(resource, days) => {
                (resource, *days)
            }
            _ => return None,
        };
        let mut any = None;
        for protection in &mut policy.resources.get_mut(resource)?.protections {
            let span = protection.span;
            let kept = match (self, &mut protection.kind) {
                (Self::PointInTime(..), ProtectionKind::PointInTimeRecovery { retention })
                | (
                    Self::Replicated(..),
                    ProtectionKind::AutomatedBackupReplication { retention, .. },
                )
                | (Self::CacheSnapshots(..), ProtectionKind::CacheSnapshots { retention, .. }) => {
                    retention
                }
                (
                    Self::Automated(_, of, _),
                    ProtectionKind::AutomatedBackups { retention, replica, .. },
                ) if replica == of => retention,
                _ => continue,
            };
            let span = kept.as_ref().map_or(span, |stated| stated.span);
            *kept = Some(Spanned::new(CalendarDays::days(days), span));
            any = Some(());
        }
        any
    }
}

/// Without the protections of a kind.
fn without(resource: &mut Resource, gone: impl Fn(&ProtectionKind) -> bool) -> Option<()> {
    let before = resource.protections.len();
    resource.protections.retain(|protection| !gone(&protection.kind));
    (resource.protections.len() < before).then_some(())
}

fn on_delete(resource: &mut Resource) -> Option<&mut OnDelete> {
    match &mut resource.native {
        Native::Dynamodb(table) => Some(&mut table.on_delete),
        Native::Database(database) => Some(&mut database.on_delete),
        Native::Cache(cache) => Some(&mut cache.on_delete),
        Native::Bucket(_) | Native::None => None,
    }
}

/// An ARN that names the type selects without opt-in, but for some types.
fn not_opted_in(policy: &mut Policy, name: &str) -> Option<()> {
    let always = ALWAYS_NEED_OPT_IN.value.contains(&name);
    let mut any = None;
    for resource in policy.resources.values_mut() {
        let of_type = resource.types.iter().any(|row| row.value.opt_in == name);
        if of_type && (always || resource.selection.is_some()) && !resource.plans.is_empty() {
            resource.plans.clear();
            any = Some(());
        }
    }
    any
}
