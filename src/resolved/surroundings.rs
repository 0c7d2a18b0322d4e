//! What happens outside the file: deleters, drills, alarms, claims.

use std::collections::BTreeMap;

use crate::document::{self, Disruption, DrillFigure};
use crate::source::{Map, Span, Spanned, Text};
use crate::units::{Bytes, CalendarDays, Date, Duration, Retention};

use super::context::{At, Context, at, is_on};
use super::cut::belongs;
use super::objectives::{HistoryLength, Objective, Origin};
use super::protection::Timetable;
use super::reference::Reference;
use super::rules;

/// Something that deletes backups.
#[derive(Debug, Clone)]
pub struct Deleter {
    /// Where it stands.
    pub at: At,
    /// What it deletes.
    pub deletes: Vec<Reference>,
    /// Age from which it deletes.
    pub older_than: Option<Spanned<CalendarDays>>,
    /// When it runs.
    pub timetable: Timetable,
    /// The script, function or person.
    pub source: Option<Text>,
    /// Written, but switched off.
    pub planned: bool,
}

/// An exercise of recovery.
#[derive(Debug, Clone)]
pub struct Drill {
    /// Where it stands.
    pub at: At,
    /// When it takes place.
    pub timetable: Timetable,
    /// Where, a name under `environments`.
    pub environment: Option<Text>,
    /// What is exercised.
    pub exercises: Vec<Reference>,
    /// What is measured.
    pub measures: Vec<Spanned<DrillFigure>>,
    /// Written, but not done yet.
    pub planned: bool,
}

/// An alarm about backups.
#[derive(Debug, Clone)]
pub struct Alarm {
    /// Where it stands.
    pub at: At,
    /// What it watches.
    pub watches: Vec<Reference>,
    /// When it goes off; nothing stated means that nobody knows.
    pub when: Option<Spanned<AlarmCondition>>,
    /// How often it looks.
    pub evaluate_every: Option<Spanned<Duration>>,
    /// Who is told.
    pub notify: Vec<Spanned<String>>,
    /// Region it runs in, if stated.
    pub region: Option<Spanned<String>>,
    /// Written, but switched off.
    pub planned: bool,
}

/// When an alarm goes off: any of these.
#[derive(Debug, Clone, Default)]
pub struct AlarmCondition {
    /// The newest backup is older.
    pub age_over: Option<Spanned<Duration>>,
    /// A replica is further behind.
    pub lag_over: Option<Spanned<Duration>>,
    /// A replica is further behind, in bytes.
    pub lag_bytes_over: Option<Spanned<Bytes>>,
    /// A job takes longer.
    pub job_longer_than: Option<Spanned<Duration>>,
    /// A job fails.
    pub job_failed: Option<Spanned<bool>>,
}

/// What another document promises.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its path, such as `claims[0]`.
    pub path: String,
    /// The whole claim.
    pub span: Span,
    /// The document and its passage.
    pub source: Text,
    /// The resources it speaks of; all if empty.
    pub resources: Vec<Text>,
    /// The disruption it speaks of.
    pub disruption: Option<Spanned<Disruption>>,
    /// Promised RPO.
    pub rpo: Option<Spanned<Objective<Duration>>>,
    /// Promised RTO.
    pub rto: Option<Spanned<Objective<Duration>>>,
    /// Promised history.
    pub history: Option<Spanned<Objective<HistoryLength>>>,
    /// Promised retention.
    pub retention: Option<Spanned<Retention>>,
    /// Promised interval of backups.
    pub backup: Option<Spanned<crate::schedule::Schedule>>,
    /// Region that is promised to hold a copy.
    pub region: Option<Spanned<String>>,
    /// Promised interval of restore tests.
    pub restore_test: Option<Spanned<crate::schedule::Schedule>>,
    /// Promised encryption.
    pub encrypted: Option<Spanned<bool>>,
}

/// A difference that drift leaves out.
#[derive(Debug, Clone)]
pub struct IgnoreDrift {
    /// Its path, such as `ignore_drift[0]`.
    pub path: String,
    /// The whole entry.
    pub span: Span,
    /// The thing or the setting.
    pub what: Reference,
    /// Why it may differ.
    pub reason: Text,
    /// Last day it is left out.
    pub until: Option<Spanned<Date>>,
}

impl Context<'_> {
    pub(super) fn deleters(
        &mut self,
        deleters: &Map<document::Deleter>,
    ) -> BTreeMap<String, Deleter> {
        let mut resolved = BTreeMap::new();
        for (name, deleter) in deleters {
            let document::Deleter { deletes, older_than, schedule, source, planned, only } =
                deleter;
            if !belongs(only.as_ref(), &self.placeholders.environment) {
                continue;
            }
            let at = at(name, "deleters", &[]);
            let deleter = Deleter {
                deletes: self.references(deletes, &format!("{}.deletes", at.path)),
                older_than: self.parse(older_than.as_deref(), &at.path, CalendarDays::parse),
                timetable: self.timetable(schedule.as_ref(), &at.path),
                source: source.as_ref().map(|source| source.0.clone()),
                planned: is_on(planned.as_ref()),
                at,
            };
            resolved.insert(name.value.clone(), deleter);
        }
        resolved
    }

    pub(super) fn drills(&mut self, drills: &Map<document::Drill>) -> BTreeMap<String, Drill> {
        let mut resolved = BTreeMap::new();
        for (name, drill) in drills {
            let document::Drill { schedule, environment, exercises, measures, planned, only } =
                drill;
            if !belongs(only.as_ref(), &self.placeholders.environment) {
                continue;
            }
            let at = at(name, "drills", &[]);
            let base = self.base;
            let environment = environment.as_ref().filter(|environment| {
                let known = base.has(&environment.value);
                if !known {
                    self.unresolved(environment, "environments", base.stated(), &at.path);
                }
                known
            });
            let drill = Drill {
                timetable: self.timetable(schedule.as_ref(), &at.path),
                environment: environment.map(|environment| environment.0.clone()),
                exercises: self.references(exercises, &format!("{}.exercises", at.path)),
                measures: measures.clone(),
                planned: is_on(planned.as_ref()),
                at,
            };
            resolved.insert(name.value.clone(), drill);
        }
        resolved
    }

    pub(super) fn alarms(&mut self, alarms: &Map<document::Alarm>) -> BTreeMap<String, Alarm> {
        let mut resolved = BTreeMap::new();
        for (name, alarm) in alarms {
            let document::Alarm { watches, when, evaluate_every, notify, region, planned, only } =
                alarm;
            if !belongs(only.as_ref(), &self.placeholders.environment) {
                continue;
            }
            let at = at(name, "alarms", &[]);
            let every = format!("{}.evaluate_every", at.path);
            let alarm = Alarm {
                watches: self.references(watches, &format!("{}.watches", at.path)),
                when: when.as_ref().map(|when| when.with(self.condition(&when.value, &at.path))),
                evaluate_every: self.parse(evaluate_every.as_deref(), &every, Duration::parse),
                notify: notify.iter().map(|who| self.fill(who, &at.path)).collect(),
                region: region.as_ref().map(|region| self.fill(region, &at.path)),
                planned: is_on(planned.as_ref()),
                at,
            };
            resolved.insert(name.value.clone(), alarm);
        }
        resolved
    }

    fn condition(&mut self, when: &document::AlarmCondition, path: &str) -> AlarmCondition {
        let document::AlarmCondition {
            age_over,
            lag_over,
            lag_bytes_over,
            job_longer_than,
            job_failed,
        } = when;
        let path = format!("{path}.when");
        AlarmCondition {
            age_over: self.parse(age_over.as_deref(), &path, Duration::parse),
            lag_over: self.parse(lag_over.as_deref(), &path, Duration::parse),
            lag_bytes_over: self.parse(lag_bytes_over.as_deref(), &path, Bytes::parse),
            job_longer_than: self.parse(job_longer_than.as_deref(), &path, Duration::parse),
            job_failed: *job_failed,
        }
    }

    pub(super) fn claims(
        &mut self,
        claims: &[Spanned<document::Claim>],
        resources: &BTreeMap<String, ()>,
    ) -> Vec<Claim> {
        let environment = self.placeholders.environment.clone();
        let here = |(_, claim): &(usize, &Spanned<document::Claim>)| {
            belongs(claim.value.only.as_ref(), &environment)
        };
        let claims = claims.iter().enumerate().filter(here);
        claims
            .map(|(index, claim)| self.claim(claim, format!("claims[{index}]"), resources))
            .collect()
    }

    fn claim(
        &mut self,
        claim: &Spanned<document::Claim>,
        path: String,
        resources: &BTreeMap<String, ()>,
    ) -> Claim {
        let document::Claim {
            source,
            resources: of,
            only: _,
            disruption,
            rpo,
            rto,
            history,
            retention,
            backup,
            region,
            restore_test,
            encrypted,
        } = &claim.value;
        let known =
            of.iter().filter(|name| self.known(name, "resources", resources, &path).is_some());
        let resources = known.map(|name| name.0.clone()).collect();
        let time = Duration::parse_objective;
        Claim {
            span: claim.span,
            source: source.0.clone(),
            resources,
            disruption: *disruption,
            rpo: self.promise(rpo.as_deref(), &format!("{path}.rpo"), time),
            rto: self.promise(rto.as_deref(), &format!("{path}.rto"), time),
            history: self.promise(
                history.as_deref(),
                &format!("{path}.history"),
                HistoryLength::parse,
            ),
            retention: self.parse(retention.as_deref(), &path, Retention::parse),
            backup: self.interval(backup.as_deref(), &format!("{path}.backup")),
            region: region.as_ref().map(|region| self.fill(region, &path)),
            restore_test: self.interval(restore_test.as_deref(), &format!("{path}.restore_test")),
            encrypted: *encrypted,
            path,
        }
    }

    /// A promised figure; `none` is the promise of nothing.
    fn promise<T>(
        &mut self,
        leaf: Option<&Text>,
        path: &str,
        parse: impl FnOnce(&str) -> Result<T, crate::units::Problem>,
    ) -> Option<Spanned<Objective<T>>> {
        let leaf = leaf?;
        let origin = Origin { path: path.to_owned(), span: leaf.span };
        if leaf.value == "none" {
            return Some(leaf.with(Objective::NoObjective(origin)));
        }
        let value = self.parse(Some(leaf), path, parse)?;
        Some(leaf.with(Objective::Stated(value.value, origin)))
    }

    /// A promised interval: `every month`, `every 3mo`.
    fn interval(
        &mut self,
        leaf: Option<&Text>,
        path: &str,
    ) -> Option<Spanned<crate::schedule::Schedule>> {
        let leaf = leaf?;
        let parsed = leaf.value.strip_prefix("every ").map(|every| {
            let parts = crate::schedule::Parts { every: Some(every), ..Default::default() };
            crate::schedule::Schedule::from_parts(&parts)
        });
        match parsed {
            Some(Ok(schedule)) => Some(leaf.with(schedule)),
            Some(Err(problems)) => {
                for problem in problems {
                    let problem = problem.problem.shifted("every ".len());
                    self.problem(&rules::MALFORMED_VALUE, leaf, path, &problem);
                }
                None
            }
            None => {
                let message = format!("`{}` is not an interval", leaf.value);
                let finding = rules::MALFORMED_VALUE.finding(leaf.span, message).path(path);
                self.report(finding.help("write for example `every month` or `every 3mo`"));
                None
            }
        }
    }

    pub(super) fn ignore_drift(
        &mut self,
        entries: &[Spanned<document::IgnoreDrift>],
    ) -> Vec<IgnoreDrift> {
        let mut resolved = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let document::IgnoreDrift { what, reason, until } = &entry.value;
            let path = format!("ignore_drift[{index}]");
            resolved.push(IgnoreDrift {
                span: entry.span,
                what: self.setting(what, &format!("{path}.what")),
                reason: reason.0.clone(),
                until: self.parse(until.as_deref(), &format!("{path}.until"), Date::parse),
                path,
            });
        }
        resolved
    }
}
