//! The longest time between runs, against tables by hand and a walk by minutes.

#[cfg(test)]
mod cases {
    use policy::schedule::{Schedule, Zone, longest_gap};

    fn gap(cron: &str, zone: &str) -> String {
        let schedule = Schedule::parse(cron).unwrap();
        longest_gap(&schedule, &Zone::parse(zone).unwrap())
            .map_or_else(|| "none".to_owned(), |gap| gap.length.to_string())
    }

    #[test]
    fn gaps_follow_the_real_calendar() {
        let table = [
            ("cron(0 3 ? * * *)", "UTC", "24h"),
            ("cron(0 3 ? * * *)", "Europe/Berlin", "25h"),
            ("cron(30 2 ? * * *)", "Europe/Berlin", "25h"),
            ("cron(0 * ? * * *)", "UTC", "1h"),
            ("cron(0 * ? * * *)", "Europe/Berlin", "2h"),
            ("cron(0 13/12 ? * * *)", "UTC", "24h"),
            ("cron(0 8-18/2 ? * * *)", "UTC", "14h"),
            ("cron(0 3 ? * SUN *)", "UTC", "7d"),
            ("cron(0 3 ? * SUN *)", "America/New_York", "7d 1h"),
            ("cron(0 3 ? * MON-FRI *)", "UTC", "3d"),
            ("cron(0 3 1 * ? *)", "UTC", "31d"),
            ("cron(0 3 L * ? *)", "UTC", "31d"),
            ("cron(0 3 31 * ? *)", "UTC", "61d"),
            ("cron(0 3 1 1 ? *)", "UTC", "366d"),
            ("cron(0 3 29 2 ? *)", "UTC", "2921d"),
            ("cron(0 3 31 4 ? *)", "UTC", "none"),
            ("cron(0 3 ? * * 2026)", "UTC", "none"),
            ("cron(0 3 ? * * 2026,2030-2199)", "UTC", "1097d"),
        ];
        for (cron, zone, expected) in table {
            assert_eq!(gap(cron, zone), expected, "{cron} {zone}");
        }
    }
}
