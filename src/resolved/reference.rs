//! References: from the text of a path to what it stands for.
//!
//! A path begins at the top with `resources.` left out. One that leads to a
//! mapping stands for every entry in it.

use std::collections::BTreeMap;

use crate::source::{Text, nearest};

use super::context::Context;
use super::rules;

/// A reference that was followed.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The path as written.
    pub path: Text,
    /// What it stands for: one thing, or every entry of a mapping.
    pub means: Vec<Referent>,
}

/// Something that a reference can stand for, by its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Referent {
    /// A vault: everything in it.
    Vault(String),
    /// A plan: the points of its tiers.
    Plan(String),
    /// A tier: its points, without their copies.
    Tier {
        /// The plan.
        plan: String,
        /// The tier.
        tier: String,
    },
    /// A mechanism by its reference, such as `database.read_replicas.west` or
    /// `plans.core.tiers.daily.copies[0]`.
    Mechanism(String),
    /// A resource.
    Resource(String),
    /// A data class of a resource.
    DataClass {
        /// The resource.
        resource: String,
        /// The class.
        class: String,
    },
    /// A repository: everything in it.
    Repository(String),
    /// A KMS key.
    Key(String),
    /// An IAM role.
    Role(String),
    /// A scenario.
    Scenario(String),
    /// A drill.
    Drill(String),
    /// An alarm.
    Alarm(String),
    /// A deleter.
    Deleter(String),
    /// `account_settings`
    AccountSettings,
    /// A setting of one of these: what follows its path (`tags` of a vault).
    Setting {
        /// The thing that has the setting.
        of: Box<Referent>,
        /// The setting, such as `tags` or `lock.mode`.
        setting: String,
    },
}

/// Everything that can be referred to in one environment.
#[derive(Debug, Clone, Default)]
pub struct Names {
    top: Name,
}

/// One step of a path.
#[derive(Debug, Clone, Default)]
struct Name {
    /// What the path up to here stands for by itself.
    means: Vec<Referent>,
    /// Where the path can go on.
    next: BTreeMap<String, Name>,
}

/// Where a path ends that leads nowhere.
struct Astray<'p> {
    /// The step that is not known.
    step: &'p str,
    /// Where it begins in the path.
    at: usize,
    /// The path before it.
    before: &'p str,
    /// The names that are known there.
    known: Vec<String>,
}

impl Names {
    /// Makes a path known. A list's entries share the name of the list:
    /// `copies[0]` is found under `copies`.
    pub(super) fn add(&mut self, path: &str, referent: Referent) {
        let mut name = &mut self.top;
        for step in path.split('.') {
            let step = step.split('[').next().unwrap_or(step);
            name = name.next.entry(step.to_owned()).or_default();
        }
        name.means.push(referent);
    }

    /// Makes a mapping known that may be empty.
    pub(super) fn add_mapping(&mut self, path: &str) {
        self.top.next.entry(path.to_owned()).or_default();
    }

    /// What a path stands for; nothing if it leads nowhere.
    #[must_use]
    pub fn find(&self, path: &str) -> Vec<Referent> {
        self.walk(path).map(Name::all).unwrap_or_default()
    }

    fn walk<'p>(&self, path: &'p str) -> Result<&Name, Astray<'p>> {
        let mut name = &self.top;
        let mut at = 0_usize;
        for step in path.split('.') {
            let Some(next) = name.next.get(step) else {
                let before = path.get(..at.saturating_sub(1)).unwrap_or_default();
                return Err(Astray {
                    step,
                    at,
                    before,
                    known: name.next.keys().cloned().collect(),
                });
            };
            name = next;
            at += step.len() + 1;
        }
        Ok(name)
    }

    /// The longest beginning of a path that stands for one thing, with the rest.
    fn setting(&self, path: &str) -> Option<Referent> {
        let (before, setting) = path
            .match_indices('.')
            .map(|(at, _)| {
                (path.get(..at).unwrap_or_default(), path.get(at + 1..).unwrap_or_default())
            })
            .rfind(|(before, _)| self.walk(before).is_ok_and(|name| name.means.len() == 1))?;
        let of = self.walk(before).ok()?.means.first()?.clone();
        Some(Referent::Setting { of: Box::new(of), setting: setting.to_owned() })
    }

    /// Full paths that end with this name, for who left the section out.
    fn elsewhere(&self, step: &str) -> Vec<String> {
        let found = self.top.next.iter().filter(|(_, section)| section.next.contains_key(step));
        found.map(|(section, _)| format!("{section}.{step}")).collect()
    }
}

impl Name {
    /// What the name stands for: itself, else every entry below it.
    fn all(&self) -> Vec<Referent> {
        if !self.means.is_empty() {
            return self.means.clone();
        }
        self.next.values().flat_map(Self::all).collect()
    }
}

impl Context<'_> {
    /// Follows a reference; one that leads nowhere is a finding and stands for
    /// nothing.
    pub(super) fn reference(&mut self, written: &Text, path: &str) -> Reference {
        let means = match self.names.walk(&written.value) {
            Ok(name) => name.all(),
            Err(astray) => {
                let help = self.astray_help(&written.value, &astray);
                self.astray(written, path, &astray, &help);
                Vec::new()
            }
        };
        Reference { path: written.clone(), means }
    }

    /// Follows several references.
    pub(super) fn references(
        &mut self,
        written: &[crate::document::ReferenceText],
        path: &str,
    ) -> Vec<Reference> {
        written.iter().map(|reference| self.reference(reference, path)).collect()
    }

    /// Follows a reference that may go on to a setting of a thing.
    pub(super) fn setting(&mut self, written: &Text, path: &str) -> Reference {
        if self.names.walk(&written.value).is_err()
            && let Some(setting) = self.names.setting(&written.value)
        {
            return Reference { path: written.clone(), means: vec![setting] };
        }
        self.reference(written, path)
    }

    fn astray_help(&self, path: &str, astray: &Astray<'_>) -> Vec<String> {
        let rest = path.get(astray.at + astray.step.len()..).unwrap_or_default();
        let joined = |step: &str| match astray.before {
            "" => format!("{step}{rest}"),
            before => format!("{before}.{step}{rest}"),
        };
        if astray.before.is_empty() && astray.step == "resources" {
            return vec![rest.trim_start_matches('.').to_owned()];
        }
        if let Some(near) = nearest(astray.step, astray.known.iter().map(String::as_str)) {
            return vec![joined(near)];
        }
        if !astray.before.is_empty() {
            return Vec::new();
        }
        let found = self.names.elsewhere(astray.step);
        found.into_iter().map(|path| format!("{path}{rest}")).collect()
    }

    fn astray(&mut self, written: &Text, path: &str, astray: &Astray<'_>, help: &[String]) {
        let Astray { step, at, before, known } = astray;
        let span = written.span.part(&(*at..at + step.len()), &written.value, self.text);
        let place = match *before {
            "" => String::new(),
            before => format!(" under `{before}`"),
        };
        let environment = match self.placeholders.environment.as_str() {
            "" => String::new(),
            name => format!(" in `{name}`"),
        };
        let mut finding = rules::UNRESOLVED_REFERENCE
            .finding(span, format!("there is no `{step}`{place}{environment}"))
            .path(path);
        let listed = |names: &[String], word: &str| {
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(word)
        };
        finding.help = Some(match (help, known.is_empty()) {
            ([meant], _) => {
                finding = finding.fix(written.span, meant.clone());
                format!("did you mean `{meant}`?")
            }
            ([_, ..], _) => format!("did you mean {}?", listed(help, " or ")),
            ([], true) => format!("`{before}` has no entries to refer to"),
            ([], false) => format!("known here: {}", listed(known, ", ")),
        });
        self.report(finding);
    }
}
