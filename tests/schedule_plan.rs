//! Which runs of a plan AWS keeps, against its published example, tables by
//! hand and an independent walk.

#[cfg(test)]
mod cases {
    use std::collections::BTreeSet;

    use jiff::{Timestamp, civil};
    use policy::schedule::{
        Cron, Fate, PlanRuns, Schedule, TierRuns, Zone, longest_gap_with_failures, plan_runs,
    };
    use policy::units::{Duration, Retention};
    use proptest::prelude::*;

    struct Tier {
        cron: Cron,
        zone: Zone,
        window: Duration,
        retention: Retention,
    }

    fn tier(cron: &str, zone: &str, window: &str, retention: &str) -> Tier {
        Tier {
            cron: Cron::parse(cron).unwrap(),
            zone: Zone::parse(zone).unwrap(),
            window: Duration::parse(window).unwrap(),
            retention: Retention::parse(retention).unwrap(),
        }
    }

    /// The plan of these tiers, numbered from zero.
    fn plan(tiers: &[Tier]) -> PlanRuns {
        let runs: Vec<TierRuns<'_>> = tiers
            .iter()
            .enumerate()
            .map(|(id, tier)| TierRuns {
                id,
                cron: &tier.cron,
                zone: &tier.zone,
                start_window: tier.window,
                retention: &tier.retention,
            })
            .collect();
        plan_runs(&runs)
    }

    fn gap(plan: &PlanRuns, tiers: &[usize], failed: usize) -> String {
        plan.longest_gap(tiers, failed).map_or_else(
            || "none".to_owned(),
            |found| format!("{} from {} to {}", found.gap.length, found.from_tier, found.to_tier),
        )
    }

    fn example_length(plan: &PlanRuns, tiers: &[usize]) -> i64 {
        let found = plan.longest_gap(tiers, 0).unwrap();
        found.gap.to.at.as_second() - found.gap.from.at.as_second()
    }

    const DAYS: u64 = 10_227;

    #[test]
    fn aws_published_example_makes_two_and_eight_backups_a_day() {
        let plan = plan(&[
            tier("cron(0 * ? * * *)", "UTC", "1h", "1d"),
            tier("cron(0 0/12 ? * * *)", "UTC", "8h", "1w"),
        ]);
        let [hourly, twelve] = plan.tiers() else { panic!("two tiers") };
        assert_eq!((hourly.runs, hourly.displaced, hourly.tied), (24 * DAYS, 16 * DAYS, 0));
        assert_eq!((twelve.runs, twelve.displaced, twelve.tied), (2 * DAYS, 0, 0));
        assert_eq!(hourly.lost_per_year(), 5844);
        assert_eq!(gap(&plan, &[0], 0), "9h from 0 to 0");
        assert_eq!(gap(&plan, &[0, 1], 0), "8h from 1 to 0");
        assert_eq!(gap(&plan, &[1], 1), "24h from 1 to 1");
        let [overlap] = plan.overlaps() else { panic!("one overlap") };
        assert!(!overlap.all_same_minute && !overlap.tied && overlap.uncertain == 0);
        assert_eq!(overlap.other_minute.unwrap().0.local.to_string(), "2026-01-01T01:00:00");
    }

    #[test]
    fn windows_that_touch_do_not_overlap() {
        let touching = plan(&[
            tier("cron(0 3 ? * * *)", "UTC", "1h", "7d"),
            tier("cron(0 4 ? * SUN *)", "UTC", "1h", "35d"),
        ]);
        assert!(touching.overlaps().is_empty());
        let overlapping = plan(&[
            tier("cron(1 3 ? * * *)", "UTC", "1h", "7d"),
            tier("cron(0 4 ? * SUN *)", "UTC", "1h", "35d"),
        ]);
        assert_eq!(overlapping.overlaps().len(), 1);
        assert_eq!(gap(&overlapping, &[0], 0), "48h from 0 to 0");
    }

    #[test]
    fn runs_at_the_same_minute_are_told_from_others() {
        let same = plan(&[
            tier("cron(0 3 ? * * *)", "UTC", "1h", "7d"),
            tier("cron(0 3 ? * SUN *)", "UTC", "1h", "35d"),
        ]);
        assert!(same.overlaps()[0].all_same_minute);
        assert_eq!(same.overlaps()[0].runs_per_year(), 53);
        assert_eq!(gap(&same, &[0, 1], 0), "24h from 0 to 0");
        assert_eq!(gap(&same, &[0, 1], 1), "48h from 0 to 0");
    }

    #[test]
    fn a_summer_time_zone_meets_another_only_in_summer() {
        let plan = plan(&[
            tier("cron(0 8-18/2 ? * * *)", "Europe/Berlin", "1h", "7d"),
            tier("cron(0 3 ? * * *)", "UTC", "1h", "35d"),
            tier("cron(0 8 1 * ? *)", "UTC", "1h", "1y"),
            tier("cron(0 13 1 1 ? *)", "UTC", "2h", "8y"),
        ]);
        let found: Vec<(usize, usize, u64, bool)> = plan
            .overlaps()
            .iter()
            .map(|o| (o.loser, o.winner, o.runs, o.all_same_minute))
            .collect();
        // April to October are seven firsts of a month in each of 28 years.
        assert_eq!(found, [(0, 2, 7 * 28, true), (0, 3, 28, true)]);
        assert_eq!(plan.overlaps()[0].example.0.local.to_string(), "2026-04-01T10:00:00");
        assert_eq!(plan.overlaps()[0].example.1.local.to_string(), "2026-04-01T08:00:00");
    }

    #[test]
    fn of_tied_runs_only_one_at_the_same_instant_is_counted_on() {
        let tied = plan(&[
            tier("cron(0 3 ? * * *)", "UTC", "1h", "35d"),
            tier("cron(0 3 ? * SUN *)", "UTC", "1h", "5w"),
        ]);
        assert!(
            tied.overlaps().iter().all(|overlap| overlap.tied && overlap.uncertain == overlap.runs)
        );
        assert_eq!(tied.overlaps().len(), 2);
        assert_eq!(gap(&tied, &[0], 0), "48h from 0 to 0");
        assert_eq!(gap(&tied, &[0, 1], 0), "24h from 0 to 0");
        assert_eq!(gap(&tied, &[1], 0), "none");
        let apart = plan(&[
            tier("cron(0 3 ? * * *)", "UTC", "1h", "35d"),
            tier("cron(30 3 ? * SUN *)", "UTC", "1h", "35d"),
        ]);
        assert_eq!(gap(&apart, &[0, 1], 0), "48h from 0 to 0");
    }

    #[test]
    fn a_run_is_lost_even_to_a_run_that_is_itself_lost() {
        let chain = plan(&[
            tier("cron(0 1 ? * * *)", "UTC", "1h", "1d"),
            tier("cron(30 1 ? * * *)", "UTC", "1h", "2d"),
            tier("cron(15 2 ? * * *)", "UTC", "1h", "3d"),
        ]);
        assert_eq!(
            chain.tiers().iter().map(|tier| tier.displaced / DAYS).collect::<Vec<_>>(),
            [1, 1, 0]
        );
        let [first, second] = chain.overlaps() else { panic!("two overlaps") };
        assert_eq!((first.loser, first.winner, first.uncertain), (0, 1, DAYS));
        assert_eq!((second.loser, second.winner, second.uncertain), (1, 2, 0));
    }

    #[test]
    fn windows_longer_than_a_day_reach_other_days() {
        let plan = plan(&[
            tier("cron(0 3 ? * * *)", "UTC", "1h", "7d"),
            tier("cron(0 12 ? * SUN *)", "UTC", "60h", "35d"),
        ]);
        assert_eq!(gap(&plan, &[0], 0), "3d from 0 to 0");
        assert_eq!(gap(&plan, &[0, 1], 0), "63h from 1 to 0");
    }

    // ── An independent walk ─────────────────────────────────────────────────

    /// All runs of a tier on local dates of some years, by asking every quarter
    /// of an hour whether the expression names it.
    fn walked(tier: &Tier, first: civil::Date, last: civil::Date) -> BTreeSet<i64> {
        let rules = jiff::tz::TimeZone::get(tier.zone.name()).unwrap();
        let mut found = BTreeSet::new();
        let mut date = first;
        while date <= last {
            if tier.cron.matches_date(date) {
                for quarter in 0..96_i8 {
                    let local = date.at(quarter / 4, quarter % 4 * 15, 0, 0);
                    if tier.cron.matches(local) {
                        found.insert(rules.to_timestamp(local).unwrap().as_second());
                    }
                }
            }
            date = date.tomorrow().unwrap();
        }
        let start = Timestamp::from_second(20_454 * 86_400).unwrap().as_second();
        found.into_iter().filter(|at| *at >= start).collect()
    }

    fn days(retention: &Retention) -> u32 {
        retention.most_days().unwrap_or(u32::MAX)
    }

    /// (instant, tier, fate) of every run, by comparing it with all near it.
    fn walked_fates(
        tiers: &[Tier],
        first: civil::Date,
        last: civil::Date,
    ) -> Vec<(i64, usize, char, Vec<usize>)> {
        let runs: Vec<BTreeSet<i64>> = tiers.iter().map(|tier| walked(tier, first, last)).collect();
        let seconds = |tier: usize| tiers[tier].window.as_seconds() as i64;
        let mut all = Vec::new();
        for (tier, own) in runs.iter().enumerate() {
            for run in own {
                let (mut displaced, mut tied, mut ties, mut apart) = (false, false, vec![], false);
                for (other, theirs) in runs.iter().enumerate().filter(|(other, _)| *other != tier) {
                    for near in theirs.range(run - seconds(other)..=run + seconds(tier)) {
                        let overlap = *near < run + seconds(tier) && *run < near + seconds(other);
                        if overlap && days(&tiers[other].retention) > days(&tiers[tier].retention) {
                            displaced = true;
                        }
                        if overlap && days(&tiers[other].retention) == days(&tiers[tier].retention)
                        {
                            tied = true;
                            apart |= near != run;
                            ties.push(other);
                        }
                    }
                }
                let fate = if displaced {
                    'd'
                } else if tied && apart {
                    'a'
                } else if tied {
                    't'
                } else {
                    'k'
                };
                all.push((*run, tier, fate, ties));
            }
        }
        all.sort();
        all
    }

    /// The instants at which a backup of the wanted tiers is certain.
    fn walked_survivors(fates: &[(i64, usize, char, Vec<usize>)], wanted: &[usize]) -> Vec<i64> {
        let mut found = Vec::new();
        for (at, tier, fate, ties) in fates.iter().filter(|(_, tier, _, _)| wanted.contains(tier)) {
            let shared = || {
                let same = |other: &usize| {
                    fates.iter().any(|(a, t, f, _)| a == at && t == other && *f == 't')
                };
                *fate == 't' && ties.iter().all(|other| wanted.contains(other) && same(other))
            };
            let _ = tier;
            if *fate == 'k' || shared() {
                found.push(*at);
            }
        }
        found.dedup();
        found
    }

    fn some_cron() -> impl Strategy<Value = String> {
        let minutes = prop::sample::select(vec!["0", "30", "15", "0,45"]);
        let hours = prop::sample::select(vec![
            "0", "2", "3", "1,2,3", "23", "0/12", "5/7", "8-18/5", "0,23",
        ]);
        let days = prop::sample::select(vec![
            "? * *", "? * SUN", "? * 1,7", "1 * ?", "L * ?", "15 1/3 ?", "? * 2#1", "? * 6L",
            "1 1 ?", "? 3,10 *",
        ]);
        (minutes, hours, days)
            .prop_map(|(minutes, hours, days)| format!("cron({minutes} {hours} {days} *)"))
    }

    fn some_tier() -> impl Strategy<Value = Tier> {
        let zones = prop::sample::select(vec![
            "UTC",
            "Europe/Berlin",
            "America/New_York",
            "America/Nuuk",
            "Australia/Lord_Howe",
            "Asia/Kolkata",
            "Africa/Cairo",
            "America/Havana",
            "Pacific/Kiritimati",
        ]);
        let windows = prop::sample::select(vec!["15m", "1h", "90m", "8h", "26h", "80h"]);
        let kept = prop::sample::select(vec!["1d", "7d", "35d", "forever"]);
        (some_cron(), zones, windows, kept)
            .prop_map(|(cron, zone, window, kept)| tier(&cron, zone, window, kept))
    }

    impl std::fmt::Debug for Tier {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{} {} {} {}", self.cron, self.zone, self.window, self.retention)
        }
    }

    #[test]
    fn a_tier_whose_every_run_is_lost_has_no_gap_even_where_the_years_looked_at_end() {
        let tiers = [
            tier("cron(0 1,13 ? * * *)", "UTC", "1h", "7d"),
            tier("cron(0 0,12 ? * * *)", "UTC", "8h", "35d"),
        ];
        assert_eq!(plan(&tiers).longest_gap(&[0], 0), None);
        // Equal retentions, and a window of more than a day.
        let tiers = [
            tier("cron(0,45 0 1 * ? *)", "America/New_York", "15m", "1d"),
            tier("cron(0 0 1 * ? *)", "Australia/Lord_Howe", "26h", "1d"),
        ];
        assert_eq!(plan(&tiers).longest_gap(&[0], 0), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn fates_are_those_of_the_walk(tiers in prop::collection::vec(some_tier(), 1..=4)) {
            let walked = walked_fates(&tiers, civil::date(2025, 12, 30), civil::date(2027, 1, 20));
            let (from, until) = ("2026-01-01T00:00Z".parse::<Timestamp>().unwrap(), "2027-01-01T00:00Z".parse::<Timestamp>().unwrap());
            let expected: Vec<(i64, usize, char)> = walked.iter().filter(|(at, ..)| *at < until.as_second()).map(|(at, tier, fate, _)| (*at, *tier, if *fate == 'a' { 't' } else { *fate })).collect();
            let found: Vec<(i64, usize, char)> = plan(&tiers).between(from, until).map(|planned| {
                let fate = match planned.fate { Fate::Kept => 'k', Fate::Displaced { .. } => 'd', Fate::Tied { .. } => 't' };
                (planned.run.at.as_second(), planned.tier, fate)
            }).collect();
            prop_assert_eq!(found, expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn gaps_are_those_of_the_walk(tiers in prop::collection::vec(some_tier(), 1..=3)) {
            let plan = plan(&tiers);
            let fates = walked_fates(&tiers, civil::date(2025, 12, 30), civil::date(2056, 1, 10));
            let end = 20_454 * 86_400 + 10_957 * 86_400_i64;
            let fates: Vec<_> = fates.into_iter().filter(|(at, ..)| *at < end - 100 * 86_400).collect();
            for wanted in [vec![0], (0..tiers.len()).collect::<Vec<_>>()] {
                let survivors = walked_survivors_fast(&fates, &wanted);
                for failed in 0..2_usize {
                    let longest = survivors.windows(failed + 2).map(|run| run[failed + 1] - run[0]).max();
                    let found = plan.longest_gap(&wanted, failed).map(|found| i64::try_from(found.gap.length.as_seconds()).unwrap());
                    if let (Some(found), Some(longest)) = (found, longest) {
                        prop_assert_eq!(found, longest, "{:?} {}", wanted, failed);
                    }
                    // Nobody displaces the very first runs: the runs that would are of the year
                    // before. A gap needs runs that survive later on.
                    let lasting = survivors.iter().filter(|at| **at > (20_454 + 100) * 86_400).count();
                    prop_assert_eq!(found.is_some(), lasting > failed + 1);
                }
            }
            let alone = plan.tiers()[0];
            prop_assert_eq!(alone.runs, fates.iter().filter(|(at, tier, ..)| *tier == 0 && *at < (20_454 + 10_227) * 86_400).count() as u64);
        }
    }

    /// As `walked_survivors`, looking for tied partners among neighbours only.
    fn walked_survivors_fast(
        fates: &[(i64, usize, char, Vec<usize>)],
        wanted: &[usize],
    ) -> Vec<i64> {
        fates
            .chunk_by(|a, b| a.0 == b.0)
            .flat_map(|instant| walked_survivors(instant, wanted))
            .collect()
    }

    #[test]
    fn a_plan_of_one_tier_has_the_gap_of_its_schedule() {
        for cron in [
            "cron(0 3 ? * * *)",
            "cron(0 * ? * * *)",
            "cron(0 3 ? * SUN *)",
            "cron(30 2 L * ? *)",
            "cron(0 13/12 ? * * *)",
            "cron(15 0 1 1 ? *)",
        ] {
            for zone in
                ["UTC", "Europe/Berlin", "America/Nuuk", "Australia/Lord_Howe", "Asia/Kolkata"]
            {
                for failed in 0..3 {
                    let alone = plan(&[tier(cron, zone, "1h", "7d")])
                        .longest_gap(&[0], failed)
                        .map(|found| found.gap.length);
                    let schedule = Schedule::parse(cron).unwrap();
                    assert_eq!(
                        alone,
                        longest_gap_with_failures(&schedule, &Zone::parse(zone).unwrap(), failed)
                            .map(|gap| gap.length),
                        "{cron} {zone} {failed}"
                    );
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_schedule_has_the_gap_of_a_plan_of_its_own(tier in some_tier(), failed in 0..4_usize) {
            let schedule = Schedule::parse(tier.cron.as_written()).unwrap();
            let found = longest_gap_with_failures(&schedule, &tier.zone, failed).map(|gap| gap.length);
            let alone = plan(&[tier]).longest_gap(&[0], failed).map(|found| found.gap.length);
            prop_assert_eq!(found, alone);
        }
    }

    #[test]
    fn the_example_of_a_gap_is_as_long_as_it_says() {
        let plan = plan(&[
            tier("cron(0 3 ? * * *)", "Europe/Berlin", "1h", "7d"),
            tier("cron(0 3 ? * SUN *)", "UTC", "8h", "35d"),
        ]);
        assert_eq!(
            example_length(&plan, &[0]),
            i64::try_from(plan.longest_gap(&[0], 0).unwrap().gap.length.as_seconds()).unwrap()
        );
    }
}
