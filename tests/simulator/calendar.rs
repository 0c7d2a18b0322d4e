//! Dates, days and minutes of the civil calendar.

/// Minutes of an hour.
pub(super) const HOUR: i64 = 60;
/// Minutes of a day.
pub(super) const DAY: i64 = 24 * HOUR;

/// A date, with what schedules ask of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 1.
    pub(super) month: i64,
    /// From 1.
    pub(super) day: i64,
}

/// 0 is Sunday, 6 is Saturday.
pub(super) const SUNDAY: i64 = 0;
pub(super) const SATURDAY: i64 = 6;

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && year % 100 != 0 || year % 400 == 0
}

pub(super) fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn year_length(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// The days from 1970-01-01 to a date, counted year by year and month by month.
pub(super) fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year).map(year_length).sum();
    let months: i64 = (1..month).map(|month| month_length(year, month)).sum();
    years + months + day - 1
}

/// The minute at which a date begins by the clock on the wall.
pub(super) fn midnight(year: i64, month: i64, day: i64) -> i64 {
    day_number(year, month, day) * DAY
}

/// 1970-01-01 was a Thursday.
pub(super) fn weekday(day_number: i64) -> i64 {
    (day_number + 4).rem_euclid(7)
}

/// Every day from `from` on, before `until`, with its date.
pub(super) fn days(from: i64, until: i64) -> impl Iterator<Item = (i64, Date)> {
    let mut next = date(from);
    (from..until).map(move |number| {
        let today = next;
        next.day += 1;
        if next.day > month_length(next.year, next.month) {
            next = Date { year: next.year, month: next.month + 1, day: 1 };
        }
        if next.month > 12 {
            next = Date { year: next.year + 1, month: 1, day: 1 };
        }
        (number, today)
    })
}

/// The date of a day, by taking years and months off it.
pub(super) fn date(mut number: i64) -> Date {
    let mut year = 1970;
    while number >= year_length(year) {
        number -= year_length(year);
        year += 1;
    }
    let mut month = 1;
    while number >= month_length(year, month) {
        number -= month_length(year, month);
        month += 1;
    }
    Date { year, month, day: number + 1 }
}

#[test]
fn days_that_everybody_can_look_up() {
    assert_eq!(day_number(1970, 1, 1), 0);
    assert_eq!(day_number(2000, 3, 1), 11_017);
    assert_eq!(day_number(2026, 1, 1), 20_454);
    assert_eq!(weekday(day_number(2026, 11, 21)), SATURDAY);
    assert_eq!(weekday(day_number(2028, 2, 29)), 2, "a Tuesday");
    assert!(is_leap(2000) && is_leap(2028) && !is_leap(2100) && !is_leap(2026));
}

#[test]
fn a_day_has_the_date_that_has_its_number() {
    for (number, date) in days(0, day_number(2120, 1, 1)) {
        assert_eq!(day_number(date.year, date.month, date.day), number);
    }
}
