//! Whether the promise is kept in fact: recovery points and jobs.
//!
//! Only points that AWS Backup makes by a schedule are looked at; where the
//! objective rests on something else, their age says nothing about it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::document::Disruption;
use crate::observe::{Activity, Job, JobKind, Points, Subject};
use crate::recoverability::{AfterDisruption, Reach, Subject as Proven};
use crate::resolved::{HistoryLength, Mechanism, MechanismKind, Resource, mechanisms};
use crate::resources::{Place, ResourceKind, identifier_arns};
use crate::source::Span;
use crate::units::Duration;

use super::comparing::Comparing;
use super::{Kept, KeptVerdict, Known, whereabouts};

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

/// Points in the places of a disruption, of each ARN.
struct Seen {
    each: Vec<Reaching>,
    now: Timestamp,
}

/// From when to when the points of one ARN are.
struct Reaching {
    newest: Option<Timestamp>,
    oldest: Option<Timestamp>,
    /// Since when it is protected, as far as that is known.
    since: Option<Timestamp>,
}

impl Reaching {
    fn take(&mut self, points: &Points) {
        let Points { count: _, newest: last, oldest: first } = points;
        self.newest = self.newest.max(last.parse().ok());
        self.oldest = [self.oldest, first.parse().ok()].into_iter().flatten().min();
    }
}

impl Seen {
    /// The newest point of the ARN that is furthest behind; none if one has none.
    fn newest(&self) -> Option<Timestamp> {
        self.each.iter().map(|one| one.newest).min().flatten()
    }
}

impl<'a> Of<'a> {
    fn after(&self, disruption: Disruption) -> Vec<Kept> {
        let Some(after) = self.subject.after(disruption) else { return Vec::new() };
        let vaults = self.vaults(disruption);
        if vaults.is_empty() {
            return Vec::new();
        }
        let mut kept = Vec::new();
        let rpo = after.wanted.rpo.stated().copied().filter(|_| self.by_schedule(after));
        let reach = after.wanted.history.stated().and_then(|wanted| wanted.reach.as_ref());
        let seen = self.seen(&vaults);
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
                Some(seen) => oldest(seen, wanted, first_point(after)),
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

    /// Vaults that hold points, by their places: the resource's own Region, or others.
    fn vaults(&self, disruption: Disruption) -> BTreeMap<&'a Place, BTreeSet<&'a str>> {
        let mut vaults: BTreeMap<&Place, BTreeSet<&str>> = BTreeMap::new();
        let own = self.mechanisms.iter().filter_map(|own| own.vault.as_ref());
        for vault in own.filter_map(|vault| self.comparing.own.policy.vaults.get(vault)) {
            let Some(place) = &vault.place else { continue };
            if (place.region == self.home.region) == (disruption == Disruption::Corruption) {
                vaults.entry(place).or_default().insert(&vault.aws_name.value);
            }
        }
        vaults
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

    /// The points in these vaults; none unless all could be read.
    fn seen(&self, vaults: &BTreeMap<&Place, BTreeSet<&str>>) -> Option<Seen> {
        let mut now = None;
        let mut each = Vec::new();
        for arn in &self.arns {
            let mut reaching = Reaching { newest: None, oldest: None, since: None };
            for (place, names) in vaults {
                let activity = self.activity(place)?;
                now = now.max(self.comparing.moment(place));
                if names.iter().any(|vault| !activity.looked_for(arn, vault)) {
                    return None;
                }
                let from = (arn.clone(), String::new());
                let own = activity.points.range(from..).take_while(|((of, _), _)| of == arn);
                for (_, points) in own {
                    reaching.take(points);
                }
            }
            reaching.since = self.since(arn);
            each.push(reaching);
        }
        Some(Seen { each, now: now? })
    }

    /// The moment since when both the resource and every plan of it are known to
    /// be there; none if that is not known of all of them.
    fn since(&self, arn: &str) -> Option<Timestamp> {
        let home = self.activity(self.home)?;
        let parsed = |text: &String| text.parse::<Timestamp>().ok();
        let mut since = home.resources_since.get(arn).and_then(parsed);
        if since.is_none() {
            // What was backed up or tried to be was there.
            let activities = self.comparing.observed.values().filter_map(|o| o.activity.as_ref());
            let points = activities.flat_map(|activity| &activity.points);
            let points = points.filter(|((of, _), _)| of == arn).map(|(_, points)| &points.oldest);
            let jobs = home.jobs.get(arn).into_iter().flat_map(|jobs| &jobs.failed);
            since = points.chain(jobs.map(|job| &job.created)).filter_map(parsed).min();
        }
        let labels = &self.comparing.own.lowered.labels;
        for (id, label) in labels.iter().filter(|(id, _)| id.kind == ResourceKind::Plan) {
            let (plan, _) = whereabouts::part(&label.key);
            if self.resource.plans.iter().any(|own| own.value == plan) {
                let made = home.plans_since.get(&id.name).and_then(parsed);
                since = since.zip(made).map(|(known, made)| known.max(made));
            }
        }
        since
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
        let since = seen.and_then(Seen::newest);
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
    let Some(newest) = seen.newest() else {
        return (KeptVerdict::Broken, "there is no recovery point".to_owned());
    };
    let age = age(seen.now, newest);
    let verdict = if age <= rpo { KeptVerdict::Kept } else { KeptVerdict::Broken };
    (verdict, format!("the newest recovery point is {} old", age.rounded_up()))
}

/// How long after the beginning the first of the points that give the reach may
/// be made; none if that is not known.
fn first_point(after: &AfterDisruption) -> Option<Duration> {
    match (after.history.kept, after.history.reach) {
        (Some(kept), Reach::Back(reach)) => Some(kept.minus(reach)),
        _ => None,
    }
}

/// Whether points reach back: if they do not, the plan may be too young for it.
///
/// `first` is how long a plan may take to its first point.
fn oldest(seen: &Seen, wanted: Duration, first: Option<Duration>) -> (KeptVerdict, String) {
    let judged = seen.each.iter().map(|one| reaching(one, seen.now, wanted, first));
    let worst = judged.min_by_key(|(verdict, age, _)| (rank(*verdict), *age));
    worst.map_or((KeptVerdict::NotChecked, NOT_READ.to_owned()), |(verdict, _, said)| {
        (verdict, said)
    })
}

/// What is worst first.
const fn rank(verdict: KeptVerdict) -> u8 {
    match verdict {
        KeptVerdict::Broken => 0,
        KeptVerdict::NotChecked => 1,
        KeptVerdict::TooEarly => 2,
        KeptVerdict::Kept => 3,
    }
}

fn reaching(
    one: &Reaching,
    now: Timestamp,
    wanted: Duration,
    first: Option<Duration>,
) -> (KeptVerdict, Duration, String) {
    let Some(oldest) = one.oldest else {
        return (KeptVerdict::Broken, Duration::ZERO, "there is no recovery point".to_owned());
    };
    let reach = age(now, oldest);
    let said = format!("the oldest recovery point is {} old", reach.rounded_down());
    if reach >= wanted {
        return (KeptVerdict::Kept, reach, said);
    }
    let due = first.map(|first| wanted.plus(first));
    match (one.since, due) {
        (Some(since), Some(due)) if age(now, since) >= due => {
            let since = since.to_zoned(jiff::tz::TimeZone::UTC).date();
            let why = "older ones are gone, or what makes them is newer than its plan";
            (
                KeptVerdict::Broken,
                reach,
                format!("{said}, though it is protected since {since}: {why}"),
            )
        }
        (Some(since), Some(_)) => {
            let since = since.to_zoned(jiff::tz::TimeZone::UTC).date();
            (
                KeptVerdict::TooEarly,
                reach,
                format!("{said}: as far as is known it is protected since {since} only"),
            )
        }
        _ => (
            KeptVerdict::TooEarly,
            reach,
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
