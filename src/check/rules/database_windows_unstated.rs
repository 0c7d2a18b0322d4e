//! A database whose own windows nobody knows, and that other jobs back up.

use crate::check::storage::{cite, databases};
use crate::diagnostic::{Finding, Kind, Level, Rule};
use crate::facts::backup_plan::{MAINTENANCE_CLASH, MAINTENANCE_CLASH_EXEMPT, MaintenanceClash};
use crate::facts::native;
use crate::resolved::{DatabaseNative, Policy, Protection, ProtectionKind, Resource, Tier};
use crate::schedule::Schedule;
use crate::source::Span;

pub(super) static RULE: Rule = Rule {
    name: "database-windows-unstated",
    kind: Kind::Advice,
    level: Level::Advice,
    summary: "a database whose own windows nobody knows, and that other jobs back up",
    explanation: include_str!("database-windows-unstated.md"),
    cites: &[cite(MAINTENANCE_CLASH.source), cite(native::RDS_WINDOW_MINUTES.source)],
};

pub(super) fn check(policy: &Policy, findings: &mut Vec<Finding>) {
    for (resource, database) in databases(policy) {
        let Some(clash) = clash(resource).filter(|_| leaves_both_open(database)) else { continue };
        let plans = resource.plans.iter().filter_map(|plan| policy.plans.get(plan.as_str()));
        let mut tiers = plans.flat_map(|plan| plan.tiers.values()).filter(|tier| !tier.planned);
        let all: Vec<&Tier> = tiers.by_ref().collect();
        // Of a continuous backup AWS Backup owns the windows.
        if all.iter().any(|tier| tier.continuous.is_some()) {
            continue;
        }
        let job = all.iter().find_map(|tier| Job::of_tier(tier, clash));
        let job = job.or_else(|| resource.protections.iter().find_map(Job::of_snapshots));
        findings.extend(job.map(|job| finding(resource, database, clash, &job)));
    }
}

/// How a type minds its windows; nothing for one that does not.
fn clash(resource: &Resource) -> Option<&'static MaintenanceClash> {
    let types = resource.types.iter().map(|row| row.value.opt_in);
    let mut minding = types.filter(|name| !MAINTENANCE_CLASH_EXEMPT.value.contains(name));
    minding.find_map(|name| MAINTENANCE_CLASH.value.iter().find(|row| row.resource_type == name))
}

/// True if neither window is stated of backups that are not switched off.
fn leaves_both_open(database: &DatabaseNative) -> bool {
    database.automated_backups.as_ref().is_none_or(|own| {
        let off = own.retention.as_ref().is_some_and(|kept| kept.value.most == 0);
        own.window.is_none() && own.maintenance_window.is_none() && !off
    })
}

/// Something else that backs the database up by a schedule.
struct Job {
    path: String,
    span: Span,
    /// All of the time in which it may start can lie in a closed window.
    may_fail: bool,
}

impl Job {
    fn of_tier(tier: &Tier, clash: &MaintenanceClash) -> Option<Self> {
        let schedule = tier.schedule.as_ref()?;
        let closed =
            u64::from(clash.hours_before) * 60 + u64::from(native::RDS_WINDOW_MINUTES.value);
        let tries = tier.start_window.stated.map(|window| window.value.minutes_up());
        Some(Self {
            path: tier.at.path.clone(),
            span: schedule.span,
            may_fail: tries.is_some_and(|tries| tries <= closed),
        })
    }

    fn of_snapshots(protection: &Protection) -> Option<Self> {
        let ProtectionKind::ManualSnapshots { timetable, .. } = &protection.kind else {
            return None;
        };
        let schedule = timetable.schedule.as_ref().filter(|_| !protection.planned)?;
        match &schedule.value {
            Schedule::Cron { .. } | Schedule::Interval(_) => Some(Self {
                path: protection.reference.clone(),
                span: schedule.span,
                may_fail: false,
            }),
            Schedule::Manual | Schedule::OnChange => None,
        }
    }
}

fn finding(
    resource: &Resource,
    database: &DatabaseNative,
    clash: &MaintenanceClash,
    job: &Job,
) -> Finding {
    let own = database.automated_backups.as_ref();
    let (name, path) = (&resource.at.key, &job.path);
    let finding = RULE
        .finding(
            own.map_or(resource.at.span, |own| own.span),
            format!("`{name}` states neither window, and `{path}` backs it up too: AWS picks when its own backup and its maintenance run"),
        )
        .level(if job.may_fail { Level::Warning } else { Level::Advice })
        .path(&resource.at.path)
        .label(job.span, "before, after, or in the middle of them")
        .help("state `window` and `maintenance_window` under `automated_backups`, away from the other job");
    let hours = clash.hours_before;
    match job.may_fail {
        true => finding.note(format!(
            "no job starts in such a window nor in the {hours} h before it, and all of this start window may lie there"
        )),
        false => finding,
    }
}
