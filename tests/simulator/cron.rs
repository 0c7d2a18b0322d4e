//! What a cron expression means, as a question asked of a minute.
//!
//! Nothing is parsed: an expression is made of values, which are written as
//! text for the program and answer here whether they name a minute.

use super::calendar::{DAY, Date, HOUR, SATURDAY, SUNDAY, month_length, weekday};

/// A cron expression.
#[derive(Clone, Debug)]
pub(super) struct When {
    pub(super) minutes: Vec<i64>,
    pub(super) hours: Hours,
    pub(super) days: Days,
    /// Every month where there is none.
    pub(super) months: Vec<i64>,
}

/// An hour field.
#[derive(Clone, Debug)]
pub(super) enum Hours {
    Every,
    List(Vec<i64>),
    /// `first/step`: to the end of the day, never over midnight.
    Step(i64, i64),
    /// `first-last/step`.
    Range(i64, i64, i64),
}

/// Both day fields; days of the week count from 0 = Sunday.
#[derive(Clone, Debug)]
pub(super) enum Days {
    Every,
    OfMonth(Vec<i64>),
    /// `first/step` in the day of month.
    StepOfMonth(i64, i64),
    Last,
    LastWorkday,
    NearestWorkday(i64),
    OfWeek(Vec<i64>),
    /// `6#3`.
    Nth(i64, i64),
    /// `6L`.
    LastOfWeekday(i64),
}

/// A daily time.
pub(super) fn daily(hour: i64, minute: i64) -> When {
    When {
        minutes: vec![minute],
        hours: Hours::List(vec![hour]),
        days: Days::Every,
        months: Vec::new(),
    }
}

impl When {
    /// The same on other days.
    pub(super) fn on(self, days: Days) -> When {
        When { days, ..self }
    }

    /// The same in these months only.
    pub(super) fn months(self, months: &[i64]) -> When {
        When { months: months.to_vec(), ..self }
    }

    /// True if it names this minute of the clock on the wall.
    pub(super) fn names(&self, local: i64) -> bool {
        let (day, minute) = (local.div_euclid(DAY), local.rem_euclid(DAY));
        self.names_time(minute) && self.names_day(day, super::calendar::date(day))
    }

    pub(super) fn names_time(&self, minute: i64) -> bool {
        self.hours.name(minute / HOUR) && self.minutes.contains(&(minute % HOUR))
    }

    pub(super) fn names_day(&self, number: i64, date: Date) -> bool {
        (self.months.is_empty() || self.months.contains(&date.month))
            && self.days.name(number, date)
    }
}

impl Hours {
    fn name(&self, hour: i64) -> bool {
        match self {
            Hours::Every => true,
            Hours::List(hours) => hours.contains(&hour),
            Hours::Step(first, step) => hour >= *first && (hour - first) % step == 0,
            Hours::Range(first, last, step) => {
                (*first..=*last).contains(&hour) && (hour - first) % step == 0
            }
        }
    }
}

impl Days {
    fn name(&self, number: i64, Date { year, month, day }: Date) -> bool {
        let length = month_length(year, month);
        let is_workday = |of: i64| ![SUNDAY, SATURDAY].contains(&weekday(number - day + of));
        match self {
            Days::Every => true,
            Days::OfMonth(days) => days.contains(&day),
            Days::StepOfMonth(first, step) => day >= *first && (day - first) % step == 0,
            Days::Last => day == length,
            Days::LastWorkday => (1..=length).rfind(|of| is_workday(*of)) == Some(day),
            Days::NearestWorkday(wanted) if *wanted > length => false,
            Days::NearestWorkday(wanted) => {
                let workdays = (1..=length).filter(|of| is_workday(*of));
                workdays.min_by_key(|of| (of - wanted).abs()) == Some(day)
            }
            Days::OfWeek(weekdays) => weekdays.contains(&weekday(number)),
            Days::Nth(wanted, nth) => weekday(number) == *wanted && (day - 1) / 7 + 1 == *nth,
            Days::LastOfWeekday(wanted) => weekday(number) == *wanted && day + 7 > length,
        }
    }

    /// The two fields, in which AWS counts the days of the week from 1.
    fn texts(&self) -> (String, String) {
        let of_month = |text: String| (text, "?".to_owned());
        let of_week = |text: String| ("?".to_owned(), text);
        match self {
            Days::Every => of_week("*".to_owned()),
            Days::OfMonth(days) => of_month(list(days)),
            Days::StepOfMonth(first, step) => of_month(format!("{first}/{step}")),
            Days::Last => of_month("L".to_owned()),
            Days::LastWorkday => of_month("LW".to_owned()),
            Days::NearestWorkday(day) => of_month(format!("{day}W")),
            Days::OfWeek(days) => {
                of_week(list(&days.iter().map(|day| day + 1).collect::<Vec<_>>()))
            }
            Days::Nth(day, nth) => of_week(format!("{}#{nth}", day + 1)),
            Days::LastOfWeekday(day) => of_week(format!("{}L", day + 1)),
        }
    }
}

fn list(values: &[i64]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// The text that AWS and the program read.
impl std::fmt::Display for When {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hours = match &self.hours {
            Hours::Every => "*".to_owned(),
            Hours::List(hours) => list(hours),
            Hours::Step(first, step) => format!("{first}/{step}"),
            Hours::Range(first, last, 1) => format!("{first}-{last}"),
            Hours::Range(first, last, step) => format!("{first}-{last}/{step}"),
        };
        let months = if self.months.is_empty() { "*".to_owned() } else { list(&self.months) };
        let (of_month, of_week) = self.days.texts();
        write!(f, "cron({} {hours} {of_month} {months} {of_week} *)", list(&self.minutes))
    }
}

#[test]
fn an_expression_is_written_as_aws_reads_it() {
    assert_eq!(daily(5, 0).to_string(), "cron(0 5 ? * * *)");
    assert_eq!(
        daily(5, 30).on(Days::OfWeek(vec![SUNDAY, SATURDAY])).months(&[1, 7]).to_string(),
        "cron(30 5 ? 1,7 1,7 *)"
    );
    assert_eq!(daily(5, 0).on(Days::Nth(5, 3)).to_string(), "cron(0 5 ? * 6#3 *)");
}

#[test]
fn the_workday_next_to_a_day_stays_in_its_month() {
    let days = |days: Days, year, month| -> Vec<i64> {
        let first = super::calendar::day_number(year, month, 1);
        let last = first + month_length(year, month);
        let named = super::calendar::days(first, last).filter(|(n, d)| days.name(*n, *d));
        named.map(|(_, date)| date.day).collect()
    };
    // 1 August 2026 is a Saturday, 31 May 2026 a Sunday.
    assert_eq!(days(Days::NearestWorkday(1), 2026, 8), [3]);
    assert_eq!(days(Days::NearestWorkday(31), 2026, 5), [29]);
    assert_eq!(days(Days::NearestWorkday(15), 2026, 8), [14]);
    assert!(days(Days::NearestWorkday(31), 2026, 6).is_empty());
    assert_eq!(days(Days::LastWorkday, 2026, 5), [29]);
    assert_eq!(days(Days::LastOfWeekday(SUNDAY), 2026, 5), [31]);
    assert_eq!(days(Days::Nth(SUNDAY, 5), 2026, 5), [31]);
    assert!(days(Days::Nth(SUNDAY, 5), 2026, 6).is_empty());
}
