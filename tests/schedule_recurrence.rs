//! What the parts of a schedule become.

#[cfg(test)]
mod cases {
    use policy::schedule::{Parts, Schedule};

    fn of(every: &str) -> Parts<'_> {
        Parts {
            every: Some(every),
            ..Parts::default()
        }
    }

    fn cron(parts: &Parts<'_>) -> String {
        match Schedule::from_parts(parts) {
            Ok(schedule) => schedule
                .cron()
                .map_or_else(|| format!("{schedule:?}"), |cron| cron.normalised()),
            Err(problems) => problems
                .iter()
                .map(|p| {
                    format!(
                        "{}: {} ({})",
                        p.part.key(),
                        p.problem.message,
                        p.problem.help.as_deref().unwrap_or("-")
                    )
                })
                .collect::<Vec<_>>()
                .join("; "),
        }
    }

    #[test]
    fn what_cron_can_say_becomes_cron() {
        let table: &[(Parts<'_>, &str, &str)] = &[
            (
                Parts {
                    at: Some("03:00"),
                    ..of("day")
                },
                "cron(0 3 ? * * *)",
                "every day at 03:00",
            ),
            (
                Parts {
                    between: Some("08:00-18:00"),
                    ..of("2h")
                },
                "cron(0 8-18/2 ? * * *)",
                "every 2h from 08:00 to 18:00",
            ),
            (
                Parts {
                    weekday: Some("sunday"),
                    at: Some("03:00"),
                    ..of("week")
                },
                "cron(0 3 ? * SUN *)",
                "every Sunday at 03:00",
            ),
            (
                Parts {
                    day: Some("last"),
                    at: Some("09:00"),
                    ..of("month")
                },
                "cron(0 9 L * ? *)",
                "on the last day of every month at 09:00",
            ),
            (
                Parts {
                    day: Some("15"),
                    at: Some("05:00"),
                    ..of("3mo")
                },
                "cron(0 5 15 1/3 ? *)",
                "on day 15 of January, April, July and October at 05:00",
            ),
            (
                Parts {
                    month: Some("january"),
                    day: Some("1"),
                    at: Some("13:00"),
                    ..of("year")
                },
                "cron(0 13 1 1 ? *)",
                "on day 1 of January at 13:00",
            ),
            (of("hour"), "cron(0 * ? * * *)", "every hour"),
            (of("30m"), "cron(0/30 * ? * * *)", "every 30m"),
            (
                Parts {
                    at: Some("13:00"),
                    ..of("12h")
                },
                "cron(0 1/12 ? * * *)",
                "every 12h from 01:00",
            ),
            (
                Parts {
                    between: Some("22:00-06:00"),
                    ..of("2h")
                },
                "cron(0 0,2,4,6,22 ? * * *)",
                "every 2h from 22:00 to 06:00",
            ),
        ];
        for (parts, expected, phrase) in table {
            assert_eq!(&cron(parts), expected);
            assert_eq!(&Schedule::from_parts(parts).unwrap().to_string(), phrase);
        }
    }
}
