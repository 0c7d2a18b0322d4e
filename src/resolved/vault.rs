//! Keys, roles and vaults.

use std::collections::BTreeMap;

use crate::document;
use crate::place::Place;
use crate::source::{Map, Span, Spanned, Text};
use crate::units::CalendarDays;

use super::context::{At, Context, at, is_on};
use super::cut::belongs;
use super::names::default_aws_name;
use super::rules;

/// Tags with the places of keys and values.
pub type SpannedTags = BTreeMap<Text, Spanned<String>>;

/// A KMS key.
#[derive(Debug, Clone)]
pub struct Key {
    /// Where it stands.
    pub at: At,
    /// Created or existing.
    pub source: KeySource,
    /// Tags.
    pub tags: SpannedTags,
}

/// Whose a key is.
#[derive(Debug, Clone)]
pub enum KeySource {
    /// Created by the policy; the place is unknown when the environment's is.
    Created(Option<Place>),
    /// Created by other code.
    Existing(Spanned<String>),
}

/// An IAM role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Where it stands.
    pub at: At,
    /// Created or existing.
    pub source: RoleSource,
    /// Tags.
    pub tags: SpannedTags,
}

/// Whose a role is.
#[derive(Debug, Clone)]
pub enum RoleSource {
    /// Created by the policy, with this name in AWS.
    Created(String),
    /// Created by other code.
    Existing(Spanned<String>),
}

/// A backup vault.
#[derive(Debug, Clone)]
pub struct Vault {
    /// Where it stands.
    pub at: At,
    /// Account and Region; unknown when neither is stated.
    pub place: Option<Place>,
    /// Its own `account`, if stated.
    pub account: Option<Spanned<String>>,
    /// Its own `region`, if stated.
    pub region: Option<Spanned<String>>,
    /// Name in AWS.
    pub aws_name: Spanned<String>,
    /// Key, a name under `keys`.
    pub key: Option<Spanned<String>>,
    /// Ids of the accounts that may copy into it.
    pub access: Vec<Spanned<String>>,
    /// Vault lock.
    pub lock: Option<Lock>,
    /// `air_gapped: true`, with its place.
    pub air_gapped: Option<Span>,
    /// Events sent to a topic.
    pub notifications: Option<Notifications>,
    /// Tags.
    pub tags: SpannedTags,
    /// Created by other code.
    pub existing: bool,
}

/// A vault lock.
#[derive(Debug, Clone)]
pub struct Lock {
    /// The whole lock.
    pub span: Span,
    /// Governance or compliance.
    pub mode: Option<Spanned<document::LockMode>>,
    /// Shortest retention accepted.
    pub min_retention: Option<Spanned<CalendarDays>>,
    /// Longest retention accepted.
    pub max_retention: Option<Spanned<CalendarDays>>,
    /// Cooling-off period.
    pub changeable_for: Option<Spanned<CalendarDays>>,
    /// Who agreed that it is permanent.
    pub irreversible: Option<Text>,
    /// Written, but switched off.
    pub planned: bool,
}

/// Events that a vault sends to a topic.
#[derive(Debug, Clone)]
pub struct Notifications {
    /// ARN of the topic.
    pub topic: Spanned<String>,
    /// Events as written.
    pub events: Vec<Text>,
}

/// AWS Backup's settings of the account.
#[derive(Debug, Clone, Default)]
pub struct AccountSettings {
    /// The whole section.
    pub span: Span,
    /// DynamoDB's advanced backup features.
    pub dynamodb_advanced_features: Option<Spanned<bool>>,
    /// Types that are opted in; `None` if unstated.
    pub service_opt_in: Option<Vec<Text>>,
    /// Copies between accounts are allowed.
    pub cross_account_copy: Option<Spanned<bool>>,
}

/// Account and Region with the partition of the Region.
pub(super) fn place_of(account: String, region: String) -> Place {
    let partition = crate::facts::regions::partition_of(&region)
        .map_or("aws", |partition| partition.id())
        .to_owned();
    Place { account, region, partition }
}

impl Context<'_> {
    /// A place from stated parts, the environment's for the others.
    pub(super) fn place(&self, account: Option<&str>, region: Option<&str>) -> Option<Place> {
        let account = account.map(str::to_owned).or_else(|| self.placeholders.account.clone())?;
        let region = region.map(str::to_owned).or_else(|| self.placeholders.region.clone())?;
        let partition = crate::facts::regions::partition_of(&region)
            .map_or_else(|| self.placeholders.partition.clone(), |p| Some(p.id().to_owned()))?;
        Some(Place { account, region, partition })
    }

    pub(super) fn keys(&mut self, keys: &Map<document::KmsKey>) -> BTreeMap<String, Key> {
        let mut resolved = BTreeMap::new();
        for (name, key) in keys {
            let document::KmsKey { create, existing, account, region, only, was, tags } = key;
            if !belongs(only.as_ref(), &self.placeholders.environment) {
                continue;
            }
            let at = at(name, "keys", was);
            let source = match (is_on(create.as_ref()), existing) {
                (false, Some(arn)) => KeySource::Existing(self.fill(arn, &at.path)),
                (true, None) => {
                    let account =
                        account.as_ref().and_then(|account| self.account(account, &at.path));
                    let region = region.as_ref().map(|region| self.fill(region, &at.path));
                    let account = account.as_ref().map(Text::as_str);
                    KeySource::Created(self.place(account, region.as_ref().map(Text::as_str)))
                }
                (true, Some(_)) | (false, None) => {
                    self.unclear(&at, "key", create.is_some() && existing.is_some());
                    continue;
                }
            };
            let tags = self.tags(tags, &at.path);
            resolved.insert(name.value.clone(), Key { at, source, tags });
        }
        resolved
    }

    pub(super) fn roles(&mut self, roles: &Map<document::Role>) -> BTreeMap<String, Role> {
        let mut resolved = BTreeMap::new();
        for (name, role) in roles {
            let document::Role { create, existing, only, was, tags } = role;
            if !belongs(only.as_ref(), &self.placeholders.environment) {
                continue;
            }
            let at = at(name, "roles", was);
            let source = match (is_on(create.as_ref()), existing) {
                (false, Some(arn)) => RoleSource::Existing(self.fill(arn, &at.path)),
                (true, None) => RoleSource::Created(self.default_name(at.naming_key())),
                (true, Some(_)) | (false, None) => {
                    self.unclear(&at, "role", create.is_some() && existing.is_some());
                    continue;
                }
            };
            let tags = self.tags(tags, &at.path);
            resolved.insert(name.value.clone(), Role { at, source, tags });
        }
        resolved
    }

    fn unclear(&mut self, at: &At, what: &str, both: bool) {
        let message = if both {
            format!("the {what} `{}` is both created and existing", at.key)
        } else {
            format!("the {what} `{}` is neither created nor existing", at.key)
        };
        let finding = rules::UNCLEAR_OWNERSHIP.finding(at.span, message).path(&at.path);
        self.report(finding.help("write `create: true`, or `existing:` with its ARN"));
    }

    pub(super) fn default_name(&self, key: &str) -> String {
        default_aws_name(&self.policy, &self.placeholders.environment, key)
    }

    /// The name in AWS: stated, or made from policy, environment and key.
    pub(super) fn aws_name(&mut self, stated: Option<&Text>, at: &At) -> Spanned<String> {
        match stated {
            Some(name) => self.fill(name, &at.path),
            None => Spanned::new(self.default_name(at.naming_key()), at.span),
        }
    }

    pub(super) fn vaults(
        &mut self,
        vaults: &Map<document::Vault>,
        keys: &BTreeMap<String, Key>,
    ) -> BTreeMap<String, Vault> {
        let mut resolved = BTreeMap::new();
        for (name, vault) in vaults {
            if belongs(vault.only.as_ref(), &self.placeholders.environment) {
                resolved.insert(name.value.clone(), self.vault(name, vault, keys));
            }
        }
        resolved
    }

    fn vault(
        &mut self,
        name: &Text,
        vault: &document::Vault,
        keys: &BTreeMap<String, Key>,
    ) -> Vault {
        let document::Vault {
            account,
            region,
            key,
            access,
            lock,
            air_gapped,
            notifications,
            tags,
            aws_name,
            existing,
            only: _,
            was,
        } = vault;
        let at = at(name, "vaults", was);
        let account = account.as_ref().and_then(|account| self.account(account, &at.path));
        let region = region.as_ref().map(|region| self.fill(region, &at.path));
        let place =
            self.place(account.as_ref().map(Text::as_str), region.as_ref().map(Text::as_str));
        if let Some(key) = key {
            self.known(key, "keys", keys, &at.path);
        }
        let access = access.iter().flatten().filter_map(|id| self.account(id, &at.path)).collect();
        let notifications = notifications.as_ref().map(|n| Notifications {
            topic: self.fill(&n.value.topic, &at.path),
            events: n.value.events.iter().map(|event| event.0.clone()).collect(),
        });
        Vault {
            place,
            account,
            region,
            aws_name: self.aws_name(aws_name.as_deref(), &at),
            key: key.as_ref().filter(|key| keys.contains_key(&key.value)).map(|key| key.0.clone()),
            access,
            lock: lock.as_ref().map(|lock| self.lock(&lock.value, lock.span, &at.path)),
            air_gapped: air_gapped.as_ref().filter(|flag| flag.value).map(|flag| flag.span),
            notifications,
            tags: self.tags(tags, &at.path),
            existing: is_on(existing.as_ref()),
            at,
        }
    }

    fn lock(&mut self, lock: &document::Lock, span: Span, path: &str) -> Lock {
        let document::Lock {
            mode,
            min_retention,
            max_retention,
            changeable_for,
            irreversible,
            planned,
        } = lock;
        let path = format!("{path}.lock");
        let mut days = |leaf: &Option<document::DaysText>| {
            self.parse(leaf.as_deref(), &path, CalendarDays::parse)
        };
        Lock {
            span,
            mode: *mode,
            min_retention: days(min_retention),
            max_retention: days(max_retention),
            changeable_for: days(changeable_for),
            irreversible: irreversible.as_ref().map(|words| words.0.clone()),
            planned: is_on(planned.as_ref()),
        }
    }
}

/// The account's settings as stated.
pub(super) fn account_settings(settings: &Spanned<document::AccountSettings>) -> AccountSettings {
    let document::AccountSettings {
        dynamodb_advanced_features,
        service_opt_in,
        cross_account_copy,
    } = &settings.value;
    AccountSettings {
        span: settings.span,
        dynamodb_advanced_features: *dynamodb_advanced_features,
        service_opt_in: service_opt_in
            .as_ref()
            .map(|types| types.iter().map(|name| name.0.clone()).collect()),
        cross_account_copy: *cross_account_copy,
    }
}
