//! What every section of the whole language means.

use super::documents::{file, resolve};
use policy::document::{self, Disruption};
use policy::resolved::{
    self, ClassRetention, Objective, Policy, ProtectionKind, Referent, Step, TimeFigure,
};

fn language(environment: &str) -> Policy {
    resolve(&file("policies/language.yaml"), environment).policy.unwrap()
}

#[test]
fn a_time_is_measured_estimated_or_grows() {
    let policy = super::documents::policy(
        "resources:
  r:
    type: other
    dumps:
      a: { restore_time: 30m..45m }
      b: { restore_time: { took: 40m, size: 12GB, at: \"2026-01-31\" } }
      c: { restore_time: { estimate: 15m } }
      d: { restore_time: { took: 10m, takes_per: { of: data_age, rate: 2h/1d } } }
",
    );
    let times = policy.resources["r"].protections.iter().map(|protection| {
        let time = protection.times.restore.as_ref().unwrap();
        let figure = match time.figure {
            Some(TimeFigure::Measured(range)) => format!("measured {}", range.value),
            Some(TimeFigure::Estimated(range)) => format!("estimated {}", range.value),
            None => "none".to_owned(),
        };
        let size = time.size.map(|size| format!(" of {}", size.value)).unwrap_or_default();
        let at = time.at.map(|at| format!(" on {}", at.value)).unwrap_or_default();
        let per = time.takes_per.map(|per| format!(" and {}", per.rate.value)).unwrap_or_default();
        format!("{}: {figure}{size}{at}{per}", time.path)
    });
    assert_eq!(
        times.collect::<Vec<_>>(),
        [
            "resources.r.dumps.a.restore_time: measured 30m..45m",
            "resources.r.dumps.b.restore_time: measured 40m of 12GB on 2026-01-31",
            "resources.r.dumps.c.restore_time: estimated 15m",
            "resources.r.dumps.d.restore_time: measured 10m and 2h/24h",
        ]
    );
}

#[test]
fn resources_carry_what_is_only_stated() {
    let policy = language("production");
    let database = &policy.resources["database"];
    assert_eq!(database.size.unwrap().value.to_string(), "200GB");
    let secrets = &policy.resources["secrets"];
    assert_eq!(secrets.recreated_from.as_ref().unwrap().value, "hand");
    assert_eq!(secrets.needed_by[0].value, "database");
    let classes = &policy.resources["documents"].data_classes;
    let invoices = &classes["invoices"];
    assert_eq!(invoices.prefix.as_ref().unwrap().value, "invoices/");
    assert!(invoices.immutable.is_some());
    let access = &invoices.access.as_ref().unwrap().value;
    assert_eq!(
        (access.age.value.to_string(), access.within.value.to_string()),
        ("2y".into(), "1h".into())
    );
    let ClassRetention::FromEvent { event, then } =
        &classes["disputes"].retention.as_ref().unwrap().value
    else {
        panic!("disputes are kept from an event")
    };
    assert_eq!((event.value.as_str(), then.value.to_string()), ("dispute closed", "1y".to_owned()));
    let drafts = &policy.resources["drafts"].data_classes["all"];
    assert_eq!(drafts.erase_after.as_ref().unwrap().value.most, 90);
}

#[test]
fn a_scenario_has_restores_needs_and_steps() {
    let policy = language("production");
    let scenario = &policy.recovery["region-loss"];
    assert_eq!(scenario.disruption.unwrap().value, Disruption::Region);
    // Unqualified figures of a scenario are about its disruption.
    let rto = &scenario.objectives.as_ref().unwrap().rto;
    assert_eq!(rto.stated().unwrap().to_string(), "2h");
    assert_eq!(rto.origin().unwrap().path, "recovery.region-loss.objectives.rto");
    assert_eq!(scenario.restores["tables"].from.means, [Referent::Vault("dr".to_owned())]);
    assert_eq!(scenario.restores["tables"].reapply.len(), 5);
    let promoted = &scenario.restores["database"];
    assert_eq!(
        promoted.from.means,
        [Referent::Mechanism("database.read_replicas.west".to_owned())]
    );
    assert_eq!(promoted.method.as_ref().unwrap().value, "promotion");
    let needs: Vec<_> = scenario.needs.iter().flat_map(|needs| needs.means.clone()).collect();
    assert_eq!(needs, [Referent::Resource("secrets".to_owned()), Referent::Key("dr".to_owned())]);
    fn told(step: &Step) -> String {
        let takes = step.takes.as_ref().and_then(|takes| takes.measured());
        let takes = takes.map(|takes| format!(" {}", takes.value)).unwrap_or_default();
        let action = step.action.as_ref().map_or("", |action| action.as_str());
        let restored: Vec<_> = step.restore.iter().map(|name| name.as_str()).collect();
        let parallel: Vec<_> = step.parallel.iter().map(told).collect();
        format!("{action}{}{takes}{}", restored.join("+"), parallel.join(" | "))
    }
    let steps: Vec<_> = scenario.steps.iter().map(told).collect();
    assert_eq!(steps, ["decide 15m", "tables | database", "switch DNS 5m"]);
}

#[test]
fn deleters_drills_alarms_claims_and_ignored_drift_are_followed() {
    let policy = language("production");
    let cleanup = &policy.deleters["cleanup"];
    assert_eq!(cleanup.older_than.as_ref().unwrap().value.least, 90);
    assert_eq!(
        cleanup.deletes[0].means,
        [Referent::Mechanism("database.snapshots.before-release".to_owned())]
    );
    assert_eq!(cleanup.timetable.schedule.as_ref().unwrap().value.to_string(), "every day");
    let drill = &policy.drills["quarterly"];
    assert_eq!(drill.environment.as_ref().unwrap().value, "staging");
    assert_eq!(drill.exercises[0].means, [Referent::Scenario("region-loss".to_owned())]);
    let alarm = &policy.alarms["stale-copy"];
    assert_eq!(alarm.when.as_ref().unwrap().value.age_over.unwrap().value.to_string(), "30h");
    assert_eq!(alarm.evaluate_every.unwrap().value.to_string(), "15m");
    assert_eq!(alarm.notify[0].value, "arn:aws:sns:us-east-1:111122223333:backup");
    let [history, tests] = policy.claims.as_slice() else { panic!("two claims") };
    let Objective::Stated(promised, _) = &history.history.as_ref().unwrap().value else {
        panic!("a promised history")
    };
    assert_eq!((promised.to_string(), history.path.as_str()), ("30d".to_owned(), "claims[0]"));
    assert_eq!(tests.restore_test.as_ref().unwrap().value.to_string(), "every month");
    assert_eq!(policy.ignore_drift[0].until.unwrap().value.to_string(), "2027-03-01");
}

#[test]
fn an_environment_has_only_what_belongs_to_it() {
    let (production, staging) = (language("production"), language("staging"));
    assert!(production.resources.contains_key("legacy"));
    assert!(!staging.resources.contains_key("legacy"));
    assert!(production.names.find("legacy.dumps.nightly").len() == 1);
    assert!(staging.names.find("legacy.dumps.nightly").is_empty());
    assert!(staging.names.find("plans.core.tiers.monthly").is_empty());
}

#[test]
fn planned_protection_is_kept_and_marked() {
    let policy = language("production");
    let planned = policy.resources["tables"]
        .protections
        .iter()
        .filter(|protection| protection.planned)
        .map(|protection| protection.reference.as_str());
    assert_eq!(planned.collect::<Vec<_>>(), ["tables.global_table.regions[0]"]);
    let before = policy.resources["database"]
        .protections
        .iter()
        .find(|protection| matches!(protection.kind, ProtectionKind::ManualSnapshots { .. }));
    assert_eq!(before.unwrap().reference, "database.snapshots.before-release");
}

#[test]
fn the_lint_section_belongs_to_the_file() {
    let text = "version: 1
name: orders
lint:
  allow:
    windows-not-stated: \"the first backup is long\"
    tiers-overlap: { reason: \"until the move\", until: \"2027-03-01\" }
  warn: [unproven]
  deny: [objective-missing]
";
    let read = document::read(text);
    let lint = resolved::lint(text, &read.policy.unwrap());
    let allowed = lint.allow.iter().map(|allow| {
        let until = allow.until.map(|until| format!(" until {}", until.value)).unwrap_or_default();
        format!("{}: {}{until} @ {}", allow.rule.value, allow.reason.value, allow.span.slice(text))
    });
    assert_eq!(
        allowed.collect::<Vec<_>>(),
        [
            "tiers-overlap: until the move until 2027-03-01 @ { reason: \"until the move\", until: \"2027-03-01\" }",
            "windows-not-stated: the first backup is long @ \"the first backup is long\"",
        ]
    );
    assert_eq!(lint.warn[0].value, "unproven");
    assert_eq!(lint.deny[0].value, "objective-missing");
    assert!(lint.findings.is_empty());
}
