//! Places and names out of ARNs.

use crate::resources::Place;

/// The parts of an ARN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arn<'a> {
    pub(super) partition: &'a str,
    pub(super) region: &'a str,
    pub(super) account: &'a str,
    /// What follows the account.
    pub(super) resource: &'a str,
}

impl<'a> Arn<'a> {
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let (scheme, partition, _service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        (scheme == "arn").then_some(Self { partition, region, account, resource })
    }

    /// Account and Region, if the ARN names both.
    pub(super) fn place(self) -> Option<Place> {
        let Self { partition, region, account, resource: _ } = self;
        let [account, region, partition] = [account, region, partition].map(str::to_owned);
        (!account.is_empty() && !region.is_empty()).then_some(Place { account, region, partition })
    }
}

/// The place that an ARN names.
pub(super) fn place_of(arn: &str) -> Option<Place> {
    Arn::parse(arn)?.place()
}
