//! Who may assume a role that the policy creates.

use super::{PolicyDocument, Principal, allow, document};

/// The trust policy of a role that one service assumes.
#[must_use]
pub fn trust_policy(service: &str) -> PolicyDocument {
    let principal = Principal::Service(service.to_owned());
    document(vec![allow("Service", ["sts:AssumeRole"]).to(principal)])
}

/// The service that a trust policy of ours names.
#[must_use]
pub fn trusted_service(policy: &PolicyDocument) -> Option<&str> {
    match policy.statement.first()?.principal.as_ref()? {
        Principal::Service(service) => Some(service),
        Principal::Accounts(_) => None,
    }
}
