//! What resolving one environment carries along: where it is, what it found.

use std::collections::BTreeMap;

use crate::diagnostic::{Finding, Rule};
use crate::document::AccountIdText;
use crate::source::{Map, Span, Spanned, Text, nearest};
use crate::units::Problem;

use super::base::Base;
use super::reference::Names;
use super::rules;

/// Where an entry of the policy stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Its key.
    pub key: String,
    /// The span of the key.
    pub span: Span,
    /// Its path, such as `plans.core.tiers.daily`.
    pub path: String,
    /// Former keys (`was:`), oldest first.
    pub was: Vec<String>,
}

impl At {
    /// The key that names in AWS are made from: the oldest, so that a rename in
    /// the policy moves the resource instead of replacing it.
    #[must_use]
    pub fn naming_key(&self) -> &str {
        self.was.first().unwrap_or(&self.key)
    }
}

/// The values of the placeholders in one environment.
#[derive(Debug, Clone, Default)]
pub(super) struct Placeholders {
    pub(super) environment: String,
    pub(super) account: Option<String>,
    /// The account is stated by a name that stands for nothing.
    pub(super) account_misspelt: bool,
    pub(super) region: Option<String>,
    pub(super) partition: Option<String>,
}

/// Carried through the resolution of one environment.
pub(super) struct Context<'a> {
    pub(super) text: &'a str,
    /// What the other environments share with this one.
    pub(super) base: &'a Base,
    /// Name of the policy.
    pub(super) policy: String,
    pub(super) placeholders: Placeholders,
    /// Account ids by their names.
    pub(super) accounts: &'a Map<AccountIdText>,
    /// Zone of schedules that state none.
    pub(super) timezone: Option<crate::document::ZoneText>,
    /// What references can stand for, once sections 1 to 3 are resolved.
    pub(super) names: Names,
    pub(super) findings: Vec<Finding>,
}

impl Context<'_> {
    pub(super) fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Parses a leaf; what it is not becomes a finding at the part of it that
    /// is wrong.
    pub(super) fn parse<T>(
        &mut self,
        leaf: Option<&Text>,
        path: &str,
        parse: impl FnOnce(&str) -> Result<T, Problem>,
    ) -> Option<Spanned<T>> {
        let leaf = leaf?;
        match parse(&leaf.value) {
            Ok(value) => Some(leaf.with(value)),
            Err(problem) => {
                self.problem(&rules::MALFORMED_VALUE, leaf, path, &problem);
                None
            }
        }
    }

    /// Reports a problem of a leaf's text.
    pub(super) fn problem(&mut self, rule: &Rule, leaf: &Text, path: &str, problem: &Problem) {
        let span = leaf.span.part(&problem.at, &leaf.value, self.text);
        let mut finding = rule.finding(span, problem.message.clone()).path(path);
        finding.help.clone_from(&problem.help);
        self.report(finding);
    }

    /// Puts the environment's values for the placeholders of a text.
    pub(super) fn fill(&mut self, leaf: &Text, path: &str) -> Spanned<String> {
        leaf.with(self.fill_text(leaf, path))
    }

    fn fill_text(&mut self, leaf: &Text, path: &str) -> String {
        const KNOWN: [&str; 4] = ["environment", "account", "region", "partition"];
        let mut filled = String::with_capacity(leaf.value.len());
        let mut rest = leaf.value.as_str();
        while let Some((before, after)) = rest.split_once("${") {
            filled.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                rest = after;
                filled.push_str("${");
                continue;
            };
            let value = match name {
                "environment" => Some(self.placeholders.environment.clone()),
                "account" => self.placeholders.account.clone(),
                "region" => self.placeholders.region.clone(),
                "partition" => self.placeholders.partition.clone(),
                _ => None,
            };
            match value {
                Some(value) => filled.push_str(&value),
                None if name == "account" && self.placeholders.account_misspelt => {}
                None => self.bad_placeholder(leaf, path, name, &KNOWN),
            }
            rest = tail;
        }
        filled.push_str(rest);
        filled
    }

    fn bad_placeholder(&mut self, leaf: &Text, path: &str, name: &str, known: &[&str]) {
        let at = leaf.value.find(&format!("${{{name}}}")).unwrap_or_default();
        let span = leaf.span.part(&(at..at + name.len() + 3), &leaf.value, self.text);
        let finding = if known.contains(&name) {
            let environment = &self.placeholders.environment;
            rules::UNKNOWN_PLACEHOLDER
                .finding(span, format!("`${{{name}}}` has no value: the environment `{environment}` does not state it"))
                .help("state `account` and `region` of the environment, or write the value out")
        } else {
            let finding = rules::UNKNOWN_PLACEHOLDER
                .finding(span, format!("`${{{name}}}` is not a placeholder"));
            let near = nearest(name, known.iter().copied());
            finding.help(match near {
                Some(near) => format!("did you mean `${{{near}}}`?"),
                None => "the placeholders are `${environment}`, `${account}`, `${region}`, `${partition}`".to_owned(),
            })
        };
        self.report(finding.path(path));
    }

    /// Tags with their placeholders filled.
    pub(super) fn tags(
        &mut self,
        tags: &Map<crate::document::TagValueText>,
        path: &str,
    ) -> BTreeMap<Text, Spanned<String>> {
        tags.iter()
            .map(|(key, value)| {
                (key.clone(), self.fill(value, &format!("{path}.tags.{}", key.value)))
            })
            .collect()
    }

    /// The entry a bare name stands for, or a finding with the nearest name.
    pub(super) fn known<'n, T>(
        &mut self,
        name: &Text,
        section: &str,
        entries: &'n BTreeMap<String, T>,
        path: &str,
    ) -> Option<&'n T> {
        let found = entries.get(&name.value);
        if found.is_none() {
            let names = entries.keys().map(String::as_str);
            self.unresolved(name, section, names, path);
        }
        found
    }

    /// Reports a name that stands for nothing.
    pub(super) fn unresolved<'n>(
        &mut self,
        name: &Text,
        section: &str,
        known: impl Iterator<Item = &'n str> + Clone,
        path: &str,
    ) {
        let environment = &self.placeholders.environment;
        let message = match environment.as_str() {
            "" => format!("there is no `{}` under `{section}`", name.value),
            _ => format!("there is no `{}` under `{section}` in `{environment}`", name.value),
        };
        let mut finding = rules::UNRESOLVED_REFERENCE.finding(name.span, message).path(path);
        finding.help = match nearest(&name.value, known.clone()) {
            Some(near) => {
                finding = finding.fix(name.span, near);
                Some(format!("did you mean `{near}`?"))
            }
            None => {
                let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
                match names.is_empty() {
                    true => Some(format!("define it: `{section}: {{ {}: … }}`", name.value)),
                    false => Some(format!("known under `{section}`: {}", names.join(", "))),
                }
            }
        };
        self.report(finding);
    }

    /// An account by its name or id.
    pub(super) fn account(&mut self, account: &Text, path: &str) -> Option<Spanned<String>> {
        if account.value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(account.clone());
        }
        let accounts = self.accounts;
        let found = accounts.get(account.value.as_str());
        if found.is_none() {
            let names = accounts.keys().map(Text::as_str);
            self.unresolved(account, "accounts", names, path);
        }
        found.map(|id| account.with(id.value.clone()))
    }
}

/// Where an entry stands.
pub(super) fn at(key: &Text, section: &str, was: &[crate::document::NameText]) -> At {
    let path = match section {
        "" => key.value.clone(),
        _ => format!("{section}.{}", key.value),
    };
    let was = was.iter().map(|name| name.value.clone()).collect();
    At { key: key.value.clone(), span: key.span, path, was }
}

/// True if `planned: true`.
pub(super) fn is_on(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}
