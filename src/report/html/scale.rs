//! Where an age lies on the axis of a timeline, and what is drawn there.
//!
//! Places are percentages of the width, so that a timeline is as wide as the
//! page and its text as large as all other text.

use serde::Serialize;

use crate::recoverability::Restorables;
use crate::recoverability::timeline::LISTED_DAYS;
use crate::units::Duration;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 31_557_600;
/// The ages that the axis names.
const STOPS: [(&str, u64); 6] = [
    ("1 hour", HOUR),
    ("1 day", DAY),
    ("1 week", 7 * DAY),
    ("1 month", YEAR / 12),
    ("1 year", YEAR),
    ("7 years", 7 * YEAR),
];
/// The age at the left end; the right end is the oldest that is listed.
const NEWEST: u64 = HOUR / 3;
/// Room at both ends, in percent.
const MARGIN: f64 = 1.5;
/// Points nearer than this, in percent, touch when drawn.
const TOUCHING: f64 = 0.45;

/// A named age.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Stop {
    pub(super) label: &'static str,
    /// Without the unit's last letters, for narrow pages.
    pub(super) short: String,
    pub(super) x: String,
}

/// Something drawn between two ages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Mark {
    pub(super) shape: Shape,
    /// Retrieval has to wait.
    pub(super) cold: bool,
    pub(super) x: String,
    pub(super) width: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Shape {
    /// One point.
    Point,
    /// So many points that they touch.
    Points,
    /// Any moment.
    Any,
}

/// The named ages.
pub(super) fn stops() -> Vec<Stop> {
    let short = |label: &str| match label.split_once(' ') {
        Some((number, unit)) if unit.starts_with("mo") => format!("{number} mo"),
        Some((number, unit)) => format!("{number} {}", unit.chars().take(1).collect::<String>()),
        None => label.to_owned(),
    };
    let stop = |(label, seconds): (&'static str, u64)| Stop {
        label,
        short: short(label),
        x: percent(at(Duration::seconds(seconds))),
    };
    STOPS.into_iter().map(stop).collect()
}

/// The place of an age.
pub(super) fn x(age: Duration) -> String {
    percent(at(age))
}

/// The place of the oldest age.
pub(super) fn end() -> String {
    percent(100.0 - MARGIN)
}

/// The width from now to an age; none is to the end.
pub(super) fn width(from: Duration, until: Option<Duration>) -> String {
    let until = until.map_or(100.0 - MARGIN, at);
    percent((until - at(from)).max(TOUCHING))
}

fn percent(x: f64) -> String {
    format!("{x:.2}%")
}

fn at(age: Duration) -> f64 {
    let seconds = |seconds: u64| seconds as f64;
    let (newest, oldest) = (seconds(NEWEST), seconds(LISTED_DAYS * DAY));
    let age = seconds(age.as_seconds()).clamp(newest, oldest);
    MARGIN + (100.0 - 2.0 * MARGIN) * (age / newest).ln() / (oldest / newest).ln()
}

/// What is drawn of a mechanism, from the newest on. From each of the ages in
/// `cold` on, points lie in a colder class.
pub(super) fn marks(left: &Restorables, cold: Option<Duration>) -> Vec<Mark> {
    match left {
        Restorables::Points { ages, more: _ } => of_points(ages, cold),
        Restorables::AnyMoment { newest, oldest } => {
            of_window(newest.unwrap_or_default(), *oldest, cold)
        }
        Restorables::Newest { behind } => {
            let x = x(behind.unwrap_or_default());
            vec![Mark { shape: Shape::Point, cold: false, x, width: String::new() }]
        }
        Restorables::Unplaced(_) => Vec::new(),
    }
}

fn of_points(ages: &[Duration], cold: Option<Duration>) -> Vec<Mark> {
    // First and last place of each run of points that touch.
    let mut runs: Vec<(f64, f64, bool)> = Vec::new();
    for age in ages {
        let (x, is_cold) = (at(*age), cold.is_some_and(|cold| *age >= cold));
        match runs.last_mut() {
            Some((_, last, same)) if x - *last < TOUCHING && *same == is_cold => *last = x,
            _ => runs.push((x, x, is_cold)),
        }
    }
    let drawn = runs.into_iter().map(|(first, last, cold)| {
        let shape = if last > first { Shape::Points } else { Shape::Point };
        Mark { shape, cold, x: percent(first), width: percent(last - first) }
    });
    drawn.collect()
}

fn of_window(newest: Duration, oldest: Option<Duration>, cold: Option<Duration>) -> Vec<Mark> {
    let any = |from: Duration, until: Option<Duration>, cold: bool| Mark {
        shape: Shape::Any,
        cold,
        x: x(from),
        width: width(from, until),
    };
    match cold.filter(|cold| oldest.is_none_or(|oldest| *cold < oldest)) {
        Some(cold) => vec![any(newest, Some(cold), false), any(cold, oldest, true)],
        None => vec![any(newest, oldest, false)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(ages: &[u64], cold: Option<u64>) -> Vec<(Shape, bool)> {
        let ages = ages.iter().map(|days| Duration::days(*days)).collect();
        let left = Restorables::Points { ages, more: false };
        let marks = marks(&left, cold.map(Duration::days));
        marks.into_iter().map(|mark| (mark.shape, mark.cold)).collect()
    }

    #[test]
    fn a_hole_between_points_stays_visible() {
        use Shape::{Point, Points};
        assert_eq!(shapes(&[1, 2, 3], None), [(Point, false); 3]);
        let daily: Vec<u64> = (40..=60).collect();
        assert_eq!(shapes(&daily, None), [(Points, false)]);
        let with_hole: Vec<u64> = (40..=60).chain(90..=110).collect();
        assert_eq!(shapes(&with_hole, None), [(Points, false), (Points, false)]);
    }

    #[test]
    fn points_in_cold_storage_are_told_apart() {
        use Shape::Point;
        assert_eq!(shapes(&[30, 60, 120, 150], Some(120)).len(), 4);
        assert_eq!(shapes(&[30, 365], Some(120)), [(Point, false), (Point, true)]);
    }

    #[test]
    fn the_axis_runs_from_now_to_beyond_seven_years() {
        let places: Vec<f64> =
            [0, 1, 7, 30, 365, 2_557, 4_000, 40_000].map(|days| at(Duration::days(days))).to_vec();
        assert!(places.windows(2).all(|pair| pair[0] <= pair[1]), "{places:?}");
        assert!(places.iter().all(|place| (0.0..=100.0).contains(place)), "{places:?}");
    }
}
