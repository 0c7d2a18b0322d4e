//! Backup selections: which resources a plan of AWS protects, and by which role.

use crate::resolved::Resource;
use crate::resources::{
    BackupSelection, Condition, ConditionOperator, ResourceKind, TagEquals, Tags,
};

use super::act::Act;
use super::comparing::Here;
use super::found::{Found, Raw, Stated};
use super::{whereabouts, words};

/// A selection with what the policy says of it.
struct Of<'a> {
    resource: &'a Resource,
    /// The plan that protects it, and the tier whose own plan of AWS it is.
    plan: &'a str,
    alone: Option<&'a str>,
}

impl Here<'_> {
    pub(super) fn selections(&self) -> Vec<Found> {
        let mut found = Vec::new();
        for ((plan, name), expected) in &self.expected().selections {
            let kind = ResourceKind::Selection;
            let id = format!("{plan}/{name}");
            let Some((part, resource)) =
                self.label(kind, &id).and_then(|label| label.key.rsplit_once('/'))
            else {
                continue;
            };
            let Some(resource) = self.policy().resources.get(resource) else { continue };
            let (key, alone) = whereabouts::part(part);
            let of = Of { resource, plan: key, alone };
            found.push(self.judged(
                (kind, &id),
                of.stated(),
                self.seen().selections.get(&(plan.clone(), name.clone())),
                |actual| of.differences(expected, actual),
                || of.missing(expected),
            ));
        }
        found
    }
}

impl Of<'_> {
    fn stated(&self) -> Stated {
        let resource = &self.resource.at;
        let plan = self.resource.plans.iter().find(|plan| plan.value == self.plan);
        whereabouts::of(&resource.path, resource.span, "plans", plan.map(|plan| plan.span))
    }

    /// Where the selection is written: the formula, else the identifiers.
    fn formula(&self) -> Stated {
        let resource = &self.resource.at;
        let formula = self.resource.selection.as_ref().map(|formula| formula.span);
        match (formula, self.resource.identifiers.first()) {
            (None, Some(first)) => Stated::at(resource.path.clone(), first.span),
            (formula, _) => whereabouts::of(&resource.path, resource.span, "selection", formula),
        }
    }

    fn unselected(&self) -> Act {
        Act::Unselected {
            resource: self.resource.at.key.clone(),
            plan: self.plan.to_owned(),
            tier: self.alone.map(str::to_owned),
        }
    }

    fn missing(&self, expected: &BackupSelection) -> Raw {
        let key = &self.resource.at.key;
        Raw::new("", "selection", "SelectionName")
            .stated(self.stated())
            .values(Some(format!("{key}: {}", formula_words(expected))), None)
            .acting(self.unselected())
    }

    fn differences(&self, expected: &BackupSelection, actual: &BackupSelection) -> Vec<Raw> {
        let BackupSelection { iam_role, resources, not_resources, list_of_tags, conditions } =
            expected;
        let mut raws = Vec::new();
        if iam_role.arn() != actual.iam_role.arn() {
            raws.push(
                Raw::new("iam_role", "role", "IamRoleArn")
                    .stated(self.stated())
                    .values(Some(iam_role.arn()), Some(actual.iam_role.arn()))
                    .doubted()
                    .note("whether this role may back up what is selected is not known"),
            );
        }
        raws.extend(self.resources(resources, &actual.resources, !actual.list_of_tags.is_empty()));
        raws.extend(self.left_out(not_resources, actual));
        if *list_of_tags != actual.list_of_tags {
            let words = |all: &[TagEquals]| {
                let tags: Tags =
                    all.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
                words::tags(&tags)
            };
            raws.push(
                Raw::new("list_of_tags", "tags that select", "ListOfTags")
                    .stated(self.formula())
                    .values(words(list_of_tags), words(&actual.list_of_tags))
                    .doubted(),
            );
        }
        if *conditions != actual.conditions {
            let words =
                |all: &[Condition]| words::list(&all.iter().map(condition).collect::<Vec<_>>());
            raws.push(
                Raw::new("conditions", "conditions", "Conditions")
                    .stated(self.formula())
                    .values(words(conditions), words(&actual.conditions))
                    .doubted(),
            );
        }
        raws
    }

    fn resources(&self, expected: &[String], actual: &[String], by_tags: bool) -> Option<Raw> {
        if expected == actual {
            return None;
        }
        let (gone, more) = (without(expected, actual), without(actual, expected));
        let raw = Raw::new("resources", "resources", "Resources")
            .stated(self.formula())
            .values(words::list(&gone), words::list(&more));
        let covered = |arn: &&String| actual.iter().any(|pattern| matches(pattern, arn));
        let lost = gone.iter().filter(|arn| !covered(arn)).count();
        Some(match (lost, by_tags) {
            (0, _) => raw.note("it selects more than the policy asks for"),
            (_, true) => raw.doubted().note("its tags may select them still"),
            (lost, false) => raw
                .acting(self.unselected())
                .note(format!("{lost} of {} are not protected by this plan", expected.len())),
        })
    }

    fn left_out(&self, expected: &[String], actual: &BackupSelection) -> Option<Raw> {
        let found = &actual.not_resources;
        if expected == found.as_slice() {
            return None;
        }
        let (gone, more) = (without(expected, found), without(found, expected));
        let raw = Raw::new("not_resources", "exceptions", "NotResources")
            .stated(self.formula())
            .values(words::list(&gone), words::list(&more));
        let hits = |arn: &String| more.iter().any(|pattern| matches(pattern, arn));
        Some(match more.is_empty() {
            true => raw.note("it selects more than the policy asks for"),
            false if actual.resources.iter().any(hits) => raw.acting(self.unselected()),
            false => raw.doubted(),
        })
    }
}

fn formula_words(selection: &BackupSelection) -> String {
    let BackupSelection { iam_role: _, resources, not_resources: _, list_of_tags, conditions: _ } =
        selection;
    let count = |number: usize, one: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {one}s"),
    };
    match (resources.len(), list_of_tags.len()) {
        (0, tags) => count(tags, "tag"),
        (arns, 0) => count(arns, "ARN"),
        (arns, tags) => format!("{} and {}", count(arns, "ARN"), count(tags, "tag")),
    }
}

fn condition(condition: &Condition) -> String {
    let Condition { operator, key, value } = condition;
    let sign = match operator {
        ConditionOperator::Equals => "=",
        ConditionOperator::NotEquals => "!=",
        ConditionOperator::Like => " like ",
        ConditionOperator::NotLike => " not like ",
    };
    format!("{key}{sign}{value}")
}

fn without(all: &[String], other: &[String]) -> Vec<String> {
    all.iter().filter(|item| !other.contains(item)).cloned().collect()
}

/// True if the pattern, in which `*` stands for anything and `?` for one
/// character, matches the whole text.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    // Where to go on if what follows the last `*` does not fit.
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || text.get(t) == Some(&c) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((star, from)) = retry else { return false };
                p = star + 1;
                t = from + 1;
                retry = Some((star, t));
            }
        }
    }
    pattern.get(p..).is_none_or(|rest| rest.iter().all(|c| *c == '*'))
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_anything_in_an_arn() {
        let table = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
        for pattern in [
            "*",
            table,
            "arn:aws:dynamodb:*:*:table/*",
            "arn:aws:dynamodb:*",
            "*/orders",
            "*/order?",
        ] {
            assert!(matches(pattern, table), "{pattern}");
        }
        for pattern in
            ["", "arn:aws:s3:::*", "arn:aws:dynamodb:*:*:table/orders-*", "*/order", "*/orders?"]
        {
            assert!(!matches(pattern, table), "{pattern}");
        }
    }
}
