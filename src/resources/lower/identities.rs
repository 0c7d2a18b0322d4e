//! Roles: created for what the policy uses them for.

use std::collections::BTreeSet;

use super::{Lowering, label};
use crate::facts::iam::{BACKUP_POLICIES, RESTORE_POLICIES, SERVICE_PRINCIPAL};
use crate::resolved::{Policy, Role, RoleSource};
use crate::resources::{IamRole, Place, ResourceKind, RoleRef};

impl Lowering<'_> {
    pub(super) fn roles(&mut self, home: &Place) {
        for role in self.policy.roles.values() {
            let RoleSource::Created(name) = &role.source else { continue };
            let lowered = self.role(role, home);
            self.label(home, ResourceKind::Role, name, label(&role.at));
            self.settings(home).roles.insert(name.clone(), lowered);
        }
    }

    fn role(&self, role: &Role, home: &Place) -> IamRole {
        let key = &role.at.key;
        let named = |name: &Option<crate::source::Spanned<String>>| {
            name.as_ref().is_some_and(|name| name.value == *key)
        };
        let backs_up = self.policy.plans.values().any(|plan| named(&plan.role));
        let testing = self.policy.plans.values().filter_map(|plan| plan.restore_testing.as_ref());
        let restores = testing.into_iter().any(|testing| named(&testing.role));
        let mut policies: BTreeSet<&str> = BTreeSet::new();
        // A role that nothing uses yet is given both: the policy says it is for backups.
        if backs_up || !restores {
            policies.extend(BACKUP_POLICIES.value);
        }
        if restores || !backs_up {
            policies.extend(RESTORE_POLICIES.value);
        }
        let what = match (backs_up, restores) {
            (true, false) => "Backs up",
            (false, true) => "Restores",
            (true, true) | (false, false) => "Backs up and restores",
        };
        IamRole {
            description: format!(
                "{what} {}, {}",
                self.policy.name.value, self.policy.environment.name
            ),
            service: SERVICE_PRINCIPAL.value.to_owned(),
            managed_policies: policies
                .iter()
                .map(|arn| arn.replace("{p}", &home.partition))
                .collect(),
            inline_policies: Vec::new(),
            tags: self.tags(&role.tags),
        }
    }
}

/// A role by its name in the policy.
pub(super) fn role_ref(policy: &Policy, name: &str, home: &Place) -> Option<RoleRef> {
    match &policy.roles.get(name)?.source {
        RoleSource::Existing(arn) => Some(RoleRef::Existing(arn.value.clone())),
        RoleSource::Created(name) => {
            Some(RoleRef::Created { place: home.clone(), name: name.clone() })
        }
    }
}
