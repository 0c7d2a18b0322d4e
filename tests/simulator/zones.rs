//! Clocks of some zones, by rules written out by hand.
//!
//! The rules are those in force since 2024; each zone is here for what its
//! clock does differently from the others.

use super::calendar::{DAY, HOUR, SUNDAY, day_number, month_length, weekday};

/// The years for which clocks are worked out: those of schedules, and more.
const YEARS: std::ops::Range<i64> = 2024..2060;

/// A zone with its rules; offsets are local time minus UTC, in minutes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zone {
    pub(super) name: &'static str,
    offset: i64,
    summer: Option<Summer>,
}

/// When the clocks of a zone are ahead.
#[derive(Clone, Copy, Debug)]
struct Summer {
    /// Minutes by which they are ahead.
    by: i64,
    begins: Change,
    ends: Change,
}

/// A change of clocks in each year.
#[derive(Clone, Copy, Debug)]
struct Change {
    month: i64,
    /// Which of the month's days of this weekday: 1 for the first, or `LAST`.
    nth: i64,
    weekday: i64,
    at: At,
}

/// A time of the day of a change.
#[derive(Clone, Copy, Debug)]
enum At {
    /// In minutes of UTC; negative on the day before.
    Utc(i64),
    /// In minutes by the clock on the wall before the change.
    Wall(i64),
}

const fn sunday(nth: i64, month: i64, at: At) -> Change {
    Change { month, nth, weekday: SUNDAY, at }
}

const LAST: i64 = 0;
const FRIDAY: i64 = 5;
const THURSDAY: i64 = 4;

const fn fixed(name: &'static str, offset: i64) -> Zone {
    Zone { name, offset, summer: None }
}

const fn with_summer(
    name: &'static str,
    offset: i64,
    by: i64,
    begins: Change,
    ends: Change,
) -> Zone {
    Zone { name, offset, summer: Some(Summer { by, begins, ends }) }
}

pub(super) const UTC: Zone = fixed("UTC", 0);
/// 02:00 to 03:00 on the last Sunday of March, back on the last of October,
/// both at 01:00 UTC.
pub(super) const BERLIN: Zone = with_summer(
    "Europe/Berlin",
    HOUR,
    HOUR,
    sunday(LAST, 3, At::Utc(HOUR)),
    sunday(LAST, 10, At::Utc(HOUR)),
);
/// 02:00 to 03:00 on the second Sunday of March, 02:00 to 01:00 on the first of
/// November.
pub(super) const NEW_YORK: Zone = with_summer(
    "America/New_York",
    -5 * HOUR,
    HOUR,
    sunday(2, 3, At::Wall(2 * HOUR)),
    sunday(1, 11, At::Wall(2 * HOUR)),
);
/// Half an hour from everybody else.
pub(super) const KOLKATA: Zone = fixed("Asia/Kolkata", 5 * HOUR + 30);
/// South of the equator, and by half an hour only.
pub(super) const LORD_HOWE: Zone = with_summer(
    "Australia/Lord_Howe",
    10 * HOUR + 30,
    30,
    sunday(1, 10, At::Wall(2 * HOUR)),
    sunday(1, 4, At::Wall(2 * HOUR)),
);
/// A quarter of an hour from everybody else, with a summer.
pub(super) const CHATHAM: Zone = with_summer(
    "Pacific/Chatham",
    12 * HOUR + 45,
    HOUR,
    sunday(LAST, 9, At::Wall(2 * HOUR + 45)),
    sunday(1, 4, At::Wall(3 * HOUR + 45)),
);
/// Leaves out the first hour of a day, and has one twice.
pub(super) const HAVANA: Zone = with_summer(
    "America/Havana",
    -5 * HOUR,
    HOUR,
    sunday(2, 3, At::Wall(0)),
    sunday(1, 11, At::Wall(HOUR)),
);
/// Leaves out the first hour of a day, and has the last one twice.
pub(super) const BEIRUT: Zone = with_summer(
    "Asia/Beirut",
    2 * HOUR,
    HOUR,
    sunday(LAST, 3, At::Wall(0)),
    sunday(LAST, 10, At::Wall(0)),
);
/// By Friday and Thursday instead of Sunday; ends at the end of the day.
pub(super) const CAIRO: Zone = with_summer(
    "Africa/Cairo",
    2 * HOUR,
    HOUR,
    Change { month: 4, nth: LAST, weekday: FRIDAY, at: At::Wall(0) },
    Change { month: 10, nth: LAST, weekday: THURSDAY, at: At::Wall(DAY) },
);
/// At 01:00 UTC, which is 23:00 on the day before: the clocks change the date.
pub(super) const NUUK: Zone = with_summer(
    "America/Nuuk",
    -2 * HOUR,
    HOUR,
    sunday(LAST, 3, At::Utc(HOUR)),
    sunday(LAST, 10, At::Utc(HOUR)),
);
/// By two hours.
pub(super) const TROLL: Zone = with_summer(
    "Antarctica/Troll",
    0,
    2 * HOUR,
    sunday(LAST, 3, At::Utc(HOUR)),
    sunday(LAST, 10, At::Utc(HOUR)),
);
/// As far ahead as a zone is.
pub(super) const KIRITIMATI: Zone = fixed("Pacific/Kiritimati", 14 * HOUR);

pub(super) const ALL: [Zone; 12] = [
    UTC, BERLIN, NEW_YORK, KOLKATA, LORD_HOWE, CHATHAM, HAVANA, BEIRUT, CAIRO, NUUK, TROLL,
    KIRITIMATI,
];

impl Change {
    /// The instant of the change in a year, where clocks were ahead by `offset`.
    fn instant(self, year: i64, offset: i64) -> i64 {
        let days = 1..=month_length(year, self.month);
        let matching: Vec<i64> = days
            .map(|day| day_number(year, self.month, day))
            .filter(|day| weekday(*day) == self.weekday)
            .collect();
        let day = match self.nth {
            LAST => matching[matching.len() - 1],
            nth => matching[usize::try_from(nth).unwrap() - 1],
        };
        match self.at {
            At::Utc(minute) => day * DAY + minute,
            At::Wall(minute) => day * DAY + minute - offset,
        }
    }
}

/// The clock of a zone: since when it shows which offset.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// Instants and the offsets from them on, ascending.
    pub(super) changes: Vec<(i64, i64)>,
}

impl Clock {
    pub(super) fn of(zone: &Zone) -> Self {
        let mut changes = Vec::new();
        if let Some(Summer { by, begins, ends }) = zone.summer {
            for year in YEARS {
                changes.push((begins.instant(year, zone.offset), zone.offset + by));
                changes.push((ends.instant(year, zone.offset + by), zone.offset));
            }
        }
        changes.sort_unstable();
        // Before the first change the clock shows what it does after the second.
        let first = changes.get(1).map_or(zone.offset, |(_, offset)| *offset);
        changes.insert(0, (i64::MIN, first));
        Clock { changes }
    }

    /// The change before an instant, by its number.
    fn index(&self, instant: i64) -> usize {
        self.changes.partition_point(|(from, _)| *from <= instant) - 1
    }

    pub(super) fn offset(&self, instant: i64) -> i64 {
        self.changes[self.index(instant)].1
    }

    /// What the clock on the wall shows.
    pub(super) fn local(&self, instant: i64) -> i64 {
        instant + self.offset(instant)
    }

    /// What the clock would show had it not jumped forward at the last change:
    /// within the jump, a time that the clock leaves out.
    pub(super) fn left_out(&self, instant: i64) -> Option<i64> {
        let index = self.index(instant);
        let (from, offset) = self.changes[index];
        let before = self.changes[index.checked_sub(1)?].1;
        (instant < from + offset - before).then_some(instant + before)
    }

    /// True if the clock has shown the same time before.
    pub(super) fn comes_again(&self, instant: i64) -> bool {
        self.candidates(self.local(instant)).iter().any(|earlier| *earlier < instant)
    }

    /// The instants at which the clock shows a time: none, one or two.
    pub(super) fn candidates(&self, local: i64) -> Vec<i64> {
        let near = self.index(local - 2 * DAY)..=self.index(local + 2 * DAY);
        let mut found: Vec<i64> = self.changes[near]
            .iter()
            .map(|(_, offset)| local - offset)
            .filter(|instant| self.local(*instant) == local)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[test]
fn clocks_change_on_the_days_and_at_the_times_of_the_almanac() {
    let shown = |zone: &Zone, y, m, d, minute| {
        let clock = Clock::of(zone);
        let at = day_number(y, m, d) * DAY + minute;
        (
            clock.local(at - 1) - day_number(y, m, d) * DAY,
            clock.local(at) - day_number(y, m, d) * DAY,
        )
    };
    // 29 March 2026, 01:00 UTC: 01:59 is followed by 03:00 in Berlin.
    assert_eq!(shown(&BERLIN, 2026, 3, 29, HOUR), (2 * HOUR - 1, 3 * HOUR));
    // 25 October 2026, 01:00 UTC: 02:59 is followed by 02:00.
    assert_eq!(shown(&BERLIN, 2026, 10, 25, HOUR), (3 * HOUR - 1, 2 * HOUR));
    // 8 March 2026, 07:00 UTC: 01:59 is followed by 03:00 in New York.
    assert_eq!(shown(&NEW_YORK, 2026, 3, 8, 7 * HOUR), (2 * HOUR - 1, 3 * HOUR));
    // 8 March 2026, 05:00 UTC: midnight is followed by 01:00 in Havana.
    assert_eq!(shown(&HAVANA, 2026, 3, 8, 5 * HOUR), (-1, HOUR));
    // 3 October 2026, 15:30 UTC: 01:59 on the 4th by 02:30 on Lord Howe.
    assert_eq!(
        shown(&LORD_HOWE, 2026, 10, 3, 15 * HOUR + 30),
        (DAY + 2 * HOUR - 1, DAY + 2 * HOUR + 30)
    );
    // 29 March 2026, 01:00 UTC: 22:59 on the 28th by midnight in Nuuk.
    assert_eq!(shown(&NUUK, 2026, 3, 29, HOUR), (-HOUR - 1, 0));
}

#[test]
fn a_time_is_shown_never_once_or_twice() {
    let clock = Clock::of(&BERLIN);
    let march = day_number(2026, 3, 29) * DAY;
    assert!(clock.candidates(march + 2 * HOUR + 30).is_empty());
    assert_eq!(clock.left_out(march + HOUR + 30), Some(march + 2 * HOUR + 30));
    assert_eq!(clock.left_out(march + 2 * HOUR), None);
    let october = day_number(2026, 10, 25) * DAY;
    assert_eq!(clock.candidates(october + 2 * HOUR), [october, october + HOUR]);
    assert!(!clock.comes_again(october) && clock.comes_again(october + HOUR));
}
