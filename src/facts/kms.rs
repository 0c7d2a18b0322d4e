//! KMS keys: their deletion, and what other accounts need to use them.

use super::Bounds;
use super::fact::{bounds, facts};
use super::sources::{KMS_DELETE, KMS_OTHER_ACCOUNTS, KMS_VIA_SERVICE};

facts! {
    "kms", "KMS: keys";

    /// KMS waits 7 to 30 days before it deletes a key; what the key encrypts is lost then.
    DELETION_WINDOW_DAYS: Bounds<u32> = ("key-deletion-window-days", bounds(7, 30), KMS_DELETE, Medium);

    /// Another account needs these actions to use a key.
    USE_ACTIONS: &'static [&'static str] = ("key-use-actions", &[
        "kms:DescribeKey", "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*",
    ], KMS_OTHER_ACCOUNTS, Medium);

    /// Another account needs these actions to let AWS services use a key for it.
    GRANT_ACTIONS: &'static [&'static str] = ("key-grant-actions", &[
        "kms:CreateGrant", "kms:ListGrants", "kms:RevokeGrant",
    ], KMS_OTHER_ACCOUNTS, Medium);

    /// This condition key limits a statement about grants to AWS services.
    GRANT_FOR_SERVICE: &'static str = ("key-grant-for-service", "kms:GrantIsForAWSResource", KMS_OTHER_ACCOUNTS, Medium);

    /// This condition key names the service through which a key is used.
    VIA_SERVICE: &'static str = ("key-via-service", "kms:ViaService", KMS_VIA_SERVICE, Medium);
}
