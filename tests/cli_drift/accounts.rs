//! Accounts of a small policy: as it wants them, and changed by hand.

use policy::compile::{Options, compile};
use policy::diagnostic::Input;
use policy::observe::recording::{header, line};
use policy::observe::{Observation, Reason, RoleState, Subject, Unread};
use policy::resources::ResourceKind;

use super::observed::in_sync;

/// One table, backed up every day, with a copy in another Region.
pub(crate) const ORDERS: &str = "version: 1
name: orders
accounts: { main: \"111122223333\" }
environments: { production: { account: main, region: us-east-1 } }
defaults: { timezone: UTC, role: backup }
roles: { backup: { existing: \"arn:aws:iam::111122223333:role/backup\" } }
vaults:
  main: { lock: { mode: governance, min_retention: 7d, max_retention: 1y } }
  dr: { region: us-west-2 }
plans:
  core:
    vault: main
    start_window: 1h
    completion_window: 4h
    tiers: { daily: { schedule: { every: day, at: \"07:00\" }, retention: 35d, copies: [ { to: dr } ] } }
resources:
  table: { type: dynamodb, tables: [orders], plans: [core], objectives: { rpo: 30h } }
";

/// The accounts as they would be seen if everything were as the policy wants.
pub(crate) fn as_wanted(policy: &str) -> Vec<Observation> {
    let compiled = compile(&Input::new("orders.yaml", policy), &Options::default());
    let mut all: Vec<Observation> =
        compiled.environments.iter().flat_map(|one| in_sync(&one.resources)).collect();
    for seen in &mut all {
        let state = RoleState { exists: true, trusts_backup: true };
        for selection in seen.settings.selections.values() {
            seen.answers.roles.insert(selection.iam_role.arn(), state);
        }
        seen.answers.opt_ins.insert("DynamoDB".to_owned(), true);
        seen.answers.advanced_features.insert("DynamoDB".to_owned(), true);
    }
    all
}

/// Somebody took the lock away.
pub(crate) fn unlocked(mut all: Vec<Observation>) -> Vec<Observation> {
    let vaults = all.iter_mut().flat_map(|seen| seen.settings.vaults.values_mut());
    vaults.for_each(|vault| vault.lock = None);
    all
}

/// Who looked may not see the plans.
pub(crate) fn unread(mut all: Vec<Observation>) -> Vec<Observation> {
    if let Some(seen) = all.iter_mut().find(|seen| !seen.settings.plans.is_empty()) {
        let names: Vec<String> = seen.settings.plans.keys().cloned().collect();
        seen.settings.plans.clear();
        seen.unread.extend(names.into_iter().map(|name| Unread {
            subject: Subject::Resource(ResourceKind::Plan, name),
            operation: "backup:GetBackupPlan".to_owned(),
            permission: Some("backup:GetBackupPlan".to_owned()),
            reason: Reason::Denied,
            request_id: None,
        }));
    }
    all
}

/// Who looked may not list the plans of the Region that has none of ours.
pub(crate) fn unlisted(mut all: Vec<Observation>) -> Vec<Observation> {
    if let Some(seen) = all.iter_mut().find(|seen| seen.settings.plans.is_empty()) {
        seen.listed.remove(&ResourceKind::Plan);
        seen.unread.push(Unread {
            subject: Subject::Kind(ResourceKind::Plan),
            operation: "backup:ListBackupPlans".to_owned(),
            permission: Some("backup:ListBackupPlans".to_owned()),
            reason: Reason::Denied,
            request_id: None,
        });
    }
    all
}

pub(crate) fn recording(all: &[Observation]) -> String {
    header() + &all.iter().map(line).collect::<String>()
}
