//! An alarm on jobs that do not run.

use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::resolved::{Mechanism, MechanismKind, Mechanisms, Policy};

pub(super) static RULE: Rule = Rule {
    name: "alarm-on-absent-jobs",
    kind: Kind::DataAtRisk,
    level: Level::Warning,
    summary: "an alarm on jobs that do not run",
    explanation: include_str!("alarm-on-absent-jobs.md"),
    cites: &[],
};

pub(super) fn check(policy: &Policy, mechanisms: &Mechanisms, findings: &mut Vec<Finding>) {
    let watching = policy.alarms.values().filter_map(|alarm| {
        let when = &alarm.when.as_ref()?.value;
        // Ages and lags are seen without any job.
        let by_age = when.age_over.is_some() || when.lag_over.is_some();
        let failed = when.job_failed.filter(|flag| flag.value).map(|flag| flag.span);
        let span = failed.or(when.job_longer_than.as_ref().map(|length| length.span))?;
        (!by_age).then_some((alarm, span))
    });
    let watching: Vec<_> = watching.collect();
    if watching.is_empty() {
        return;
    }
    for (alarm, condition) in watching {
        for reference in &alarm.watches {
            let mut watched =
                reference.means.iter().flat_map(|referent| mechanisms.answering_to(referent));
            let Some(first) = watched.next() else { continue };
            if runs_jobs(first) || watched.any(runs_jobs) {
                continue;
            }
            let message = format!(
                "no job runs for `{}`: {} has none, so none of them fails",
                reference.path.value,
                first.kind.words()
            );
            findings.push(
                RULE.finding(reference.path.span, message)
                    .path(&alarm.at.path)
                    .label(condition, "goes off by jobs only")
                    .label(first.span, "works without jobs")
                    .help("watch that it stays on and how old its newest moment is: `when: { age_over: 15m }`"),
            );
        }
    }
}

/// Something starts, ends, and can fail.
const fn runs_jobs(mechanism: &Mechanism) -> bool {
    !matches!(
        mechanism.kind,
        MechanismKind::PointInTimeRecovery
            | MechanismKind::ReplicatedBackups
            | MechanismKind::GlobalTableReplica
            | MechanismKind::ReadReplica
            | MechanismKind::MultiAz
            | MechanismKind::Standby
            | MechanismKind::Versioning
            | MechanismKind::Replication
            | MechanismKind::ReplicaVersions
            | MechanismKind::RepositoryReplication
    )
}
