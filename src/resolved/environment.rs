//! One environment of a policy, from document to resolved.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Finding;
use crate::document::{self, Policy as Document};
use crate::place::Place;
use crate::schedule::Zone;
use crate::source::{Node, Span, Spanned, Text, nearest, overlay};

use super::base::{Base, Own, clashes};
use super::bucket::{BucketAround, Repository};
use super::context::{Context, Placeholders};
use super::cut::belongs;
use super::lint::lint;
use super::names_of::names;
use super::plan::{Around, Plan};
use super::reference::Names;
use super::replaced::label_replaced;
use super::resource::{Resource, ResourceAround, only_of};
use super::rules;
use super::scenario::Scenario;
use super::surroundings::{Alarm, Claim, Deleter, Drill, IgnoreDrift};
use super::vault::{AccountSettings, Key, Role, Vault, account_settings};

/// An environment as the policy states it.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name; empty in a policy without environments.
    pub name: String,
    /// Where its name stands; the policy's name if it has none.
    pub span: Span,
    /// Account, if known.
    pub account: Option<Spanned<String>>,
    /// Region, if known.
    pub region: Option<Spanned<String>>,
    /// Account and Region, if both are known.
    pub place: Option<Place>,
}

/// The policy of one environment.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Its name.
    pub name: Text,
    /// The environment.
    pub environment: Environment,
    /// KMS keys by their names.
    pub keys: BTreeMap<String, Key>,
    /// IAM roles by their names.
    pub roles: BTreeMap<String, Role>,
    /// Vaults by their names.
    pub vaults: BTreeMap<String, Vault>,
    /// AWS Backup's settings of the account, if stated.
    pub account_settings: Option<AccountSettings>,
    /// Plans by their names.
    pub plans: BTreeMap<String, Plan>,
    /// Resources by their names.
    pub resources: BTreeMap<String, Resource>,
    /// Repositories by their names.
    pub repositories: BTreeMap<String, Repository>,
    /// What deletes backups, by their names.
    pub deleters: BTreeMap<String, Deleter>,
    /// Scenarios by their names.
    pub recovery: BTreeMap<String, Scenario>,
    /// Exercises by their names.
    pub drills: BTreeMap<String, Drill>,
    /// Alarms by their names.
    pub alarms: BTreeMap<String, Alarm>,
    /// What other documents promise.
    pub claims: Vec<Claim>,
    /// Differences that drift leaves out.
    pub ignore_drift: Vec<IgnoreDrift>,
    /// Everything that a reference can stand for.
    pub names: Names,
    /// Values that an override replaced: (the patch, the base).
    pub replaced: Vec<(Span, Span)>,
}

/// The outcome of resolving one environment.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The policy, unless the overlaid document is none.
    pub policy: Option<Policy>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// The names of the environments, in order; one without a name if none is stated.
pub fn environment_names(document: &Document) -> Vec<String> {
    match document.environments.is_empty() {
        true => vec![String::new()],
        false => document.environments.keys().map(|name| name.value.clone()).collect(),
    }
}

/// Resolves one environment of a policy. Whoever wants several makes the
/// [`Base`] once and asks it.
pub fn resolve(text: &str, root: &Node, document: &Document, environment: &str) -> Resolved {
    Base::new(text.into(), root.clone(), document.clone()).resolve(environment)
}

impl Base {
    /// Resolves one environment.
    #[must_use]
    pub fn resolve(&self, environment: &str) -> Resolved {
        resolved(self, environment)
    }
}

fn resolved(base: &Base, environment: &str) -> Resolved {
    let mut replaced = Vec::new();
    let mut findings = Vec::new();
    let merged = base.patch(environment).map(|patch| {
        let mut problems = Vec::new();
        let merged = overlay(&base.tree, patch, &mut replaced, &mut problems);
        findings.extend(problems.iter().map(unknown_override));
        let mut read = document::decode(&merged);
        if read.policy.is_none() {
            // What is wrong is said of the override, which lies in the whole tree.
            let (mut again, mut known) = (Vec::new(), Vec::new());
            read = document::decode(&overlay(&base.whole(), patch, &mut again, &mut known));
        }
        findings.extend(read.findings.into_iter().map(|f| as_override(f, patch)));
        read.policy
    });
    let document = match &merged {
        None => Some(&base.document),
        Some(policy) => policy.as_ref(),
    };
    let Some(document) = document else { return Resolved { policy: None, findings } };
    let mut context = Context {
        text: &base.text,
        base,
        policy: document.name.value.clone(),
        placeholders: Placeholders {
            environment: environment.to_owned(),
            ..Placeholders::default()
        },
        accounts: &document.accounts,
        timezone: document.defaults.as_ref().and_then(|defaults| defaults.timezone.clone()),
        names: Names::default(),
        findings,
    };
    let policy = context.policy(document, environment, replaced);
    let mut findings = once(context.findings);
    label_replaced(&mut findings, &policy.replaced);
    Resolved { policy: Some(policy), findings }
}

/// Leaves out what was found before: a value that several entries inherit is
/// read for each of them.
fn once(findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let new = findings.into_iter().filter(|finding| {
        seen.insert((finding.rule, finding.primary.span, finding.message.clone()))
    });
    new.collect()
}

/// Tells each plan which resources it protects: the rules ask that of every tier.
fn note_users(plans: &mut BTreeMap<String, Plan>, resources: &BTreeMap<String, Resource>) {
    for (name, resource) in resources {
        for plan in &resource.plans {
            let Some(plan) = plans.get_mut(&plan.value) else { continue };
            if plan.users.last() != Some(name) {
                plan.users.push(name.clone());
            }
        }
    }
}

fn unknown_override(problem: &crate::source::OverlayProblem) -> Finding {
    let key = &problem.key.text;
    let verb = if problem.removes { "removes" } else { "removes something of" };
    let finding = rules::UNKNOWN_OVERRIDE.finding(
        problem.key.span,
        format!("the override {verb} `{key}`, which the policy does not have"),
    );
    match nearest(key, problem.known.iter().map(String::as_str)) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None if problem.removes => finding.help("remove the line"),
        None => finding.help("leave the `null` out of what the override adds"),
    }
}

/// A mistake of the merged document that lies in the patch.
fn as_override(finding: Finding, patch: &Node) -> Finding {
    let span = finding.primary.span;
    if span.start >= patch.span.start && span.end <= patch.span.end {
        return finding
            .note("the override adds an entry that is not valid by itself: a typo of a name?");
    }
    finding
}

/// Names of the resources that an environment has.
fn resource_names(document: &Document, environment: &str) -> BTreeMap<String, ()> {
    let here =
        document.resources.iter().filter(|(_, resource)| belongs(only_of(resource), environment));
    here.map(|(name, _)| (name.value.clone(), ())).collect()
}

/// Names of the repositories that an environment has.
fn repository_names(document: &Document, environment: &str) -> BTreeMap<String, ()> {
    let here = document
        .repositories
        .iter()
        .filter(|(_, repository)| belongs(repository.only.as_ref(), environment));
    here.map(|(name, _)| (name.value.clone(), ())).collect()
}

impl Context<'_> {
    /// Reports names that cannot be told apart, mean two things, or mean nothing.
    fn names_of_entries(&mut self, document: &Document) {
        self.clashes(document);
        self.reserved_names(document);
        self.unknown_environments(document);
    }

    fn policy(&mut self, document: &Document, name: &str, replaced: Vec<(Span, Span)>) -> Policy {
        self.names_of_entries(document);
        let environment = self.environment(document, name);
        let keys = self.keys(&document.keys);
        let roles = self.roles(&document.roles);
        let vaults = self.vaults(&document.vaults, &keys);
        let no_defaults = document::Defaults::default();
        let defaults = document.defaults.as_ref().unwrap_or(&no_defaults);
        self.defaults(defaults, &roles, &vaults);
        let mut plans =
            self.plans(&document.plans, &Around { defaults, roles: &roles, vaults: &vaults });
        let repositories = repository_names(document, name);
        let objectives = self.layer(document.objectives.as_ref(), "objectives");
        let named = resource_names(document, name);
        let resources = self.resources(
            &document.resources,
            &ResourceAround {
                plans: &plans,
                resources: &named,
                objectives: &objectives,
                buckets: BucketAround { keys: &keys, repositories: &repositories },
            },
        );
        note_users(&mut plans, &resources);
        let repositories = self.repositories(
            &document.repositories,
            &BucketAround { keys: &keys, repositories: &repositories },
        );
        let mut policy = Policy {
            name: document.name.0.clone(),
            environment,
            account_settings: document.account_settings.as_ref().map(account_settings),
            keys,
            roles,
            vaults,
            plans,
            resources,
            repositories,
            deleters: BTreeMap::new(),
            recovery: BTreeMap::new(),
            drills: BTreeMap::new(),
            alarms: BTreeMap::new(),
            claims: Vec::new(),
            ignore_drift: Vec::new(),
            names: Names::default(),
            replaced,
        };
        self.outside(&mut policy, document, &named);
        policy
    }

    /// Section 4, whose references need sections 1 to 3.
    fn outside(
        &mut self,
        policy: &mut Policy,
        document: &Document,
        resources: &BTreeMap<String, ()>,
    ) {
        self.names = names(policy, document);
        policy.deleters = self.deleters(&document.deleters);
        policy.recovery = self.scenarios(&document.recovery, resources);
        policy.drills = self.drills(&document.drills);
        policy.alarms = self.alarms(&document.alarms);
        policy.claims = self.claims(&document.claims, resources);
        policy.ignore_drift = self.ignore_drift(&document.ignore_drift);
        self.findings.extend(lint(self.text, document).findings);
        policy.names = std::mem::take(&mut self.names);
    }

    /// Reads the defaults for what is wrong with them: nobody may use them.
    fn defaults(
        &mut self,
        defaults: &document::Defaults,
        roles: &BTreeMap<String, Role>,
        vaults: &BTreeMap<String, Vault>,
    ) {
        let document::Defaults { timezone, role, vault, start_window, completion_window } =
            defaults;
        self.parse(timezone.as_deref(), "defaults", Zone::parse);
        self.windows(start_window.as_ref(), completion_window.as_ref(), "defaults");
        if let Some(role) = role {
            self.known(role, "roles", roles, "defaults.role");
        }
        if let Some(vault) = vault {
            self.known(vault, "vaults", vaults, "defaults.vault");
        }
    }

    fn environment(&mut self, document: &Document, name: &str) -> Environment {
        // An override may have changed it, which the language does not know.
        let changed = document.environments.get_key_value(name);
        let own = changed.map(|(name, written)| Own::of(name, written));
        let Some(Own { name: key, account, region }) = own.or_else(|| self.base.own(name)) else {
            let finding = rules::ENVIRONMENT_MISSING
                .finding(document.name.span, "the policy has no environment, so nothing can be rendered")
                .help("write `environments: { production: { account: \"111122223333\", region: us-east-1 } }`");
            self.report(finding);
            let span = document.name.span;
            return Environment {
                name: String::new(),
                span,
                account: None,
                region: None,
                place: None,
            };
        };
        let path = format!("environments.{name}");
        let states_account = account.is_some();
        let account = account.and_then(|account| self.account(&account, &path));
        self.placeholders.account = account.as_ref().map(|account| account.value.clone());
        self.placeholders.region = region.as_ref().map(|region| region.value.clone());
        let partition = region.as_ref().map(|region| {
            crate::facts::regions::partition_of(&region.value)
                .map_or("aws", |partition| partition.id())
        });
        self.placeholders.partition = partition.map(str::to_owned);
        let place = self.place(None, None);
        // An account that stands for nothing is reported as such, and nothing else.
        let misspelt = states_account && account.is_none();
        self.placeholders.account_misspelt = misspelt;
        if place.is_none() && !misspelt {
            let lacks = if account.is_none() { "account" } else { "region" };
            let finding = rules::ENVIRONMENT_MISSING
                .finding(key.span, format!("the environment `{name}` states no {lacks}, so nothing can be rendered for it"))
                .path(&path)
                .help("write `{ account: \"111122223333\", region: us-east-1 }`");
            self.report(finding);
        }
        Environment { name: name.to_owned(), span: key.span, account, region, place }
    }

    /// Keys that cannot be told apart; those of environments are known.
    fn clashes(&mut self, document: &Document) {
        fn keys<T>(map: &crate::source::Map<T>) -> Vec<&Text> {
            map.keys().collect()
        }
        self.findings.extend(self.base.clashes.iter().cloned());
        let mut sections = vec![
            ("keys", keys(&document.keys)),
            ("roles", keys(&document.roles)),
            ("vaults", keys(&document.vaults)),
            ("plans", keys(&document.plans)),
            ("resources", keys(&document.resources)),
            ("repositories", keys(&document.repositories)),
        ];
        sections.extend(document.plans.values().map(|plan| ("tiers", keys(&plan.tiers))));
        for (section, keys) in sections {
            self.findings.extend(clashes(section, &keys));
        }
    }
}
