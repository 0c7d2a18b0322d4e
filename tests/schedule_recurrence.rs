//! What the parts of a schedule become, and what does not go together.

#[cfg(test)]
#[expect(clippy::too_many_lines, reason = "a table is read in one piece")]
mod cases {
    use policy::schedule::{Part, Parts, Schedule, Zone, longest_gap};

    /// Parts from a line such as `week weekday=sunday at=03:00`.
    fn parts(line: &str) -> Parts<'_> {
        let mut parts = Parts::default();
        for word in line.split(' ').filter(|word| !word.is_empty()) {
            match word.split_once('=') {
                None => parts.every = Some(word),
                Some(("weekday", text)) => parts.weekday = Some(text),
                Some(("day", text)) => parts.day = Some(text),
                Some(("month", text)) => parts.month = Some(text),
                Some(("at", text)) => parts.at = Some(text),
                Some(("between", text)) => parts.between = Some(text),
                Some((key, _)) => panic!("no part is called {key}"),
            }
        }
        parts
    }

    fn schedule(line: &str) -> Schedule {
        Schedule::from_parts(&parts(line)).unwrap_or_else(|problems| panic!("{line}: {problems:?}"))
    }

    const CRON: [(&str, &str, &str); 24] = [
        ("day at=03:00", "cron(0 3 ? * * *)", "every day at 03:00"),
        ("24h at=03:00", "cron(0 3 ? * * *)", "every day at 03:00"),
        ("week weekday=sunday at=03:00", "cron(0 3 ? * SUN *)", "every Sunday at 03:00"),
        ("7d weekday=saturday at=03:00", "cron(0 3 ? * SAT *)", "every Saturday at 03:00"),
        ("month day=1 at=08:00", "cron(0 8 1 * ? *)", "on day 1 of every month at 08:00"),
        ("month day=last at=09:00", "cron(0 9 L * ? *)", "on the last day of every month at 09:00"),
        (
            "3mo day=15 at=05:00",
            "cron(0 5 15 1/3 ? *)",
            "on day 15 of January, April, July and October at 05:00",
        ),
        (
            "3mo month=march day=15 at=05:00",
            "cron(0 5 15 3/3 ? *)",
            "on day 15 of March, June, September and December at 05:00",
        ),
        (
            "6mo month=august day=1 at=05:00",
            "cron(0 5 1 2/6 ? *)",
            "on day 1 of February and August at 05:00",
        ),
        ("year month=january day=1 at=13:00", "cron(0 13 1 1 ? *)", "on day 1 of January at 13:00"),
        (
            "12mo month=june day=last at=13:00",
            "cron(0 13 L 6 ? *)",
            "on the last day of June at 13:00",
        ),
        ("hour", "cron(0 * ? * * *)", "every hour"),
        ("hour at=00:30", "cron(30 * ? * * *)", "every hour from 00:30"),
        ("60m", "cron(0 * ? * * *)", "every hour"),
        ("30m", "cron(0/30 * ? * * *)", "every 30m"),
        ("12h at=13:00", "cron(0 1/12 ? * * *)", "every 12h from 01:00"),
        ("8h at=22:15", "cron(15 6/8 ? * * *)", "every 8h from 06:15"),
        ("2h between=08:00-18:00", "cron(0 8-18/2 ? * * *)", "every 2h from 08:00 to 18:00"),
        ("5h between=08:00-18:00", "cron(0 8-18/5 ? * * *)", "every 5h from 08:00 to 18:00"),
        ("30m between=08:00-18:30", "cron(0/30 8-18 ? * * *)", "every 30m from 08:00 to 18:30"),
        ("2h between=22:00-06:00", "cron(0 0,2,4,6,22 ? * * *)", "every 2h from 22:00 to 06:00"),
        ("10h between=08:00-18:00", "cron(0 8,18 ? * * *)", "every day at 08:00 and 18:00"),
        ("hour between=20:15-23:30", "cron(15 20-23 ? * * *)", "every hour from 20:15 to 23:15"),
        ("15m", "cron(0/15 * ? * * *)", "every 15m"),
    ];

    #[test]
    fn what_cron_can_say_becomes_cron() {
        for (line, cron, phrase) in CRON {
            let found = schedule(line);
            assert_eq!(found.cron().unwrap().normalised(), cron, "{line}");
            assert_eq!(found.to_string(), phrase, "{line}");
            assert_eq!(found.open(), [], "{line}");
            assert_eq!(Schedule::parse(cron).unwrap().to_string(), phrase, "{line}");
        }
    }

    #[test]
    fn what_is_left_open_is_filled_and_told() {
        let table: [(&str, &str, &str, &[Part]); 7] = [
            ("day", "cron(0 0 ? * * *)", "every day", &[Part::At]),
            ("week", "cron(0 0 ? * SUN *)", "every week", &[Part::Weekday, Part::At]),
            ("week weekday=monday", "cron(0 0 ? * MON *)", "every Monday", &[Part::At]),
            ("month", "cron(0 0 1 * ? *)", "every month", &[Part::Day, Part::At]),
            (
                "3mo",
                "cron(0 0 1 1/3 ? *)",
                "in January, April, July and October",
                &[Part::Day, Part::At],
            ),
            (
                "3mo day=15",
                "cron(0 0 15 1/3 ? *)",
                "on day 15 of January, April, July and October",
                &[Part::At],
            ),
            ("year", "cron(0 0 1 1 ? *)", "every year", &[Part::Day, Part::Month, Part::At]),
        ];
        for (line, cron, phrase, open) in table {
            let found = schedule(line);
            assert_eq!(found.cron().unwrap().normalised(), cron);
            assert_eq!(found.to_string(), phrase);
            assert_eq!(found.open(), open);
        }
    }

    #[test]
    fn what_cron_cannot_say_is_an_interval_with_its_nearest_cron() {
        let table = [
            ("45m", "every 45m", "every: 30m"),
            ("90m", "every 1h 30m", "every: hour"),
            ("5h", "every 5h", "every: 4h"),
            ("2d at=03:00", "every 48h", "every: day"),
            ("2w weekday=sunday at=03:00", "every 14d", "every: week"),
            ("5mo day=1", "every 153d", "every: 4mo"),
            ("2y month=june", "every 731d", "every: year"),
            ("30s", "every 30s", "every: 1m"),
        ];
        for (line, phrase, nearest) in table {
            let found = schedule(line);
            assert_eq!(
                (found.to_string().as_str(), found.nearest_cron().as_deref()),
                (phrase, Some(nearest)),
                "{line}"
            );
            let every = nearest.strip_prefix("every: ").unwrap();
            assert!(schedule(every).cron().is_some(), "{every}");
        }
        assert_eq!(schedule("day").nearest_cron(), None);
    }

    /// Part, underlined text, message and help of every problem.
    fn problems(line: &str) -> Vec<String> {
        let parts = parts(line);
        let text = |part: Part| match part {
            Part::Every => parts.every,
            Part::Weekday => parts.weekday,
            Part::Day => parts.day,
            Part::Month => parts.month,
            Part::At => parts.at,
            Part::Between => parts.between,
        };
        let found = Schedule::from_parts(&parts).unwrap_err();
        let shown = found.into_iter().map(|found| {
            let at = text(found.part).unwrap_or_default().get(found.problem.at).unwrap();
            format!(
                "{}[{at}]: {}; {}",
                found.part.key(),
                found.problem.message,
                found.problem.help.unwrap_or_default()
            )
        });
        shown.collect()
    }

    #[test]
    fn what_does_not_go_together_names_the_part() {
        let table: [(&str, &[&str]); 16] = [
            ("", &["every[]: `every` is missing; say how often, such as `every: day`"]),
            ("daily", &["every[daily]: `daily` is not a period; write `day`"]),
            ("quarterly", &["every[quarterly]: `quarterly` is not a period; write `3mo`"]),
            ("0h", &["every[0h]: `0h` is no time at all; write for example `2h`"]),
            (
                "day weekday=sunday",
                &[
                    "weekday[sunday]: `weekday` does not go with `every: day`; `weekday` goes with `every: week`; or leave it out",
                ],
            ),
            (
                "week day=1",
                &[
                    "day[1]: `day` does not go with `every: week`; `day` goes with `every: month` and `every: year`; or leave it out",
                ],
            ),
            (
                "month month=june",
                &[
                    "month[june]: `month` does not go with `every: month`; `month` goes with `every: year`, and with `every: 3mo` for the first month; or leave it out",
                ],
            ),
            (
                "day between=08:00-18:00",
                &[
                    "between[08:00-18:00]: `between` does not go with `every: day`; `between` goes with hours and minutes, such as `every: 2h`; or leave it out",
                ],
            ),
            (
                "2h at=08:00 between=08:00-18:00",
                &[
                    "at[08:00]: `between: \"08:00-18:00\"` already says when the first run is; leave `at` out",
                ],
            ),
            (
                "30m between=08:00-18:00",
                &[
                    "between[08:00-18:00]: cron cannot say `30m` between `08:00-18:00`; every hour has the same minutes there: write `08:00-18:30`",
                ],
            ),
            (
                "45m between=08:00-18:00",
                &[
                    "every[45m]: cron cannot say `45m` between `08:00-18:00`; write for example `every: 30m`",
                ],
            ),
            (
                "12h between=08:00-18:00",
                &[
                    "between[08:00-18:00]: `12h` does not fit into `08:00-18:00`; write a longer window, or `every: day` with `at`",
                ],
            ),
            (
                "week weekday=sun at=3:00",
                &[
                    "weekday[sun]: `sun` is not a day of the week; write `sunday`",
                    "at[3:00]: `3:00` is not a time of day; write two digits each: `03:00`",
                ],
            ),
            (
                "month day=32",
                &["day[32]: `32` is not a day of the month; write `1` to `31`, or `last`"],
            ),
            ("year month=Jan", &["month[Jan]: `Jan` is not a month; write `january`"]),
            ("year month=2", &["month[2]: `2` is not a month; write `february`"]),
        ];
        for (line, expected) in table {
            assert_eq!(problems(line), expected, "{line}");
        }
    }

    #[test]
    fn the_spelling_that_help_suggests_is_accepted() {
        for start in 0..24 {
            for (every, step) in [("10m", 10), ("20m", 20), ("30m", 30)] {
                for minute in [0, 5, 30, 55] {
                    let line = format!(
                        "{every} between={start:02}:{minute:02}-{:02}:{minute:02}",
                        (start + 5) % 24
                    );
                    let Err(found) = Schedule::from_parts(&parts(&line)) else {
                        continue;
                    };
                    let help = found[0].problem.help.clone().unwrap();
                    let suggested = help.split('`').nth(1).unwrap();
                    let fixed = format!("{every} between={suggested}");
                    assert_eq!(
                        schedule(&fixed).cron().unwrap().runs_per_day(),
                        6 * 60 / step,
                        "{line} -> {fixed}"
                    );
                }
            }
        }
    }

    #[test]
    fn texts_are_cron_or_one_of_two_words() {
        assert_eq!(Schedule::parse("manual").unwrap(), Schedule::Manual);
        assert_eq!(Schedule::parse("on_change").unwrap(), Schedule::OnChange);
        let help = |text: &str| Schedule::parse(text).unwrap_err()[0].help.clone().unwrap();
        assert_eq!(help("on-demand"), "write `manual`");
        assert!(help("daily").starts_with("write `{ every: day, at:"));
        assert!(help("rate(1 day)").contains("cron(0 5 ? * * *)"));
        assert!(help("0 5 * * *").contains("put the fields into"));
    }

    #[test]
    fn phrases_fall_back_to_the_expression() {
        let phrase = |cron: &str| Schedule::parse(cron).unwrap().to_string();
        assert_eq!(phrase("cron(0 1,2,5,9,11 ? * * *)"), "cron(0 1,2,5,9,11 ? * * *)");
        assert_eq!(phrase("cron(0 5 ? * * 2026)"), "cron(0 5 ? * * 2026)");
        assert_eq!(phrase("cron(0 5 ? * MON,WED *)"), "every Monday and Wednesday at 05:00");
        assert_eq!(phrase("cron(0 22 ? * 2#1 *)"), "on the first Monday of every month at 22:00");
        assert_eq!(phrase("cron(0 22 ? * 6L *)"), "on the last Friday of every month at 22:00");
        assert_eq!(
            phrase("cron(0 8-18/2 ? * MON *)"),
            "every Monday, every 2h from 08:00 to 18:00"
        );
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        assert_eq!(schedule("day at=03:00").in_zone(&berlin), "every day at 03:00 Europe/Berlin");
        assert_eq!(Schedule::Manual.in_zone(&berlin), "by hand");
    }

    #[test]
    fn schedules_without_a_calendar_have_their_own_gaps() {
        let utc = Zone::utc();
        assert_eq!(longest_gap(&schedule("45m"), &utc).unwrap().length.to_string(), "45m");
        assert_eq!(longest_gap(&Schedule::Manual, &utc), None);
        assert_eq!(longest_gap(&Schedule::OnChange, &utc), None);
    }

    #[test]
    fn zones_are_named_as_iana_names_them() {
        assert_eq!(Zone::parse("Etc/UTC").unwrap(), Zone::utc());
        assert_eq!(Zone::parse("Europe/Berlin").unwrap().name(), "Europe/Berlin");
        let help = |text: &str| Zone::parse(text).unwrap_err().help.unwrap();
        assert_eq!(help("Europe/Belin"), "did you mean `Europe/Berlin`");
        assert_eq!(help("europe/berlin"), "did you mean `Europe/Berlin`");
        assert_eq!(help("Berlin"), "did you mean `Europe/Berlin`");
        assert_eq!(help("New York"), "did you mean `America/New_York`");
        assert_eq!(help("utc"), "did you mean `UTC`");
        assert_eq!(
            help("somewhere over there"),
            "write an IANA name such as `Europe/Berlin`, or `UTC`"
        );
        assert_eq!(help(" UTC"), "write `UTC`");
    }
}
