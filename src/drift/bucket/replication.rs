//! Replication of a bucket, rule by rule.

use crate::resolved::Replication;
use crate::resources::{Bucket, ReplicationRule, RoleRef};
use crate::source::Span;

use super::super::act::{Act, Owner};
use super::super::found::{Raw, Stated};
use super::super::{whereabouts, words};
use super::Of;

impl Of<'_> {
    /// Only the role of a replication that is ours to write is ours to choose.
    pub(super) fn replication_role(
        &self,
        expected: Option<&RoleRef>,
        actual: &Bucket,
    ) -> Option<Raw> {
        let wanted = expected?.arn();
        let found = actual.replication_role.as_ref().map(RoleRef::arn);
        if actual.replication.is_none() || found.as_ref() == Some(&wanted) {
            return None;
        }
        Some(
            Raw::new("replication_role", "role of replication", "ReplicationConfiguration.Role")
                .stated(self.own.clone())
                .values(Some(wanted), found)
                .doubted(),
        )
    }

    pub(super) fn replication(
        &self,
        expected: &[ReplicationRule],
        actual: &[ReplicationRule],
    ) -> Vec<Raw> {
        let mut raws = Vec::new();
        let mut rest: Vec<&ReplicationRule> = actual.iter().collect();
        for rule in expected {
            // Other code gives its rules other IDs: the destination says which it is.
            let same =
                |other: &&ReplicationRule| other.destination_bucket == rule.destination_bucket;
            match rest.iter().position(same) {
                Some(place) => raws.extend(self.rule(rule, rest.remove(place))),
                None => raws.push(self.not_replicated(rule)),
            }
        }
        let rendered = self.settings.manages(crate::document::Managed::Replication);
        for rule in rest.into_iter().filter(|_| rendered) {
            raws.push(
                Raw::new(
                    "replication",
                    format!("replication {}", rule.id),
                    format!("Rules[{}]", rule.id),
                )
                .stated(self.own.clone())
                .values(None, Some(format!("to {}", rule.destination_bucket)))
                .note("nobody asked for this replication: it is not counted"),
            );
        }
        raws
    }

    fn stated_rule(&self, rule: &ReplicationRule) -> Option<&Replication> {
        self.settings.replication.iter().find(|stated| stated.to.value == rule.id)
    }

    fn rule_at(
        &self,
        rule: &ReplicationRule,
        key: &str,
        span: impl Fn(&Replication) -> Option<Span>,
    ) -> Stated {
        match self.stated_rule(rule) {
            Some(stated) => whereabouts::of(&stated.path, stated.span, key, span(stated)),
            None => self.own.clone(),
        }
    }

    fn resource(&self) -> Option<&str> {
        match &self.owner {
            Owner::Resource(name) => Some(name),
            Owner::Repository(_) => None,
        }
    }

    fn not_replicated(&self, rule: &ReplicationRule) -> Raw {
        let raw = Raw::new(
            "replication",
            format!("replication to {}", rule.id),
            format!("Rules[{}]", rule.id),
        )
        .stated(self.rule_at(rule, "to", |stated| Some(stated.to.span)))
        .values(Some(format!("to {}", rule.destination_bucket)), None);
        match self.resource() {
            Some(resource) => {
                raw.acting(Act::ReplicationGone(resource.to_owned(), rule.id.clone()))
            }
            None => raw.doubted(),
        }
    }

    fn part(&self, rule: &ReplicationRule, what: &str, field: &str) -> Raw {
        let id = &rule.id;
        let what = format!("replication to {id}: {what}");
        Raw::new("replication", what, format!("Rules[{id}].{field}"))
    }

    fn rule(&self, expected: &ReplicationRule, actual: &ReplicationRule) -> Vec<Raw> {
        let ReplicationRule {
            id: _,
            // An ID and a priority choose nothing where each destination has one rule.
            priority: _,
            destination_bucket: _,
            destination_account,
            partition: _,
            time_control: _,
            delete_markers: _,
            replica_key: _,
            storage_class,
        } = expected;
        let mut raws = self.switches(expected, actual);
        raws.extend(self.replica_key(expected, actual));
        if *storage_class != actual.storage_class {
            let span = |r: &Replication| r.storage_class.as_ref().map(|class| class.span);
            raws.push(
                self.part(expected, "storage class", "Destination.StorageClass")
                    .stated(self.rule_at(expected, "storage_class", span))
                    .values(storage_class.clone(), actual.storage_class.clone())
                    .doubted(),
            );
        }
        if *destination_account != actual.destination_account {
            raws.push(
                self.part(expected, "account", "Destination.Account")
                    .stated(self.rule_at(expected, "to", |stated| Some(stated.to.span)))
                    .values(destination_account.clone(), actual.destination_account.clone())
                    .doubted(),
            );
        }
        raws
    }

    /// Time control and delete markers.
    fn switches(&self, expected: &ReplicationRule, actual: &ReplicationRule) -> Vec<Raw> {
        let (control, markers) = (expected.time_control, expected.delete_markers);
        let acting = |control: bool, markers: bool, raw: Raw| match self.resource() {
            Some(resource) => {
                let to = expected.id.clone();
                raw.acting(Act::Replication(resource.to_owned(), to, control, markers))
            }
            None => raw.doubted(),
        };
        let word = |on: bool| Some(words::switch(on));
        let mut raws = Vec::new();
        if control != actual.time_control {
            let span = |r: &Replication| r.time_control.map(|flag| flag.span);
            let raw = self
                .part(expected, "time control", "Destination.ReplicationTime.Status")
                .stated(self.rule_at(expected, "time_control", span))
                .values(word(control), word(actual.time_control));
            raws.push(acting(actual.time_control, markers, raw));
        }
        if markers != actual.delete_markers {
            let span = |r: &Replication| r.delete_markers.map(|flag| flag.span);
            let raw = self
                .part(expected, "delete markers", "DeleteMarkerReplication.Status")
                .stated(self.rule_at(expected, "delete_markers", span))
                .values(word(markers), word(actual.delete_markers));
            raws.push(acting(control, actual.delete_markers, raw));
        }
        raws
    }

    fn replica_key(&self, expected: &ReplicationRule, actual: &ReplicationRule) -> Option<Raw> {
        let key = expected.replica_key.as_ref()?;
        match self.here.same_key(key, actual.replica_key.as_ref()) {
            Some(true) => return None,
            Some(false) => {}
            None => return Some(Raw::unknown("replication")),
        }
        let span = |r: &Replication| r.key.as_ref().map(|key| key.span);
        Some(
            self.part(expected, "key", "Destination.EncryptionConfiguration.ReplicaKmsKeyID")
                .stated(self.rule_at(expected, "key", span))
                .values(Some(words::key(key)), actual.replica_key.as_ref().map(words::key))
                .doubted(),
        )
    }
}
