//! The lifecycle rules of one bucket, found by their prefixes.
//!
//! Two rules can have an object in common only if the prefix of one begins
//! that of the other. Each is therefore compared with those above and below it
//! alone: a thousand rules for a thousand folders cost no million comparisons.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::resolved::LifecycleRule;

use super::filters::prefix_of;
use super::storage::Course;

/// The courses of a bucket's rules.
#[derive(Debug)]
pub(crate) struct Near<'a> {
    all: Vec<Course<'a>>,
    /// Positions in `all`, by prefix.
    by_prefix: BTreeMap<&'a str, Vec<usize>>,
}

impl<'a> Near<'a> {
    pub(crate) fn new(all: Vec<Course<'a>>) -> Self {
        let mut by_prefix: BTreeMap<&'a str, Vec<usize>> = BTreeMap::new();
        for (position, course) in all.iter().enumerate() {
            by_prefix.entry(prefix_of(course.rule)).or_default().push(position);
        }
        Self { all, by_prefix }
    }

    /// Every course, in the order of the file.
    pub(crate) fn all(&self) -> &[Course<'a>] {
        &self.all
    }

    /// The courses whose objects can be among those of the rule, by their
    /// prefixes, in the order of the file; those of the rule itself included.
    pub(crate) fn of(&self, rule: &LifecycleRule) -> Vec<&Course<'a>> {
        let prefix = prefix_of(rule);
        let above = prefix.char_indices().filter_map(|(at, _)| prefix.get(..at));
        let above = above.filter_map(|shorter| self.by_prefix.get(shorter));
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let below = self.by_prefix.range::<str, _>(from);
        let below = below.take_while(|(longer, _)| longer.starts_with(prefix));
        let positions = above.chain(below.map(|(_, positions)| positions)).flatten();
        let mut positions: Vec<usize> = positions.copied().collect();
        positions.sort_unstable();
        positions.into_iter().filter_map(|position| self.all.get(position)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolved::{Native, resolve};

    /// What is near the first of these prefixes, by the names of the rules.
    fn near(prefixes: &[&str]) -> Vec<String> {
        let rules: Vec<String> = prefixes
            .iter()
            .enumerate()
            .map(|(n, prefix)| {
                let filter = format!("filter: {{ prefix: \"{prefix}\" }}, ");
                let filter = if prefix.is_empty() { String::new() } else { filter };
                format!("{{ name: r{n}, {filter}current: {{ expire_after: 1d }} }}")
            })
            .collect();
        let text = format!(
            "version: 1\nname: orders\nresources: {{ b: {{ type: s3, lifecycle: [ {} ] }} }}\n",
            rules.join(", ")
        );
        let root = crate::source::parse(&text).root.unwrap();
        let document = crate::document::decode(&root).policy.unwrap();
        let policy = resolve(&text, &root, &document, "").policy.unwrap();
        let Native::Bucket(settings) = &policy.resources["b"].native else { panic!() };
        let rules = settings.lifecycle.as_deref().unwrap();
        let courses = rules.iter().flat_map(super::super::storage::courses).collect();
        let all = Near::new(courses);
        all.of(&rules[0]).iter().map(|course| course.rule.name.value.clone()).collect()
    }

    #[test]
    fn rules_above_and_below_a_prefix_are_near_and_the_others_are_not() {
        assert_eq!(
            near(&["a/b/", "", "a/", "a/b/c/", "a/b", "a/c/", "b/"]),
            ["r0", "r1", "r2", "r3", "r4"]
        );
        assert_eq!(near(&["", "a/", "b/"]), ["r0", "r1", "r2"], "the whole bucket meets all");
        assert_eq!(near(&["é/", "é", "è/"]), ["r0", "r1"], "characters are not cut");
    }

    #[test]
    fn a_rule_of_a_folder_is_compared_with_itself_alone() {
        let folders: Vec<String> = (0..1000).map(|n| format!("folder/{n}/")).collect();
        let folders: Vec<&str> = folders.iter().map(String::as_str).collect();
        assert_eq!(near(&folders), ["r0"]);
    }
}
