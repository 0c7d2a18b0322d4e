//! A Region that this version does not know.

use crate::check::storage::cite;
use crate::check::storage::stated_regions;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::region;
use crate::facts::regions;
use crate::resolved::Policy;
use crate::source::nearest;

pub(super) static RULE: Rule = Rule {
    name: "unfamiliar-region",
    kind: Kind::Ignored,
    level: Level::Warning,
    summary: "a Region that this version does not know",
    explanation: include_str!("unfamiliar-region.md"),
    cites: &[cite(regions::ALL_REGIONS.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (name, path) in stated_regions(policy, false) {
        if region(name.as_str()).is_some() || name.value.is_empty() {
            continue;
        }
        let finding = RULE
            .finding(name.span, format!("`{}` is no Region that this version knows", name.value))
            .path(path);
        let known = regions::ALL_REGIONS.value.iter().map(|row| row.name);
        findings.push(match nearest(name.as_str(), known) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("write the code of a Region, such as `us-west-2`"),
        });
    }
}
