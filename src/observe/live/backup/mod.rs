//! AWS Backup: plans, selections, vaults, the account's settings, and what runs.
//!
//! Each part has a file that asks and a file that converts; those that convert
//! are pure.

mod account;
mod activity;
mod beyond;
mod defaults;
mod jobs;
mod plan;
mod plans;
mod points;
mod restore_tests;
mod selection;
mod selections;
mod testing;
#[cfg(test)]
mod tests;
pub(super) mod time;
mod vault;
mod vaults;

use super::refusal::Refusal;
use super::session::Session;
use crate::observe::operations::BACKUP_LIST_TAGS;
use crate::observe::{Observation, Wanted};
use crate::resources::Tags;

/// AWS Backup's code for what is not there.
const NOT_FOUND: &str = "ResourceNotFoundException";

/// Reads everything that AWS Backup holds in a place.
pub(super) async fn read(session: &Session, wanted: &Wanted, seen: &mut Observation) {
    let part = || Observation::nothing(&wanted.place);
    let mut parts = [part(), part(), part(), part(), part()];
    let [in_plans, in_vaults, in_account, in_tests, in_activity] = &mut parts;
    tokio::join!(
        plans::read(session, wanted, in_plans),
        vaults::read(session, wanted, in_vaults),
        account::read(session, wanted, in_account),
        restore_tests::read(session, wanted, in_tests),
        activity::read(session, wanted, in_activity),
    );
    parts.into_iter().for_each(|part| seen.absorb(part));
}

/// Tags of what AWS Backup manages itself: plans, vaults, restore testing plans.
async fn tags(
    session: &Session,
    client: &aws_sdk_backup::Client,
    arn: &str,
) -> Result<Tags, Refusal> {
    let mut tags = Tags::new();
    let request = |token| client.list_tags().resource_arn(arn).set_next_token(token).send();
    let take = |page: aws_sdk_backup::operation::list_tags::ListTagsOutput| {
        tags.extend(page.tags.unwrap_or_default());
        page.next_token
    };
    session.pages(&BACKUP_LIST_TAGS, request, take).await?;
    Ok(tags)
}
