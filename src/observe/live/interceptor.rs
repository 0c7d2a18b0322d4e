//! Refuses every request that is not in the table of operations.
//!
//! It stands on every client and runs before a request is even written down, so
//! before credentials are looked for, before signing, before any connection.

use std::fmt;

use aws_sdk_sts::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_sts::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_sts::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;

use crate::observe::operations;

/// Lets only operations of the table through.
#[derive(Debug, Clone, Copy)]
pub(super) struct OnlyListed;

/// An operation that is not in the table was about to be sent.
#[derive(Debug)]
pub(super) struct NotListed {
    service: String,
    operation: String,
}

impl fmt::Display for NotListed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "`{} {}` is not among what may be sent", self.service, self.operation)
    }
}

impl std::error::Error for NotListed {}

impl Intercept for OnlyListed {
    fn name(&self) -> &'static str {
        "OnlyListed"
    }

    fn read_before_serialization(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // A request that does not say what it is, is not let through either.
        let (service, operation) =
            cfg.load::<Metadata>().map_or(("", ""), |about| (about.service(), about.name()));
        if operations::allowed(service, operation).is_some() {
            return Ok(());
        }
        Err(Box::new(NotListed { service: service.to_owned(), operation: operation.to_owned() }))
    }
}
