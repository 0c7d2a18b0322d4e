//! The simulation and the proof look at the same model.

use jiff::Timestamp;
use policy::document::Disruption;
use policy::recoverability::simulate::{Event, Loss, Moment, Oldest, Outcome, simulate_with};
use policy::recoverability::{Evidence, Reach, Rpo, reach, rpo};
use policy::resolved::{Mechanism, MechanismKind, Policy, mechanisms};
use policy::units::Duration;
use proptest::prelude::*;

use super::{at, lose_account, lose_region, policy, readings};

const DAY: i64 = 86_400;

fn event(disruption: Disruption) -> Event {
    match disruption {
        Disruption::Region => lose_region(),
        Disruption::Account => lose_account(),
        Disruption::Deletion => Event::Delete("files".to_owned()),
        Disruption::Corruption => Event::Corrupt("files".to_owned()),
        Disruption::Hardware | Disruption::Zone => panic!("not of AWS"),
    }
}

fn loss(loss: &Loss) -> Option<Duration> {
    match loss {
        Loss::By { way: _, loss } | Loss::AtMost(loss) => Some(*loss),
        Loss::None | Loss::Unproven(_) | Loss::Everything => None,
    }
}

fn outcome(evidence: &Evidence<'_>, disruption: Disruption, at: i64, late: Duration) -> Outcome {
    let at = Timestamp::from_second(at).unwrap();
    let moment = Moment { at, found_after: late, since: None };
    simulate_with(evidence, &event(disruption), moment).outcomes.remove(0)
}

fn files(policy: &Policy) -> &policy::resolved::Resource {
    &policy.resources["files"]
}

/// Fails unless one moment is no worse than the figures of the proof.
fn no_worse(rpo: &Rpo, outcome: &Outcome) -> Result<(), TestCaseError> {
    if let Some(nominal) = rpo.nominal().and_then(|figure| figure.value) {
        let on_schedule = loss(&outcome.on_schedule);
        prop_assert!(on_schedule.is_some_and(|loss| loss <= nominal), "{nominal}: {outcome:#?}");
    }
    if let Some(bound) = rpo.guaranteed().and_then(|figure| figure.value) {
        let at_worst = loss(&outcome.at_worst);
        prop_assert!(at_worst.is_some_and(|loss| loss <= bound), "{bound}: {outcome:#?}");
    }
    Ok(())
}

/// Fails unless the points of every tier reach back as far as is proven.
fn reaches(
    evidence: &Evidence<'_>,
    mechanisms: &[Mechanism],
    outcome: &Outcome,
) -> Result<(), TestCaseError> {
    for way in outcome.ways.iter().filter(|way| way.kind == MechanismKind::RecoveryPoints) {
        let same = |one: &&Mechanism| one.reference == way.mechanism.reference;
        let proven = reach(evidence, mechanisms.iter().find(same).unwrap());
        let (Reach::Back(proven), Oldest::Point { run: _, age }) = (proven, &way.oldest) else {
            panic!("{proven:?} {way:?}");
        };
        prop_assert!(*age >= proven, "{proven}: {way:#?}");
    }
    Ok(())
}

/// A plan with a frequent and a rare tier, both copied.
fn plan(
    (often, rare, zone): (&str, &str, &str),
    (kept, backup, window): (&str, u64, u64),
    late: Option<&str>,
) -> String {
    let late = late.map_or(String::new(), |late| {
        format!("objectives: {{ found_within: {late}, account: {{ found_within: {late} }} }}\n")
    });
    format!(
        "{late}defaults: {{ timezone: {zone} }}
keys: {{ k: {{ create: true, account: backup, region: us-west-2 }} }}
vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2, key: k }} }}
plans: {{ p: {{ vault: main, completion_window: 12h, start_window: {window}h, tiers: {{
  a: {{ schedule: \"cron(0 {often} ? * * *)\", retention: {kept}, backup_time: {backup}h, copies: [ {{ to: dr, copy_time: 1h }} ] }},
  b: {{ schedule: \"cron(0 {rare} *)\", retention: 60d, backup_time: 2h, copies: [ {{ to: dr, retention: 30d, copy_time: 3h }} ] }} }} }} }}
resources: {{ files: {{ type: efs, plans: [p], arns: [] }} }}
"
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever the plan and whenever it happens.
    #[test]
    fn no_moment_is_worse_than_what_is_proven(
        often in prop::sample::select(vec!["0", "3", "0/5", "0/8", "*", "1,2,20", "2"]),
        rare in prop::sample::select(vec!["0 ? * 1", "3 ? * 1", "12 1 * ?", "2 L * ?", "1 ? * 2#1"]),
        zone in prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
        kept in prop::sample::select(vec!["5d", "14d", "40d"]),
        // No slower than the rare tier, whose times the proof takes for its copies too.
        (backup, window) in (0_u64..5, 1_u64..6),
        late in prop::sample::select(vec![None, Some("1d"), Some("3d"), Some("20d")]),
        apart in prop::bool::ANY,
        moments in prop::collection::vec(20_600 * DAY..28_000 * DAY, 10),
    ) {
        // Two tiers of one plan that are both copied: see the test below.
        let text = plan((often, rare, zone), (kept, backup, window), late);
        let text = match apart {
            true => text.replace("  b: {", "  b: { separate_plan: true,"),
            false => text.replace(", copies: [ { to: dr, retention: 30d, copy_time: 3h } ]", ""),
        };
        let policy = policy(&text);
        let evidence = Evidence::new(&policy);
        let mechanisms = mechanisms(&policy);
        for disruption in [Disruption::Corruption, Disruption::Region, Disruption::Account] {
            let rpo = rpo(&evidence, files(&policy), disruption);
            // Nobody overlooks the loss of a Region.
            let late = late.filter(|_| disruption != Disruption::Region);
            // Where the proof credits copies with the retention of another rule.
            if late == Some("20d") && kept != "40d" {
                continue;
            }
            let late = late.map_or(Duration::ZERO, |late| Duration::parse(late).unwrap());
            for moment in &moments {
                let outcome = outcome(&evidence, disruption, *moment, late);
                no_worse(&rpo, &outcome)?;
                if late.is_zero() && disruption == Disruption::Corruption {
                    reaches(&evidence, &mechanisms, &outcome)?;
                }
            }
            // The worst moment is the one at which the next run is due. (Of what is
            // noticed late the proof counts no points that only sometimes exist.)
            if let Some(figure) = rpo.nominal().filter(|_| late.is_zero()) {
                let (_, to) = figure.trace.runs.unwrap();
                let worst = outcome(&evidence, disruption, to.at.as_second(), late);
                // What is deleted before the next run the proof counts never.
                if worst.ways.len() == rpo.ways.len() {
                    prop_assert_eq!(loss(&worst.on_schedule), figure.value, "{:?}", to);
                }
            }
        }
    }
}

#[test]
fn the_greatest_loss_of_any_hour_is_the_nominal_and_the_guaranteed_figure() {
    // From before summer time ends until after: the last second of every hour of
    // 14 days, since at the hour itself the next point is there.
    for (often, rare) in [("3", "3 ? * 1"), ("0/8", "12 1 * ?"), ("*", "0 ? * 1")] {
        let policy = policy(&plan((often, rare, "Europe/Berlin"), ("14d", 0, 1), None));
        let evidence = Evidence::new(&policy);
        for disruption in [Disruption::Corruption, Disruption::Region] {
            let rpo = rpo(&evidence, files(&policy), disruption);
            let start = at("2026-10-20T00:00:00Z").at.as_second();
            let hours = (1..14 * 24).map(|hour| start + hour * 3_600 - 1);
            let figure = |which: fn(&Outcome) -> &Loss| {
                hours
                    .clone()
                    .filter_map(|at| {
                        loss(which(&outcome(&evidence, disruption, at, Duration::ZERO)))
                    })
                    .max()
                    .map(Duration::rounded_up)
            };
            let nominal = rpo.nominal().and_then(|figure| figure.value);
            assert_eq!(figure(|outcome| &outcome.on_schedule), nominal, "{often} {disruption:?}");
            let guaranteed = rpo.guaranteed().and_then(|figure| figure.value);
            assert_eq!(figure(|outcome| &outcome.at_worst), guaranteed, "{often} {disruption:?}");
        }
    }
}

#[test]
fn copies_of_one_rule_are_not_credited_with_the_retention_of_another() {
    // Daily copies are kept for 5 days, weekly ones for 30; on Sundays the weekly
    // run absorbs the daily one. Of a theft noticed after 20 days only a weekly
    // copy is left: up to 7 days.
    let text = plan(("3", "3 ? * 1", "UTC"), ("5d", 0, 1), Some("20d"));
    let policy = policy(&text);
    let evidence = Evidence::new(&policy);
    let rpo = rpo(&evidence, files(&policy), Disruption::Account);
    assert_eq!(rpo.nominal().unwrap().value, Some(Duration::days(7)));
    // Saturday 27 March 2027, noon; the Sunday before is the 21st.
    let saturday = at("2027-03-27T12:00:00Z").at.as_second();
    let outcome = outcome(&evidence, Disruption::Account, saturday, Duration::days(20));
    assert_eq!(loss(&outcome.on_schedule), Some(Duration::hours(6 * 24 + 9)));
}

#[test]
fn between_the_deletion_of_a_point_and_the_end_of_the_next_job_nothing_is_certain() {
    // Kept for a day: the point of 27 March is deleted at 00:00 on the 28th,
    // when the next job may still be waiting. Nothing is guaranteed.
    let policy = policy(
        "vaults: { main: {} }
plans: { p: { vault: main, completion_window: 12h, start_window: 1h, tiers: {
  a: { schedule: { every: day, at: \"00:00\" }, retention: 1d, backup_time: 2h } } } }
resources: { files: { type: efs, plans: [p], arns: [] } }
",
    );
    let evidence = Evidence::new(&policy);
    let rpo = rpo(&evidence, files(&policy), Disruption::Corruption);
    assert_eq!(rpo.guaranteed(), None);
    let moment = at("2027-03-28T01:00:00Z");
    let outcome =
        simulate_with(&evidence, &event(Disruption::Corruption), moment).outcomes.remove(0);
    let (on_schedule, at_worst) = readings(&outcome);
    assert_eq!(on_schedule, "1h by a");
    assert_eq!(at_worst, "unproven: no point of it is certainly done yet");
}
