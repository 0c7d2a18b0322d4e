//! Selection by tags, and what a Region is opted in to.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::selection::{ALWAYS_NEED_OPT_IN, NAMED_TYPE_IGNORES_OPT_IN};
use crate::recoverability::Assumption;
use crate::resources::{Place, ResourceKind, Tags, identifier_arns};
use crate::source::Span;

use super::super::unmanaged::selects;
use super::super::words;
use super::super::{Answer, Answered};
use super::Asking;

impl Asking<'_> {
    /// The tags by which resources that the policy names are selected.
    pub(super) fn selected(&self, home: &Place) -> Vec<Answered> {
        let mut all = Vec::new();
        let settings = self.comparing.expected.places.get(home);
        let selections = settings.into_iter().flat_map(|all| &all.selections);
        for ((plan, name), selection) in selections {
            let by_tags = !selection.list_of_tags.is_empty() || !selection.conditions.is_empty();
            let label = self.home.label(ResourceKind::Selection, &format!("{plan}/{name}"));
            let key = label.and_then(|label| label.key.rsplit_once('/')).map(|(_, key)| key);
            let Some(resource) = key.and_then(|key| self.policy.resources.get(key)) else {
                continue;
            };
            if !by_tags {
                continue;
            }
            let span = resource.selection.as_ref().map(|selection| selection.span);
            for arn in identifier_arns(resource, home) {
                let tags = self.answers().and_then(|answers| answers.tags.get(&arn));
                let answer = match tags.map(|tags| (tags, selects(selection, &arn, Some(tags)))) {
                    Some((_, Some(true))) => Answer::Holds,
                    Some((tags, _)) => Answer::Refuted(no_match(tags)),
                    None => Answer::Open,
                };
                all.push(Answered {
                    assumption: Assumption::Selected,
                    about: arn,
                    answer,
                    shown_by: "tag:GetResources",
                    resources: self.of(Assumption::Selected, |own| own.at.key == resource.at.key),
                    span,
                });
            }
        }
        all.sort_by(|a, b| a.about.cmp(&b.about));
        all.dedup();
        all
    }

    /// Types that AWS Backup protects only if the Region is opted in to them.
    pub(super) fn opted_in(&self) -> Vec<Answered> {
        let stated = self.policy.account_settings.as_ref();
        let stated: BTreeSet<&str> = stated
            .and_then(|settings| settings.service_opt_in.as_ref())
            .into_iter()
            .flatten()
            .map(|name| name.value.as_str())
            .collect();
        let types = self.policy.resources.values().flat_map(|resource| &resource.types);
        let mut names: BTreeMap<&'static str, Span> = BTreeMap::new();
        for row in types {
            names.entry(row.value.opt_in).or_insert(row.span);
        }
        // What the policy states of the account is compared as its setting.
        names.retain(|name, _| !stated.contains(name));
        let opt_ins = self.answers().map(|answers| &answers.opt_ins);
        let answer = |name: &'static str, resources: &BTreeSet<String>| match opt_ins
            .and_then(|all| all.get(name))
        {
            Some(true) => Answer::Holds,
            Some(false) if self.named(name, resources) => Answer::Holds,
            Some(false) => Answer::Refuted(format!("{name} is not opted in")),
            None => Answer::Open,
        };
        let each = names.into_iter().map(|(name, span)| {
            let resources = self.of(Assumption::OptedIn, |resource| {
                resource.types.iter().any(|row| row.value.opt_in == name)
            });
            Answered {
                assumption: Assumption::OptedIn,
                about: name.to_owned(),
                answer: answer(name, &resources),
                shown_by: "backup:DescribeRegionSettings",
                resources,
                span: Some(span),
            }
        });
        each.collect()
    }

    /// An ARN with its type selects without opt-in, but for some types.
    fn named(&self, name: &str, resources: &BTreeSet<String>) -> bool {
        let by_name = |key: &String| {
            self.policy.resources.get(key).is_some_and(|own| own.selection.is_none())
        };
        NAMED_TYPE_IGNORES_OPT_IN.value
            && !ALWAYS_NEED_OPT_IN.value.contains(&name)
            && resources.iter().all(by_name)
    }

    pub(super) fn advanced_dynamodb(&self) -> Option<Answered> {
        let stated = self.policy.account_settings.as_ref();
        if stated.is_some_and(|settings| settings.dynamodb_advanced_features.is_some()) {
            return None;
        }
        let features = self.answers().map(|answers| &answers.advanced_features);
        let about = "DynamoDB";
        Some(Answered {
            assumption: Assumption::AdvancedDynamodb,
            about: about.to_owned(),
            answer: match features.and_then(|all| all.get(about)) {
                Some(true) => Answer::Holds,
                Some(false) => Answer::Refuted("the advanced features are off".to_owned()),
                None => Answer::Open,
            },
            shown_by: "backup:DescribeRegionSettings",
            resources: self.of(Assumption::AdvancedDynamodb, |_| true),
            span: None,
        })
    }
}

fn no_match(tags: &Tags) -> String {
    match words::tags(tags) {
        Some(tags) => format!("its tags do not select it: {tags}"),
        None => "it has no tags".to_owned(),
    }
}
