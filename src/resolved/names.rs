//! Names in AWS.

/// Joins the parts of a name that AWS sees.
pub const AWS_NAME_SEPARATOR: &str = "-";

/// The AWS name of an entry without `aws_name`: `<policy>-<environment>-<key>`.
pub fn default_aws_name(policy: &str, environment: &str, key: &str) -> String {
    [policy, environment, key]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(AWS_NAME_SEPARATOR)
}
