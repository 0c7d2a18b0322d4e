//! What becomes of resources and runs, in words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::recoverability::simulate::{
    Count, Gone, Judged, Loss, Newest, Oldest, Outcome, PointAt, Simulation, WayBack,
};
use crate::recoverability::{Rto, RtoKind, Verdict};
use crate::resolved::{Whereabouts, ZoneSpread};
use crate::schedule::Run;

/// The names of accounts by their ids.
pub(super) type Accounts = BTreeMap<String, String>;

/// An instant, to the minute unless it has seconds.
pub(super) fn instant(at: Timestamp) -> String {
    format!("{} UTC", clock(TimeZone::UTC.to_datetime(at)))
}

fn clock(at: jiff::civil::DateTime) -> String {
    let format = if at.second() == 0 { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" };
    at.strftime(format).to_string()
}

/// The day of an instant, in UTC.
pub(super) fn day(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).date().to_string()
}

/// A run as its zone shows it, with UTC beside it.
pub(super) fn run(run: Run, zone: &str) -> String {
    if zone == "UTC" {
        return instant(run.at);
    }
    let utc = TimeZone::UTC.to_datetime(run.at);
    let beside = match utc.date() == run.local.date() {
        true => utc.strftime("%H:%M").to_string(),
        false => clock(utc),
    };
    format!("{} {zone} ({beside} UTC)", clock(run.local))
}

/// The environment with its place.
pub(super) fn environment(simulation: &Simulation, accounts: &Accounts) -> String {
    let name = match simulation.environment.as_str() {
        "" => simulation.policy.clone(),
        name => format!("{} · {name}", simulation.policy),
    };
    match place(&simulation.place, accounts) {
        None => name,
        Some(place) => format!("{name} · {place}"),
    }
}

/// An account, a Region, a host: as much as is known.
pub(super) fn place(place: &Whereabouts, accounts: &Accounts) -> Option<String> {
    let Whereabouts { account, region, zone, host } = place;
    let account = account.as_ref().map(|id| match accounts.get(id) {
        Some(name) => format!("{name} ({id})"),
        None => id.clone(),
    });
    let zone = match zone {
        ZoneSpread::One(zone) => Some(zone.clone()),
        ZoneSpread::Several | ZoneSpread::Unknown => None,
    };
    let region = zone.or_else(|| region.clone());
    let host = host.as_ref().map(|host| format!("host {host},"));
    let parts: Vec<String> = [host, account, region].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// What holds a mechanism, and where that is.
pub(super) fn held(
    vault: Option<&String>,
    repository: Option<&String>,
    at: &Whereabouts,
    accounts: &Accounts,
) -> String {
    let holder = vault
        .map(|vault| format!("vault `{vault}`"))
        .or_else(|| repository.map(|repository| format!("repository `{repository}`")));
    let parts = [holder, place(at, accounts)].into_iter().flatten();
    let all = parts.collect::<Vec<_>>().join(", ");
    if all.is_empty() { "nobody says where".to_owned() } else { all }
}

/// Where a way lies.
pub(super) fn where_is(way: &WayBack, accounts: &Accounts) -> String {
    held(way.vault.as_ref(), way.repository.as_ref(), &way.place, accounts)
}

/// Where something lost lay.
pub(super) fn where_was(gone: &Gone, accounts: &Accounts) -> String {
    held(gone.vault.as_ref(), gone.repository.as_ref(), &gone.place, accounts)
}

/// The newest state, with how old it is.
pub(super) fn newest(newest: &Newest, at: Timestamp) -> String {
    let before = |by: crate::units::Duration| {
        let seconds = i64::try_from(by.as_seconds()).unwrap_or_default();
        let moment = Timestamp::from_second(at.as_second().saturating_sub(seconds));
        moment.map_or_else(|_| by.to_string(), instant)
    };
    match newest {
        Newest::Point(PointAt { run: made, zone, age, .. }) => {
            format!("started {}, {age} before", run(*made, zone))
        }
        Newest::Behind { by, typical: _ } if by.is_zero() => "the last moment before".to_owned(),
        Newest::Behind { by, typical: true } => format!("{}, typically {by} before", before(*by)),
        Newest::Behind { by, typical: false } => format!("{}, {by} before", before(*by)),
        Newest::AtMost(by) => format!("a point at most {by} old"),
    }
}

/// When a point is usable, if there is one.
pub(super) fn usable(newest: &Newest) -> Option<String> {
    let Newest::Point(point) = newest else { return None };
    Some(match point.usable_by {
        Some(by) => format!("finished by {} at the latest", instant(by)),
        None => "nothing bounds when it is finished".to_owned(),
    })
}

/// How many states there are, and how old the oldest is.
pub(super) fn points(way: &WayBack) -> String {
    let oldest = match &way.oldest {
        Oldest::Point { run, age } => {
            format!("back to {} ({}d)", day(run.at), age.days_down())
        }
        Oldest::Since(since) => format!("back to {}", instant(*since)),
        Oldest::Beginning => "never deleted".to_owned(),
        Oldest::NewestOnly => "the newest state alone".to_owned(),
        Oldest::Unknown(reason) => (*reason).to_owned(),
    };
    match way.count {
        Count::Points { all: 1, cold: 0 } => format!("1 point, {oldest}"),
        Count::Points { all, cold: 0 } => format!("{all} points, {oldest}"),
        Count::Points { all, cold } => format!("{all} points ({cold} of them cold), {oldest}"),
        Count::Any => format!("any moment, {oldest}"),
        Count::One | Count::Endless | Count::Unknown => oldest,
    }
}

/// How many states are lost.
pub(super) fn count(count: Count) -> Option<String> {
    match count {
        Count::Points { all: 1, .. } => Some("1 point".to_owned()),
        Count::Points { all, cold: _ } => Some(format!("{all} points")),
        Count::Any | Count::One | Count::Endless | Count::Unknown => None,
    }
}

/// Whether the newest state must be retrieved first.
pub(super) fn warmth(way: &WayBack) -> String {
    match &way.cold {
        None => "warm".to_owned(),
        Some(class) => format!("in {class}"),
    }
}

/// How long a restore takes.
pub(super) fn takes(rto: &Rto) -> String {
    let time = match (&rto.kind, rto.value) {
        (RtoKind::Measured(_), Some(value)) => format!("{value}, measured"),
        (RtoKind::Typical, Some(value)) => format!("usually {value}, AWS says, without a bound"),
        (RtoKind::Estimated(_), Some(value)) => format!("unproven: {value} is an estimate"),
        (RtoKind::Unproven(reason), Some(value)) => format!("unproven: {value}, but {reason}"),
        (RtoKind::Unproven(reason), None) => format!("unproven: {reason}"),
        (RtoKind::Measured(_) | RtoKind::Typical | RtoKind::Estimated(_), None) => {
            "unproven: its time is not known".to_owned()
        }
    };
    match &rto.floor {
        Some(floor) => format!("{time}; {}", floor.why),
        None => time,
    }
}

/// How much is lost.
pub(super) fn loss(loss: &Loss) -> String {
    match loss {
        Loss::None => "nothing".to_owned(),
        Loss::By { way: _, loss } if loss.is_zero() => "nothing".to_owned(),
        Loss::By { way: _, loss } => loss.to_string(),
        Loss::AtMost(loss) => format!("up to {loss}"),
        Loss::Unproven(_) => "unproven".to_owned(),
        Loss::Everything => "everything".to_owned(),
    }
}

/// Both readings in one sentence.
pub(super) fn readings(outcome: &Outcome) -> String {
    let typical = outcome
        .best()
        .is_some_and(|way| matches!(way.on_schedule, Newest::Behind { typical: true, .. }));
    let on_schedule = match typical {
        true => format!("typically {}", loss(&outcome.on_schedule)),
        false => loss(&outcome.on_schedule),
    };
    let same = match (&outcome.on_schedule, &outcome.at_worst) {
        (Loss::By { way: _, loss: a }, Loss::By { way: _, loss: b }) => a == b,
        (a, b) => a == b,
    };
    match (&outcome.on_schedule, &outcome.at_worst) {
        (Loss::Everything, _) => "everything is lost".to_owned(),
        _ if same => format!("loses {on_schedule}"),
        (_, Loss::Unproven(_)) => format!("loses {on_schedule}, at worst unproven"),
        (_, worst) => format!("loses {on_schedule}, at worst {}", loss(worst)),
    }
}

/// An objective and what became of it.
pub(super) fn judged(judged: &Judged) -> String {
    let of = judged.class.as_ref().map_or(String::new(), |class| format!("{class}: "));
    let rpo = format!("{of}RPO {} {}", judged.rpo, verdict(&judged.verdict));
    match judged.rto {
        Some(rto) if judged.rto_verdict != Verdict::NoObjective => {
            format!("{rpo} · RTO {rto} {}", verdict(&judged.rto_verdict))
        }
        Some(_) | None => rpo,
    }
}

/// The word that nobody must overlook.
pub(super) const MISSED: &str = "MISSED";

/// What became of an objective.
pub(super) const fn verdict(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Missed => MISSED,
        Verdict::NotGuaranteed => "met on schedule, not at worst",
        Verdict::Unproven(_) => "unproven",
        Verdict::Met => "met",
        Verdict::NoObjective => "not stated",
    }
}
