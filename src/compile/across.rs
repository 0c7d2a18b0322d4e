//! What only the files of a run together show.
//!
//! Two policies, or two environments of one, that create something of one AWS
//! name in one account and Region would each overwrite what the other wants.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::check::run_rules::AWS_NAME_IN_TWO_PLACES;
use crate::diagnostic::Finding;
use crate::resources::{Bucket, Lowered, Place, ResourceId, ResourceKind, Settings};
use crate::source::{self, Node, Span};

use crate::source::written_at;

use super::Compiled;

/// More of one file than this say nothing new.
const MOST: usize = 20;

/// Adds to each file what it has in common with the files before it and must
/// not. To be called once with all files of a run, before anything is allowed.
///
/// Two versions of one policy (what `diff` compares) are no run.
pub fn across(files: &mut [&mut Compiled]) {
    let mut taken: BTreeMap<ResourceId, Owner> = BTreeMap::new();
    for (index, compiled) in files.iter_mut().enumerate() {
        let mut clashes = Vec::new();
        for lowered in &compiled.environments {
            for (created, origin) in created(lowered) {
                let owner = Owner {
                    index,
                    file: compiled.judged.input.name.clone(),
                    policy: lowered.policy.clone(),
                    environment: lowered.environment.clone(),
                    origin,
                };
                match taken.entry(created) {
                    Entry::Vacant(entry) => {
                        entry.insert(owner);
                    }
                    Entry::Occupied(entry) => {
                        if !entry.get().is(&owner) {
                            clashes.push((entry.key().clone(), entry.get().clone(), owner));
                        }
                    }
                }
            }
        }
        if !clashes.is_empty() {
            let found = findings(index, compiled, &clashes);
            compiled.judged.findings.extend(found);
        }
    }
}

/// Who creates something.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Owner {
    index: usize,
    file: String,
    policy: String,
    environment: String,
    /// Path in the policy, such as `vaults.dr`.
    origin: String,
}

impl Owner {
    /// One environment of one file, which may say a thing in two places.
    fn is(&self, other: &Self) -> bool {
        self.index == other.index && self.environment == other.environment
    }
}

type Clash = (ResourceId, Owner, Owner);

/// One finding per thing, or one for all when the policies have one name.
fn findings(index: usize, compiled: &Compiled, clashes: &[Clash]) -> Vec<Finding> {
    let Some(root) = source::parse(&compiled.judged.input.text).root else { return Vec::new() };
    let mut out: Vec<Finding> = Vec::new();
    let mut namesakes: BTreeMap<usize, Vec<&Clash>> = BTreeMap::new();
    for clash in clashes {
        let (_, before, now) = clash;
        if before.index != index && before.policy == now.policy {
            namesakes.entry(before.index).or_default().push(clash);
        } else if out.len() < MOST {
            push(&mut out, one(clash, &root));
        }
    }
    out.extend(namesakes.values().filter_map(|clashes| named_alike(clashes, &root)));
    out
}

/// Adds a finding, or its environment to the same finding of another one.
fn push(out: &mut Vec<Finding>, finding: Finding) {
    match out.iter_mut().find(|known| known.message == finding.message) {
        Some(known) => known.environments.extend(finding.environments),
        None => out.push(finding),
    }
}

fn one((id, before, now): &Clash, root: &Node) -> Finding {
    let what = id.kind.noun();
    let whose = if before.index == now.index {
        format!("environment `{}`", before.environment)
    } else {
        format!("`{}`, environment `{}`", before.file, before.environment)
    };
    let named = if before.origin.is_empty() || before.origin == now.origin {
        String::new()
    } else {
        format!(" for its `{}`", before.origin)
    };
    let message = format!("{what} `{}` in {} is also created by {whose}{named}", id.name, at(id));
    let mut finding = AWS_NAME_IN_TWO_PLACES
        .finding(name_span(root, &now.origin), message)
        .marking("this one has that name too")
        .path(now.origin.clone())
        .help(help(id.kind, &now.origin));
    finding.environments.push(now.environment.clone());
    finding
}

fn help(kind: ResourceKind, origin: &str) -> String {
    match kind {
        ResourceKind::Bucket => {
            "let one policy own the bucket: its lifecycle configuration is replaced as a whole"
                .to_owned()
        }
        ResourceKind::Key | ResourceKind::Role => format!(
            "rename `{origin}` or the policy, or create it in one of them and write `existing` in \
             the other"
        ),
        _ if origin.is_empty() => "give one of them another name".to_owned(),
        _ => format!(
            "give `{origin}` an `aws_name` of its own, such as one with `${{environment}}`, or \
             write `existing: true` in one place"
        ),
    }
}

/// Two files of one run whose policies have one name.
fn named_alike(clashes: &[&Clash], root: &Node) -> Option<Finding> {
    let (id, before, now) = clashes.first()?;
    let span = root.get("name").map_or(Span::new(0, 0), |node| node.span);
    let message = format!(
        "`{}` is also named `{}`, so that {} would be created twice, such as {} `{}` in {}",
        before.file,
        now.policy,
        things(clashes.len()),
        id.kind.noun(),
        id.name,
        at(id)
    );
    let mut finding = AWS_NAME_IN_TWO_PLACES
        .finding(span, message)
        .marking("the name of both policies")
        .path("name")
        .help("give one policy another `name`, or check the two files in separate runs");
    for (_, _, now) in clashes {
        if !finding.environments.contains(&now.environment) {
            finding.environments.push(now.environment.clone());
        }
    }
    Some(finding)
}

fn things(count: usize) -> String {
    if count == 1 { "one thing".to_owned() } else { format!("{count} things") }
}

/// The name in AWS if the file states it, else the key.
fn name_span(root: &Node, origin: &str) -> Span {
    let node = origin.split('.').try_fold(root, |node, key| node.get(key));
    let stated = node.and_then(|node| node.get("aws_name"));
    stated.map_or_else(|| written_at(root, origin), |name| name.span)
}

/// Everything that rendering creates and where the policy asks for it, with
/// the Region left out of what is the account's.
fn created(lowered: &Lowered) -> Vec<(ResourceId, String)> {
    let mut out = Vec::new();
    for (place, settings) in &lowered.resources.places {
        for (kind, name) in rendered(settings) {
            let id = ResourceId { place: place.clone(), kind, name: name.to_owned() };
            let label = lowered.labels.get(&id);
            // Of a bucket that exists the policy may still own a configuration.
            let existing = label.is_some_and(|label| label.existing);
            if !existing || kind == ResourceKind::Bucket {
                let origin = label.map(|label| label.origin.clone()).unwrap_or_default();
                out.push((ResourceId { place: within(place, kind), ..id }, origin));
            }
        }
    }
    out
}

fn rendered(settings: &Settings) -> Vec<(ResourceKind, &str)> {
    let Settings {
        vaults,
        plans,
        // Within a plan, which is compared itself.
        selections: _,
        restore_testing_plans,
        keys,
        roles,
        buckets,
        // Other code creates these; several policies may look at one.
        db_instances: _,
        db_clusters: _,
        tables: _,
        cache_groups: _,
        account: _,
    } = settings;
    let vaults = vaults.keys().map(|name| (ResourceKind::Vault, name.as_str()));
    let plans = plans.keys().map(|name| (ResourceKind::Plan, name.as_str()));
    let testing =
        restore_testing_plans.keys().map(|n| (ResourceKind::RestoreTestingPlan, n.as_str()));
    let keys = keys.keys().map(|name| (ResourceKind::Key, name.as_str()));
    let roles = roles.keys().map(|name| (ResourceKind::Role, name.as_str()));
    let owned = buckets.iter().filter(|(_, bucket)| is_owned(bucket));
    let buckets = owned.map(|(name, _)| (ResourceKind::Bucket, name.as_str()));
    vaults.chain(plans).chain(testing).chain(keys).chain(roles).chain(buckets).collect()
}

/// The policy writes something of the bucket that it cannot share.
fn is_owned(bucket: &Bucket) -> bool {
    bucket.created || bucket.lifecycle.is_some() || bucket.replication_role.is_some()
}

/// Roles have one name in all Regions of an account, buckets in a partition.
fn within(place: &Place, kind: ResourceKind) -> Place {
    match kind {
        ResourceKind::Role => Place { region: String::new(), ..place.clone() },
        ResourceKind::Bucket => {
            Place { account: String::new(), region: String::new(), ..place.clone() }
        }
        _ => place.clone(),
    }
}

fn at(id: &ResourceId) -> String {
    match (id.place.account.as_str(), id.place.region.as_str()) {
        ("", _) => "AWS".to_owned(),
        (account, "") => format!("account {account}"),
        _ => id.place.to_string(),
    }
}

#[cfg(test)]
mod tests;
