//! The points that a plan makes over any span of time.

use super::clock::DAY;
use super::gap::{CYCLE_DAYS, FIRST_DAY};
use super::plan_fates::DayFate;
use super::plan_runs::{PlanRuns, survives};

const CYCLE: i64 = CYCLE_DAYS * DAY;
const CYCLE_FROM: i64 = FIRST_DAY * DAY;

impl PlanRuns {
    /// The instants from `from` on, before `until`, at which a point of these
    /// tiers is certainly made, in order; all in seconds since 1970-01-01.
    ///
    /// Dates pair with weekdays as they do 28 years later, and the rules of
    /// today's zones are taken for all years: what lies outside the years from
    /// 2026 is that of the same day within them. It is what a plan that has
    /// always been in force would have made.
    #[must_use]
    pub fn instants(&self, tiers: &[usize], from: i64, until: i64) -> Vec<i64> {
        let wanted = self.wanted(tiers);
        let cycle = |at: i64| (at - CYCLE_FROM).div_euclid(CYCLE);
        let mut made = Vec::new();
        for number in cycle(from)..=cycle(until) {
            let shift = number * CYCLE;
            let start = (from - shift).max(CYCLE_FROM);
            let end = (until - shift).min(CYCLE_FROM + CYCLE);
            self.push_made(&wanted, (start, end), shift, &mut made);
        }
        made.sort_unstable();
        made.dedup();
        made
    }

    /// Adds the points of a span within the first cycle, moved along.
    fn push_made(&self, wanted: &[bool], span: (i64, i64), shift: i64, made: &mut Vec<i64>) {
        let (start, end) = span;
        // A run may lie beyond the day that names it.
        let (first, last) =
            (start.div_euclid(DAY) - FIRST_DAY - 1, end.div_euclid(DAY) - FIRST_DAY + 1);
        let near =
            self.days().of_days.iter().filter(|days| days.until > first && days.from <= last);
        for stretch in near {
            let kind: Vec<&DayFate> = self
                .days()
                .kinds
                .get(stretch.number)
                .into_iter()
                .flatten()
                .filter(|fate| survives(fate, wanted))
                .collect();
            for day in stretch.from.max(first)..stretch.until.min(last + 1) {
                let instants = kind.iter().map(|fate| (FIRST_DAY + day) * DAY + fate.run.at);
                made.extend(instants.filter(|at| (start..end).contains(at)).map(|at| at + shift));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::schedule::{Cron, PlanRuns, TierRuns, Zone, plan_runs};
    use crate::units::{Duration, Retention};

    const DAY: i64 = 86_400;

    fn plan(tiers: &[(&str, &str)]) -> PlanRuns {
        let tiers: Vec<(Cron, Retention)> = tiers
            .iter()
            .map(|(cron, kept)| (Cron::parse(cron).unwrap(), Retention::parse(kept).unwrap()))
            .collect();
        let zone = Zone::utc();
        let runs = tiers.iter().enumerate().map(|(id, (cron, retention))| TierRuns {
            id,
            cron,
            zone: &zone,
            start_window: Duration::hours(1),
            retention,
        });
        plan_runs(&runs.collect::<Vec<_>>())
    }

    fn at(text: &str) -> i64 {
        text.parse::<jiff::Timestamp>().unwrap().as_second()
    }

    #[test]
    fn years_before_2026_are_those_of_28_years_later() {
        let yearly = plan(&[("cron(0 2 1 1 ? *)", "7y")]);
        let made = yearly.instants(&[0], at("2019-11-21T00:00:00Z"), at("2026-11-21T00:00:00Z"));
        let years: Vec<i64> =
            (2020..=2026).map(|year| at(&format!("{year}-01-01T02:00:00Z"))).collect();
        assert_eq!(made, years);
    }

    #[test]
    fn both_ends_are_exact_and_nothing_comes_twice() {
        let daily = plan(&[("cron(0 2 * * ? *)", "35d")]);
        let from = at("2025-12-25T02:00:00Z");
        let made = daily.instants(&[0], from, from + 20 * DAY);
        let expected: Vec<i64> = (0..20).map(|day| from + day * DAY).collect();
        assert_eq!(made, expected);
    }

    #[test]
    fn runs_that_a_longer_kept_tier_displaces_make_no_point() {
        let two = plan(&[("cron(0 2 * * ? *)", "35d"), ("cron(0 2 ? * 1 *)", "90d")]);
        let from = at("2026-11-15T00:00:00Z");
        assert_eq!(two.instants(&[0], from, from + 7 * DAY).len(), 6);
        assert_eq!(two.instants(&[1], from, from + 7 * DAY).len(), 1);
        assert_eq!(two.instants(&[0, 1], from, from + 7 * DAY).len(), 7);
    }
}
