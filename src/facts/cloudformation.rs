//! CloudFormation: the format of templates and its limits.

use super::fact::facts;
use super::sources::{CFN_FORMAT, CFN_LIMITS};

facts! {
    "cloudformation", "CloudFormation: templates";

    /// The one version of the template format.
    FORMAT_VERSION: &'static str = ("template-format-version", "2010-09-09", CFN_FORMAT, High);

    /// A template that is sent with the request has at most 51,200 bytes; a larger
    /// one must be read from a bucket.
    TEMPLATE_BYTES: u64 = ("template-bytes", 51_200, CFN_LIMITS, High);

    /// A template in a bucket has at most 1 MB.
    TEMPLATE_BYTES_IN_BUCKET: u64 = ("template-bytes-in-bucket", 1_048_576, CFN_LIMITS, Medium);

    /// A template has at most 500 resources.
    TEMPLATE_RESOURCES: u32 = ("template-resources", 500, CFN_LIMITS, High);
}
