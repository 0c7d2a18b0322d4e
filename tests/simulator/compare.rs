//! The program's answers beside the simulator's: the one place that calls the
//! program.

use jiff::Timestamp;
use policy::document::Disruption;
use policy::recoverability::{self, Evidence, Figure, Reach};
use policy::resolved::{Mechanism, Rung};
use policy::schedule as program;
use policy::units::{CalendarDays, Duration, Retention};

use super::cron::When;
use super::plan::{Fate, Tier};
use super::points::Rule;
use super::zones::Zone;

pub(super) fn timestamp(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

pub(super) fn minute(at: Timestamp) -> i64 {
    let seconds = at.as_second();
    assert_eq!(seconds % 60, 0, "runs are due at whole minutes");
    seconds / 60
}

/// Minutes of a length; one that is no whole number of them is wrong.
pub(super) fn minutes(length: Duration) -> i64 {
    i64::try_from(length.whole_minutes().unwrap()).unwrap()
}

pub(super) fn cron(when: &When) -> program::Cron {
    program::Cron::parse(&when.to_string()).unwrap()
}

pub(super) fn zone(zone: &Zone) -> program::Zone {
    program::Zone::parse(zone.name).unwrap()
}

/// Instants of the runs and what the program says their local times are.
pub(super) fn occurrences(when: &When, of: &Zone, from: i64, until: i64) -> Vec<i64> {
    let (cron, zone) = (cron(when), zone(of));
    let found = program::occurrences(&cron, &zone, timestamp(from), timestamp(until));
    found.map(|run| minute(run.at)).collect()
}

pub(super) fn longest_gap(when: &When, of: &Zone, failed: usize) -> Option<i64> {
    let schedule = program::Schedule::parse(&when.to_string()).unwrap();
    let found = program::longest_gap_with_failures(&schedule, &zone(of), failed)?;
    assert_eq!(minute(found.to.at) - minute(found.from.at), minutes(found.length));
    Some(minutes(found.length))
}

/// A plan as the program sees it.
pub(super) fn plan_runs(tiers: &[Tier]) -> program::PlanRuns {
    let crons: Vec<program::Cron> = tiers.iter().map(|tier| cron(&tier.when)).collect();
    let zones: Vec<program::Zone> = tiers.iter().map(|tier| zone(&tier.zone)).collect();
    let kept: Vec<Retention> = tiers
        .iter()
        .map(|tier| {
            let text = tier.kept.map_or("forever".to_owned(), |days| format!("{days}d"));
            Retention::parse(&text).unwrap()
        })
        .collect();
    let runs: Vec<program::TierRuns<'_>> = tiers
        .iter()
        .enumerate()
        .map(|(id, tier)| program::TierRuns {
            id,
            cron: &crons[id],
            zone: &zones[id],
            start_window: Duration::minutes(tier.window.unsigned_abs()),
            retention: &kept[id],
        })
        .collect();
    program::plan_runs(&runs)
}

/// Instant, tier and fate of each run, with the tier it yields to or ties with.
pub(super) fn fates(
    plan: &program::PlanRuns,
    from: i64,
    until: i64,
) -> Vec<(i64, usize, Fate, Option<usize>)> {
    let all = plan.between(timestamp(from), timestamp(until));
    all.map(|run| {
        let (fate, other) = match run.fate {
            program::Fate::Kept => (Fate::Kept, None),
            program::Fate::Displaced { by } => (Fate::Displaced, Some(by)),
            program::Fate::Tied { with } => (Fate::Tied, Some(with)),
        };
        (minute(run.run.at), run.tier, fate, other)
    })
    .collect()
}

pub(super) fn plan_gap(plan: &program::PlanRuns, wanted: &[usize], failed: usize) -> Option<i64> {
    plan.longest_gap(wanted, failed).map(|found| minutes(found.gap.length))
}

/// What the policies say is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// Bad data: every vault is left, and it is noticed late.
    Corruption,
    /// The account with its vault: copies are left, and it is noticed late.
    Account,
    /// The machine with its disk.
    Hardware,
}

impl Lost {
    fn disruption(self) -> Disruption {
        match self {
            Lost::Corruption => Disruption::Corruption,
            Lost::Account => Disruption::Account,
            Lost::Hardware => Disruption::Hardware,
        }
    }
}

/// The program's figures of a loss, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Loss {
    pub(super) nominal: Option<i64>,
    pub(super) after_one_failure: Option<i64>,
    pub(super) guaranteed: Option<i64>,
}

/// The program's view of some plans of one resource.
pub(super) struct Answers {
    policy: policy::resolved::Policy,
}

impl Answers {
    /// Of these plans, whose disruptions are noticed so many days later.
    pub(super) fn of(plans: &[Vec<Rule>], found_within: Option<i64>) -> Self {
        Self::of_text(&text(plans, found_within))
    }

    /// Of a whole policy.
    pub(super) fn of_text(text: &str) -> Self {
        let read = policy::document::read(text);
        assert!(read.findings.is_empty(), "{:?}", read.findings);
        let (root, document) = (read.root.unwrap(), read.policy.unwrap());
        let resolved = policy::resolved::resolve(text, &root, &document, "production");
        assert!(resolved.findings.is_empty(), "{:?}", resolved.findings);
        Self { policy: resolved.policy.unwrap() }
    }

    pub(super) fn loss(&self, lost: Lost) -> Loss {
        let resource = self.policy.resources.values().next().unwrap();
        let rpo = recoverability::rpo(&Evidence::new(&self.policy), resource, lost.disruption());
        let value = |figure: Option<&Figure>| figure.and_then(|figure| figure.value).map(minutes);
        Loss {
            nominal: value(rpo.nominal()),
            after_one_failure: value(rpo.after_one_failure()),
            guaranteed: value(rpo.guaranteed()),
        }
    }

    /// The copies of each rule of the first plan as it is rendered: the names of
    /// vaults, and days until deletion.
    pub(super) fn rendered_copies(&self) -> Vec<Vec<(String, Option<i64>)>> {
        let (lowered, _) = policy::resources::lower(&self.policy);
        let plans = lowered.resources.places.values().flat_map(|settings| &settings.plans);
        let plan = plans.clone().find(|(name, _)| name.ends_with("p0")).unwrap().1;
        let copies = |number: usize| {
            let rule = plan.rules.iter().find(|rule| rule.rule_name == format!("t{number}"));
            let copies = rule.unwrap().copy_actions.iter().map(|copy| {
                let name = copy.destination_backup_vault.name.rsplit('-').next().unwrap();
                (name.to_owned(), copy.lifecycle.delete_after_days.map(i64::from))
            });
            copies.collect()
        };
        (0..plan.rules.len()).map(copies).collect()
    }

    pub(super) fn histories<const N: usize>(&self, lost: [Lost; N]) -> [Older; N] {
        let proof = recoverability::prove(&self.policy, &recoverability::Options::default());
        let after = &proof.subjects[0].after;
        lost.map(|lost| {
            let after = after.iter().find(|after| after.disruption == lost.disruption());
            Older(recoverability::History::clone(&after.unwrap().history))
        })
    }

    /// How far the mechanisms of the first plan reach back.
    pub(super) fn reaches(&self) -> Vec<Reached> {
        let evidence = Evidence::new(&self.policy);
        let all = policy::resolved::mechanisms(&self.policy);
        all.iter().map(|mechanism| reached(&evidence, mechanism)).collect()
    }
}

/// What the program says of older points.
pub(super) struct Older(recoverability::History);

impl Older {
    /// In minutes; none for ever.
    pub(super) fn reach(&self) -> Option<i64> {
        back(self.0.reach)
    }

    pub(super) fn hole(&self) -> Option<i64> {
        self.0.hole().map(minutes)
    }

    /// Up to which age points are how far apart.
    pub(super) fn bands(&self) -> Vec<(Option<i64>, i64)> {
        self.0.bands.iter().map(|band| (band.until.map(minutes), minutes(band.apart))).collect()
    }

    /// True if the rung is met for a span of so many days.
    pub(super) fn has(&self, rung: Rung, days: i64) -> bool {
        let span = CalendarDays::parse(&format!("{days}d")).unwrap();
        self.0.has(rung, &span) == recoverability::Verdict::Met
    }
}

/// How far back a mechanism reaches, in minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reached {
    pub(super) tier: usize,
    /// Its copies, not its own points.
    pub(super) copy: bool,
    /// None for ever.
    pub(super) back: Option<i64>,
}

fn reached(evidence: &Evidence<'_>, mechanism: &Mechanism) -> Reached {
    // `plans.p0.tiers.t2` and `plans.p0.tiers.t2.copies[0]`.
    let tier = mechanism.reference.split(".t").last().unwrap();
    let tier = tier.split('.').next().unwrap().parse().unwrap();
    let back = back(recoverability::reach(evidence, mechanism));
    Reached { tier, copy: mechanism.made_from.is_some(), back }
}

fn back(reach: Reach) -> Option<i64> {
    match reach {
        Reach::Back(length) => Some(minutes(length)),
        Reach::None => Some(0),
        Reach::Forever => None,
        Reach::Unproven(reason) => panic!("{reason}"),
    }
}

/// The policy of these plans, for one file system.
pub(super) fn text(plans: &[Vec<Rule>], found_within: Option<i64>) -> String {
    let late = found_within.map_or(String::new(), |days| {
        format!("objectives: {{ found_within: {days}d, account: {{ found_within: {days}d }} }}\n")
    });
    let names: Vec<String> = (0..plans.len()).map(|plan| format!("p{plan}")).collect();
    let bodies: Vec<String> = plans
        .iter()
        .zip(&names)
        .map(|(rules, name)| {
            let tiers: Vec<String> =
                rules.iter().enumerate().map(|(tier, rule)| tier_text(tier, rule)).collect();
            format!(
                "  {name}:\n    vault: main\n    completion_window: 30d\n    tiers:\n{}",
                tiers.concat()
            )
        })
        .collect();
    format!(
        "version: 1
name: orders
accounts: {{ workload: \"111122223333\", backup: \"999900001111\" }}
environments: {{ production: {{ account: workload, region: us-east-1 }} }}
{late}keys: {{ k: {{ create: true, account: backup, region: us-west-2 }} }}
vaults: {{ main: {{}}, dr: {{ account: backup, region: us-west-2, key: k }}, a: {{}}, b: {{}}, c: {{}}, d: {{}}, e: {{}}, f: {{}} }}
plans:
{}resources: {{ files: {{ type: efs, plans: [{}], arns: [] }} }}
",
        bodies.concat(),
        names.join(", ")
    )
}

/// The vaults by their numbers; the first two are those of `policies`.
pub(super) const VAULTS: [&str; 8] = ["main", "dr", "a", "b", "c", "d", "e", "f"];

fn tier_text(number: usize, rule: &Rule) -> String {
    let Rule { tier, vault, cold, copies, backup, copy } = rule;
    let days = |days: &Option<i64>| days.map_or("forever".to_owned(), |days| format!("{days}d"));
    let cold = cold.map_or(String::new(), |days| format!(", cold_storage_after: {days}d"));
    let copies: Vec<String> = copies
        .iter()
        .map(|to| {
            format!(
                "{{ to: {}, retention: {}, copy_time: {copy}m }}",
                VAULTS[to.vault],
                days(&to.kept)
            )
        })
        .collect();
    format!(
        "      t{number}: {{ schedule: \"{}\", timezone: {}, vault: {}, start_window: {}m, retention: {}, backup_time: {backup}m{cold}, copies: [{}] }}\n",
        tier.when,
        tier.zone.name,
        VAULTS[*vault],
        tier.window,
        days(&tier.kept),
        copies.join(", ")
    )
}
