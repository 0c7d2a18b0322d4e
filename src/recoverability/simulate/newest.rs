//! Of the points that exist: the newest, the oldest, how many.

use crate::resolved::Mechanism;
use crate::units::Duration;

use crate::recoverability::jobs::Delay;

use super::happened::{Keep, Made, zone_of};
use super::held::{Count, Held, Newest, Oldest, PointAt, age};
use super::outcome::Why;
use super::{Moment, instant, seconds};

/// What these points, of which there is at least one, bring back.
pub(super) fn newest(
    mechanism: &Mechanism,
    delay: Result<Delay, &'static str>,
    keep: &Keep,
    made: Vec<Made>,
    moment: Moment,
) -> Result<Held, Why> {
    let late = !moment.found_after.is_zero();
    if *keep == Keep::Unsaid && late {
        return Err(Why::Unproven("nobody says how long its points are kept".to_owned()));
    }
    let told = |made: &Made| Newest::Point(point(mechanism, made, delay.ok(), keep, moment));
    let on_time = |made: &&Made| made.copied.is_none_or(|copied| copied.on_time.is_some());
    let Some(last) = made.iter().rev().find(on_time) else {
        return Err(Why::NoPoint("no point of it is left".to_owned()));
    };
    let at_worst = match delay {
        Err(missing) => Err(missing.to_owned()),
        Ok(_) if *keep == Keep::Unsaid => {
            Err("nobody says how long its points are kept".to_owned())
        }
        Ok(delay) => {
            let done = made
                .iter()
                .rev()
                .find(|made| usable(made, delay).is_some_and(|by| by < moment.second()));
            done.map(told).ok_or_else(|| "no point of it is certainly done yet".to_owned())
        }
    };
    let endless = *keep == Keep::Forever && moment.since.is_none();
    let oldest = match (made.first(), keep) {
        (_, Keep::Forever) if endless => Oldest::Beginning,
        (_, Keep::Unsaid) | (None, _) => {
            Oldest::Unknown("nobody says how long its points are kept")
        }
        (Some(first), _) => {
            Oldest::Point { run: first.run, age: age(first.run, moment.needed_second()) }
        }
    };
    let count = match keep {
        Keep::Forever if endless => Count::Endless,
        Keep::Unsaid => Count::Unknown,
        Keep::For(_) | Keep::Forever | Keep::Newest(..) => Count::Points {
            all: made.iter().filter(on_time).count(),
            cold: made
                .iter()
                .filter(on_time)
                .filter(|made| is_cold(mechanism, made, moment))
                .count(),
        },
    };
    Ok(Held { on_schedule: told(last), at_worst, oldest, count, made })
}

/// When a point is usable at the latest; none if a newer one is by then.
fn usable(made: &Made, delay: Delay) -> Option<i64> {
    match made.copied {
        Some(copied) => {
            Some(copied.certain?.at.as_second().saturating_add(seconds(delay.copying())))
        }
        None => Some(made.run.at.as_second().saturating_add(seconds(delay.total()))),
    }
}

fn point(
    mechanism: &Mechanism,
    made: &Made,
    delay: Option<Delay>,
    keep: &Keep,
    moment: Moment,
) -> PointAt {
    let due = made.run.at.as_second();
    PointAt {
        run: made.run,
        zone: zone_of(mechanism),
        tier: None,
        usable_by: delay.and_then(|delay| usable(made, delay)).map(instant),
        age: age(made.run, moment.second()),
        until: keep.length().map(|kept| instant(due.saturating_add(seconds(kept)))),
    }
}

/// True if it lies in a colder class of storage when it is needed.
fn is_cold(mechanism: &Mechanism, made: &Made, moment: Moment) -> bool {
    let age = age(made.run, moment.needed_second());
    mechanism.colder.iter().any(|colder| Duration::days(u64::from(colder.after.value.least)) <= age)
}
