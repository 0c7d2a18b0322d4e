//! Whether the promise is kept in fact: recovery points and jobs.
//!
//! Only points that AWS Backup makes by a schedule are looked at; where the
//! objective rests on something else, their age says nothing about it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::document::Disruption;
use crate::observe::{Activity, Job, JobKind, Points, Subject};
use crate::recoverability::{AfterDisruption, Subject as Proven};
use crate::resolved::{HistoryLength, Mechanism, MechanismKind, Resource, mechanisms};
use crate::resources::{Place, identifier_arns};
use crate::source::Span;
use crate::units::Duration;

use super::comparing::Comparing;
use super::{Kept, KeptVerdict, Known};

/// Everything that was asked for: nothing where no activity was.
pub(super) fn kept(comparing: &Comparing<'_>, known: &Known) -> Vec<Kept> {
    let policy = comparing.own.policy;
    let Some(home) = &policy.environment.place else { return Vec::new() };
    let here = comparing.observed.values().any(|seen| seen.activity.is_some());
    if !here && !known.has_activity() {
        return Vec::new();
    }
    let all = mechanisms(policy);
    let mut kept = Vec::new();
    for subject in comparing.own.proof.subjects.iter().filter(|subject| subject.class.is_none()) {
        let Some(resource) = policy.resources.get(&subject.resource) else { continue };
        let arns = identifier_arns(resource, home);
        if arns.is_empty() || resource.plans.is_empty() {
            continue;
        }
        let own = all.iter().filter(|own| own.resource == subject.resource && !own.planned);
        let of = Of { comparing, home, resource, subject, arns, mechanisms: own.collect() };
        for disruption in [Disruption::Corruption, Disruption::Region] {
            kept.extend(of.after(disruption));
        }
    }
    kept
}

/// A resource whose points are looked at.
struct Of<'a> {
    comparing: &'a Comparing<'a>,
    home: &'a Place,
    resource: &'a Resource,
    subject: &'a Proven,
    arns: Vec<String>,
    mechanisms: Vec<&'a Mechanism>,
}

/// Points in the places of a disruption, of the ARN that is worst off.
struct Seen {
    newest: Option<Timestamp>,
    oldest: Option<Timestamp>,
    now: Timestamp,
}

impl Of<'_> {
    fn after(&self, disruption: Disruption) -> Vec<Kept> {
        let Some(after) = self.subject.after(disruption) else { return Vec::new() };
        let places = self.places(disruption);
        if places.is_empty() {
            return Vec::new();
        }
        let mut kept = Vec::new();
        let rpo = after.wanted.rpo.stated().copied().filter(|_| self.by_schedule(after));
        let reach = after.wanted.history.stated().and_then(|wanted| wanted.reach.as_ref());
        let seen = self.seen(&places);
        if let Some(rpo) = rpo {
            let (verdict, found) = match &seen {
                None => (KeptVerdict::NotChecked, NOT_READ.to_owned()),
                Some(seen) => newest(seen, rpo),
            };
            let span = origin(&after.wanted.rpo);
            kept.push(self.kept(disruption, format!("RPO {rpo}"), found, verdict, span));
        }
        if let Some(reach) = reach.filter(|_| self.by_points(after)) {
            let wanted = match &reach.value {
                HistoryLength::Hours(length) => *length,
                HistoryLength::Days(days) => Duration::days(u64::from(days.most)),
            };
            let (verdict, found) = match &seen {
                None => (KeptVerdict::NotChecked, NOT_READ.to_owned()),
                Some(seen) => oldest(seen, wanted),
            };
            let said = match &reach.value {
                HistoryLength::Hours(length) => length.to_string(),
                HistoryLength::Days(days) => days.to_string(),
            };
            let objective = format!("history {said}");
            kept.push(self.kept(disruption, objective, found, verdict, Some(reach.span)));
        }
        kept.extend(self.jobs(disruption, seen.as_ref()));
        kept
    }

    fn kept(
        &self,
        disruption: Disruption,
        objective: String,
        found: String,
        verdict: KeptVerdict,
        span: Option<Span>,
    ) -> Kept {
        let resource = self.resource.at.key.clone();
        Kept { resource, disruption, objective, found, verdict, span }
    }

    /// The places of vaults that hold points: the resource's own Region, or others.
    fn places(&self, disruption: Disruption) -> BTreeSet<Place> {
        let vaults = self.mechanisms.iter().filter_map(|own| own.vault.as_ref());
        let vaults = vaults.filter_map(|vault| self.comparing.own.policy.vaults.get(vault));
        let here = |place: &&Place| {
            (place.region == self.home.region) == (disruption == Disruption::Corruption)
        };
        vaults.filter_map(|vault| vault.place.as_ref()).filter(here).cloned().collect()
    }

    /// True if the figure of the RPO rests on points of a schedule alone.
    fn by_schedule(&self, after: &AfterDisruption) -> bool {
        let counted = &after.rpo.figures.nominal.trace.mechanisms;
        let scheduled = |reference: &str| {
            let own = self.mechanisms.iter().find(|own| own.reference == reference);
            own.is_some_and(|own| {
                matches!(own.kind, MechanismKind::RecoveryPoints | MechanismKind::Copy)
            })
        };
        !counted.is_empty() && counted.iter().all(|counted| scheduled(&counted.reference))
    }

    /// True if points of a schedule give the reach.
    fn by_points(&self, after: &AfterDisruption) -> bool {
        after.history.by.iter().any(|by| {
            self.mechanisms.iter().any(|own| {
                own.reference == by.reference
                    && matches!(own.kind, MechanismKind::RecoveryPoints | MechanismKind::Copy)
            })
        })
    }

    fn activity(&self, place: &Place) -> Option<&Activity> {
        let seen = self.comparing.observation(place)?;
        let unread = seen
            .unread
            .iter()
            .any(|unread| matches!(unread.subject, Subject::Activity | Subject::Everything));
        seen.activity.as_ref().filter(|_| !unread)
    }

    /// The points in these places; none unless all could be read.
    fn seen(&self, places: &BTreeSet<Place>) -> Option<Seen> {
        let mut now = None;
        let mut worst: Option<(Option<Timestamp>, Option<Timestamp>)> = None;
        for arn in &self.arns {
            let (mut newest, mut oldest) = (None, None);
            for place in places {
                let activity = self.activity(place)?;
                now = now.max(self.comparing.moment(place));
                let from = (arn.clone(), String::new());
                let own = activity.points.range(from..).take_while(|((of, _), _)| of == arn);
                for (_, points) in own {
                    let Points { count: _, newest: last, oldest: first } = points;
                    newest = newest.max(last.parse().ok());
                    oldest = [oldest, first.parse().ok()].into_iter().flatten().min();
                }
            }
            // Nothing is worse than old, and too new to reach back.
            worst = Some(match worst {
                None => (newest, oldest),
                Some((a, b)) => {
                    (a.min(newest), if b.is_none() { b } else { oldest.and(b.max(oldest)) })
                }
            });
        }
        let (newest, oldest) = worst?;
        Some(Seen { newest, oldest, now: now? })
    }

    /// Jobs that left nothing: backups here, copies elsewhere.
    fn jobs(&self, disruption: Disruption, seen: Option<&Seen>) -> Option<Kept> {
        let kind = match disruption {
            Disruption::Corruption => JobKind::Backup,
            _ => JobKind::Copy,
        };
        let activity = self.activity(self.home)?;
        let jobs = self.arns.iter().filter_map(|arn| activity.jobs.get(arn));
        let (mut completed, mut failed): (u64, Vec<&Job>) = (0, Vec::new());
        for jobs in jobs {
            completed += jobs.completed;
            failed.extend(jobs.failed.iter().filter(|job| job.kind == kind));
        }
        let last = failed.iter().max_by(|a, b| a.created.cmp(&b.created))?;
        let word = if kind == JobKind::Backup { "backup jobs" } else { "copy jobs" };
        let since = seen.and_then(|seen| seen.newest);
        let failed_at: Option<Timestamp> = last.created.parse().ok();
        // A success since then has brought what the failure did not.
        let verdict = match (since, failed_at) {
            (Some(point), Some(failed)) if point > failed => KeptVerdict::Kept,
            _ => KeptVerdict::Broken,
        };
        let Job { kind: _, id, state, created, category } = last;
        let why = category.as_ref().map(|why| format!(", {why}")).unwrap_or_default();
        let count = failed.len();
        let found = format!(
            "{count} {word} failed and {completed} jobs completed; the last to fail is {id} of {created} ({state}{why})"
        );
        Some(self.kept(disruption, "jobs succeed".to_owned(), found, verdict, None))
    }
}

const NOT_READ: &str = "recovery points could not be read";

fn origin<T>(objective: &crate::resolved::Objective<T>) -> Option<Span> {
    match objective {
        crate::resolved::Objective::Stated(_, origin) => Some(origin.span),
        _ => None,
    }
}

fn age(now: Timestamp, of: Timestamp) -> Duration {
    let seconds = now.as_second().saturating_sub(of.as_second()).max(0);
    Duration::seconds(u64::try_from(seconds).unwrap_or_default())
}

/// Whether the newest point is new enough: data since it began would be lost now.
fn newest(seen: &Seen, rpo: Duration) -> (KeptVerdict, String) {
    let Some(newest) = seen.newest else {
        return (KeptVerdict::Broken, "there is no recovery point".to_owned());
    };
    let age = age(seen.now, newest);
    let verdict = if age <= rpo { KeptVerdict::Kept } else { KeptVerdict::Broken };
    (verdict, format!("the newest recovery point is {} old", age.rounded_up()))
}

/// Whether points reach back: if they do not, the plan may be too young for it.
fn oldest(seen: &Seen, wanted: Duration) -> (KeptVerdict, String) {
    let Some(oldest) = seen.oldest else {
        return (KeptVerdict::Broken, "there is no recovery point".to_owned());
    };
    let age = age(seen.now, oldest);
    let said = format!("the oldest recovery point is {} old", age.rounded_down());
    match age >= wanted {
        true => (KeptVerdict::Kept, said),
        false => (
            KeptVerdict::TooEarly,
            format!("{said}: nothing shows whether it began then, or older ones are gone"),
        ),
    }
}

impl Comparing<'_> {
    /// The moment at which a place was seen; the day that counts as today where
    /// nobody noted it.
    pub(super) fn moment(&self, place: &Place) -> Option<Timestamp> {
        let noted = self.observation(place).and_then(|seen| seen.at.as_ref());
        let noted = noted.and_then(|at| at.parse().ok());
        noted.or_else(|| {
            let start = self.as_of.civil().to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            Some(start.timestamp())
        })
    }
}
