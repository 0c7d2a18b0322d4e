//! The worst that can happen to the jobs of one resource.
//!
//! A job begins anywhere from its due time to the end of its start window, and
//! takes any time up to its longest. One job of a resource runs at a time: one
//! that could not begin by the end of its window expires. All that can happen is
//! followed in steps of some minutes; every state that can be reached is kept,
//! with the oldest newest point that can belong to it.

use std::collections::BTreeMap;

/// A job that is due.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job {
    pub(super) due: i64,
    pub(super) window: i64,
    /// How long it takes at most.
    pub(super) longest: i64,
    /// Its point counts for the loss that is asked for.
    pub(super) counts: bool,
}

/// Jobs that wait, as numbers, and the one that runs with its start.
type State = (Vec<usize>, Option<(usize, i64)>);

/// The greatest age that the newest finished point can have, at any moment until
/// the end of the last window. It begins with a point of the first moment.
///
/// All times must be multiples of `step`. Copies take their time afterwards.
pub(super) fn worst_loss(jobs: &[Job], step: i64) -> i64 {
    let from = jobs.iter().map(|job| job.due).min().unwrap_or_default();
    let until = jobs.iter().map(|job| job.due + job.window).max().unwrap_or_default();
    let mut states: BTreeMap<State, i64> = BTreeMap::from([((Vec::new(), None), from)]);
    let mut worst = 0;
    for now in (from..=until).step_by(usize::try_from(step).unwrap()) {
        worst = worst.max(now - states.values().min().unwrap());
        let mut next: BTreeMap<State, i64> = BTreeMap::new();
        let due = jobs.iter().enumerate().filter(|(_, job)| job.due == now);
        let due: Vec<usize> = due.map(|(number, _)| number).collect();
        for ((waiting, running), newest) in states {
            for (running, newest) in ended(jobs, running, newest, now) {
                for state in begun(jobs, &waiting, &due, running, now) {
                    let known = next.entry(state).or_insert(newest);
                    *known = newest.min(*known);
                }
            }
        }
        states = next;
    }
    worst
}

/// The running job is done, or goes on while it may.
fn ended(
    jobs: &[Job],
    running: Option<(usize, i64)>,
    newest: i64,
    now: i64,
) -> Vec<(Option<(usize, i64)>, i64)> {
    let Some((number, start)) = running else { return vec![(None, newest)] };
    let job = &jobs[number];
    let mut all = Vec::new();
    if now > start {
        all.push((None, if job.counts { newest.max(start) } else { newest }));
    }
    if now < start + job.longest {
        all.push((Some((number, start)), newest));
    }
    all
}

/// What may begin now: any one that waits, or none while none must. Whose
/// window ends now begins before what is only just due, or expires.
fn begun(
    jobs: &[Job],
    waiting: &[usize],
    due: &[usize],
    running: Option<(usize, i64)>,
    now: i64,
) -> Vec<State> {
    let is_last = |number: &usize| jobs[*number].due + jobs[*number].window <= now;
    let last: Vec<usize> = waiting.iter().copied().filter(is_last).collect();
    let mut left: Vec<usize> = waiting.iter().copied().filter(|number| !is_last(number)).collect();
    left.extend(due);
    let without = |begins: usize| left.iter().copied().filter(|other| *other != begins).collect();
    let begins = |number: &usize| (without(*number), Some((*number, now)));
    if running.is_some() {
        return vec![(left, running)];
    }
    if !last.is_empty() {
        return last
            .iter()
            .chain(&left)
            .filter(|number| !due.contains(number))
            .map(begins)
            .collect();
    }
    left.iter().map(begins).chain([(left.clone(), None)]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::calendar::HOUR;
    use super::*;

    fn every(hours: i64, window: i64, longest: i64, count: i64) -> Vec<Job> {
        let job = |number| Job { due: number * hours * HOUR, window, longest, counts: true };
        (0..count).map(job).collect()
    }

    #[test]
    fn a_quick_job_costs_its_gap_its_window_and_itself() {
        // 24 + 1 + 4.
        assert_eq!(worst_loss(&every(24, HOUR, 4 * HOUR, 5), 30), 29 * HOUR);
        // As long as the gap: 4 + 1 + 4; what waits begins in its window.
        assert_eq!(worst_loss(&every(4, HOUR, 4 * HOUR, 9), 30), 9 * HOUR);
    }

    #[test]
    fn a_job_that_lasts_into_the_next_windows_end_lets_the_next_expire() {
        // Every 4 h with a window of 1 h, up to 5 h. One that begins at 00:30
        // lasts until 05:30; the run of 04:00 expires at 05:00, the one of 08:00
        // begins at 09:00 and lasts until 14:00: 13 h 30 min after 00:30. With
        // any minute after 00:00 it is that, close to 14 h.
        assert_eq!(worst_loss(&every(4, HOUR, 5 * HOUR, 9), 30), 13 * HOUR + 30);
        assert_eq!(worst_loss(&every(4, HOUR, 5 * HOUR, 9), 15), 13 * HOUR + 45);
    }

    #[test]
    fn jobs_of_another_rule_can_let_every_run_expire() {
        // The other begins when both are due, and lasts beyond the window.
        let mut jobs = every(24, HOUR, HOUR, 5);
        jobs.extend(
            every(24, HOUR, 4 * HOUR, 5).into_iter().map(|job| Job { counts: false, ..job }),
        );
        assert_eq!(worst_loss(&jobs, 30), 4 * 24 * HOUR + HOUR);
    }
}
