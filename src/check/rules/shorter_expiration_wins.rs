//! A rule that deletes what another rule keeps longer.

use crate::check::storage::{Course, Reach, buckets, cite, days, reach};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "shorter-expiration-wins",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a rule that deletes what another rule keeps longer",
    explanation: include_str!("shorter-expiration-wins.md"),
    cites: &[cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for bucket in buckets(policy) {
        let all = bucket.courses();
        for kept in all.all() {
            let others = all.of(kept.rule).into_iter();
            let others = others.filter(|other| other.which == kept.which);
            findings.extend(others.filter_map(|other| judge(kept, other)));
        }
    }
}

/// A shorter rule for a part of a longer one's objects is an exception and
/// works; a longer rule for a part of a shorter one's objects never does.
fn judge(kept: &Course<'_>, other: &Course<'_>) -> Option<Finding> {
    let (long, short) = (kept.expire_after?, other.expire_after?);
    // A rule that keeps the newest versions leaves some for the longer rule.
    if days(&short.value) >= days(&long.value) || other.keep_newest.is_some() {
        return None;
    }
    let level = match (reach(other.rule, kept.rule), reach(kept.rule, other.rule)) {
        (Reach::Covers, _) => Level::Error,
        (Reach::Meets, Reach::Meets) => Level::Warning,
        (Reach::Meets | Reach::Apart, _) => return None,
    };
    let (name, by) = (&kept.rule.name.value, &other.rule.name.value);
    let some = if level == Level::Error { "" } else { "some " };
    let message = format!(
        "{some}objects of `{name}` are kept {}, but `{by}` deletes them after {}",
        long.value.longest(),
        short.value.longest()
    );
    Some(
        RULE.finding(short.span, message)
            .level(level)
            .marking("the earlier expiration wins")
            .label(long.span, "never reached")
            .path(other.path())
            .help(format!("narrow the filter of `{by}` so that it leaves out the objects of `{name}`: S3 has no exceptions")),
    )
}
