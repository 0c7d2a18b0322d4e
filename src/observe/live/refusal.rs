//! Why a call gave no answer, in one vocabulary for all services.
//!
//! What AWS writes about a failure is never kept, only its code and the id of
//! the request: the text may hold names of other accounts, and it changes.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::RequestId;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;

use super::interceptor::NotListed;
use crate::observe::operations::Operation;
use crate::observe::{Reason, Subject, Unread};

/// A call that gave no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What was asked.
    pub(super) operation: &'static Operation,
    /// Why there is no answer.
    pub(super) reason: Reason,
    /// AWS's code, if AWS answered with one.
    pub(super) code: Option<String>,
    /// The status of the HTTP response, if there was one.
    pub(super) status: Option<u16>,
    /// AWS's id of the request.
    pub(super) request_id: Option<String>,
}

impl Refusal {
    /// What the SDK says about a failed call.
    pub(super) fn of<E>(operation: &'static Operation, error: &SdkError<E, HttpResponse>) -> Self
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let code = error.code().and_then(|code| short(code, CODE_LENGTH));
        let status = error.raw_response().map(|response| response.status().as_u16());
        let request_id = error.request_id().and_then(|id| short(id, ID_LENGTH));
        let reason = match error {
            SdkError::TimeoutError(_) => Reason::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Reason::TimedOut,
            SdkError::DispatchFailure(_) | SdkError::ConstructionFailure(_) => unsent(error),
            SdkError::ServiceError(_) => of_answer(code.as_deref(), status),
            // An error of AWS that cannot be understood is still AWS's failure.
            _ if status.is_some_and(|status| status >= SERVER_ERROR) => {
                of_answer(code.as_deref(), status)
            }
            _ => Reason::Malformed,
        };
        Self { operation, reason, code, status, request_id }
    }

    /// A call that was not made, or whose answer means nothing.
    pub(super) fn without_answer(operation: &'static Operation, reason: Reason) -> Self {
        Self { operation, reason, code: None, status: None, request_id: None }
    }

    /// An answer without what it was asked for.
    pub(super) fn empty(operation: &'static Operation) -> Self {
        Self::without_answer(operation, Reason::Malformed)
    }

    /// Whether AWS refused what was asked, and not who asked.
    pub(super) fn is_about_the_request(&self) -> bool {
        matches!(self.reason, Reason::Refused(_))
    }

    /// Whether AWS answered with this code.
    pub(super) fn is(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    /// What it leaves unknown.
    pub(super) fn unread(self, subject: Subject) -> Unread {
        Unread {
            subject,
            operation: self.operation.to_string(),
            permission: self.operation.permission(),
            reason: self.reason,
            request_id: self.request_id,
        }
    }
}

/// The least status by which HTTP says that the server failed.
const SERVER_ERROR: u16 = 500;
/// Longest code that is kept; AWS's are far shorter.
const CODE_LENGTH: usize = 64;
/// Longest id of a request that is kept; S3's extended ones are not asked for.
const ID_LENGTH: usize = 128;

/// A word of the answer, if it is one: it comes from outside.
fn short(text: &str, most: usize) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._:-=+/".contains(c);
    (!text.is_empty() && text.len() <= most && text.chars().all(plain)).then(|| text.to_owned())
}

/// Codes by which AWS says that the caller may not.
const DENIED: &[&str] = &[
    "AccessDenied",
    "AccessDeniedException",
    "AllAccessDisabled",
    "AuthorizationError",
    "NotAuthorized",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
];

/// Codes by which AWS refuses the credentials themselves.
const CREDENTIALS: &[&str] = &[
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "IncompleteSignature",
    "IncompleteSignatureException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidIdentityToken",
    "InvalidSignatureException",
    "InvalidToken",
    "MissingAuthenticationToken",
    "MissingAuthenticationTokenException",
    "NotSignedUp",
    "RequestExpired",
    "RequestTimeTooSkewed",
    "SignatureDoesNotMatch",
    "TokenRefreshRequired",
    "UnrecognizedClientException",
];

/// Codes by which AWS says that the Region is not enabled in the account.
const REGION: &[&str] =
    &["OptInRequired", "RegionDisabledException", "SubscriptionRequiredException"];

/// Codes by which AWS asks to slow down.
const THROTTLED: &[&str] = &[
    "BandwidthLimitExceeded",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
    "TooManyRequestsException",
];

/// Codes by which AWS says that it waited in vain.
const TIMED_OUT: &[&str] = &["RequestTimeout", "RequestTimeoutException"];

/// What an answer of AWS says.
fn of_answer(code: Option<&str>, status: Option<u16>) -> Reason {
    let word = || match (code, status) {
        (Some(code), _) => code.to_owned(),
        (None, Some(status)) => status.to_string(),
        (None, None) => String::new(),
    };
    let is = |codes: &[&str]| code.is_some_and(|code| codes.contains(&code));
    match status {
        _ if is(DENIED) => Reason::Denied,
        _ if is(CREDENTIALS) => Reason::Credentials(word()),
        _ if is(REGION) => Reason::Region,
        _ if is(THROTTLED) => Reason::Throttled,
        _ if is(TIMED_OUT) => Reason::TimedOut,
        Some(429) => Reason::Throttled,
        Some(401 | 403) if code.is_none_or(|code| code == "Forbidden") => Reason::Denied,
        Some(status) if status >= SERVER_ERROR => Reason::Server(word()),
        _ => Reason::Refused(word()),
    }
}

/// Why a request never reached AWS.
fn unsent(error: &(dyn Error + 'static)) -> Reason {
    for cause in causes(error) {
        if cause.is::<NotListed>() {
            return Reason::Refused("NotListed".to_owned());
        }
        if let Some(credentials) = cause.downcast_ref::<CredentialsError>() {
            return Reason::Credentials(credentials_code(credentials));
        }
    }
    Reason::Unreachable
}

/// Why there are no credentials, in a word.
fn credentials_code(error: &CredentialsError) -> String {
    let own = match error {
        CredentialsError::CredentialsNotLoaded(_) => "NoCredentials",
        CredentialsError::ProviderTimedOut(_) => "ProviderTimedOut",
        CredentialsError::InvalidConfiguration(_) => "InvalidConfiguration",
        _ => "ProviderError",
    };
    let service = causes(error).find_map(|cause| {
        let assume = cause.downcast_ref::<SdkError<AssumeRoleError, HttpResponse>>();
        let web = cause.downcast_ref::<SdkError<AssumeRoleWithWebIdentityError, HttpResponse>>();
        let code = assume.and_then(ProvideErrorMetadata::code);
        code.or_else(|| web?.code()).and_then(|code| short(code, CODE_LENGTH))
    });
    service.unwrap_or_else(|| own.to_owned())
}

/// An error and what it comes from, outermost first.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}
