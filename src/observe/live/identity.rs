//! Whose account is reached: asked before anything else is.

use std::fmt;
use std::sync::Mutex;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::identity::IdentityCache;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_sts::config::{Credentials, Region, SharedCredentialsProvider};
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::{AssumeRoleError, AssumeRoleOutput};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

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

/// The same place, read as the role for as long as that takes.
async fn assume(session: &Session, arn: &str) -> Result<Session, Refusal> {
    let first = session.call(&STS_ASSUME_ROLE, request(session, arn)).await?;
    let Some(first) = credentials(first) else {
        return Err(Refusal::without_answer(&STS_ASSUME_ROLE, Reason::Malformed));
    };
    let role =
        Role { session: session.clone(), arn: arn.to_owned(), first: Mutex::new(Some(first)) };
    let config = session
        .config()
        .to_builder()
        .credentials_provider(SharedCredentialsProvider::new(role))
        // Of the role alone: what was kept of others is not asked again for it.
        .identity_cache(IdentityCache::lazy().load_timeout(RENEWAL).build())
        .build();
    Ok(session.with(config))
}

/// Longest wait for new credentials, with all attempts.
const RENEWAL: Duration = Duration::from_secs(60);

async fn request(
    session: &Session,
    arn: &str,
) -> Result<AssumeRoleOutput, SdkError<AssumeRoleError, HttpResponse>> {
    session.sts().assume_role().role_arn(arn).role_session_name(SESSION_NAME).send().await
}

fn credentials(answer: AssumeRoleOutput) -> Option<Credentials> {
    let given = answer.credentials?;
    Some(Credentials::new(
        given.access_key_id,
        given.secret_access_key,
        Some(given.session_token),
        std::time::SystemTime::try_from(given.expiration).ok(),
        SESSION_NAME,
    ))
}

/// A role that is assumed again whenever its credentials run out: they are good
/// for an hour, and a large account may take longer to read.
struct Role {
    /// Whose credentials assume it.
    session: Session,
    arn: String,
    /// Credentials that nobody has used yet.
    first: Mutex<Option<Credentials>>,
}

impl fmt::Debug for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { session: _, arn, first: _ } = self;
        out.debug_struct("Role").field("arn", arn).finish_non_exhaustive()
    }
}

impl Role {
    async fn renewed(&self) -> Result<Credentials, CredentialsError> {
        let first = self.first.lock().ok().and_then(|mut first| first.take());
        if let Some(first) = first {
            return Ok(first);
        }
        // Not in turn with other calls of the account: those wait for this one.
        self.session.called();
        let answer = request(&self.session, &self.arn).await;
        let answer = answer.map_err(CredentialsError::provider_error)?;
        credentials(answer).ok_or_else(|| CredentialsError::unhandled("no credentials"))
    }
}

impl ProvideCredentials for Role {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.renewed())
    }
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
