//! A copy that does not exist in a Region.

use crate::check::{limits, walk};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::region_gaps::CopyKind;
use crate::facts::{region_gaps, regions};
use crate::resolved::Policy;

pub(super) static RULE: Rule = Rule {
    name: "copy-missing-in-region",
    kind: Kind::JobFails,
    level: Level::Error,
    summary: "a copy that does not exist in a Region",
    explanation: include_str!("copy-missing-in-region.md"),
    cites: &[
        limits::cite(&region_gaps::COPY_GAPS.source),
        limits::cite(&region_gaps::AIR_GAPPED_COPY_MISSING.source),
    ],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for copied in walk::copies(policy) {
        let Some((from, to)) = copied.places() else { continue };
        if from.partition != to.partition {
            continue;
        }
        let ends = [regions::region(&from.region), regions::region(&to.region)];
        for gap in region_gaps::COPY_GAPS.value {
            let concerned = match gap.kind {
                CopyKind::CrossRegion => copied.leaves_region(),
                CopyKind::CrossAccount => copied.leaves_account(),
                CopyKind::Any => true,
            };
            let Some(place) = ends
                .into_iter()
                .flatten()
                .find(|end| gap.missing_in.has(end))
                .filter(|_| concerned)
            else {
                continue;
            };
            let of_plan = walk::types_where(policy, copied.plan, |row| gap.concerns(row.name));
            let of = match of_plan.first() {
                _ if gap.types.is_empty() => String::new(),
                Some((_, row)) => format!(" of `{}`", row.name),
                None => continue,
            };
            findings.push(
                RULE.finding(
                    copied.copy.to.span,
                    format!("{} has no {}{of}", place.name, kind(gap.kind)),
                )
                .level(limits::level_of(gap.confidence))
                .label(copied.to.at.span, "the destination")
                .help("copy between other Regions, or give this type a plan without the copy")
                .path(&copied.copy.path),
            );
        }
        let closed = region_gaps::AIR_GAPPED_COPY_MISSING.value.contains(&to.region.as_str());
        if let Some(air_gapped) = copied.to.air_gapped.filter(|_| closed) {
            findings.push(
                RULE.finding(
                    copied.copy.to.span,
                    format!("{} takes no copies into an air-gapped vault", to.region),
                )
                .label(air_gapped, "air-gapped")
                .help("place the air-gapped vault in another Region")
                .path(&copied.copy.path),
            );
        }
    }
}

const fn kind(kind: CopyKind) -> &'static str {
    match kind {
        CopyKind::CrossRegion => "cross-Region copies",
        CopyKind::CrossAccount => "cross-account copies",
        CopyKind::Any => "copies",
    }
}
