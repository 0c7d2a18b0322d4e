//! How far apart points are at worst, if jobs keep each other from starting.
//!
//! AWS Backup runs one job of a resource at a time, and a job that cannot start
//! within its window expires. Which of two waiting jobs comes first AWS does not
//! say. A run is therefore taken as lost if any job that may be running at the
//! end of its window makes no point that counts, or if the job whose point was
//! the newest may still be running then. A job that starts late in its window
//! also ends late, but its point holds newer data.
//!
//! The result is a bound that never improves when points stop to count or jobs
//! take longer.

use std::collections::BTreeMap;

use crate::resolved::Resource;
use crate::schedule::{Among, Job, Run, closer_than, jobs};
use crate::units::Duration;

use super::calendars::Walked;
use super::evidence::{Evidence, Lane};
use super::jobs::JobTimes;
use super::series::{Series, joined};

/// Jobs that are walked: 28 years of a daily run, more than one year of an
/// hourly one. What jobs do to each other shows among neighbours.
const JOBS_WALKED: usize = 12_000;

/// The longest time from the data of one point to the due time of the run that
/// makes the next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Over {
    pub(super) length: Duration,
    pub(super) from: Run,
    pub(super) to: Run,
    /// Gaps between runs in it; more than one where runs expire.
    pub(super) gaps: usize,
}

impl Evidence<'_> {
    /// The longest time over the runs that may expire; none if points need not
    /// follow at all.
    pub(super) fn over(&self, resource: &Resource, series: &[Series]) -> Option<Over> {
        let gap = self.gap(series, 0)?.gap;
        let plain = Over { length: gap.length, from: gap.from, to: gap.to, gaps: 1 };
        let backup = self.backup_lanes(resource);
        let of_backup = |lane: &usize| backup.contains(lane);
        let mut lanes = joined(series);
        let others = lanes.iter().filter(|(lane, _)| !of_backup(lane));
        let crowded =
            self.crowded(backup) || others.into_iter().any(|(lane, _)| self.crowded(&[*lane]));
        if !crowded {
            return Some(plain);
        }
        for lane in backup {
            if !lanes.iter().any(|(own, _)| own == lane) {
                lanes.push((*lane, Vec::new()));
            }
        }
        let walked = lanes.iter().filter_map(|(lane, tiers)| {
            let (kind, tiers) = (self.lane(*lane)?.kind, tiers.clone());
            Some(Walked { kind, tiers, of_backup: of_backup(lane) })
        });
        let key: Vec<Walked> = walked.collect();
        if let Some(known) = self.calendars.overs.borrow().get(&key) {
            return *known;
        }
        let found = self.walked(&lanes, backup).map(|walked| match walked.length > plain.length {
            true => walked,
            false => plain,
        });
        self.calendars.overs.borrow_mut().insert(key, found);
        found
    }

    /// True if some job of these lanes may keep another from starting.
    fn crowded(&self, lanes: &[usize]) -> bool {
        let lanes: Vec<&Lane> = lanes.iter().filter_map(|lane| self.lane(*lane)).collect();
        let key: Vec<usize> = lanes.iter().map(|lane| lane.kind).collect();
        if let Some(known) = self.calendars.crowded.borrow().get(&key) {
            return *known;
        }
        let times = || lanes.iter().flat_map(|lane| &lane.times);
        let ends = times().map(|times| times.window.plus(times.backup)).max().unwrap_or_default();
        let first = times().map(|times| times.window).min().unwrap_or_default();
        let last = times().map(|times| times.window).max().unwrap_or_default();
        let among: Vec<Among<'_>> =
            lanes.iter().map(|lane| Among { runs: &lane.runs, tiers: &[] }).collect();
        let found = closer_than(&among, ends.minus(first).max(last));
        self.calendars.crowded.borrow_mut().insert(key, found);
        found
    }

    /// `lanes` with the tiers that count; none of them counts of others.
    fn walked(&self, lanes: &[(usize, Vec<usize>)], backup: &[usize]) -> Option<Over> {
        let among: Vec<Among<'_>> = lanes
            .iter()
            .filter_map(|(lane, tiers)| Some(Among { runs: &self.lane(*lane)?.runs, tiers }))
            .collect();
        let jobs = jobs(&among, JOBS_WALKED);
        let timed = jobs.iter().filter_map(|job| {
            let (lane, _) = lanes.get(job.set)?;
            let group = if backup.contains(lane) { None } else { Some(*lane) };
            Timed::new(job, *self.lane(*lane)?.times.get(job.tier)?, group)
        });
        let (counting, blocking): (Vec<Timed>, Vec<Timed>) =
            timed.partition(|timed| timed.job.counts);
        let found = Walk::new(&counting, &blocking).longest()?;
        let run = |job: &Job| self.lane(lanes.get(job.set)?.0)?.runs.run_of(job.tier, job.at);
        Some(Over {
            length: Duration::seconds(u64::try_from(found.seconds).unwrap_or_default()),
            from: run(&found.from)?,
            to: run(&found.to)?,
            gaps: found.gaps,
        })
    }
}

/// A job with its times, in seconds.
#[derive(Debug, Clone, Copy)]
struct Timed {
    job: Job,
    window: i64,
    backup: i64,
    /// The lane whose jobs wait for each other; none for all of AWS Backup.
    group: Option<usize>,
}

impl Timed {
    fn new(job: &Job, times: JobTimes, group: Option<usize>) -> Option<Self> {
        let seconds = |time: Duration| i64::try_from(time.as_seconds()).ok();
        let (window, backup) = (seconds(times.window)?, seconds(times.backup)?);
        Some(Self { job: *job, window, backup, group })
    }

    /// When its window ends, after which it expires.
    const fn end(&self) -> i64 {
        self.job.at.saturating_add(self.window)
    }

    /// When it has ended at the latest.
    const fn over(&self) -> i64 {
        self.end().saturating_add(self.backup)
    }
}

/// Jobs that count, with what the others do to them.
struct Walk {
    counting: Vec<Step>,
}

/// A job that counts.
struct Step {
    timed: Timed,
    /// A job that does not count may keep it from starting.
    blocked: bool,
    /// The due time of the latest job whose point counts instead if it keeps
    /// this one from starting; else its own.
    by: i64,
    /// The first job from this one on that nothing may keep from starting.
    free: usize,
}

/// What was found: the longest time between data and a run.
struct Found {
    seconds: i64,
    from: Job,
    to: Job,
    gaps: usize,
}

impl Walk {
    fn new(counting: &[Timed], blocking: &[Timed]) -> Self {
        let ends = Ends::of(blocking);
        let steps = counting.iter().enumerate().map(|(number, timed)| {
            let later = counting.iter().skip(number + 1);
            let inside = later.take_while(|other| other.job.at < timed.end());
            let instead =
                inside.filter(|other| other.group == timed.group && other.over() > timed.end());
            Step {
                timed: *timed,
                blocked: ends.running_at(timed.group, timed.end()),
                by: instead.map(|other| other.job.at).max().unwrap_or(timed.job.at),
                free: number,
            }
        });
        let mut counting: Vec<Step> = steps.collect();
        let mut free = counting.len();
        for (number, step) in counting.iter_mut().enumerate().rev() {
            free = if step.blocked { free } else { number };
            step.free = free;
        }
        Self { counting }
    }

    fn longest(&self) -> Option<Found> {
        let mut best: Option<Found> = None;
        for number in 0..self.counting.len() {
            let after = self.after(number);
            let longer =
                |found: &Found| best.as_ref().is_none_or(|best| found.seconds > best.seconds);
            if let Some(found) = after.filter(longer) {
                best = Some(found);
            }
        }
        best
    }

    /// The longest time from one job's data to the run that makes the next
    /// point; none if the jobs walked do not show it.
    fn after(&self, number: usize) -> Option<Found> {
        let from = &self.counting.get(number)?.timed;
        let mut started = from.job.at;
        let mut best: Option<Found> = None;
        let mut last = number;
        // Jobs that may be kept from starting are passed over all at once.
        while let Some(next) = self.counting.get(last + 1).and_then(|s| self.counting.get(s.free)) {
            last = next.free;
            let found = Found {
                seconds: next.by - started,
                from: from.job,
                to: next.timed.job,
                gaps: last - number,
            };
            if best.as_ref().is_none_or(|best| found.seconds > best.seconds) {
                best = Some(found);
            }
            let end = next.timed.end();
            if from.group != next.timed.group || from.over() <= end {
                return best;
            }
            // It is still running then if it started late enough.
            started = started.max(end.saturating_sub(from.backup));
        }
        None
    }
}

/// Of jobs in the order of their due times: until when any that has started may
/// be running, lane by lane.
struct Ends {
    groups: BTreeMap<Option<usize>, Vec<Until>>,
}

/// Until when the jobs that were due so far may be running.
struct Until {
    due: i64,
    until: i64,
}

impl Ends {
    fn of(jobs: &[Timed]) -> Self {
        let mut groups: BTreeMap<Option<usize>, Vec<Until>> = BTreeMap::new();
        for timed in jobs {
            let ends = groups.entry(timed.group).or_default();
            let before = ends.last().map_or(i64::MIN, |newest| newest.until);
            ends.push(Until { due: timed.job.at, until: before.max(timed.over()) });
        }
        Self { groups }
    }

    /// True if a job of the group that was due before may be running then.
    fn running_at(&self, group: Option<usize>, at: i64) -> bool {
        let Some(ends) = self.groups.get(&group) else { return false };
        let before = ends.partition_point(|end| end.due < at);
        let newest = before.checked_sub(1).and_then(|newest| ends.get(newest));
        newest.is_some_and(|newest| newest.until > at)
    }
}
