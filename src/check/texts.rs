//! Every text of a policy that becomes part of an artifact, with its place.

use crate::resolved::{
    BucketSettings, KeySource, Native, Policy, Repository, RepositoryPlace, Resource, RoleSource,
    SpannedTags, Vault,
};
use crate::source::{Spanned, Text};

/// A text with what it is and its path.
#[derive(Debug, Clone)]
pub(crate) struct Written<'a> {
    /// The text.
    pub(crate) text: &'a Text,
    /// What it is, such as "tag value".
    pub(crate) what: &'static str,
    /// Path of what it belongs to.
    pub(crate) path: String,
}

/// Collects texts of one entry.
struct Texts<'a> {
    path: String,
    found: Vec<Written<'a>>,
}

/// Every text of the policy that becomes part of an artifact.
pub(crate) fn texts(policy: &Policy) -> Vec<Written<'_>> {
    let mut texts = Texts { path: "name".to_owned(), found: Vec::new() };
    texts.one(&policy.name, "name of the policy");
    for key in policy.keys.values() {
        texts.at(&key.at.path).tags(&key.tags);
        if let KeySource::Existing(arn) = &key.source {
            texts.one(arn, "ARN");
        }
    }
    for role in policy.roles.values() {
        texts.at(&role.at.path).tags(&role.tags);
        if let RoleSource::Existing(arn) = &role.source {
            texts.one(arn, "ARN");
        }
    }
    policy.vaults.values().for_each(|vault| texts.vault(vault));
    for plan in policy.plans.values() {
        texts.at(&plan.at.path).tags(&plan.tags);
        texts.one(&plan.aws_name, "name");
        for tier in plan.tiers.values() {
            texts.at(&tier.at.path).tags(&tier.recovery_point_tags);
        }
    }
    policy.resources.values().for_each(|resource| texts.resource(resource));
    policy.repositories.values().for_each(|repository| texts.repository(repository));
    texts.found
}

impl<'a> Texts<'a> {
    fn at(&mut self, path: &str) -> &mut Self {
        path.clone_into(&mut self.path);
        self
    }

    fn one(&mut self, text: &'a Spanned<String>, what: &'static str) {
        self.found.push(Written { text, what, path: self.path.clone() });
    }

    fn tags(&mut self, tags: &'a SpannedTags) {
        for (key, value) in tags {
            self.one(key, "tag key");
            self.one(value, "tag value");
        }
    }

    fn vault(&mut self, vault: &'a Vault) {
        self.at(&vault.at.path).tags(&vault.tags);
        self.one(&vault.aws_name, "name");
        if let Some(notifications) = &vault.notifications {
            self.one(&notifications.topic, "ARN");
            notifications.events.iter().for_each(|event| self.one(event, "event"));
        }
    }

    fn resource(&mut self, resource: &'a Resource) {
        self.at(&resource.at.path);
        resource.identifiers.iter().for_each(|name| self.one(name, "name"));
        if let Some(selection) = resource.selection.as_ref().map(|selection| &selection.value) {
            selection.except.iter().for_each(|arn| self.one(arn, "ARN"));
            if let Some(any_of) = &selection.any_of {
                any_of.value.arns.iter().for_each(|arn| self.one(arn, "ARN"));
                for (key, value) in &any_of.value.tags {
                    self.one(key, "tag key");
                    self.one(value, "tag value");
                }
            }
            for condition in &selection.all_of {
                self.one(&condition.tag, "tag key");
                condition.tests.iter().for_each(|(_, value)| self.one(value, "tag value"));
            }
        }
        if let Native::Bucket(settings) = &resource.native {
            self.bucket(settings);
        }
    }

    fn repository(&mut self, repository: &'a Repository) {
        self.at(&repository.at.path);
        if let RepositoryPlace::Bucket { name, .. } = &repository.place {
            self.one(name, "name");
        }
        self.bucket(&repository.settings);
    }

    fn bucket(&mut self, settings: &'a BucketSettings) {
        self.tags(&settings.tags);
        for rule in settings.lifecycle.iter().flatten() {
            self.at(&rule.path).one(&rule.name, "name");
            let Some(filter) = rule.filter.as_ref().map(|filter| &filter.value) else { continue };
            filter.prefix.iter().for_each(|prefix| self.one(prefix, "prefix"));
            self.tags(&filter.tags);
        }
    }
}

/// The tags of everything that the policy creates, with the path of each; those
/// of recovery points have bounds of their own.
pub(crate) fn own_tags(policy: &Policy) -> Vec<(&SpannedTags, &str)> {
    let keys = policy.keys.values().map(|key| (&key.tags, &key.at));
    let roles = policy.roles.values().map(|role| (&role.tags, &role.at));
    let vaults = policy.vaults.values().map(|vault| (&vault.tags, &vault.at));
    let plans = policy.plans.values().map(|plan| (&plan.tags, &plan.at));
    let repositories = policy.repositories.values();
    let repositories = repositories.map(|entry| (&entry.settings.tags, &entry.at));
    let buckets = policy.resources.values().filter_map(|resource| match &resource.native {
        Native::Bucket(settings) => Some((&settings.tags, &resource.at)),
        Native::Dynamodb(_) | Native::Database(_) | Native::Cache(_) | Native::None => None,
    });
    let all = keys.chain(roles).chain(vaults).chain(plans).chain(buckets).chain(repositories);
    all.map(|(tags, at)| (tags, at.path.as_str())).collect()
}
