//! Never a false fine: whatever protects less gives no better figure.

use policy::document::Disruption;
use policy::recoverability::{Evidence, Figure, Rpo, rpo};
use policy::resolved::{
    DISRUPTIONS, DeletableBy, Limit, Mechanism, Party, Policy, Time, TimeFigure, mechanisms,
};
use policy::units::{CalendarDays, Duration, TimeRange};

use super::whole;

/// What may happen to one mechanism of a policy.
#[derive(Debug, Clone, Copy)]
enum Harm {
    /// It is removed.
    Removed,
    /// It is switched off.
    Planned,
    /// Something deletes its points after three days.
    Deleted,
    /// An administrator of the resource's account can delete it.
    Unlocked,
    /// What was measured of it takes longer.
    Slower,
}

const HARMS: [Harm; 5] =
    [Harm::Removed, Harm::Planned, Harm::Deleted, Harm::Unlocked, Harm::Slower];

fn harmed(policy: &Policy, all: &[Mechanism], number: usize, harm: Harm) -> Vec<Mechanism> {
    let mut all = all.to_vec();
    let own = policy.environment.account.as_ref().map(|account| account.value.clone());
    let mechanism = &mut all[number];
    match harm {
        Harm::Removed => {
            all.remove(number);
        }
        Harm::Planned => mechanism.planned = true,
        Harm::Deleted => mechanism.limits.push(Limit {
            path: "deleters.new".to_owned(),
            span: mechanism.span,
            after: CalendarDays::days(3),
        }),
        Harm::Unlocked => {
            mechanism.deletable_by =
                DeletableBy::Parties(own.into_iter().map(Party::Administrator).collect());
        }
        Harm::Slower => {
            let times = &mut mechanism.times;
            let stated = [&mut times.backup, &mut times.copy, &mut times.restore];
            stated.into_iter().flatten().for_each(slow);
        }
    }
    all
}

fn slow(time: &mut Time) {
    if let Some(TimeFigure::Measured(range)) = &mut time.figure {
        let high = range.value.high.times(3).plus(Duration::minutes(7));
        range.value = TimeRange { low: range.value.low, high };
    }
}

fn no_better(before: Option<&Figure>, after: Option<&Figure>) -> bool {
    let value = |figure: Option<&Figure>| figure.and_then(|figure| figure.value);
    match (value(before), value(after)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(before), Some(after)) => after >= before,
    }
}

fn figures(rpo: &Rpo) -> [Option<&Figure>; 3] {
    [rpo.nominal(), rpo.after_one_failure(), rpo.guaranteed()]
}

fn lost(policy: &Policy, evidence: &Evidence<'_>, resource: &str) -> Vec<(Disruption, Rpo)> {
    let resource = &policy.resources[resource];
    DISRUPTIONS.into_iter().map(|one| (one, rpo(evidence, resource, one))).collect()
}

fn nothing_improves(name: &str, text: &str) {
    let policy = whole(text);
    let all = mechanisms(&policy);
    let evidence = Evidence::new(&policy);
    for (number, mechanism) in all.iter().enumerate() {
        let before = lost(&policy, &evidence, &mechanism.resource);
        for harm in HARMS {
            let worse = Evidence::with(&policy, harmed(&policy, &all, number, harm));
            for ((disruption, before), (_, after)) in
                before.iter().zip(lost(&policy, &worse, &mechanism.resource))
            {
                for (before, after) in figures(before).into_iter().zip(figures(&after)) {
                    assert!(
                        no_better(before, after),
                        "{name}: {harm:?} {} improves {} after {disruption:?}: {before:#?} {after:#?}",
                        mechanism.reference,
                        mechanism.resource,
                    );
                }
            }
        }
    }
}

#[test]
fn no_harm_improves_a_figure_of_the_whole_language() {
    nothing_improves("language", include_str!("../../policies/language.yaml"));
}

#[test]
fn no_harm_improves_a_figure_of_a_real_system() {
    nothing_improves("sale-module", include_str!("../../policies/sale-module.yaml"));
    nothing_improves("raptorflow", include_str!("../../policies/raptorflow.yaml"));
    nothing_improves("wedefidaily", include_str!("../../policies/wedefidaily.yaml"));
}
