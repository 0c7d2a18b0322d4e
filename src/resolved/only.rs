//! `only: [name]` must name environments that exist.

use crate::document::{self, NameText, Policy as Document};
use crate::source::nearest;

use super::context::Context;
use super::rules;

/// An `only` with the path of its entry.
type Limits<'a> = Vec<(String, &'a [NameText])>;

impl Context<'_> {
    /// Reports names under `only` that are no environments: the entry would be
    /// in none, silently.
    pub(super) fn unknown_environments(&mut self, document: &Document) {
        let mut limits = Limits::new();
        top(document, &mut limits);
        for (path, names) in limits {
            for name in names {
                if self.base.has(&name.value) {
                    continue;
                }
                let known = || self.base.stated();
                let finding = rules::UNKNOWN_ENVIRONMENT
                    .finding(name.span, format!("there is no environment `{}`", name.value))
                    .path(format!("{path}.only"));
                let finding = match nearest(&name.value, known()) {
                    Some(near) => {
                        finding.fix(name.span, near).help(format!("did you mean `{near}`?"))
                    }
                    None => {
                        let listed: Vec<String> = known().map(|key| format!("`{key}`")).collect();
                        finding.help(match listed.is_empty() {
                            true => "the policy has no environments".to_owned(),
                            false => format!("known under `environments`: {}", listed.join(", ")),
                        })
                    }
                };
                self.report(finding);
            }
        }
    }
}

/// Notes the `only` of one entry.
fn note<'a>(
    limits: &mut Limits<'a>,
    path: impl FnOnce() -> String,
    only: Option<&'a Vec<NameText>>,
) {
    if let Some(names) = only {
        limits.push((path(), names.as_slice()));
    }
}

/// Notes the `only` of every entry of a mapping.
macro_rules! each {
    ($limits:expr, $map:expr, $path:expr) => {
        for (key, entry) in $map {
            note($limits, || format!("{}.{}", $path, key.value), entry.only.as_ref());
        }
    };
}

/// Notes the `only` of every entry of a list.
macro_rules! each_of_list {
    ($limits:expr, $list:expr, $path:expr) => {
        for (index, entry) in $list.iter().enumerate() {
            note($limits, || format!("{}[{index}]", $path), entry.value.only.as_ref());
        }
    };
}

/// Notes the `only` of one optional mapping.
macro_rules! maybe {
    ($limits:expr, $entry:expr, $path:expr) => {
        if let Some(entry) = &$entry {
            note($limits, || $path.to_string(), entry.value.only.as_ref());
        }
    };
}

fn top<'a>(document: &'a Document, limits: &mut Limits<'a>) {
    each!(limits, &document.keys, "keys");
    each!(limits, &document.roles, "roles");
    each!(limits, &document.vaults, "vaults");
    each!(limits, &document.plans, "plans");
    for (key, plan) in &document.plans {
        let path = format!("plans.{}", key.value);
        each!(limits, &plan.tiers, format!("{path}.tiers"));
        maybe!(limits, plan.restore_testing, format!("{path}.restore_testing"));
        for (tier, written) in &plan.tiers {
            each_of_list!(limits, written.copies, format!("{path}.tiers.{}.copies", tier.value));
        }
    }
    for (key, resource) in &document.resources {
        of_resource(resource, &format!("resources.{}", key.value), limits);
    }
    each!(limits, &document.repositories, "repositories");
    for (key, repository) in &document.repositories {
        let path = format!("repositories.{}", key.value);
        each_of_list!(limits, repository.copies, format!("{path}.copies"));
        each_of_list!(limits, repository.replication, format!("{path}.replication"));
        if let Some(rules) = &repository.lifecycle {
            each_of_list!(limits, rules, format!("{path}.lifecycle"));
        }
    }
    each!(limits, &document.deleters, "deleters");
    each!(limits, &document.recovery, "recovery");
    each!(limits, &document.drills, "drills");
    each!(limits, &document.alarms, "alarms");
    each_of_list!(limits, document.claims, "claims");
}

/// Notes what every kind of resource has.
macro_rules! common {
    ($limits:expr, $resource:expr, $path:expr) => {
        note($limits, || $path.to_owned(), $resource.only.as_ref());
        each!($limits, &$resource.external, format!("{}.external", $path));
    };
}

fn of_resource<'a>(resource: &'a document::Resource, path: &str, limits: &mut Limits<'a>) {
    match resource {
        document::Resource::Dynamodb(r) => {
            common!(limits, r, path);
            maybe!(limits, r.point_in_time_recovery, format!("{path}.point_in_time_recovery"));
            maybe!(limits, r.global_table, format!("{path}.global_table"));
            each!(limits, &r.snapshots, format!("{path}.snapshots"));
            each!(limits, &r.exports, format!("{path}.exports"));
        }
        document::Resource::RdsInstance(r)
        | document::Resource::RdsCluster(r)
        | document::Resource::Aurora(r)
        | document::Resource::Documentdb(r)
        | document::Resource::Neptune(r) => {
            common!(limits, r, path);
            of_database(r, path, limits);
        }
        document::Resource::Elasticache(r) => {
            common!(limits, r, path);
            maybe!(limits, r.snapshots, format!("{path}.snapshots"));
            each!(limits, &r.exports, format!("{path}.exports"));
        }
        document::Resource::S3(r) => {
            common!(limits, r, path);
            each_of_list!(limits, r.replication, format!("{path}.replication"));
            if let Some(rules) = &r.lifecycle {
                each_of_list!(limits, rules, format!("{path}.lifecycle"));
            }
        }
        document::Resource::Postgresql(r) => {
            common!(limits, r, path);
            each!(limits, &r.standbys, format!("{path}.standbys"));
            each!(limits, &r.dumps, format!("{path}.dumps"));
            each!(limits, &r.base_backups, format!("{path}.base_backups"));
            each!(limits, &r.wal_archiving, format!("{path}.wal_archiving"));
        }
        document::Resource::Other(r) => {
            common!(limits, r, path);
            each!(limits, &r.snapshots, format!("{path}.snapshots"));
            each!(limits, &r.dumps, format!("{path}.dumps"));
            each!(limits, &r.exports, format!("{path}.exports"));
        }
        document::Resource::Listed(r) => {
            common!(limits, r, path);
        }
    }
}

fn of_database<'a>(database: &'a document::Database, path: &str, limits: &mut Limits<'a>) {
    maybe!(limits, database.automated_backups, format!("{path}.automated_backups"));
    maybe!(
        limits,
        database.automated_backup_replication,
        format!("{path}.automated_backup_replication")
    );
    each!(limits, &database.snapshots, format!("{path}.snapshots"));
    each!(limits, &database.read_replicas, format!("{path}.read_replicas"));
    for (name, replica) in &database.read_replicas {
        let path = format!("{path}.read_replicas.{}.automated_backups", name.value);
        maybe!(limits, replica.automated_backups, path);
    }
    each!(limits, &database.dumps, format!("{path}.dumps"));
    each!(limits, &database.exports, format!("{path}.exports"));
}
