//! The schedule meets an RPO; windows and job times can break it.

use crate::check::proven::alike;
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::recoverability::{AfterDisruption, Figure, FigureKind, Proof, TimeSource, Verdict};
use crate::resolved::{Objective, Origin, Policy};
use crate::units::Duration;

pub(super) static RULE: Rule = Rule {
    name: "rpo-not-guaranteed",
    kind: Kind::ObjectiveMissed,
    level: Level::Warning,
    summary: "an RPO that the schedule meets and the windows of its jobs can break",
    explanation: include_str!("rpo-not-guaranteed.md"),
    cites: &[],
};

pub(super) fn check(_: &Policy, proof: &Proof, findings: &mut Vec<Finding>) {
    for alike in alike(proof, not_guaranteed) {
        let Objective::Stated(wanted, origin) = &alike.after.wanted.rpo else { continue };
        let figure = &alike.after.rpo.figures.guaranteed;
        let (when, name) = (alike.when(proof), alike.subject.name());
        let message = match figure.value {
            Some(value) => format!(
                "{when}, `{name}` can lose {value} if jobs start late and take long; the objective \
                 says {wanted}"
            ),
            None => format!(
                "{when}, nothing bounds what `{name}` can lose if jobs start late and take long{}; \
                 the objective says {wanted}",
                missing(figure).map(|reason| format!(": {reason}")).unwrap_or_default()
            ),
        };
        let mut finding = alike.finding(&RULE, message, origin, "rpo");
        if let Some(last) = figure.trace.mechanisms.first() {
            finding = finding.label(last.span, "its points are usable when its jobs are done");
        }
        findings.push(finding.help(help(figure, *wanted)));
    }
}

fn not_guaranteed(after: &AfterDisruption) -> Option<(&Origin, Option<Duration>)> {
    let origin = after.wanted.rpo.origin()?;
    let slow = after.rpo_verdict == Verdict::NotGuaranteed;
    slow.then_some((origin, after.rpo.figures.guaranteed.value))
}

fn help(figure: &Figure, wanted: Duration) -> String {
    let assumed = figure.trace.backup.is_some_and(|used| used.from == TimeSource::CompletionWindow);
    match figure.value {
        Some(value) if assumed => format!(
            "measure the job (`backup_time`), narrow its windows, run it more often, or promise \
             `{}`",
            value.as_text()
        ),
        Some(value) => {
            format!("narrow the start window, run it more often, or promise `{}`", value.as_text())
        }
        None if missing(figure).is_some_and(|reason| reason.contains("`copy_time`")) => {
            "state the `copy_time` of every copy that counts here; `policy prove` lists them"
                .to_owned()
        }
        None => format!(
            "measure the jobs (`backup_time`), or leave more time between them than {wanted}"
        ),
    }
}

/// What the guarantee lacks, if one thing alone is missing.
const fn missing(figure: &Figure) -> Option<&'static str> {
    match figure.kind {
        FigureKind::Unproven(reason) => Some(reason),
        FigureKind::Nominal
        | FigureKind::Guaranteed
        | FigureKind::Typical
        | FigureKind::AsStated
        | FigureKind::None => None,
    }
}
