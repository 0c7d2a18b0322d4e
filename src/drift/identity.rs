//! Keys and roles that the policy creates.

use crate::resources::{IamRole, InlinePolicy, KmsKey, ResourceKind};

use super::act::Act;
use super::comparing::Here;
use super::found::{Found, Raw, Stated};
use super::{vault, whereabouts, words};

impl Here<'_> {
    pub(super) fn keys(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().keys {
            let kind = ResourceKind::Key;
            let Some(label) = self.label(kind, name) else { continue };
            let Some(key) = self.policy().keys.get(&label.key) else { continue };
            let own = Stated::at(key.at.path.clone(), key.at.span);
            let missing = || {
                Raw::new("", "key", "AliasName")
                    .stated(own.clone())
                    .values(Some(format!("alias/{name}")), None)
                    .acting(Act::KeyGone(key.at.key.clone()))
            };
            let differences = |actual: &KmsKey| {
                let KmsKey { description, used_by_accounts, tags } = expected;
                let mut raws = Vec::new();
                raws.extend(text(
                    "description",
                    "Description",
                    &own,
                    description,
                    &actual.description,
                ));
                if *used_by_accounts != actual.used_by_accounts {
                    let accounts = |all: &[String]| words::list(all);
                    raws.push(
                        Raw::new("used_by_accounts", "accounts that may use it", "Policy")
                            .stated(own.clone())
                            .values(accounts(used_by_accounts), accounts(&actual.used_by_accounts))
                            .doubted(),
                    );
                }
                let stated = |tag: &str| {
                    let found = key.tags.iter().find(|(key, _)| key.value == tag);
                    let span = found.map(|(_, value)| value.span);
                    whereabouts::of(&key.at.path, key.at.span, &format!("tags.{tag}"), span)
                };
                raws.extend(vault::tags("Tags", tags, &actual.tags, false, stated));
                raws
            };
            let actual = self.seen().keys.get(name);
            found.push(self.judged((kind, name), own.clone(), actual, differences, missing));
        }
        found
    }

    pub(super) fn roles(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for (name, expected) in &self.expected().roles {
            let kind = ResourceKind::Role;
            let Some(label) = self.label(kind, name) else { continue };
            // The role of a replication belongs to its bucket.
            let role = self.policy().roles.get(&label.key);
            let own = match role {
                Some(role) => Stated::at(role.at.path.clone(), role.at.span),
                None => self.entry(&label.origin),
            };
            let missing = || {
                let raw = Raw::new("", "role", "RoleName")
                    .stated(own.clone())
                    .values(Some(name.clone()), None);
                match role {
                    Some(role) => raw.acting(Act::RoleGone(role.at.key.clone())),
                    None => raw.doubted().note("nothing is replicated without it"),
                }
            };
            let differences = |actual: &IamRole| self.role(&own, expected, actual);
            let actual = self.seen().roles.get(name);
            found.push(self.judged((kind, name), own.clone(), actual, differences, missing));
        }
        found
    }

    fn role(&self, own: &Stated, expected: &IamRole, actual: &IamRole) -> Vec<Raw> {
        let IamRole { description, service, managed_policies, inline_policies, tags } = expected;
        let mut raws = Vec::new();
        raws.extend(text("description", "Description", own, description, &actual.description));
        let trust = text("service", "AssumeRolePolicyDocument", own, service, &actual.service);
        raws.extend(trust.map(Raw::doubted));
        if *managed_policies != actual.managed_policies {
            let names = |all: &[String]| words::list(all);
            raws.push(
                Raw::new("managed_policies", "managed policies", "AttachedPolicies")
                    .stated(own.clone())
                    .values(names(managed_policies), names(&actual.managed_policies))
                    .doubted(),
            );
        }
        if *inline_policies != actual.inline_policies {
            let same_names = names(inline_policies) == names(&actual.inline_policies);
            let words = |all: &[InlinePolicy], whose: &str| match same_names {
                true => Some(format!("{} {whose}", names(all).join(", "))),
                false => words::list(&names(all)),
            };
            raws.push(
                Raw::new("inline_policies", "inline policies", "PolicyDocument")
                    .stated(own.clone())
                    .values(
                        words(inline_policies, "as rendered"),
                        words(&actual.inline_policies, "with other statements"),
                    )
                    .doubted(),
            );
        }
        let stated = |_: &str| own.clone();
        raws.extend(vault::tags("Tags", tags, &actual.tags, false, stated));
        raws
    }

    /// An entry of the policy by its path: a resource or a repository.
    pub(super) fn entry(&self, path: &str) -> Stated {
        let policy = self.policy();
        let at = match path.split_once('.') {
            Some(("resources", name)) => policy.resources.get(name).map(|own| &own.at),
            Some(("repositories", name)) => policy.repositories.get(name).map(|own| &own.at),
            _ => None,
        };
        match at {
            Some(at) => Stated::at(at.path.clone(), at.span),
            None => Stated { path: Some(path.to_owned()), span: None },
        }
    }
}

fn names(policies: &[InlinePolicy]) -> Vec<String> {
    policies.iter().map(|policy| policy.name.clone()).collect()
}

fn text(
    setting: &'static str,
    field: &str,
    own: &Stated,
    expected: &str,
    actual: &str,
) -> Option<Raw> {
    (expected != actual).then(|| {
        let what = if setting == "service" { "service that may assume it" } else { setting };
        Raw::new(setting, what, field)
            .stated(own.clone())
            .values(Some(expected.to_owned()), Some(actual.to_owned()))
    })
}
