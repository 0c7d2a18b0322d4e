//! Reads the two day fields of AWS's cron dialect.

use super::cron::{ALL_DAYS, ALL_WEEKDAYS, Days};
use super::cron_parse::{Kind, Piece, value, values};
use super::cron_print::WEEKDAYS;
use crate::units::Problem;

const DAY_OF_MONTH: Kind =
    Kind { name: "day of month", first: 1, last: 31, names: &[], steps: true };
const DAY_OF_WEEK: Kind =
    Kind { name: "day of week", first: 1, last: 7, names: &WEEKDAYS, steps: false };

/// The days of both day fields, of which exactly one must be `?`.
pub(super) fn days(of_month: Piece<'_>, of_week: Piece<'_>) -> Result<Days, Problem> {
    let both = Problem::new(of_month.start..of_week.start + of_week.text.len(), "");
    match (of_month.text, of_week.text) {
        ("?", "?") => Err(Problem { message: "both day fields are `?`".to_owned(), ..both }.with_help("write `*` into the day of week for every day, such as `cron(0 5 ? * * *)`")),
        ("?", _) => days_of_week(of_week),
        (_, "?") => days_of_month(of_month),
        ("*", "*") => Err(Problem { message: "both day fields are `*`".to_owned(), ..both }.with_help("AWS wants `?` in one of them, such as `cron(0 5 ? * * *)`")),
        ("*", named) => Err(of_month.problem("no day field is `?`", format!("AWS wants `?` in the day field that does not matter: write `?` here beside `{named}`"))),
        (named, "*") => Err(of_week.problem("no day field is `?`", format!("AWS wants `?` in the day field that does not matter: write `?` here beside `{named}`"))),
        (_, _) => Err(Problem { message: "both day fields name days".to_owned(), ..both }.with_help("AWS wants `?` in one of them: make two schedules, one for each")),
    }
}

fn days_of_month(field: Piece<'_>) -> Result<Days, Problem> {
    let upper = field.text.to_ascii_uppercase();
    match upper.as_str() {
        "L" => return Ok(Days::LastOfMonth),
        "LW" => return Ok(Days::LastWorkday),
        "WL" => {
            return Err(field.problem(
                format!("`{}` is not a day of month", field.text),
                "write `LW` for the last day from Monday to Friday",
            ));
        }
        _ => {}
    }
    if upper.contains(['L', 'W']) && upper.contains([',', '-', '/']) {
        return Err(field.problem(
            format!("AWS does not say what `{}` means", field.text),
            "write `L`, `LW` or `15W` alone, and a second schedule for the other days",
        ));
    }
    if let Some(day) = upper.strip_suffix('W') {
        let day = value(
            Piece { text: field.text.get(..day.len()).unwrap_or_default(), start: field.start },
            &DAY_OF_MONTH,
        )?;
        return Ok(Days::NearestWorkday(u8::try_from(day).unwrap_or_default()));
    }
    let set = values(field, &DAY_OF_MONTH)?.iter().fold(0_u32, |set, n| set | 1 << n);
    Ok(Days::OfMonth(set & ALL_DAYS))
}

fn days_of_week(field: Piece<'_>) -> Result<Days, Problem> {
    if field.text.contains('#') {
        return nth_weekday(field);
    }
    let upper = field.text.to_ascii_uppercase();
    if upper == "L" {
        return Ok(Days::OfWeek(1 << 6));
    }
    if let Some(day) = upper.strip_suffix('L') {
        if day.contains([',', '-', '/']) {
            return Err(field.problem(
                format!("AWS does not say what `{}` means", field.text),
                "write `6L` alone, and a second schedule for the other days",
            ));
        }
        let day = weekday(Piece {
            text: field.text.get(..day.len()).unwrap_or_default(),
            start: field.start,
        })?;
        return Ok(Days::LastOfWeekday(day));
    }
    let set = values(field, &DAY_OF_WEEK)?.iter().fold(0_u8, |set, n| set | 1 << (n - 1));
    Ok(Days::OfWeek(set & ALL_WEEKDAYS))
}

fn nth_weekday(field: Piece<'_>) -> Result<Days, Problem> {
    if field.text.contains(',') || field.text.matches('#').count() > 1 {
        return Err(field.problem(
            "AWS takes a single `#` expression",
            "write one such as `6#3` (the third Friday), and a second schedule for the others",
        ));
    }
    let Some((day, nth)) = field.cut('#') else {
        return Err(field.problem("a `#` is missing", "write for example `6#3` (the third Friday)"));
    };
    let weekday = weekday(day)?;
    match nth.text.parse::<u8>() {
        Ok(number @ 1..=5) if nth.text.len() == 1 => Ok(Days::Nth { weekday, nth: number }),
        _ => Err(nth.problem(
            format!("`{}` is not a week of the month", nth.text),
            "write 1 to 5 after `#`, such as `6#3` (the third Friday)",
        )),
    }
}

/// Days after Sunday.
fn weekday(piece: Piece<'_>) -> Result<u8, Problem> {
    value(piece, &DAY_OF_WEEK).map(|day| u8::try_from(day - 1).unwrap_or_default())
}
