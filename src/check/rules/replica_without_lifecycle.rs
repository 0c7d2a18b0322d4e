//! A replica that keeps what its source deletes.

use crate::check::storage::{Link, cite, courses, links};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_replication;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "replica-without-lifecycle",
    kind: Kind::Cost,
    level: Level::Advice,
    summary: "a replica without a lifecycle of a bucket that deletes by one",
    explanation: include_str!("replica-without-lifecycle.md"),
    cites: &[cite(s3_replication::LIFECYCLE_ACTIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for Link { from, to: _, replication } in links(policy) {
        // A destination whose bucket nobody names is a bucket all the same.
        let to = policy.repositories.get(replication.to.as_str());
        let Some(to) = to.filter(|to| to.settings.lifecycle.is_none()) else { continue };
        let mut ages = from.lifecycle().iter().flat_map(courses).filter_map(|c| c.expire_after);
        let Some(age) = ages.next() else { continue };
        let message = format!(
            "`{}` keeps for ever what its source deletes: lifecycles are not replicated",
            replication.to.value
        );
        findings.push(
            RULE.finding(replication.to.span, message)
                .label(age.span, "the source deletes")
                .label(to.at.span, "states no `lifecycle`")
                .help("state the `lifecycle` of the repository, also if it keeps objects longer")
                .path(&replication.path),
        );
    }
}
