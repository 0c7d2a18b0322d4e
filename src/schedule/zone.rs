//! Time zones from the bundled data, never the machine's.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::clock::{Clock, DAY};
use super::cron::{Cron, Sets};
use super::gap::{ALL_DAYS, FIRST_DAY, Gap};
use crate::units::problem::refuse_blanks;
use crate::units::{Problem, TimeOfDay};

/// The bundled data, so that every host computes the same.
static BUNDLED: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Zones read so far: what is worked out about the clock of one serves every
/// tier that names it. Only names of the bundled data get in.
static KNOWN: Mutex<BTreeMap<String, Zone>> = Mutex::new(BTreeMap::new());

static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::of("UTC", TimeZone::UTC));

/// What AWS Backup returns for UTC, and other names of the same zone.
const UTC_NAMES: [&str; 3] = ["UTC", "Etc/UTC", "Etc/UCT"];

/// A time zone by its IANA name. `Etc/UTC` and `UTC` are one zone.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    rules: TimeZone,
    /// The clock of the years that gaps are looked for in; clones share it.
    horizon: Arc<OnceLock<Clock>>,
    /// The longest gaps of schedules in it that were looked for; clones share
    /// them too.
    gaps: Arc<Mutex<BTreeMap<Steps, Option<Gap>>>>,
}

/// A schedule, and over how many of its steps.
type Steps = (Sets, usize);

/// Schedules of one zone whose gaps are remembered.
const GAPS_KNOWN: usize = 1_000;

impl Zone {
    /// The zone UTC.
    #[must_use]
    pub fn utc() -> Self {
        UTC.clone()
    }

    /// Reads an IANA name such as `Europe/Berlin`, or `UTC`.
    ///
    /// # Errors
    /// Names the bundled data does not hold, and other capitals; help gives the
    /// nearest name.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        refuse_blanks(text, "Europe/Berlin")?;
        if UTC_NAMES.contains(&text) {
            return Ok(Zone::utc());
        }
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = known.get(text) {
            return Ok(zone.clone());
        }
        // The data answers in any capitals; AWS is given the name as IANA has it.
        let found = BUNDLED.get(text).ok().filter(|rules| rules.iana_name() == Some(text));
        let Some(rules) = found else {
            return Err(Problem::whole(text, format!("`{text}` is not a time zone"))
                .with_help(nearest_help(text)));
        };
        let zone = Zone::of(text, rules);
        known.insert(text.to_owned(), zone.clone());
        Ok(zone)
    }

    /// The IANA name; `UTC` for that zone, whatever was written.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True for UTC.
    #[must_use]
    pub fn is_utc(&self) -> bool {
        self.name == "UTC"
    }

    /// Minutes by which its clocks are ahead of UTC at some time from 2026 on,
    /// each once: what the times of day alone can tell about runs.
    #[must_use]
    pub fn offsets(&self) -> Vec<i64> {
        let offsets: BTreeSet<i64> =
            self.horizon().offsets().map(|seconds| seconds.div_euclid(60)).collect();
        offsets.into_iter().collect()
    }

    /// True if its clocks, where they go forward, ever leave out this time of day.
    #[must_use]
    pub fn leaves_out(&self, time: TimeOfDay) -> bool {
        let at = i64::from(time.minute_of_day()) * 60;
        self.horizon().skipped().any(|(first, until)| (at - first).rem_euclid(DAY) < until - first)
    }

    fn of(name: &str, rules: TimeZone) -> Self {
        let (horizon, gaps) = (Arc::new(OnceLock::new()), Arc::default());
        Zone { name: name.to_owned(), rules, horizon, gaps }
    }

    /// The clock of the years that gaps are looked for in.
    pub(super) fn horizon(&self) -> &Clock {
        self.horizon
            .get_or_init(|| Clock::new(&self.rules, FIRST_DAY * DAY, (FIRST_DAY + ALL_DAYS) * DAY))
    }

    /// The longest gap of a schedule over so many steps, looked for once: rules
    /// ask for the same one again and again.
    pub(super) fn gap(
        &self,
        cron: &Cron,
        over: usize,
        look: impl FnOnce() -> Option<Gap>,
    ) -> Option<Gap> {
        let steps = (cron.sets(), over);
        let known = || self.gaps.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(&steps) {
            return *found;
        }
        let found = look();
        let mut known = known();
        if known.len() < GAPS_KNOWN {
            known.insert(steps, found);
        }
        found
    }

    /// The rules of the zone.
    pub(super) fn rules(&self) -> &TimeZone {
        &self.rules
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

/// Prints the IANA name.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn nearest_help(text: &str) -> String {
    nearest(text).map_or_else(
        || "write an IANA name such as `Europe/Berlin`, or `UTC`".to_owned(),
        |name| format!("did you mean `{name}`"),
    )
}

/// The zone whose name, or last part of it, is at most a third of it away.
fn nearest(text: &str) -> Option<String> {
    let wanted = text.to_lowercase().replace(' ', "_");
    let distance_to = |name: &str| {
        let lower = name.to_lowercase();
        let city = lower.rsplit('/').next().unwrap_or(&lower);
        // A whole name is preferred to the same city in another spelling.
        (edits(&wanted, &lower) * 2).min(edits(&wanted, city) * 2 + 1)
    };
    let (distance, name) = BUNDLED
        .available()
        .map(|name| (distance_to(name.as_str()), name.as_str().to_owned()))
        .min()?;
    (distance / 2 * 3 <= wanted.chars().count()).then_some(name)
}

/// The single-letter edits that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b.chars()) {
            let best = (diagonal + usize::from(from != to)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_times_of_day_that_a_zone_leaves_out() {
        let zone = |name| Zone::parse(name).unwrap();
        let out = |name, time| zone(name).leaves_out(TimeOfDay::parse(time).unwrap());
        assert!(out("Europe/Berlin", "02:00") && out("Europe/Berlin", "02:59"));
        assert!(!out("Europe/Berlin", "01:59") && !out("Europe/Berlin", "03:00"));
        assert!(!out("UTC", "02:30") && !out("Asia/Tokyo", "02:30"));
    }

    #[test]
    fn the_distances_of_a_zone_to_utc() {
        let minutes = |name| Zone::parse(name).unwrap().offsets();
        assert_eq!(minutes("Europe/Berlin"), [60, 120]);
        assert_eq!(minutes("Asia/Kolkata"), [330]);
        assert_eq!(minutes("UTC"), [0]);
    }
}
