//! AWS Backup: plans, selections, vaults and the account's settings.

use super::session::Session;
use crate::observe::{Observation, Wanted};

/// Reads everything that AWS Backup holds in a place.
pub(super) async fn read(_session: &Session, _wanted: &Wanted, _seen: &mut Observation) {}
