//! A lifecycle that deletes what a data class promises to keep.

use crate::check::classes::{BucketClass, Which, bucket_classes};
use crate::check::filters::Reach;
use crate::check::storage::{Course, cite, days};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::s3_lifecycle;
use crate::resolved::{DataClass, Policy};
use crate::source::Spanned;
use crate::units::{CalendarDays, Retention};

pub(super) static RULE: Rule = Rule {
    name: "expired-before-promise",
    kind: Kind::DataAtRisk,
    level: Level::Error,
    summary: "a lifecycle that deletes what a data class promises to keep",
    explanation: include_str!("expired-before-promise.md"),
    cites: &[
        cite(s3_lifecycle::EARLIER_EXPIRATION_WINS.source),
        cite(s3_lifecycle::EXPIRATION_KEEPS_VERSIONS.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for class in bucket_classes(policy) {
        let Some(promise) = class.retention() else { continue };
        let acting = match class.which {
            Which::Noncurrent => class.acting("noncurrent", is_kept),
            Which::Current | Which::Objects => class.acting("current", is_kept),
        };
        let judged = acting.iter().filter_map(|(course, reach)| {
            judge(&class, promise, course, *reach, &acting_then(&class))
        });
        findings.extend(judged);
    }
}

/// True for a class that says how long it is kept.
const fn is_kept(class: &DataClass) -> bool {
    class.retention.is_some()
}

/// The courses that end versions of objects which have expired.
fn acting_then<'a>(class: &BucketClass<'a>) -> Vec<(Course<'a>, Reach)> {
    match class.which == Which::Objects && class.keeps_versions() {
        true => class.acting("noncurrent", is_kept),
        false => Vec::new(),
    }
}

fn judge(
    class: &BucketClass<'_>,
    promise: Spanned<&Retention>,
    course: &Course<'_>,
    reach: Reach,
    then: &[(Course<'_>, Reach)],
) -> Option<Finding> {
    let expire = course.expire_after?;
    let ends = Ends::of(class, expire, then)?;
    let promised = match promise.value {
        Retention::Forever => None,
        Retention::For(length) => Some(days(length)),
        Retention::Copies(_) => return None,
    };
    if promised.is_some_and(|promised| ends.days >= promised) {
        return None;
    }
    let (name, rule) = (&class.class.at.key, &course.rule.name.value);
    let (level, some) = match reach {
        Reach::Covers => (Level::Error, ""),
        Reach::Meets | Reach::Apart => (Level::Warning, "some "),
    };
    let kept = match promise.value {
        Retention::For(length) => length.longest(),
        Retention::Forever | Retention::Copies(_) => "`forever`".to_owned(),
    };
    let message = format!(
        "`{rule}` deletes {some}objects of `{name}` after {}, and `{name}` is promised for {kept}",
        ends.said
    );
    let finding = RULE
        .finding(expire.span, message)
        .level(level)
        .path(course.path())
        .label(promise.span, "promised here");
    let finding = ends
        .then
        .map(|span| finding.clone().label(span, "then its versions go"))
        .unwrap_or(finding);
    Some(help(finding, class, promise.value, expire, rule))
}

/// What to write: the promised length, where that alone keeps the promise.
fn help(
    finding: Finding,
    class: &BucketClass<'_>,
    promise: &Retention,
    expire: &Spanned<CalendarDays>,
    rule: &str,
) -> Finding {
    match promise {
        Retention::For(length) => {
            let finding = finding.help(format!(
                "write `expire_after: {length}` or more, or narrow the filter of `{rule}`"
            ));
            // Longer never deletes anything that would have stayed.
            match class.which {
                Which::Current | Which::Noncurrent => finding.fix(expire.span, length.to_string()),
                Which::Objects => finding,
            }
        }
        Retention::Forever | Retention::Copies(_) => finding.help(format!(
            "leave `expire_after` out, or narrow the filter of `{rule}` so that it leaves `{}` alone",
            class.class.at.key
        )),
    }
}

/// When the objects of a class are gone.
struct Ends {
    days: u32,
    said: String,
    then: Option<crate::source::Span>,
}

impl Ends {
    /// Nothing if an expired object stays as a version for ever.
    fn of(
        class: &BucketClass<'_>,
        expire: &Spanned<CalendarDays>,
        then: &[(Course<'_>, Reach)],
    ) -> Option<Self> {
        let first = days(&expire.value);
        if class.which != Which::Objects || !class.keeps_versions() {
            return Some(Self { days: first, said: expire.value.longest(), then: None });
        }
        let ages = then.iter().filter_map(|(course, _)| course.expire_after);
        let shortest = ages.min_by_key(|age| days(&age.value))?;
        let both = first.saturating_add(days(&shortest.value));
        let said = format!("{first} + {} = {both} days", days(&shortest.value));
        Some(Self { days: both, said, then: Some(shortest.span) })
    }
}
