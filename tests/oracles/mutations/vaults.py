"""What somebody may do to vaults, keys and roles."""

from backup_changes import DR, remade_vault, vault_tags, without_vault
from other_changes import commands, key, role_policy, trust, without_role

from .mutation import Mutation

_PENDING = [("schedule-key-deletion", {"pending_window_in_days": 7})]


_NOT_PENDING = [("cancel-key-deletion", {}), ("enable-key", {})]


VAULTS_KEYS_ROLES = [
    Mutation(
        "the vault of the plan is deleted",
        without_vault("loop-production-main"),
        "missing vault loop-production-main",
        (
            "BackupVaultName (vaults.main): "
            "loop-production-main in 111122223333/us-east-1 -> nothing",
        ),
        follows=(
            "in_sync plan loop-production-core: "
            "its rules daily, hourly, monthly cannot write to the missing vault",
        ),
    ),
    Mutation(
        "the vault of the copies is deleted",
        without_vault("loop-production-dr", DR),
        "missing vault loop-production-dr",
        ("BackupVaultName (vaults.dr): loop-production-dr in 111122223333/us-west-2 -> nothing",),
        follows=(
            "in_sync plan loop-production-core: its rule daily cannot write to the missing vault",
        ),
    ),
    Mutation(
        "a vault is made anew under another key",
        remade_vault(
            "loop-production-dr",
            "arn:aws:kms:us-west-2:111122223333:key/00000000-1111-2222-3333-444444444444",
            DR,
        ),
        "changed vault loop-production-dr",
        (
            "EncryptionKeyArn (vaults.dr.key): "
            "alias/loop-production-dr -> "
            "arn:aws:kms:us-west-2:111122223333:key/00000000-1111-2222-3333-444444444444",
        ),
    ),
    Mutation(
        "a tag of a vault is changed",
        vault_tags("loop-production-main", {"policy:environment": "staging"}),
        "changed vault loop-production-main",
        (
            "BackupVaultTags.policy:environment (vaults.main.tags.policy:environment): "
            "production -> staging",
        ),
    ),
    Mutation(
        "a tag of a vault is removed",
        vault_tags("loop-production-dr", {"policy:name": None}, DR),
        "changed vault loop-production-dr",
        ("BackupVaultTags.policy:name (vaults.dr.tags.policy:name): loop -> nothing",),
    ),
    Mutation(
        "a key is disabled",
        key("loop-production-main", [("disable-key", {})], [("enable-key", {})]),
        "changed key loop-production-main",
        ("KeyState (keys.main): Enabled -> Disabled",),
        weighs="missed",
    ),
    Mutation(
        "a key is waiting for its deletion",
        key("loop-production-main", _PENDING, _NOT_PENDING),
        "changed key loop-production-main",
        ("KeyState (keys.main): Enabled -> PendingDeletion",),
        weighs="missed",
    ),
    Mutation(
        "the key of the copies is waiting for its deletion",
        key("loop-production-dr", _PENDING, _NOT_PENDING, DR),
        "changed key loop-production-dr",
        ("KeyState (keys.dr): Enabled -> PendingDeletion",),
        weighs="missed",
    ),
    Mutation(
        "the backup role trusts another service",
        trust("loop-production-backup", "ec2.amazonaws.com"),
        "changed role loop-production-backup",
        ("AssumeRolePolicyDocument (roles.backup): backup.amazonaws.com -> ec2.amazonaws.com",),
    ),
    Mutation(
        "the backup role loses a managed policy",
        commands(
            "iam",
            ("detach-role-policy", {}),
            ("attach-role-policy", {}),
            role_name="loop-production-backup",
            policy_arn="arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        ),
        "changed role loop-production-backup",
        (
            "AttachedPolicies (roles.backup): "
            "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup, arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup -> "
            "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
        ),
    ),
    Mutation(
        "the backup role is deleted",
        without_role("loop-production-backup"),
        "missing role loop-production-backup",
        ("RoleName (roles.backup): loop-production-backup -> nothing",),
        follows=(
            "in_sync selection loop-production-core/loop-production-database: its role is missing",
            "in_sync selection loop-production-core/loop-production-files: its role is missing",
            "in_sync selection loop-production-core/loop-production-ledger: its role is missing",
            "in_sync selection loop-production-core/loop-production-tables: its role is missing",
        ),
    ),
    Mutation(
        "the replication role loses its policy",
        role_policy("loop-production-documents-replication", "replicate", None),
        "changed role loop-production-documents-replication",
        ("PolicyDocument (resources.documents): replicate -> nothing",),
    ),
    Mutation(
        "the replication role may do less",
        role_policy(
            "loop-production-documents-replication",
            "replicate",
            lambda policy: policy["Statement"].pop(),
        ),
        "changed role loop-production-documents-replication",
        (
            "PolicyDocument (resources.documents): "
            "replicate as rendered -> replicate with other statements",
        ),
    ),
]
