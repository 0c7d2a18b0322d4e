//! Units as text: what is read, printed and refused.

#[cfg(test)]
#[expect(clippy::too_many_lines, reason = "a table is read in one piece")]
mod cases {
    use std::fmt::Debug;

    use policy::units::{
        Availability, Bytes, CalendarDays, DailyWindow, Date, Duration, Problem, Rate, Retention,
        TimeOfDay, TimeRange, WeeklyWindow,
    };
    use proptest::prelude::*;

    /// The underlined text, message and help of a refusal.
    fn refused<T: Debug>(
        text: &str,
        read: impl Fn(&str) -> Result<T, Problem>,
    ) -> (String, String, String) {
        let problem = read(text).unwrap_err();
        (
            text.get(problem.at).unwrap().to_owned(),
            problem.message,
            problem.help.unwrap_or_default(),
        )
    }

    #[test]
    fn durations_print_the_tightest_exact_form() {
        let table = [
            ("5m", 300, "5m"),
            ("0s", 0, "0s"),
            ("1h30m", 5_400, "1h 30m"),
            ("90m", 5_400, "1h 30m"),
            ("1d", 86_400, "24h"),
            ("25h", 90_000, "25h"),
            ("29h40m", 106_800, "29h 40m"),
            ("2d", 172_800, "48h"),
            ("53h40m", 193_200, "53h 40m"),
            ("71h59m59s", 259_199, "71h 59m 59s"),
            ("3d", 259_200, "3d"),
            ("73h", 262_800, "3d 1h"),
            ("36d", 3_110_400, "36d"),
            ("2w", 1_209_600, "14d"),
            ("2190d23h", 189_298_800, "2190d 23h"),
        ];
        for (text, seconds, printed) in table {
            let found = Duration::parse(text).unwrap();
            assert_eq!(
                (found.as_seconds(), found.to_string().as_str()),
                (seconds, printed),
                "{text}"
            );
            assert_eq!(Duration::parse(&found.as_text()).unwrap(), found);
        }
    }

    #[test]
    fn durations_refuse_what_is_not_exact() {
        let table = [
            ("", "", "a value is missing", "write for example `1h30m`"),
            (" 5m", " 5m", "` 5m` has blanks around it", "write `5m`"),
            ("5", "5", "`5` has no unit", "say what it counts, such as `1h30m`"),
            (
                "5 m",
                " ",
                "`5 m` has a blank inside",
                "write the unit directly after the number, such as `1h30m`",
            ),
            (
                "1.5h",
                "1.5h",
                "`1.5h` is not a whole number",
                "write whole numbers with a smaller unit, such as `1h30m`",
            ),
            (
                "-5m",
                "-",
                "`-5m` has a sign",
                "write whole numbers with their units and nothing between, such as `1h30m`",
            ),
            ("05m", "05", "`05` starts with a zero", "write `5`"),
            (
                "30m1h",
                "1h",
                "the larger unit `h` comes after `m`",
                "write each unit once, the largest first, such as `1h30m`",
            ),
            (
                "1h1h",
                "1h",
                "the unit `h` is written twice",
                "write each unit once, the largest first, such as `1h30m`",
            ),
            (
                "1mo",
                "mo",
                "`mo` is not a unit here",
                "a month has no exact length: write it in days, such as `31d`",
            ),
            (
                "7y",
                "y",
                "`y` is not a unit here",
                "a year has no exact length: write it in days, such as `2562d`",
            ),
            ("4hours", "hours", "`hours` is not a unit here", "write `4h`"),
            ("5M", "M", "`M` is not a unit here", "write `5m`"),
            ("366001d", "366001d", "`366001d` is too long to be meant", ""),
            (
                "99999999999999999999s",
                "99999999999999999999",
                "`99999999999999999999` is too large to be meant",
                "",
            ),
            (
                "daily",
                "daily",
                "`daily` does not start with a number",
                "write whole numbers with their units and nothing between, such as `1h30m`",
            ),
        ];
        for (text, at, message, help) in table {
            let first = refused(text, Duration::parse);
            // The two units of `1h1h` read alike; the second is underlined.
            assert_eq!(first, (at.to_owned(), message.to_owned(), help.to_owned()), "{text}");
        }
        assert_eq!(Duration::parse("1h1h").unwrap_err().at, 2..4);
    }

    #[test]
    fn objectives_are_not_counted_in_weeks() {
        assert_eq!(Duration::parse_objective("36d").unwrap(), Duration::days(36));
        assert_eq!(
            refused("2w", Duration::parse_objective),
            ("w".into(), "an RPO or RTO is not counted in weeks".into(), "write `14d`".into())
        );
    }

    #[test]
    fn figures_are_rounded_to_the_worse_side() {
        let odd = Duration::seconds(24_192);
        assert_eq!(
            (odd.rounded_up().to_string().as_str(), odd.rounded_down().to_string().as_str()),
            ("6h 44m", "6h 43m")
        );
        assert_eq!(Duration::seconds(61).rounded_down(), Duration::seconds(61));
        assert_eq!(
            (Duration::seconds(86_401).days_up(), Duration::seconds(86_401).days_down()),
            (2, 1)
        );
        assert_eq!(Duration::hours(5).divided_up(Duration::hours(2)), Some(3));
        assert_eq!(Duration::hours(5).divided_up(Duration::ZERO), None);
    }

    #[test]
    fn calendar_lengths_are_intervals_of_days() {
        let table = [
            ("35d", 35, 35),
            ("5w", 35, 35),
            ("1mo", 28, 31),
            ("2mo", 59, 62),
            ("3mo", 89, 92),
            ("6mo", 181, 184),
            ("11mo", 334, 337),
            ("12mo", 365, 366),
            ("1y", 365, 366),
            ("18mo", 546, 550),
            ("1y6mo", 546, 550),
            ("4y", 1461, 1461),
            ("7y", 2556, 2557),
            ("8y", 2922, 2922),
            ("10y", 3652, 3653),
            ("1y2w3d", 382, 383),
            ("0d", 0, 0),
            ("1000y", 365_250, 365_250),
        ];
        for (text, least, most) in table {
            let found = CalendarDays::parse(text).unwrap();
            assert_eq!((found.least, found.most), (least, most), "{text}");
            assert_eq!(found.to_string(), text);
        }
        let seven = CalendarDays::parse("7y").unwrap();
        assert_eq!(
            (seven.longest().as_str(), seven.shortest().as_str()),
            ("`7y` (2557 days)", "`7y` (2556 days)")
        );
        assert_eq!(CalendarDays::days(35).longest(), "`35d`");
        assert_eq!(CalendarDays::parse("12mo").unwrap(), CalendarDays::parse("1y").unwrap());
    }

    #[test]
    fn months_last_what_a_walk_over_the_calendar_says() {
        // Every month of a four-year cycle as the start, by another calendar.
        for months in 1..=120_i32 {
            let lengths: Vec<i64> = (0..48_i32)
                .map(|start| {
                    let first = jiff::civil::date(2025, 1, 1)
                        .checked_add(jiff::Span::new().months(start))
                        .unwrap();
                    let last = first.checked_add(jiff::Span::new().months(months)).unwrap();
                    first.until((jiff::Unit::Day, last)).unwrap().get_days().into()
                })
                .collect();
            let found = CalendarDays::parse(&format!("{months}mo")).unwrap();
            assert_eq!(
                (i64::from(found.least), i64::from(found.most)),
                (*lengths.iter().min().unwrap(), *lengths.iter().max().unwrap()),
                "{months}mo"
            );
        }
    }

    #[test]
    fn minutes_are_not_months() {
        assert_eq!(
            refused("12m", CalendarDays::parse),
            (
                "m".into(),
                "`m` means minutes, but this is counted in days".into(),
                "did you mean `12mo`".into()
            )
        );
        assert_eq!(refused("48h", CalendarDays::parse).2, "this is counted in days: write `2d`");
        assert_eq!(refused("7years", CalendarDays::parse).2, "write `7y`");
        assert_eq!(refused("1001y", CalendarDays::parse).1, "`1001y` is too long to be meant");
    }

    #[test]
    fn retentions_are_lengths_counts_or_for_ever() {
        assert_eq!(Retention::parse("forever").unwrap(), Retention::Forever);
        assert_eq!(Retention::parse("7 copies").unwrap(), Retention::Copies(7));
        assert_eq!(Retention::parse("1 copy").unwrap().to_string(), "1 copy");
        let years = Retention::parse("7y").unwrap();
        assert_eq!(
            (years.least_days(), years.most_days(), years.to_string().as_str()),
            (Some(2556), Some(2557), "7y")
        );
        assert_eq!(refused("indefinitely", Retention::parse).2, "write `forever`");
        assert_eq!(
            refused("7copies", Retention::parse).2,
            "write a count of copies with one blank, such as `7 copies`"
        );
        assert_eq!(refused("12m", Retention::parse).2, "did you mean `12mo`");
        assert_eq!(refused("x copies", Retention::parse).0, "x");
    }

    #[test]
    fn measured_times_use_the_worse_end() {
        assert_eq!(TimeRange::parse("30m..45m").unwrap().worse(), Duration::minutes(45));
        assert_eq!(TimeRange::parse("40m").unwrap().to_string(), "40m");
        assert_eq!(refused("45m..30m", TimeRange::parse).2, "write `30m..45m`");
        assert_eq!(TimeRange::parse("30m..45x").unwrap_err().at, 7..8);
        let rate = Rate::parse("2h/1d").unwrap();
        assert_eq!(rate.for_age(Duration::days(7)), Duration::hours(14));
        assert_eq!(rate.for_age(Duration::seconds(1)), Duration::seconds(1));
        assert_eq!(Rate::parse("2h/0d").unwrap_err().at, 3..5);
        assert_eq!(
            refused("2h", Rate::parse).2,
            "write the time taken, then the age of data it is for, such as `2h/1d`"
        );
    }

    #[test]
    fn sizes_are_binary() {
        for (text, count) in
            [("128KB", 131_072), ("1GB", 1 << 30), ("12TB", 12 << 40), ("0B", 0), ("1025B", 1025)]
        {
            let found = Bytes::parse(text).unwrap();
            assert_eq!((found.count(), found.to_string().as_str()), (count, text));
        }
        assert_eq!(refused("1GiB", Bytes::parse).2, "write `1GB`, which counts by 1024 as S3 does");
        assert_eq!(refused("1gb", Bytes::parse).2, "write `1GB`, which counts by 1024 as S3 does");
        assert_eq!(refused("1025PB", Bytes::parse).1, "`1025PB` is too large to be meant");
        assert_eq!(refused("1GB5MB", Bytes::parse).1, "`1GB5MB` has several units");
    }

    #[test]
    fn availability_leaves_a_budget_of_the_shortest_month() {
        for (text, seconds) in [
            ("99%", 24_192),
            ("99.9%", 2_419),
            ("99.99%", 241),
            ("100%", 0),
            ("0%", 2_419_200),
            ("99.999999%", 0),
        ] {
            let found = Availability::parse(text).unwrap();
            assert_eq!(
                (found.downtime_budget().as_seconds(), found.to_string().as_str()),
                (seconds, text)
            );
        }
        assert_eq!(
            Availability::parse("99%").unwrap().downtime_budget().rounded_down().to_string(),
            "6h 43m"
        );
        for text in
            ["99", "101%", "100.1%", "-1%", "99,9%", "99.%", ".9%", "099%", "99.9999999%", "99 %"]
        {
            assert!(Availability::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_exist() {
        assert_eq!(Date::parse("2028-02-29").unwrap().to_string(), "2028-02-29");
        assert_eq!(
            Date::parse("2028-03-01").unwrap().days_since(Date::parse("2028-02-01").unwrap()),
            29
        );
        assert_eq!(
            Date::parse("2028-02-01").unwrap().days_since(Date::parse("2028-03-01").unwrap()),
            -29
        );
        for text in [
            "2027-02-29",
            "2026-1-1",
            "26-01-01",
            "2026-13-01",
            "2026/01/01",
            "20260101",
            "2026-01-01T00:00",
            "+026-01-01",
        ] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_minute_of_a_day_is_a_time() {
        for minute in 0..1440 {
            let time = TimeOfDay::from_minute(minute).unwrap();
            assert_eq!(TimeOfDay::parse(&time.to_string()).unwrap(), time);
        }
        assert_eq!(TimeOfDay::from_minute(1440), None);
        assert_eq!(refused("3:00", TimeOfDay::parse).2, "write two digits each: `03:00`");
        assert_eq!(refused("24:00", TimeOfDay::parse).2, "write a time from `00:00` to `23:59`");
        assert_eq!(refused("3am", TimeOfDay::parse).2, "write hours and minutes, such as `03:00`");
    }

    #[test]
    fn daily_windows_touch_without_overlapping() {
        let window = |text: &str| DailyWindow::parse(text).unwrap();
        let table = [
            ("02:00-02:30", "02:30-03:00", false),
            ("02:00-02:31", "02:30-03:00", true),
            ("23:30-00:30", "00:00-01:00", true),
            ("23:30-00:30", "00:30-01:00", false),
            ("23:30-00:30", "22:00-23:30", false),
            ("23:30-00:30", "22:00-23:31", true),
            ("00:00-23:59", "23:59-00:00", false),
            ("03:00-02:00", "01:00-01:01", true),
        ];
        for (first, second, expected) in table {
            assert_eq!(window(first).overlaps(window(second)), expected, "{first} {second}");
            assert_eq!(window(second).overlaps(window(first)), expected, "{second} {first}");
        }
        assert_eq!(window("23:30-00:30").length(), Duration::hours(1));
        assert_eq!(DailyWindow::parse("02:00-2:30").unwrap_err().at, 6..10);
        assert!(DailyWindow::parse("02:00-02:00").is_err());
    }

    #[test]
    fn weekly_windows_meet_daily_ones_over_the_end_of_the_week() {
        let weekly = |text: &str| WeeklyWindow::parse(text).unwrap();
        let daily = |text: &str| DailyWindow::parse(text).unwrap();
        let table = [
            ("sun:04:00-sun:04:30", "04:30-05:00", false),
            ("sun:04:00-sun:04:30", "04:29-05:00", true),
            ("sat:23:30-sun:00:30", "00:00-00:30", true),
            ("sat:23:30-sun:00:30", "00:30-01:00", false),
            ("sat:23:30-sun:00:30", "23:00-23:30", false),
            ("sun:00:00-sun:00:30", "23:30-00:15", true),
            ("mon:01:00-tue:00:00", "00:00-01:00", false),
            ("mon:01:00-tue:00:01", "00:00-01:00", true),
        ];
        for (week, day, expected) in table {
            assert_eq!(weekly(week).overlaps_daily(daily(day)), expected, "{week} {day}");
        }
        assert!(weekly("sat:23:00-sun:01:00").overlaps(weekly("sun:00:00-sun:02:00")));
        assert!(!weekly("sat:23:00-sun:01:00").overlaps(weekly("sun:01:00-sun:02:00")));
        assert_eq!(weekly("Sat:23:00-sun:01:00").to_string(), "sat:23:00-sun:01:00");
        assert_eq!(weekly("sat:23:00-sun:01:00").length(), Duration::hours(2));
        assert_eq!(WeeklyWindow::parse("sun:04:00-sux:04:30").unwrap_err().at, 10..13);
        assert_eq!(WeeklyWindow::parse("sun:04:00-sun:4:30").unwrap_err().at, 14..18);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn windows_overlap_where_they_share_a_minute(a in 0..1440_u16, b in 0..1440_u16, c in 0..1440_u16, d in 0..1440_u16) {
            prop_assume!(a != b && c != d);
            let window = |from: u16, to: u16| DailyWindow { start: TimeOfDay::from_minute(from).unwrap(), end: TimeOfDay::from_minute(to).unwrap() };
            let inside = |minute: u16, from: u16, to: u16| if from < to { (from..to).contains(&minute) } else { minute >= from || minute < to };
            let shared = (0..1440).any(|minute| inside(minute, a, b) && inside(minute, c, d));
            prop_assert_eq!(window(a, b).overlaps(window(c, d)), shared);
        }

        #[test]
        fn durations_print_what_they_read(seconds in 0..31_000_000_000_u64) {
            let duration = Duration::seconds(seconds);
            prop_assert_eq!(Duration::parse(&duration.as_text()).unwrap(), duration);
        }

        #[test]
        fn no_text_breaks_a_parser(text in prop_oneof![any::<String>(), "[0-9a-zA-Z:./%é -]{0,14}"]) {
            let inside = |problem: &Problem| text.get(problem.at.clone()).is_some();
            let problems = [
                Duration::parse(&text).err(), Duration::parse_objective(&text).err(), CalendarDays::parse(&text).err(), Retention::parse(&text).err(),
                TimeRange::parse(&text).err(), Rate::parse(&text).err(), Bytes::parse(&text).err(), Availability::parse(&text).err(),
                Date::parse(&text).err(), TimeOfDay::parse(&text).err(), DailyWindow::parse(&text).err(), WeeklyWindow::parse(&text).err(),
            ];
            for problem in problems.iter().flatten() {
                prop_assert!(inside(problem), "{:?} of {:?}", problem, text);
                prop_assert!(!problem.message.ends_with('.') || text.ends_with('.'));
            }
        }
    }
}
