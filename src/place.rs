//! An account and a Region: where a setting lives.

/// Account and Region, ordered by account, then Region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Twelve digits.
    pub account: String,
    /// Region code such as `us-east-1`.
    pub region: String,
    /// Partition of the Region: `aws`, `aws-cn`, `aws-us-gov`, …
    pub partition: String,
}

impl Place {
    /// ARN of something of `service` here; `resource` is what follows the account.
    pub fn arn(&self, service: &str, resource: &str) -> String {
        let Self { account, region, partition } = self;
        format!("arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.account, self.region)
    }
}

/// ARN of a bucket: it names neither account nor Region.
#[must_use]
pub fn bucket_arn(partition: &str, bucket: &str) -> String {
    format!("arn:{partition}:s3:::{bucket}")
}
