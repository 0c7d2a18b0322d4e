//! AWS's own spelling of settings: serde views that several targets share.
//!
//! Invariants: members in a fixed order, `None` and empty lists left out, no
//! unknown member accepted when reading back. Nothing here decides what a
//! policy means.

mod arn;
mod bucket;
mod files;
mod plan;
mod restore_testing;
mod selection;
mod text;

pub(crate) use arn::vault_of_arn;
pub(crate) use bucket::{
    AbortView, NoncurrentExpirationView, SizeDefault, Status, TagView, tag_list, tags_of,
};
pub(crate) use files::{JsonFiles, json_view, locate, read_back_error};
pub(crate) use plan::{AdvancedBackupSettingView, CopyActionView, LifecycleView};
pub(crate) use restore_testing::{RestoreTestingPlanView, RestoreTestingSelectionView};
pub(crate) use selection::SelectionView;
pub(crate) use text::{json_escapes, yaml_escapes};
