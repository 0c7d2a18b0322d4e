//! ARNs of our own output, read back.

use crate::resources::VaultRef;

/// The vault that an ARN names, or `None` if it names something else.
pub(crate) fn vault_of_arn(arn: &str) -> Option<VaultRef> {
    VaultRef::of_arn(arn)
}
