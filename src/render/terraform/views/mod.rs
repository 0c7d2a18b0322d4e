//! What the templates see: arguments by Terraform's names, every choice taken.

mod buckets;
mod checks;
mod keys;
mod moved;
mod plans;
mod restore_testing;
mod roles;
mod root;
mod selections;
mod unseen;
mod vaults;

use serde::Serialize;

pub(super) use moved::moved;
pub(super) use root::RootView;
pub(super) use unseen::drift_only;

use super::module::Module;
use crate::render::{Gap, RenderError};
use crate::resources::{Place, Settings};

/// The blocks of a module, by the file they go to.
#[derive(Debug, Default, Serialize)]
pub(super) struct Views {
    /// KMS keys that the module creates.
    pub(super) keys: Vec<keys::KeyView>,
    /// IAM roles that the module creates.
    pub(super) roles: Vec<roles::RoleView>,
    /// Vaults with all that is set on them.
    pub(super) vaults: Vec<vaults::VaultView>,
    /// Backup plans.
    pub(super) plans: Vec<plans::PlanView>,
    /// Backup selections.
    pub(super) selections: Vec<selections::SelectionView>,
    /// Restore testing plans with their selections.
    pub(super) restore_testing: Vec<restore_testing::RestoreTestingView>,
    /// Settings of buckets.
    pub(super) buckets: Vec<buckets::BucketView>,
    /// Asserted settings.
    pub(super) checks: Vec<checks::CheckView>,
}

impl Views {
    /// The blocks of one account and Region; what cannot be said goes to `gaps`.
    pub(super) fn of_place(
        module: &Module<'_>,
        place: &Place,
        settings: &Settings,
        gaps: &mut Vec<Gap>,
    ) -> Result<Self, RenderError> {
        Ok(Self {
            keys: keys::views(module, place, settings),
            roles: roles::views(module, place, settings),
            vaults: vaults::views(module, place, settings, gaps)?,
            plans: plans::views(module, place, settings, gaps),
            selections: selections::views(module, place, settings, gaps),
            restore_testing: restore_testing::views(module, place, settings),
            buckets: buckets::views(module, place, settings, gaps)?,
            checks: checks::views(module, place, settings)?,
        })
    }

    /// Whether a place needs no provider at all.
    pub(super) fn is_empty(&self) -> bool {
        let Self { keys, roles, vaults, plans, selections, restore_testing, buckets, checks } =
            self;
        keys.is_empty()
            && roles.is_empty()
            && vaults.is_empty()
            && plans.is_empty()
            && selections.is_empty()
            && restore_testing.is_empty()
            && buckets.is_empty()
            && checks.is_empty()
    }

    /// Adds the blocks of another place behind these.
    pub(super) fn append(&mut self, mut other: Self) {
        self.keys.append(&mut other.keys);
        self.roles.append(&mut other.roles);
        self.vaults.append(&mut other.vaults);
        self.plans.append(&mut other.plans);
        self.selections.append(&mut other.selections);
        self.restore_testing.append(&mut other.restore_testing);
        self.buckets.append(&mut other.buckets);
        self.checks.append(&mut other.checks);
    }

    /// Names of the module's files that have content.
    pub(super) fn files(&self) -> Vec<&'static str> {
        let Self { keys, roles, vaults, plans, selections, restore_testing, buckets, checks } =
            self;
        [
            ("buckets.tf", buckets.is_empty()),
            ("checks.tf", checks.is_empty()),
            ("keys.tf", keys.is_empty()),
            ("plans.tf", plans.is_empty()),
            ("restore_testing.tf", restore_testing.is_empty()),
            ("roles.tf", roles.is_empty()),
            ("selections.tf", selections.is_empty()),
            ("vaults.tf", vaults.is_empty()),
        ]
        .into_iter()
        .filter_map(|(name, empty)| (!empty).then_some(name))
        .collect()
    }
}
