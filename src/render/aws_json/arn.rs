//! ARNs of our own output, read back.

use crate::resources::{Place, VaultRef};

/// The vault that an ARN names, or `None` if it names something else.
pub(crate) fn vault_of_arn(arn: &str) -> Option<VaultRef> {
    let mut parts = arn.splitn(6, ':');
    let (Some("arn"), Some(partition), Some("backup"), Some(region), Some(account), Some(resource)) =
        (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    let name = resource.strip_prefix("backup-vault:")?.to_owned();
    let place = Place {
        account: account.to_owned(),
        region: region.to_owned(),
        partition: partition.to_owned(),
    };
    Some(VaultRef { place, name })
}
