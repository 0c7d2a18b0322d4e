//! AWS's cron dialect: what is read, what is refused and where, and when it
//! fires, against tables by hand and another implementation.

#[cfg(test)]
#[expect(clippy::too_many_lines, reason = "a table is read in one piece")]
mod cases {
    use croner::parser::{CronParser, Seconds, Year};
    use jiff::civil::date;
    use jiff::tz::TimeZone;
    use policy::schedule::{Cron, Zone, occurrences};
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        Cron::parse(text).unwrap().normalised()
    }

    /// The underlined text, message and help of every problem.
    fn problems(text: &str) -> Vec<(String, String, String)> {
        let found = Cron::parse(text).unwrap_err();
        found
            .into_iter()
            .map(|p| (text.get(p.at).unwrap().to_owned(), p.message, p.help.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn equal_schedules_have_one_normal_form() {
        let table = [
            ("cron(0 5 ? * * *)", "cron(0 5 ? * * *)"),
            ("cron(0 2 * * ? *)", "cron(0 2 ? * * *)"),
            ("cron(15 * ? * * *)", "cron(15 * ? * * *)"),
            ("cron(0  5 ? * *  *)", "cron(0 5 ? * * *)"),
            ("cron(0 5 1-31 * ? *)", "cron(0 5 ? * * *)"),
            ("cron(0 5 ? * 1-7 *)", "cron(0 5 ? * * *)"),
            ("cron(00 05 ? * * *)", "cron(0 5 ? * * *)"),
            ("cron(0 0,12 ? * * *)", "cron(0 0/12 ? * * *)"),
            ("cron(0 */6 ? * * *)", "cron(0 0/6 ? * * *)"),
            ("cron(0 13/12 ? * * *)", "cron(0 13 ? * * *)"),
            ("cron(0 8-18/2 ? * * *)", "cron(0 8-18/2 ? * * *)"),
            ("cron(0 8,10,12,14,16,18 ? * * *)", "cron(0 8-18/2 ? * * *)"),
            ("cron(0 5,17,18,19 ? * * *)", "cron(0 5,17-19 ? * * *)"),
            ("cron(0 5,22 ? * * *)", "cron(0 5,22 ? * * *)"),
            ("cron(0/15 * ? * * *)", "cron(0/15 * ? * * *)"),
            ("cron(0 5 ? * mon *)", "cron(0 5 ? * MON *)"),
            ("cron(0 5 ? * 2 *)", "cron(0 5 ? * MON *)"),
            ("cron(0 5 ? * 2-6 *)", "cron(0 5 ? * MON-FRI *)"),
            ("cron(0 5 ? * MON,WED,FRI *)", "cron(0 5 ? * MON,WED,FRI *)"),
            ("cron(0 5 ? * L *)", "cron(0 5 ? * SAT *)"),
            ("cron(0 5 ? * 6L *)", "cron(0 5 ? * 6L *)"),
            ("cron(0 5 ? * FRI#3 *)", "cron(0 5 ? * 6#3 *)"),
            ("cron(0 5 L * ? *)", "cron(0 5 L * ? *)"),
            ("cron(0 5 LW * ? *)", "cron(0 5 LW * ? *)"),
            ("cron(0 5 15W * ? *)", "cron(0 5 15W * ? *)"),
            ("cron(0 5 1 JAN,APR,JUL,OCT ? *)", "cron(0 5 1 1/3 ? *)"),
            ("cron(0 5 1 * ? 2026-2030)", "cron(0 5 1 * ? 2026-2030)"),
            ("cron(0 5 1 * ? 1970-2199)", "cron(0 5 1 * ? *)"),
        ];
        for (text, expected) in table {
            assert_eq!(normal(text), expected, "{text}");
            assert_eq!(Cron::parse(text).unwrap(), Cron::parse(expected).unwrap());
            assert_eq!(Cron::parse(text).unwrap().as_written(), text);
        }
    }

    #[test]
    fn what_aws_refuses_or_leaves_open_is_refused_where_it_stands() {
        let table = [
            (
                "cron(0 5 * * *)",
                "0 5 * * *",
                "AWS cron has six fields, not 5",
                "add the year: `cron(0 5 ? * * *)`",
            ),
            (
                "cron(0 5 1 * *)",
                "0 5 1 * *",
                "AWS cron has six fields, not 5",
                "add the year: `cron(0 5 1 * ? *)`",
            ),
            (
                "rate(1 day)",
                "rate(1 day)",
                "AWS Backup takes no `rate(...)`",
                "write `every: day` and `at`, or cron, such as `cron(0 5 ? * * *)`",
            ),
            (
                "0 5 ? * * *",
                "0 5 ? * * *",
                "`0 5 ? * * *` is not `cron(...)`",
                "put the fields into `cron(...)`, such as `cron(0 5 ? * * *)`",
            ),
            (
                " cron(0 5 ? * * *)",
                " cron(0 5 ? * * *)",
                "` cron(0 5 ? * * *)` has blanks around it",
                "write `cron(0 5 ? * * *)`",
            ),
            (
                "cron(0 5 * * * *)",
                "* * *",
                "both day fields are `*`",
                "AWS wants `?` in one of them, such as `cron(0 5 ? * * *)`",
            ),
            (
                "cron(0 5 ? * ? *)",
                "? * ?",
                "both day fields are `?`",
                "write `*` into the day of week for every day, such as `cron(0 5 ? * * *)`",
            ),
            (
                "cron(0 5 1 * MON *)",
                "1 * MON",
                "both day fields name days",
                "AWS wants `?` in one of them: make two schedules, one for each",
            ),
            (
                "cron(0 5 * * MON *)",
                "*",
                "no day field is `?`",
                "AWS wants `?` in the day field that does not matter: write `?` here beside `MON`",
            ),
            (
                "cron(0 5 1 * * *)",
                "*",
                "no day field is `?`",
                "AWS wants `?` in the day field that does not matter: write `?` here beside `1`",
            ),
            ("cron(60 5 ? * * *)", "60", "`60` is not a minute", "write 0 to 59"),
            ("cron(0 24 ? * * *)", "24", "`24` is not an hour", "write 0 to 23"),
            (
                "cron(0 5 ? * 0 *)",
                "0",
                "`0` is not a day of week",
                "AWS counts weekdays from 1 = SUN to 7 = SAT: write `SUN`",
            ),
            ("cron(0 5 ? 13 * *)", "13", "`13` is not a month", "write 1 to 12 or `JAN` to `DEC`"),
            ("cron(0 5 ? * * 2200)", "2200", "`2200` is not a year", "write 1970 to 2199"),
            (
                "cron(0 5 ? * FRI-MON *)",
                "FRI-MON",
                "AWS does not say whether `FRI-MON` wraps around",
                "write two parts: `FRI-SAT,SUN-MON`",
            ),
            (
                "cron(0 22-2 ? * * *)",
                "22-2",
                "AWS does not say whether `22-2` wraps around",
                "write two parts: `22-23,0-2`",
            ),
            (
                "cron(0 0/0 ? * * *)",
                "0",
                "a step of `0` never advances",
                "write 1 or more after `/`, such as `0/15`",
            ),
            (
                "cron(0 5 ? * 2/2 *)",
                "2/2",
                "AWS takes no steps in the day of week",
                "list the days, such as `MON,WED,FRI`",
            ),
            (
                "cron(0 5 ? * 2#1,3#1 *)",
                "2#1,3#1",
                "AWS takes a single `#` expression",
                "write one such as `6#3` (the third Friday), and a second schedule for the others",
            ),
            (
                "cron(0 5 ? * 6#6 *)",
                "6",
                "`6` is not a week of the month",
                "write 1 to 5 after `#`, such as `6#3` (the third Friday)",
            ),
            (
                "cron(0 5 1,L * ? *)",
                "1,L",
                "AWS does not say what `1,L` means",
                "write `L`, `LW` or `15W` alone, and a second schedule for the other days",
            ),
            (
                "cron(0 ? * * ? *)",
                "?",
                "`?` cannot be the hour",
                "write `*`; `?` stands alone in one of the two day fields",
            ),
            (
                "cron(0,,5 5 ? * * *)",
                "0,,5",
                "an entry of the minute is missing between commas",
                "write for example `cron(0 5 ? * * *)`",
            ),
        ];
        for (text, at, message, help) in table {
            assert_eq!(
                problems(text),
                [(at.to_owned(), message.to_owned(), help.to_owned())],
                "{text}"
            );
        }
    }

    #[test]
    fn every_wrong_field_is_reported_in_order() {
        let found: Vec<String> =
            problems("cron(60 24 ? 13 8 1969)").into_iter().map(|(at, ..)| at).collect();
        assert_eq!(found, ["60", "24", "13", "8", "1969"]);
    }

    #[test]
    fn no_text_makes_the_parser_fail_or_point_outside() {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let texts = prop_oneof![
            any::<String>(),
            "cron\\([0-9*?LW#/,A-Zé -]{0,30}\\)",
            "[0-9A-Za-z(){}.:% é-]{0,12}"
        ];
        runner
            .run(&texts, |text| {
                if let Err(problems) = Cron::parse(&text) {
                    prop_assert!(!problems.is_empty());
                    for problem in problems {
                        prop_assert!(
                            text.get(problem.at.clone()).is_some(),
                            "{:?} of {:?}",
                            problem,
                            text
                        );
                    }
                }
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn days_at_the_edges_of_months() {
        let days = |fields: &str, year: i16, month: i8| -> Vec<i8> {
            let cron = Cron::parse(&format!("cron(0 5 {fields} *)")).unwrap();
            let first = date(year, month, 1);
            (1..=first.days_in_month())
                .filter(|day| cron.matches_date(date(year, month, *day)))
                .collect()
        };
        // November 2026 starts on a Sunday, August 2026 on a Saturday.
        assert_eq!(days("L * ?", 2028, 2), [29]);
        assert_eq!(days("LW * ?", 2026, 5), [29], "31 May 2026 is a Sunday");
        assert_eq!(days("LW * ?", 2026, 10), [30], "31 October 2026 is a Saturday");
        assert_eq!(days("1W * ?", 2026, 8), [3], "never into the month before");
        assert_eq!(days("1W * ?", 2026, 11), [2]);
        assert_eq!(days("31W * ?", 2026, 5), [29], "never into the month after");
        assert_eq!(days("31W * ?", 2026, 4), [] as [i8; 0]);
        assert_eq!(days("? * 1#1", 2026, 11), [1]);
        assert_eq!(days("? * 7#1", 2026, 11), [7]);
        assert_eq!(days("? * 2#5", 2026, 11), [30]);
        assert_eq!(days("? * 3#5", 2026, 11), [] as [i8; 0]);
        assert_eq!(days("? * 6L", 2026, 11), [27]);
        assert_eq!(days("? * 2L", 2026, 11), [30]);
        assert_eq!(days("? * SUN,SAT", 2026, 8), [1, 2, 8, 9, 15, 16, 22, 23, 29, 30]);
    }

    #[test]
    fn the_shortest_spacing_is_by_the_clock_on_the_wall() {
        let table = [
            ("cron(0 5 ? * * *)", "24h"),
            ("cron(0/30 * ? * * *)", "30m"),
            ("cron(0 13/12 ? * * *)", "24h"),
            ("cron(0 0,23 ? * * *)", "1h"),
            ("cron(0 0,23 ? * SUN *)", "23h"),
            ("cron(0 5 ? * SUN *)", "7d"),
            ("cron(0 5 1,31 * ? *)", "24h"),
            ("cron(0 5 1 * ? *)", "28d"),
            ("cron(0 5 1 1 ? *)", "365d"),
        ];
        for (text, expected) in table {
            assert_eq!(
                Cron::parse(text).unwrap().shortest_spacing().unwrap().to_string(),
                expected,
                "{text}"
            );
        }
        assert_eq!(Cron::parse("cron(0 5 31 4 ? *)").unwrap().shortest_spacing(), None);
        assert_eq!(Cron::parse("cron(0 5 1 1 ? 2030)").unwrap().shortest_spacing(), None);
    }

    #[test]
    fn clocks_that_change_skip_and_repeat() {
        let runs = |cron: &str, zone: &str, from: &str, until: &str| -> Vec<String> {
            let cron = Cron::parse(cron).unwrap();
            let zone = Zone::parse(zone).unwrap();
            occurrences(&cron, &zone, from.parse().unwrap(), until.parse().unwrap())
                .map(|run| format!("{} {}", run.at, run.local.time()))
                .collect()
        };
        let berlin = |cron: &str, from: &str, until: &str| runs(cron, "Europe/Berlin", from, until);
        assert_eq!(
            berlin("cron(30 2 ? * * *)", "2026-03-28T00:00Z", "2026-03-31T00:00Z"),
            [
                "2026-03-28T01:30:00Z 02:30:00",
                "2026-03-29T01:30:00Z 03:30:00",
                "2026-03-30T00:30:00Z 02:30:00"
            ]
        );
        assert_eq!(
            berlin("cron(30 2 ? * * *)", "2026-10-24T00:00Z", "2026-10-27T00:00Z"),
            [
                "2026-10-24T00:30:00Z 02:30:00",
                "2026-10-25T00:30:00Z 02:30:00",
                "2026-10-26T01:30:00Z 02:30:00"
            ]
        );
        // 02:00 and 03:00 are one run where the clock jumps over the one.
        assert_eq!(
            berlin("cron(0 1-4 ? * * *)", "2026-03-29T00:00Z", "2026-03-29T12:00Z"),
            [
                "2026-03-29T00:00:00Z 01:00:00",
                "2026-03-29T01:00:00Z 03:00:00",
                "2026-03-29T02:00:00Z 04:00:00"
            ]
        );
        // In Nuuk 23:30 is skipped into the next day, after its midnight.
        assert_eq!(
            runs(
                "cron(0,30 0,23 ? * * *)",
                "America/Nuuk",
                "2026-03-29T00:30Z",
                "2026-03-29T03:00Z"
            ),
            ["2026-03-29T01:00:00Z 00:00:00", "2026-03-29T01:30:00Z 00:30:00"]
        );
    }

    #[test]
    fn occurrences_are_those_of_the_zone_library() {
        let zones = [
            "UTC",
            "Europe/Berlin",
            "America/Nuuk",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Havana",
            "Pacific/Apia",
            "Africa/Casablanca",
            "Asia/Kathmandu",
        ];
        let cron = Cron::parse("cron(0/30 * ? * * *)").unwrap();
        for name in zones {
            let rules = TimeZone::get(name).unwrap();
            // Apia left out 30 December 2011.
            for (first, last) in
                [(date(2011, 12, 25), date(2012, 1, 5)), (date(2026, 1, 1), date(2027, 1, 1))]
            {
                let (from, until) = (
                    rules.to_timestamp(first.at(12, 0, 0, 0)).unwrap(),
                    rules.to_timestamp(last.at(12, 0, 0, 0)).unwrap(),
                );
                let mut expected = std::collections::BTreeSet::new();
                let mut local = first.yesterday().unwrap().at(0, 0, 0, 0);
                while local < last.tomorrow().unwrap().at(0, 0, 0, 0) {
                    expected.insert(rules.to_timestamp(local).unwrap());
                    local = local.checked_add(jiff::Span::new().minutes(30)).unwrap();
                }
                let expected: Vec<_> =
                    expected.into_iter().filter(|at| (from..until).contains(at)).collect();
                let zone = Zone::parse(name).unwrap();
                let found: Vec<_> =
                    occurrences(&cron, &zone, from, until).map(|run| run.at).collect();
                assert_eq!(found, expected, "{name}");
                for run in occurrences(&cron, &zone, from, until) {
                    assert_eq!(run.local, run.at.to_zoned(rules.clone()).datetime());
                }
            }
        }
    }

    // ── Another implementation ──────────────────────────────────────────────

    /// Fields that both read alike. Left out, because the other differs from
    /// AWS: `L` in the day of week (never fires there), steps in the year (taken
    /// as one year), days beyond a month with `W`.
    fn some_fields() -> impl Strategy<Value = String> {
        let minute = prop_oneof![
            (0..60_u8).prop_map(|n| n.to_string()),
            Just("0/15".to_owned()),
            Just("*/20".to_owned()),
            Just("5,35".to_owned())
        ];
        let hour = prop_oneof![
            (0..24_u8).prop_map(|n| n.to_string()),
            (0..24_u8, 1..13_u8).prop_map(|(from, step)| format!("{from}/{step}")),
            (0..12_u8, 12..24_u8, 1..6_u8)
                .prop_map(|(from, to, step)| format!("{from}-{to}/{step}")),
            Just("*".to_owned()),
            Just("1,5,9-11".to_owned()),
        ];
        let of_month = prop_oneof![
            (1..29_u8).prop_map(|n| n.to_string()),
            (1..29_u8).prop_map(|n| format!("{n}W")),
            (1..15_u8, 15..32_u8).prop_map(|(from, to)| format!("{from}-{to}")),
            (1..10_u8, 1..12_u8).prop_map(|(from, step)| format!("{from}/{step}")),
            prop::sample::select(vec!["L", "LW", "1,15", "*"]).prop_map(str::to_owned),
        ];
        let of_week = prop_oneof![
            (1..8_u8).prop_map(|n| n.to_string()),
            (1..8_u8, 1..6_u8).prop_map(|(day, nth)| format!("{day}#{nth}")),
            (1..8_u8).prop_map(|n| format!("{n}L")),
            prop::sample::select(vec!["MON-FRI", "SUN", "2-6", "SAT,SUN", "*"])
                .prop_map(str::to_owned),
        ];
        let month = prop::sample::select(vec!["*", "1", "JAN-MAR", "1/3", "2,8", "DEC", "*/2"]);
        let days = prop_oneof![(of_month, Just("?".to_owned())), (Just("?".to_owned()), of_week)];
        let year = prop::sample::select(vec!["*", "2026-2199", "2027,2029"]);
        (minute, hour, days, month, year).prop_map(
            |(minute, hour, (of_month, of_week), month, year)| {
                format!("{minute} {hour} {of_month} {month} {of_week} {year}")
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn another_implementation_fires_at_the_same_times(fields in some_fields()) {
            let theirs = CronParser::builder().seconds(Seconds::Required).year(Year::Required).alternative_weekdays(true).sloppy_ranges(true).build();
            let theirs = theirs.parse(&format!("0 {fields}")).unwrap();
            let ours = Cron::parse(&format!("cron({fields})")).unwrap();
            let start = date(2026, 1, 1).at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
            let expected: Vec<_> = theirs.iter_after(start.clone()).take(60).map(|at| at.timestamp()).collect();
            let until = "2199-01-01T00:00Z".parse().unwrap();
            let found: Vec<_> = occurrences(&ours, &Zone::utc(), start.timestamp(), until).map(|run| run.at).filter(|at| *at > start.timestamp()).take(60).collect();
            prop_assert_eq!(&found, &expected);
            // The normal form says the same, and is its own normal form.
            let again = Cron::parse(&ours.normalised()).unwrap();
            prop_assert_eq!(&again, &ours);
            prop_assert_eq!(again.normalised(), ours.normalised());
        }
    }
}
