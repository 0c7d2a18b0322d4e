//! Whose account is reached: asked before anything else is.

use aws_config::SdkConfig;
use aws_sdk_sts::config::{Credentials, Region, SharedCredentialsProvider};

use super::refusal::Refusal;
use super::session::Session;
use crate::facts::regions::ALL_REGIONS;
use crate::observe::operations::{STS_ASSUME_ROLE, STS_GET_CALLER_IDENTITY, role_arn};
use crate::observe::{Caller, Reason, Subject, Unread};
use crate::resources::Place;

/// Under this name the assumed role's calls stand in CloudTrail.
const SESSION_NAME: &str = "policy-drift";

/// The session with which a place can be read, and who that is.
///
/// `role` is assumed in the account of the place. Another account than that of
/// the place is never read.
pub(super) async fn enter(
    session: &Session,
    role: Option<&str>,
) -> Result<(Session, Caller), Unread> {
    let entered = match role {
        None => session.clone(),
        Some(role) => {
            let arn = role_arn(&session.place, role);
            match assume(session, &arn).await {
                Ok(entered) => entered,
                Err(refusal) => return Err(settled(session, refusal).await),
            }
        }
    };
    let caller = match ask(&entered).await {
        Ok(caller) => caller,
        Err(refusal) => return Err(settled(&entered, refusal).await),
    };
    if caller.account != session.place.account {
        let reason = Reason::OtherAccount(caller.account);
        let refusal = Refusal::without_answer(&STS_GET_CALLER_IDENTITY, reason);
        return Err(refusal.unread(Subject::Everything));
    }
    Ok((entered, caller))
}

/// The same place, read as the role.
async fn assume(session: &Session, arn: &str) -> Result<Session, Refusal> {
    let request = session.sts().assume_role().role_arn(arn).role_session_name(SESSION_NAME).send();
    let answer = session.call(&STS_ASSUME_ROLE, request).await?;
    let Some(credentials) = answer.credentials else {
        return Err(Refusal::without_answer(&STS_ASSUME_ROLE, Reason::Malformed));
    };
    let credentials = Credentials::new(
        credentials.access_key_id,
        credentials.secret_access_key,
        Some(credentials.session_token),
        std::time::SystemTime::try_from(credentials.expiration).ok(),
        SESSION_NAME,
    );
    let config = session
        .config()
        .to_builder()
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .build();
    Ok(session.with(config))
}

async fn ask(session: &Session) -> Result<Caller, Refusal> {
    let request = session.sts().get_caller_identity().send();
    let answer = session.call(&STS_GET_CALLER_IDENTITY, request).await?;
    match (answer.account, answer.arn) {
        (Some(account), Some(arn)) => Ok(Caller { account, arn }),
        _ => Err(Refusal::without_answer(&STS_GET_CALLER_IDENTITY, Reason::Malformed)),
    }
}

/// Whether the Region is at fault and not the network or the credentials.
///
/// An endpoint of a Region that is not enabled refuses good credentials with the
/// same code as bad ones, and a Region that does not exist has no address: both
/// are known by another Region that answers.
async fn settled(session: &Session, refusal: Refusal) -> Unread {
    let doubtful = match &refusal.reason {
        Reason::Unreachable => true,
        Reason::Credentials(code) => AS_IF_UNKNOWN.contains(&code.as_str()),
        _ => false,
    };
    let mut unread = refusal.unread(Subject::Everything);
    if doubtful
        && !session.stands_in("AWS_ENDPOINT_URL_STS")
        && let Some(config) = elsewhere(session)
        && ask(&session.with(config)).await.is_ok()
    {
        unread.reason = Reason::Region;
    }
    unread
}

/// Codes with which a Region that is not enabled refuses whoever asks.
const AS_IF_UNKNOWN: [&str; 4] =
    ["InvalidClientTokenId", "UnrecognizedClientException", "AuthFailure", "InvalidToken"];

/// The same credentials in a Region that is enabled in every account.
fn elsewhere(session: &Session) -> Option<SdkConfig> {
    let Place { account: _, region, partition } = &session.place;
    let row = ALL_REGIONS.value.iter().find(|row| {
        !row.opt_in && row.partition.id() == partition.as_str() && row.name != region.as_str()
    })?;
    Some(session.config().to_builder().region(Region::new(row.name)).build())
}
