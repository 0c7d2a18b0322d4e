//! Small objects that a rule moves to where they cost more.

use crate::check::filters::smallest;
use crate::check::storage::{Course, Step, all_courses, cite};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::{s3_classes, s3_lifecycle, storage_class};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "small-objects-in-cold-class",
    kind: Kind::Cost,
    level: Level::Warning,
    summary: "small objects that a rule moves to where they cost more",
    explanation: include_str!("small-objects-in-cold-class.md"),
    cites: &[
        cite(s3_lifecycle::SMALL_OBJECT_BYTES.source),
        cite(s3_classes::STORAGE_CLASSES.source),
    ],
};

const KB: u64 = 1024;

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for course in all_courses(policy) {
        let found = course.steps.iter().find_map(|step| judge(&course, step));
        findings.extend(found);
    }
}

fn judge(course: &Course<'_>, step: &Step<'_>) -> Option<Finding> {
    // Without a size in its filter a rule leaves small objects where they are.
    let filter = &course.rule.filter.as_ref()?.value;
    let size = filter.larger_than.or(filter.smaller_than)?;
    let least = smallest(filter);
    let class = storage_class(step.class.as_str())?;
    let overhead = class.overhead_bytes + class.overhead_standard_bytes;
    let (below, but) = match (class.billed_bytes, overhead) {
        (0, 0) => return None,
        (0, overhead) => (overhead, format!("each is billed for {} KB more", overhead / KB)),
        (billed, _) => (billed, format!("each is billed as if it had {} KB", billed / KB)),
    };
    if least >= below {
        return None;
    }
    let message = format!("objects from {least} bytes on move to `{}`, where {but}", class.name);
    Some(
        RULE.finding(size.span, message)
            .path(course.path())
            .marking("a rule with a size moves small objects too")
            .label(step.class.span, "moved here")
            .help(format!(
                "write `larger_than: {}KB`, the size below which the move costs more",
                below / KB
            )),
    )
}
