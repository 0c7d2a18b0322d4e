//! Mechanisms of the services themselves, of servers of one's own, and of
//! other products.

use crate::facts::native::DYNAMODB_SYSTEM_BACKUP_DAYS;
use crate::schedule::{Parts, Schedule, Zone};
use crate::source::{Spanned, Text};
use crate::units::{CalendarDays, DailyWindow, Duration};

use super::mechanism::{
    DeletableBy, DiesWithSource, Lag, Mechanism, MechanismKey, MechanismKind, Party, Points,
    Restorable, Scheduled, Whereabouts, ZoneSpread,
};
use super::mechanisms::{Deriving, SYNCHRONOUS, administrators, kept, scheduled, typical};
use super::mechanisms_plans::{of_automated_backups, of_final_snapshot};
use super::native::{Native, OnDelete};
use super::protection::{Protection, ProtectionKind, StatedPlace};
use super::resource::Resource;

/// Nobody says that one can.
const NOT_STATED: &str = "nobody states that it can be restored from";

impl Deriving<'_> {
    /// Everything that protects the resource outside AWS Backup plans.
    pub(super) fn native(&mut self, name: &str, resource: &Resource) {
        for protection in &resource.protections {
            let derived = match &protection.kind {
                ProtectionKind::Versioning | ProtectionKind::Replication { .. } => {
                    self.bucket(name, resource, protection)
                }
                ProtectionKind::Export(_)
                | ProtectionKind::Dump(_)
                | ProtectionKind::BaseBackup(_)
                | ProtectionKind::WalArchiving { .. } => {
                    vec![self.stored(name, resource, protection)]
                }
                ProtectionKind::GlobalTable { .. }
                | ProtectionKind::ReadReplica { .. }
                | ProtectionKind::MultiAz
                | ProtectionKind::Standby { .. } => vec![self.replica(name, resource, protection)],
                ProtectionKind::PointInTimeRecovery { .. }
                | ProtectionKind::AutomatedBackups { .. }
                | ProtectionKind::AutomatedBackupReplication { .. }
                | ProtectionKind::CacheSnapshots { .. } => {
                    self.automatic(name, resource, protection).into_iter().collect()
                }
                ProtectionKind::ManualSnapshots { .. } | ProtectionKind::External { .. } => {
                    vec![self.by_others(name, protection)]
                }
            };
            let finished = derived.into_iter().map(|mechanism| Mechanism {
                planned: protection.planned,
                times: protection.times.clone(),
                ..mechanism
            });
            self.found.extend(finished.collect::<Vec<_>>());
        }
    }

    /// Backups that a service makes by itself.
    fn automatic(
        &self,
        name: &str,
        resource: &Resource,
        protection: &Protection,
    ) -> Option<Mechanism> {
        let kind = resource.kind();
        let on_delete = on_delete(resource);
        let mechanism = match &protection.kind {
            // A table deleted with point-in-time recovery on leaves one backup of
            // that moment (DynamoDB guide, "Point-in-time recovery").
            ProtectionKind::PointInTimeRecovery { retention } => Mechanism {
                dies_with_source: DiesWithSource::LeavesOnePoint {
                    days: Some(DYNAMODB_SYSTEM_BACKUP_DAYS.value),
                },
                ..self
                    .continuous(name, protection, MechanismKind::PointInTimeRecovery, retention)
                    .lagging(typical("dynamodb-point-in-time"))
            },
            ProtectionKind::AutomatedBackups { retention, .. } if is_off(retention.as_ref()) => {
                return None;
            }
            // Those of a replica are its own: a deleted source leaves the replica.
            ProtectionKind::AutomatedBackups { retention, replica: Some(_), region } => Mechanism {
                place: self.in_region(region.as_ref()),
                ..self
                    .continuous(name, protection, MechanismKind::ReplicaBackups, retention)
                    .lagging(point_in_time(kind))
            },
            ProtectionKind::AutomatedBackups { retention, replica: None, .. } => Mechanism {
                dies_with_source: of_automated_backups(kind, &on_delete),
                ..self
                    .continuous(name, protection, MechanismKind::AutomatedBackups, retention)
                    .lagging(point_in_time(kind))
            },
            ProtectionKind::AutomatedBackupReplication { .. } => {
                self.replicated_backups(name, resource, protection)?
            }
            ProtectionKind::CacheSnapshots { retention, .. } if is_off(retention.as_ref()) => {
                return None;
            }
            // Automatic snapshots go with the cache (ElastiCache guide, "Backup
            // and restore").
            ProtectionKind::CacheSnapshots { retention, window } => {
                let points = daily(window.as_ref(), kept(retention.as_ref()));
                Mechanism {
                    dies_with_source: of_final_snapshot(&on_delete),
                    key: MechanismKey::OfSource,
                    ..self.own(name, protection, MechanismKind::CacheSnapshots, points)
                }
            }
            _ => return None,
        };
        Some(mechanism)
    }

    /// Automated backups in another Region.
    fn replicated_backups(
        &self,
        name: &str,
        resource: &Resource,
        protection: &Protection,
    ) -> Option<Mechanism> {
        let ProtectionKind::AutomatedBackupReplication { region, retention, key } =
            &protection.kind
        else {
            return None;
        };
        let region = region.as_ref().map(|region| region.value.clone());
        let key = key.as_ref().map(|key| self.key(&key.value));
        // AWS does not say what is left there: the worse reading is that both
        // Regions follow the choice made on deletion. A final snapshot stays at
        // home.
        let dies_with_source = match of_automated_backups(resource.kind(), &on_delete(resource)) {
            DiesWithSource::No => DiesWithSource::No,
            DiesWithSource::Yes | DiesWithSource::LeavesOnePoint { .. } => DiesWithSource::Yes,
        };
        Some(Mechanism {
            place: Whereabouts { region, ..self.here() },
            key: key.unwrap_or(MechanismKey::InPlace),
            dies_with_source,
            // AWS gives no number for how far it lies behind.
            ..self.continuous(name, protection, MechanismKind::ReplicatedBackups, retention)
        })
    }

    /// A continuous native backup in the place of the resource.
    fn continuous(
        &self,
        name: &str,
        protection: &Protection,
        kind: MechanismKind,
        retention: &Option<Spanned<CalendarDays>>,
    ) -> Mechanism {
        let retention = kept(retention.as_ref());
        let points = Points::Continuous { retention, lag: Lag::default() };
        Mechanism { key: MechanismKey::OfSource, ..self.own(name, protection, kind, points) }
    }

    /// Something in the place of the resource, deletable by its administrators.
    pub(super) fn own(
        &self,
        name: &str,
        protection: &Protection,
        kind: MechanismKind,
        points: Points,
    ) -> Mechanism {
        let place = self.here();
        Mechanism {
            deletable_by: administrators(&place),
            place,
            ..self.mechanism((&protection.reference, name), protection.span, kind, points)
        }
    }

    /// Something that follows the resource: it replays bad writes.
    fn replica(&self, name: &str, resource: &Resource, protection: &Protection) -> Mechanism {
        let replica = |kind, lag| Mechanism {
            replays_writes: true,
            key: MechanismKey::OfSource,
            ..self.own(name, protection, kind, Points::Replica { lag })
        };
        // The members of such a cluster share one volume, which spans zones.
        let shares = matches!(resource.kind(), "aurora" | "documentdb" | "neptune");
        match &protection.kind {
            ProtectionKind::GlobalTable { region } => Mechanism {
                place: self.in_region(Some(region)),
                ..replica(MechanismKind::GlobalTableReplica, typical("dynamodb-global-table"))
            },
            ProtectionKind::ReadReplica { region, multi_az, .. } => {
                let several = multi_az.is_some_and(|flag| flag.value) || shares;
                let zone = if several { ZoneSpread::Several } else { ZoneSpread::Unknown };
                let at_home = region.is_none() || self.in_region(region.as_ref()) == self.here();
                Mechanism {
                    place: Whereabouts { zone, ..self.in_region(region.as_ref()) },
                    dies_with_source: if shares && at_home {
                        DiesWithSource::Yes
                    } else {
                        DiesWithSource::No
                    },
                    ..replica(MechanismKind::ReadReplica, Lag::default())
                }
            }
            ProtectionKind::Standby { .. } => self.standby(name, protection),
            // A cache's replicas follow it; a database's standby waits with it.
            _ => Mechanism {
                dies_with_source: DiesWithSource::Yes,
                replays_deletion: true,
                ..replica(
                    MechanismKind::MultiAz,
                    if resource.kind() == "elasticache" { Lag::default() } else { SYNCHRONOUS },
                )
            },
        }
    }

    /// A server that follows another.
    fn standby(&self, name: &str, protection: &Protection) -> Mechanism {
        let mut place = Whereabouts { account: self.here().account, ..Whereabouts::default() };
        let mut lag = Lag::default();
        if let ProtectionKind::Standby { host, zone, region, synchronous, .. } = &protection.kind {
            let of_zone = || zone.as_ref().and_then(region_of_zone);
            place.region = region.as_ref().map(|region| region.value.clone()).or_else(of_zone);
            place.zone = one_zone(zone.as_ref());
            place.host = host.as_ref().map(|host| host.value.clone());
            if synchronous.is_some_and(|flag| flag.value) {
                lag = SYNCHRONOUS;
            }
        }
        Mechanism {
            replays_writes: true,
            // A dropped database is dropped there too.
            replays_deletion: true,
            deletable_by: on_host(&place),
            place,
            ..self.own(name, protection, MechanismKind::Standby, Points::Replica { lag })
        }
    }

    /// Snapshots that someone takes, and other products.
    fn by_others(&self, name: &str, protection: &Protection) -> Mechanism {
        match &protection.kind {
            // Snapshots by hand stay when the resource is deleted.
            ProtectionKind::ManualSnapshots { timetable, retention, region } => {
                let points = scheduled(timetable, retention.as_ref());
                let points = Points::Scheduled(Box::new(points));
                Mechanism {
                    place: self.in_region(region.as_ref()),
                    key: MechanismKey::OfSource,
                    ..self.own(name, protection, MechanismKind::ManualSnapshots, points)
                }
            }
            ProtectionKind::External {
                tool: _,
                timetable,
                retention,
                place,
                restorable,
                deletable_by,
            } => {
                let on_change = timetable
                    .schedule
                    .as_ref()
                    .is_some_and(|schedule| schedule.value == Schedule::OnChange);
                let points = if on_change {
                    Points::OnChange { retention: retention.clone(), keep_newest: None }
                } else {
                    Points::Scheduled(Box::new(scheduled(timetable, retention.as_ref())))
                };
                let place = place.as_ref().map(stated).unwrap_or_default();
                let parties: Vec<Party> = deletable_by.iter().cloned().map(Party::Named).collect();
                let owners = match parties.is_empty() {
                    true => administrators(&place),
                    false => DeletableBy::Parties(parties),
                };
                let can = restorable.is_some_and(|flag| flag.value);
                Mechanism {
                    deletable_by: owners,
                    place,
                    restorable: if can { Restorable::Yes } else { Restorable::No(NOT_STATED) },
                    ..self.own(name, protection, MechanismKind::External, points)
                }
            }
            _ => {
                let points = Points::Replica { lag: Lag::default() };
                self.own(name, protection, MechanismKind::External, points)
            }
        }
    }
}

impl Mechanism {
    /// The same continuous mechanism with another lag.
    fn lagging(mut self, documented: Lag) -> Self {
        if let Points::Continuous { lag, .. } = &mut self.points {
            *lag = documented;
        }
        self
    }
}

/// What the policy says about deleting the resource.
fn on_delete(resource: &Resource) -> OnDelete {
    match &resource.native {
        Native::Dynamodb(table) => table.on_delete,
        Native::Database(database) => database.on_delete,
        Native::Cache(cache) => cache.on_delete,
        Native::Bucket(_) | Native::None => OnDelete::default(),
    }
}

fn is_off(retention: Option<&Spanned<CalendarDays>>) -> bool {
    retention.is_some_and(|days| days.value.most == 0)
}

/// The lag of a database's point-in-time recovery, by its type.
fn point_in_time(kind: &str) -> Lag {
    match kind {
        "aurora" | "documentdb" | "neptune" => typical(&format!("{kind}-point-in-time")),
        _ => typical("rds-point-in-time"),
    }
}

/// One snapshot a day, somewhere in its window.
fn daily(
    window: Option<&Spanned<DailyWindow>>,
    retention: Option<Spanned<crate::units::Retention>>,
) -> Points {
    let start = window.map(|window| window.value.start.to_string());
    let parts = Parts { every: Some("day"), at: start.as_deref(), ..Parts::default() };
    let schedule = Schedule::from_parts(&parts).ok();
    let span = window.map_or_else(Default::default, |window| window.span);
    Points::Scheduled(Box::new(Scheduled {
        schedule: schedule.map(|schedule| Spanned::new(schedule, span)),
        zone: Zone::utc(),
        retention,
        // Without a window of its own AWS picks one at random and keeps it.
        start_window: window.map_or(Duration::ZERO, |window| window.value.length()),
        completion_window: None,
        overwrites_last: None,
        leaves_versions: false,
        copied: None,
    }))
}

fn stated(place: &StatedPlace) -> Whereabouts {
    let region = place.region.as_ref().map(|region| region.value.clone());
    Whereabouts {
        account: place.account.as_ref().map(|account| account.value.clone()),
        region: region.or_else(|| place.zone.as_ref().and_then(region_of_zone)),
        zone: one_zone(place.zone.as_ref()),
        host: None,
    }
}

pub(super) fn one_zone(zone: Option<&Text>) -> ZoneSpread {
    zone.map_or(ZoneSpread::Unknown, |zone| ZoneSpread::One(zone.value.clone()))
}

/// The Region of a zone: its name without the letter.
pub(super) fn region_of_zone(zone: &Text) -> Option<String> {
    region_of(&zone.value)
}

pub(super) fn region_of(zone: &str) -> Option<String> {
    let region = zone.trim_end_matches(|c: char| c.is_ascii_lowercase());
    (region.len() + 1 == zone.len()).then(|| region.to_owned())
}

/// Whoever administers the host.
pub(super) fn on_host(place: &Whereabouts) -> DeletableBy {
    let mut parties: Vec<Party> = place.account.iter().cloned().map(Party::Administrator).collect();
    parties.push(Party::HostAdministrator(place.host.clone()));
    DeletableBy::Parties(parties)
}
