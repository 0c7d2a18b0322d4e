//! What the rules about buckets, databases and texts walk over.
//!
//! Nothing here judges: a walk hands out values with their places. A calendar
//! length becomes days at its longest, as in the artifacts, because what
//! deletes an object also says how long it is kept.

use crate::diagnostic::Citation;
use crate::document::{Managed, Versioning};
use crate::facts::Source;
use crate::facts::s3_lifecycle::RULES;
use crate::resolved::{
    BucketSettings, DatabaseNative, LifecycleRule, Native, Policy, Protection, ProtectionKind,
    Replication, RepositoryPlace, Resource, Stored, Transition,
};
use crate::resources::Place;
use crate::source::{Span, Spanned, Text};
use crate::units::{CalendarDays, DailyWindow, WeeklyWindow};

pub(crate) use super::filters::{Reach, reach};
use super::near::Near;

/// The page of a fact, as a rule cites it.
pub(crate) const fn cite(source: Source) -> Citation {
    Citation { title: source.title, url: source.url, read: source.read }
}

/// The days that are written into an artifact.
pub(crate) const fn days(length: &CalendarDays) -> u32 {
    length.most
}

/// A bucket of a resource or of a repository.
#[derive(Debug, Clone)]
pub(crate) struct Bucket<'a> {
    /// Path of the resource or repository.
    pub(crate) path: &'a str,
    /// Its key in the file.
    pub(crate) span: Span,
    /// Names of the buckets that have these settings.
    pub(crate) names: Vec<&'a Spanned<String>>,
    /// Where they are, if that is known.
    pub(crate) place: Option<&'a Place>,
    /// Plans that back them up.
    pub(crate) plans: &'a [Text],
    /// The settings.
    pub(crate) settings: &'a BucketSettings,
}

/// What a policy says about the versions of a bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Versions {
    /// Every version is kept.
    Kept(Span),
    /// New objects overwrite; versions from before remain.
    Suspended(Span),
    /// There never was a version.
    Never(Span),
    /// Nothing is said.
    Unstated,
}

impl<'a> Bucket<'a> {
    /// Versioning: as stated; a bucket that is created has none unless stated.
    pub(crate) fn versions(&self) -> Versions {
        match (&self.settings.versioning, self.settings.create) {
            (Some(state), _) => match state.value {
                Versioning::Enabled => Versions::Kept(state.span),
                Versioning::Suspended => Versions::Suspended(state.span),
                Versioning::Never => Versions::Never(state.span),
            },
            (None, Some(created)) => Versions::Never(created),
            (None, None) => Versions::Unstated,
        }
    }

    /// The rules of its lifecycle.
    pub(crate) fn lifecycle(&self) -> &'a [LifecycleRule] {
        self.settings.lifecycle.as_deref().unwrap_or_default()
    }

    /// The courses of its rules, to compare them with each other: of as many
    /// rules as S3 takes, because more are refused and would only cost time.
    pub(crate) fn courses(&self) -> Near<'a> {
        let most = usize::try_from(RULES.value.most).unwrap_or(usize::MAX);
        Near::new(self.lifecycle().iter().take(most).flat_map(courses).collect())
    }

    /// True if the policy writes this setting.
    pub(crate) fn writes(&self, setting: Managed) -> bool {
        self.settings.manages(setting)
    }
}

/// Every bucket: of the resources, then of the repositories.
pub(crate) fn buckets(policy: &Policy) -> Vec<Bucket<'_>> {
    let resources = policy.resources.values().filter_map(|resource| {
        let Native::Bucket(settings) = &resource.native else { return None };
        Some(Bucket {
            path: &resource.at.path,
            span: resource.at.span,
            names: resource.identifiers.iter().collect(),
            place: policy.environment.place.as_ref(),
            plans: &resource.plans,
            settings,
        })
    });
    let repositories = policy.repositories.values().filter_map(|repository| {
        let RepositoryPlace::Bucket { name, place, .. } = &repository.place else { return None };
        Some(Bucket {
            path: &repository.at.path,
            span: repository.at.span,
            names: vec![name],
            place: place.as_ref(),
            plans: &[],
            settings: &repository.settings,
        })
    });
    resources.chain(repositories).collect()
}

/// Every lifecycle rule of every bucket.
pub(crate) fn lifecycle_rules(policy: &Policy) -> Vec<&LifecycleRule> {
    buckets(policy).iter().flat_map(Bucket::lifecycle).collect()
}

/// What one lifecycle rule does with current or with noncurrent versions.
#[derive(Debug, Clone)]
pub(crate) struct Course<'a> {
    /// The rule.
    pub(crate) rule: &'a LifecycleRule,
    /// `current` or `noncurrent`, as in the language.
    pub(crate) which: &'static str,
    /// Transitions whose age could be read, by age.
    pub(crate) steps: Vec<Step<'a>>,
    /// Age at which the version is deleted, or gets a delete marker.
    pub(crate) expire_after: Option<&'a Spanned<CalendarDays>>,
    /// Newest noncurrent versions that stay.
    pub(crate) keep_newest: Option<Spanned<u32>>,
}

impl Course<'_> {
    /// The path of the section.
    pub(crate) fn path(&self) -> String {
        format!("{}.{}", self.rule.path, self.which)
    }
}

/// One transition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step<'a> {
    /// S3's name of the class.
    pub(crate) class: &'a Text,
    /// The age as written.
    pub(crate) after: &'a Spanned<CalendarDays>,
    /// The age in days.
    pub(crate) days: u32,
}

/// What a lifecycle rule does with each kind of versions.
pub(crate) fn courses(rule: &LifecycleRule) -> Vec<Course<'_>> {
    let current = rule.current.as_ref().map(|current| Course {
        rule,
        which: "current",
        steps: steps(&current.value.transitions),
        expire_after: current.value.expire_after.as_ref(),
        keep_newest: None,
    });
    let noncurrent = rule.noncurrent.as_ref().map(|versions| Course {
        rule,
        which: "noncurrent",
        steps: steps(&versions.value.transitions),
        expire_after: versions.value.expire_after.as_ref(),
        keep_newest: versions.value.keep_newest,
    });
    current.into_iter().chain(noncurrent).collect()
}

/// The courses of every lifecycle rule of every bucket.
pub(crate) fn all_courses(policy: &Policy) -> Vec<Course<'_>> {
    lifecycle_rules(policy).into_iter().flat_map(courses).collect()
}

fn steps(transitions: &[Transition]) -> Vec<Step<'_>> {
    let steps = transitions.iter().filter_map(|transition| {
        let after = transition.after.as_ref()?;
        Some(Step { class: &transition.storage_class, after, days: days(&after.value) })
    });
    let mut steps: Vec<Step<'_>> = steps.collect();
    steps.sort_by_key(|step| step.days);
    steps
}

/// What a protection writes to a repository; nothing for one that does not.
pub(crate) const fn stored(protection: &Protection) -> Option<&Stored> {
    match &protection.kind {
        ProtectionKind::Export(stored)
        | ProtectionKind::Dump(stored)
        | ProtectionKind::BaseBackup(stored)
        | ProtectionKind::WalArchiving { stored, .. } => Some(stored),
        _ => None,
    }
}

/// Every database with its native settings.
pub(crate) fn databases(policy: &Policy) -> impl Iterator<Item = (&Resource, &DatabaseNative)> {
    policy.resources.values().filter_map(|resource| match &resource.native {
        Native::Database(database) => Some((resource, database.as_ref())),
        Native::Dynamodb(_) | Native::Cache(_) | Native::Bucket(_) | Native::None => None,
    })
}

/// The Region of a KMS key: of a created one its place, of another its ARN.
pub(crate) fn key_region(policy: &Policy, key: &str) -> Option<String> {
    use crate::resolved::KeySource;
    match &policy.keys.get(key)?.source {
        KeySource::Created(place) => place.as_ref().map(|place| place.region.clone()),
        KeySource::Existing(arn) => {
            let region = arn.value.split(':').nth(3)?;
            (!region.is_empty()).then(|| region.to_owned())
        }
    }
}

/// The first part of a rule's filter that only finished objects have.
pub(crate) fn narrow(rule: &LifecycleRule) -> Option<(Span, &'static str)> {
    let filter = &rule.filter.as_ref()?.value;
    let tag = filter.tags.keys().next().map(|key| (key.span, "tag"));
    let size = filter.larger_than.or(filter.smaller_than).map(|size| (size.span, "size"));
    tag.or(size)
}

/// A replication with both of its ends.
#[derive(Debug, Clone)]
pub(crate) struct Link<'a> {
    /// The source.
    pub(crate) from: Bucket<'a>,
    /// The destination, unless it is a folder.
    pub(crate) to: Option<Bucket<'a>>,
    /// The replication.
    pub(crate) replication: &'a Replication,
}

/// Every replication of every bucket.
pub(crate) fn links(policy: &Policy) -> Vec<Link<'_>> {
    let all = buckets(policy);
    let destination = |name: &str| {
        let repository = policy.repositories.get(name)?;
        all.iter().find(|bucket| bucket.path == repository.at.path).cloned()
    };
    let links =
        all.iter().flat_map(|from| from.settings.replication.iter().map(move |rule| (from, rule)));
    links
        .map(|(from, replication)| Link {
            from: from.clone(),
            to: destination(replication.to.as_str()),
            replication,
        })
        .collect()
}

/// The windows of one database, replica or cache.
#[derive(Debug, Clone)]
pub(crate) struct Windows<'a> {
    /// The type of the resource, in our spelling.
    pub(crate) type_name: &'a str,
    /// Path of the section that states the backup window.
    pub(crate) path: String,
    /// When the daily backup is taken.
    pub(crate) daily: Option<&'a Spanned<DailyWindow>>,
    /// Weekly maintenance.
    pub(crate) weekly: Option<&'a Spanned<WeeklyWindow>>,
}

/// The windows of every database, replica and cache.
pub(crate) fn windows(policy: &Policy) -> Vec<Windows<'_>> {
    let mut windows = Vec::new();
    for resource in policy.resources.values() {
        let type_name = resource.type_name.as_str();
        if let Native::Cache(cache) = &resource.native {
            windows.push(Windows {
                type_name,
                path: format!("{}.snapshots", resource.at.path),
                daily: cache.window.as_ref(),
                weekly: cache.maintenance_window.as_ref(),
            });
        }
        let Native::Database(database) = &resource.native else { continue };
        let own = (&resource.at.path, &database.automated_backups);
        let replicas = database.read_replicas.values();
        let replicas = replicas.map(|replica| (&replica.path, &replica.automated_backups));
        for (path, backups) in std::iter::once(own).chain(replicas) {
            let Some(backups) = backups else { continue };
            windows.push(Windows {
                type_name,
                path: format!("{path}.automated_backups"),
                daily: backups.window.as_ref(),
                weekly: backups.maintenance_window.as_ref(),
            });
        }
    }
    windows
}

/// Every Region that a resource or repository names for itself, with its path;
/// of the repositories only those in the account of the environment, if asked.
pub(crate) fn stated_regions(
    policy: &Policy,
    own_account: bool,
) -> Vec<(&Spanned<String>, String)> {
    let mut regions = Vec::new();
    for repository in policy.repositories.values() {
        let RepositoryPlace::Bucket { region, account, .. } = &repository.place else { continue };
        let region = region.iter().filter(|_| !own_account || account.is_none());
        regions.extend(region.map(|r| (r, format!("{}.region", repository.at.path))));
    }
    for resource in policy.resources.values() {
        let path = &resource.at.path;
        match &resource.native {
            Native::Dynamodb(table) => {
                let replicas = table.replica_regions.iter();
                regions.extend(replicas.map(|region| (region, format!("{path}.global_table"))));
            }
            Native::Database(database) => {
                let there = database.automated_backup_replication.as_ref();
                let there = there.and_then(|there| there.region.as_ref());
                regions.extend(
                    there.map(|region| (region, format!("{path}.automated_backup_replication"))),
                );
                for replica in database.read_replicas.values() {
                    regions.extend(replica.region.iter().map(|r| (r, replica.path.clone())));
                }
            }
            Native::Cache(_) | Native::Bucket(_) | Native::None => {}
        }
    }
    regions
}
