//! One observation from what several services are asked for side by side.

use crate::observe::{Activity, Answers, Observation, Reason, Source, Subject, Unread};
use crate::resources::{Place, Settings};

impl Observation {
    /// Nothing seen yet.
    pub(super) fn nothing(place: &Place) -> Self {
        Self {
            place: place.clone(),
            source: Source::Aws,
            at: None,
            caller: None,
            settings: Settings::default(),
            beyond: Vec::new(),
            listed: std::collections::BTreeSet::new(),
            absent: std::collections::BTreeSet::new(),
            unread: Vec::new(),
            answers: Answers::default(),
            activity: None,
        }
    }

    /// Nothing seen, for a reason that is not that of a call.
    pub(super) fn unseen(place: &Place, reason: Reason) -> Self {
        let unread = Unread {
            subject: Subject::Everything,
            operation: String::new(),
            permission: None,
            reason,
            request_id: None,
        };
        Self { unread: vec![unread], ..Self::nothing(place) }
    }

    /// Adds what another part of the reading saw of the same place.
    pub(super) fn absorb(&mut self, other: Self) {
        let Self {
            place: _,
            source: _,
            at: _,
            caller: _,
            settings,
            beyond,
            listed,
            absent,
            unread,
            answers,
            activity,
        } = other;
        absorb_settings(&mut self.settings, settings);
        self.beyond.extend(beyond);
        self.listed.extend(listed);
        self.absent.extend(absent);
        self.unread.extend(unread);
        absorb_answers(&mut self.answers, answers);
        self.activity = match (self.activity.take(), activity) {
            (Some(own), Some(other)) => Some(both(own, other)),
            (own, other) => own.or(other),
        };
    }

    /// The lists in one order, whichever answer came first.
    pub(super) fn sorted(mut self) -> Self {
        self.beyond.sort();
        self.beyond.dedup();
        self.unread.sort();
        self.unread.dedup();
        self.answers.owned_by_backup.sort();
        self.answers.owned_by_backup.dedup();
        self
    }
}

fn absorb_settings(own: &mut Settings, other: Settings) {
    let Settings {
        vaults,
        plans,
        selections,
        restore_testing_plans,
        keys,
        roles,
        buckets,
        db_instances,
        db_clusters,
        tables,
        cache_groups,
        account,
    } = other;
    own.vaults.extend(vaults);
    own.plans.extend(plans);
    own.selections.extend(selections);
    own.restore_testing_plans.extend(restore_testing_plans);
    own.keys.extend(keys);
    own.roles.extend(roles);
    own.buckets.extend(buckets);
    own.db_instances.extend(db_instances);
    own.db_clusters.extend(db_clusters);
    own.tables.extend(tables);
    own.cache_groups.extend(cache_groups);
    own.account = own.account.take().or(account);
}

fn absorb_answers(own: &mut Answers, other: Answers) {
    let Answers { tags, roles, keys, aliases, opt_ins, advanced_features, locks, owned_by_backup } =
        other;
    own.tags.extend(tags);
    own.roles.extend(roles);
    own.keys.extend(keys);
    own.aliases.extend(aliases);
    own.opt_ins.extend(opt_ins);
    own.advanced_features.extend(advanced_features);
    own.locks.extend(locks);
    own.owned_by_backup.extend(owned_by_backup);
}

fn both(mut own: Activity, other: Activity) -> Activity {
    let Activity { points, jobs, planned_runs, asked, vaults, plans_since, resources_since } =
        other;
    own.points.extend(points);
    own.jobs.extend(jobs);
    own.planned_runs.extend(planned_runs);
    own.asked.extend(asked);
    own.vaults.extend(vaults);
    own.plans_since.extend(plans_since);
    own.resources_since.extend(resources_since);
    own
}
