//! One root for each cause: what is as it is because something else is missing.

use crate::observe::Subject;
use crate::resources::{KeyRef, Place, ResourceId, ResourceKind, VaultRef};

use super::comparing::Comparing;
use super::found::Found;
use super::{Follows, Status};

/// Puts what follows from what is missing under it.
pub(super) fn under_roots(comparing: &Comparing<'_>, found: &mut Vec<Found>) {
    let missing = |found: &&Found| found.status == Status::Missing;
    let roots: Vec<ResourceId> = found.iter().filter(missing).map(|f| f.id.clone()).collect();
    for root in roots {
        let follows = match root.kind {
            ResourceKind::Plan => selections_of(&root, found),
            ResourceKind::Vault => plans_into(comparing, &root, found),
            ResourceKind::Key => under_key(comparing, &root, found),
            ResourceKind::Role => by_role(comparing, &root, found),
            _ => Vec::new(),
        };
        if let Some(own) = found.iter_mut().find(|found| found.id == root) {
            own.follows = follows;
        }
    }
}

fn followed(found: &Found, because: impl Into<String>) -> Follows {
    Follows {
        id: found.id.clone(),
        path: found.stated.path.clone(),
        status: found.status,
        because: because.into(),
    }
}

/// A selection cannot be without its plan.
fn selections_of(plan: &ResourceId, found: &mut Vec<Found>) -> Vec<Follows> {
    let of_plan = |other: &Found| {
        let name = other.id.name.rsplit_once('/').map(|(plan, _)| plan);
        other.id.kind == ResourceKind::Selection
            && other.id.place == plan.place
            && other.status == Status::Missing
            && name == Some(plan.name.as_str())
    };
    let follows = found.iter().filter(|other| of_plan(other));
    let follows = follows.map(|other| followed(other, "its plan is missing")).collect();
    found.retain(|other| !of_plan(other));
    follows
}

/// Plans are where they were; their rules that write to a missing vault fail.
fn plans_into(comparing: &Comparing<'_>, vault: &ResourceId, found: &[Found]) -> Vec<Follows> {
    let target = VaultRef { place: vault.place.clone(), name: vault.name.clone() };
    let mut follows = Vec::new();
    for plan in found.iter().filter(|found| found.id.kind == ResourceKind::Plan) {
        let settings = comparing.expected.places.get(&plan.id.place);
        let Some(expected) = settings.and_then(|all| all.plans.get(&plan.id.name)) else {
            continue;
        };
        let rules = expected.rules.iter();
        let into = rules.filter(|rule| {
            rule.target_backup_vault == target
                || rule.copy_actions.iter().any(|copy| copy.destination_backup_vault == target)
        });
        let names: Vec<&str> = into.map(|rule| rule.rule_name.as_str()).collect();
        if !names.is_empty() {
            let rules = if names.len() == 1 { "its rule" } else { "its rules" };
            let because = format!("{rules} {} cannot write to the missing vault", names.join(", "));
            follows.push(followed(plan, because));
        }
    }
    follows
}

/// Whatever is encrypted under a missing key; that it cannot be matched with the
/// key of the policy is no difference of its own.
fn under_key(comparing: &Comparing<'_>, key: &ResourceId, found: &mut [Found]) -> Vec<Follows> {
    let mut follows = Vec::new();
    let same = |wanted: Option<&KeyRef>| match wanted {
        Some(KeyRef::Created { place, alias }) => *place == key.place && *alias == key.name,
        Some(KeyRef::Existing(_)) | None => false,
    };
    for other in found.iter_mut() {
        let Some(settings) = comparing.expected.places.get(&other.id.place) else { continue };
        let name = &other.id.name;
        let wanted = match other.id.kind {
            ResourceKind::Vault => {
                settings.vaults.get(name).and_then(|vault| vault.encryption_key.as_ref())
            }
            ResourceKind::Bucket => {
                settings.buckets.get(name).and_then(|bucket| bucket.encryption_key.as_ref())
            }
            _ => None,
        };
        if !same(wanted) {
            continue;
        }
        other.raws.retain(|raw| raw.setting != "encryption_key");
        other
            .unread
            .retain(|unread| !matches!(unread.subject, Subject::Setting(_, _, "encryption_key")));
        let open = matches!(other.status, Status::Changed | Status::NotChecked);
        if open && other.raws.is_empty() {
            other.status =
                if other.unread.is_empty() { Status::InSync } else { Status::NotChecked };
        }
        follows.push(followed(other, "it is encrypted under the missing key"));
    }
    follows
}

fn by_role(comparing: &Comparing<'_>, role: &ResourceId, found: &[Found]) -> Vec<Follows> {
    let arn = role_arn(&role.place, &role.name);
    let of_role = |other: &&Found| {
        let Some((plan, name)) = other.id.name.rsplit_once('/') else { return false };
        let settings = comparing.expected.places.get(&other.id.place);
        let selection =
            settings.and_then(|all| all.selections.get(&(plan.to_owned(), name.to_owned())));
        other.id.kind == ResourceKind::Selection
            && selection.is_some_and(|selection| selection.iam_role.arn() == arn)
    };
    let all = found.iter().filter(of_role);
    all.map(|other| followed(other, "its role is missing")).collect()
}

fn role_arn(place: &Place, name: &str) -> String {
    crate::resources::RoleRef::Created { place: place.clone(), name: name.to_owned() }.arn()
}
