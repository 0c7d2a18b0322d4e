//! Reads protections that other code makes: snapshots, exports, dumps, products.

use crate::document;
use crate::schedule::Zone;
use crate::source::{Map, Span, Spanned, Text};
use crate::units::Retention;

use super::protection::{ProtectionKind, StatedPlace, Stored, Timetable};
use super::protection_read::{Entry, Reader, entry};

impl Reader<'_, '_> {
    pub(super) fn snapshots(&mut self, snapshots: &Map<document::ManualSnapshots>) {
        for (name, snapshot) in snapshots {
            let key = format!("snapshots.{}", name.value);
            self.add(&key, name.span, entry!(snapshot), |reader, path| {
                let retention = snapshot.retention.as_deref();
                Some(ProtectionKind::ManualSnapshots {
                    timetable: reader.context.timetable(snapshot.schedule.as_ref(), path),
                    retention: reader.context.parse(retention, path, Retention::parse),
                    region: reader.region(snapshot.region.as_ref(), path),
                })
            });
        }
    }

    pub(super) fn exports(&mut self, exports: &Map<document::Export>) {
        for (name, export) in exports {
            let key = format!("exports.{}", name.value);
            let document::Export {
                schedule,
                to,
                prefix,
                object,
                format,
                retention,
                restorable,
                source,
                ..
            } = export;
            self.add(&key, name.span, entry!(export), |reader, path| {
                let stored =
                    reader.stored(schedule.as_ref(), to.as_ref(), retention.as_deref(), path);
                Some(ProtectionKind::Export(Stored {
                    prefix: prefix.as_ref().map(|prefix| prefix.0.clone()),
                    object: words(object.as_ref()),
                    format: words(format.as_ref()),
                    restorable: *restorable,
                    source: words(source.as_ref()),
                    ..stored
                }))
            });
        }
    }

    pub(super) fn dumps(&mut self, dumps: &Map<document::Dump>) {
        for (name, dump) in dumps {
            let key = format!("dumps.{}", name.value);
            let document::Dump { schedule, to, object, retention, encryption, tool, .. } = dump;
            self.add(&key, name.span, entry!(dump), |reader, path| {
                let stored =
                    reader.stored(schedule.as_ref(), to.as_ref(), retention.as_deref(), path);
                Some(ProtectionKind::Dump(Stored {
                    object: words(object.as_ref()),
                    encryption: words(encryption.as_ref()),
                    tool: words(tool.as_ref()),
                    ..stored
                }))
            });
        }
    }

    pub(super) fn external(&mut self, external: &Map<document::External>) {
        for (name, product) in external {
            let key = format!("external.{}", name.value);
            self.add(&key, name.span, entry!(product), |reader, path| {
                let retention = product.retention.as_deref();
                let place = product.place.as_ref();
                Some(ProtectionKind::External {
                    tool: words(product.tool.as_ref()),
                    timetable: reader.context.timetable(product.schedule.as_ref(), path),
                    retention: reader.context.parse(retention, path, Retention::parse),
                    place: place.map(|place| reader.place(&place.value, path)),
                    restorable: product.restorable,
                    deletable_by: product.deletable_by.iter().map(|who| who.0.clone()).collect(),
                })
            });
        }
    }

    pub(super) fn stored(
        &mut self,
        schedule: Option<&document::Schedule>,
        to: Option<&document::NameText>,
        retention: Option<&Text>,
        path: &str,
    ) -> Stored {
        Stored {
            timetable: match schedule {
                Some(_) => self.context.timetable(schedule, path),
                None => {
                    Timetable { schedule: None, zone: Spanned::new(Zone::utc(), Span::default()) }
                }
            },
            to: self.repository(to, path),
            retention: self.context.parse(retention, path, Retention::parse),
            prefix: None,
            object: None,
            tool: None,
            encryption: None,
            format: None,
            restorable: None,
            source: None,
        }
    }

    fn place(&mut self, place: &document::Location, path: &str) -> StatedPlace {
        let document::Location { account, region, zone } = place;
        StatedPlace {
            account: account.as_ref().and_then(|account| self.context.account(account, path)),
            region: self.region(region.as_ref(), path),
            zone: zone.as_ref().map(|zone| zone.0.clone()),
        }
    }
}

pub(super) fn words(words: Option<&document::Words>) -> Option<Text> {
    words.map(|words| words.0.clone())
}
