//! What a hostile administrator of the account of the resource leaves.

use crate::resolved::{DeletableBy, DiesWithSource, Mechanism, MechanismKey, Party, Points};

use super::survival::Survival;

/// Everything that can be deleted from the account is gone, and so is every key
/// that can. A lock that nobody can remove keeps its points even inside.
pub(super) fn survival(mechanism: &Mechanism, account: Option<&str>) -> Survival {
    let Some(account) = account else {
        return Survival::unknown("nobody says in which account the resource is");
    };
    deleted(mechanism, account).and(replayed(mechanism)).and(key(mechanism, account))
}

fn deleted(mechanism: &Mechanism, account: &str) -> Survival {
    let goes = match mechanism.dies_with_source {
        DiesWithSource::No => Survival::Survives,
        // The one point that is left lies in the account as well.
        DiesWithSource::Yes | DiesWithSource::LeavesOnePoint { .. } => {
            Survival::lost("the administrator can delete it with the resource")
        }
    };
    goes.and(match &mechanism.deletable_by {
        DeletableBy::Nobody { .. } => Survival::Survives,
        DeletableBy::Unknown => Survival::unknown("nobody says who can delete it"),
        DeletableBy::Parties(parties) => parties
            .iter()
            .map(|party| by_party(party, mechanism.place.account.as_deref(), account))
            .fold(Survival::Survives, Survival::and),
    })
}

fn by_party(party: &Party, there: Option<&str>, account: &str) -> Survival {
    match party {
        Party::Administrator(other) if other == account => {
            Survival::lost("an administrator of the account can delete it")
        }
        Party::Administrator(_) => Survival::Survives,
        // Whoever has the account of a host has the host.
        Party::HostAdministrator(_) => match there {
            Some(there) if there == account => {
                Survival::lost("an administrator of the account has its host")
            }
            Some(_) => Survival::Survives,
            None => Survival::unknown("nobody says in which account its host is"),
        },
        Party::Named(name) => Survival::unknown(format!(
            "`{name}` can delete it, and nobody says whether from the account",
            name = name.value
        )),
    }
}

/// Garbage that is written, or a deletion that is made, at the source reaches
/// a mirror; what nobody can delete keeps its locked points all the same.
fn replayed(mechanism: &Mechanism) -> Survival {
    let replica = matches!(mechanism.points, Points::Replica { .. });
    let locked = matches!(mechanism.deletable_by, DeletableBy::Nobody { .. });
    if locked && !replica {
        return Survival::Survives;
    }
    if mechanism.replays_deletion {
        return Survival::lost("what the administrator deletes at its source is deleted here");
    }
    if mechanism.replays_writes {
        return Survival::lost(
            "what the administrator overwrites at its source is overwritten here",
        );
    }
    Survival::Survives
}

fn key(mechanism: &Mechanism, account: &str) -> Survival {
    match &mechanism.key {
        MechanismKey::InPlace => Survival::Survives,
        MechanismKey::OfSource => {
            Survival::unknown("the policy does not name its key, which is that of the resource")
        }
        MechanismKey::Customer { name: _, account: Some(owner), region: _ } if owner == account => {
            Survival::lost("an administrator of the account can delete its key")
        }
        MechanismKey::Customer { name: _, account: Some(_), region: _ } => Survival::Survives,
        MechanismKey::Customer { name, account: None, region: _ } => {
            Survival::unknown(format!("nobody says in which account the key `{name}` is"))
        }
    }
}
