//! Times of day and the daily and weekly windows between them.

use std::fmt;

use super::duration::Duration;
use super::problem::{Problem, refuse_blanks};

const DAY_MINUTES: u16 = 24 * 60;
const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;

/// A time of day to the minute: `03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay {
    minute_of_day: u16,
}

impl TimeOfDay {
    /// The start of the day.
    pub const MIDNIGHT: TimeOfDay = TimeOfDay { minute_of_day: 0 };

    /// The time `minute` minutes after midnight; none from 24:00 on.
    #[must_use]
    pub const fn from_minute(minute: u16) -> Option<Self> {
        if minute < DAY_MINUTES { Some(TimeOfDay { minute_of_day: minute }) } else { None }
    }

    /// The minutes since midnight, 0 to 1439.
    #[must_use]
    pub const fn minute_of_day(self) -> u16 {
        self.minute_of_day
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u16 {
        self.minute_of_day / 60
    }

    /// The minute of the hour, 0 to 59.
    #[must_use]
    pub const fn minute(self) -> u16 {
        self.minute_of_day % 60
    }

    /// Reads `HH:MM`, from `00:00` to `23:59`.
    ///
    /// # Errors
    /// Any other form, such as `3:00`, `3am` or `24:00`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "03:00")?;
        let malformed = || Problem::whole(text, format!("`{text}` is not a time of day"));
        let [h, m] = two_numbers(text)
            .ok_or_else(|| malformed().with_help("write hours and minutes, such as `03:00`"))?;
        if h > 23 || m > 59 {
            return Err(malformed().with_help("write a time from `00:00` to `23:59`"));
        }
        if text.len() != 5 {
            return Err(malformed().with_help(format!("write two digits each: `{h:02}:{m:02}`")));
        }
        Ok(TimeOfDay { minute_of_day: h * 60 + m })
    }
}

/// Prints "03:00".
impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

fn two_numbers(text: &str) -> Option<[u16; 2]> {
    let (h, m) = text.split_once(':')?;
    let number = |part: &str| {
        let short = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        if short { part.parse().ok() } else { None }
    };
    Some([number(h)?, number(m)?])
}

/// A day of the week, from Sunday as AWS counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weekday {
    /// The first day as AWS counts.
    Sunday,
    /// The second day.
    Monday,
    /// The third day.
    Tuesday,
    /// The fourth day.
    Wednesday,
    /// The fifth day.
    Thursday,
    /// The sixth day.
    Friday,
    /// The seventh day.
    Saturday,
}

impl Weekday {
    /// All days, from Sunday.
    pub const ALL: [Weekday; 7] = [
        Weekday::Sunday,
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
    ];

    /// The days since Sunday, 0 to 6.
    #[must_use]
    pub const fn since_sunday(self) -> u8 {
        match self {
            Weekday::Sunday => 0,
            Weekday::Monday => 1,
            Weekday::Tuesday => 2,
            Weekday::Wednesday => 3,
            Weekday::Thursday => 4,
            Weekday::Friday => 5,
            Weekday::Saturday => 6,
        }
    }

    /// The name in lower case, as a policy writes it: `sunday`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Weekday::Sunday => "sunday",
            Weekday::Monday => "monday",
            Weekday::Tuesday => "tuesday",
            Weekday::Wednesday => "wednesday",
            Weekday::Thursday => "thursday",
            Weekday::Friday => "friday",
            Weekday::Saturday => "saturday",
        }
    }

    /// The three letters of AWS's windows: `sun`.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        // OK because every name has more than three ASCII letters.
        self.name().get(..3).unwrap_or_default()
    }

    /// Reads the full name in lower case: `sunday`.
    ///
    /// # Errors
    /// Any other word; help names the day that was meant.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "sunday")?;
        if let Some(day) = Weekday::ALL.into_iter().find(|day| day.name() == text) {
            return Ok(day);
        }
        let lower = text.to_lowercase();
        let start = lower.get(..2).unwrap_or_default();
        let meant =
            Weekday::ALL.into_iter().find(|day| !start.is_empty() && day.name().starts_with(start));
        let help = meant.map_or_else(
            || "write a day in full, such as `sunday`".to_owned(),
            |day| format!("write `{}`", day.name()),
        );
        Err(Problem::whole(text, format!("`{text}` is not a day of the week")).with_help(help))
    }
}

/// A window of every day: `02:00-02:30`. One such as `23:30-00:30` goes over
/// midnight. The end is no longer part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DailyWindow {
    /// When it opens.
    pub start: TimeOfDay,
    /// When it closes; never the time it opens.
    pub end: TimeOfDay,
}

impl DailyWindow {
    /// Reads `02:00-02:30`.
    ///
    /// # Errors
    /// Times that are not `HH:MM`, and a window without any length.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "02:00-02:30")?;
        let Some((from, to)) = text.split_once('-') else {
            return Err(Problem::whole(text, format!("`{text}` is not a window of the day"))
                .with_help("write start and end, such as `02:00-02:30`"));
        };
        let start = TimeOfDay::parse(from)?;
        let end = TimeOfDay::parse(to).map_err(|problem| problem.shifted(from.len() + 1))?;
        if start == end {
            return Err(Problem::whole(text, format!("`{text}` starts and ends at the same time"))
                .with_help("write different times, such as `02:00-02:30`"));
        }
        Ok(DailyWindow { start, end })
    }

    /// How long it is open.
    #[must_use]
    pub fn length(self) -> Duration {
        Duration::minutes(u64::from(self.minutes()))
    }

    /// True if the two are open at one moment; touching is not overlapping.
    #[must_use]
    pub fn overlaps(self, other: DailyWindow) -> bool {
        let first = (self.start.minute_of_day, self.minutes());
        let second = (other.start.minute_of_day, other.minutes());
        arcs_overlap(first, second, DAY_MINUTES)
    }

    fn minutes(self) -> u16 {
        distance(self.start.minute_of_day, self.end.minute_of_day, DAY_MINUTES)
    }
}

/// Prints "02:00-02:30".
impl fmt::Display for DailyWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.start, self.end)
    }
}

/// A window of every week, as RDS writes it: `sun:04:00-sun:04:30`. It may go
/// over the end of the week. The end is no longer part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WeeklyWindow {
    /// The day it opens.
    pub start_day: Weekday,
    /// When it opens on that day.
    pub start: TimeOfDay,
    /// The day it closes.
    pub end_day: Weekday,
    /// When it closes on that day.
    pub end: TimeOfDay,
}

impl WeeklyWindow {
    /// Reads `sun:04:00-sun:04:30`; capitals as in AWS's `Sun` are accepted.
    ///
    /// # Errors
    /// Days that are not three letters, times that are not `HH:MM`, and a
    /// window without any length.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "sun:04:00-sun:04:30")?;
        let Some((from, to)) = text.split_once('-') else {
            return Err(malformed_week(text));
        };
        let (start_day, start) = day_and_time(text, from)?;
        let (end_day, end) =
            day_and_time(text, to).map_err(|problem| problem.shifted(from.len() + 1))?;
        if (start_day, start) == (end_day, end) {
            return Err(Problem::whole(text, format!("`{text}` starts and ends at the same time"))
                .with_help("write different times, such as `sun:04:00-sun:04:30`"));
        }
        Ok(WeeklyWindow { start_day, start, end_day, end })
    }

    /// How long it is open.
    #[must_use]
    pub fn length(self) -> Duration {
        Duration::minutes(u64::from(self.minutes()))
    }

    /// True if the two are open at one moment; touching is not overlapping.
    #[must_use]
    pub fn overlaps(self, other: WeeklyWindow) -> bool {
        let first = (minute_of_week(self.start_day, self.start), self.minutes());
        let second = (minute_of_week(other.start_day, other.start), other.minutes());
        arcs_overlap(first, second, WEEK_MINUTES)
    }

    /// True if a day of the week has both open; touching is not overlapping.
    #[must_use]
    pub fn overlaps_daily(self, daily: DailyWindow) -> bool {
        let weekly = (minute_of_week(self.start_day, self.start), self.minutes());
        Weekday::ALL.into_iter().any(|day| {
            arcs_overlap(weekly, (minute_of_week(day, daily.start), daily.minutes()), WEEK_MINUTES)
        })
    }

    fn minutes(self) -> u16 {
        distance(
            minute_of_week(self.start_day, self.start),
            minute_of_week(self.end_day, self.end),
            WEEK_MINUTES,
        )
    }
}

/// Prints "sun:04:00-sun:04:30".
impl fmt::Display for WeeklyWindow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}-{}:{}",
            self.start_day.short_name(),
            self.start,
            self.end_day.short_name(),
            self.end
        )
    }
}

fn malformed_week(text: &str) -> Problem {
    Problem::whole(text, format!("`{text}` is not a window of the week"))
        .with_help("write day and time twice, such as `sun:04:00-sun:04:30`")
}

fn day_and_time(text: &str, part: &str) -> Result<(Weekday, TimeOfDay), Problem> {
    let Some((day_text, time_text)) = part.split_once(':') else {
        return Err(Problem { at: 0..part.len(), ..malformed_week(text) });
    };
    let lower = day_text.to_ascii_lowercase();
    let Some(day) = Weekday::ALL.into_iter().find(|day| day.short_name() == lower) else {
        return Err(Problem::new(
            0..day_text.len(),
            format!("`{day_text}` is not a day of the week"),
        )
        .with_help("write three letters, such as `sun:04:00-sun:04:30`"));
    };
    let time =
        TimeOfDay::parse(time_text).map_err(|problem| problem.shifted(day_text.len() + 1))?;
    Ok((day, time))
}

fn minute_of_week(day: Weekday, time: TimeOfDay) -> u16 {
    u16::from(day.since_sunday()) * DAY_MINUTES + time.minute_of_day
}

/// The minutes from `from` forward to `to` on a circle of `around` minutes.
fn distance(from: u16, to: u16, around: u16) -> u16 {
    (to + around - from) % around
}

/// True if two half-open arcs `(start, length)` of a circle have a common minute.
fn arcs_overlap(first: (u16, u16), second: (u16, u16), around: u16) -> bool {
    distance(first.0, second.0, around) < first.1 || distance(second.0, first.0, around) < second.1
}
