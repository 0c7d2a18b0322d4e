//! A bucket's replication as S3 returns it.

use aws_sdk_s3::types::{
    DeleteMarkerReplicationStatus, Destination, ExistingObjectReplicationStatus, OwnerOverride,
    ReplicaModificationsStatus, ReplicationConfiguration, ReplicationRule as SdkRule,
    ReplicationRuleFilter, ReplicationRuleStatus, ReplicationTimeStatus,
    SseKmsEncryptedObjectsStatus, Tag,
};

use super::{SetOn, whole};
use crate::resources::{KeyRef, Place, ReplicationRule, RoleRef};

/// The role that replicates and the rules that are switched on.
pub(super) fn replication(
    place: &Place,
    seen: &ReplicationConfiguration,
    beyond: &mut SetOn<'_>,
) -> (Vec<ReplicationRule>, RoleRef) {
    let rules = seen.rules().iter().filter_map(|seen| rule(place, seen, beyond)).collect();
    (rules, RoleRef::Existing(seen.role().to_owned()))
}

/// A rule that is switched on; one that is off replicates nothing.
fn rule(place: &Place, seen: &SdkRule, beyond: &mut SetOn<'_>) -> Option<ReplicationRule> {
    let id = seen.id().unwrap_or_default();
    let at = format!("ReplicationConfiguration.Rules[{id}]");
    if *seen.status() != ReplicationRuleStatus::Enabled {
        beyond.add(format!("{at}.Status"), seen.status().as_str());
        return None;
    }
    if let Some(part) = part_of_bucket(seen) {
        beyond.add(format!("{at}.Filter"), part);
    }
    let destination = seen.destination();
    let (partition, bucket) = destination_bucket(place, destination);
    let other = |account: &&str| *account != place.account;
    let account = destination.and_then(|to| to.account()).filter(other);
    let key = destination
        .and_then(|to| to.encryption_configuration())
        .and_then(|encryption| encryption.replica_kms_key_id());
    rarely_set(seen, &at, beyond);
    ownership(destination, account, &at, beyond);
    encrypted_objects(seen, key, &at, beyond);
    Some(ReplicationRule {
        id: id.to_owned(),
        priority: seen.priority().map(whole).unwrap_or_default(),
        destination_bucket: bucket,
        destination_account: account.map(str::to_owned),
        partition,
        time_control: destination
            .and_then(|to| to.replication_time())
            .is_some_and(|time| *time.status() == ReplicationTimeStatus::Enabled),
        delete_markers: delete_markers(seen),
        replica_key: key.map(|arn| KeyRef::Existing(arn.to_owned())),
        storage_class: destination
            .and_then(|to| to.storage_class())
            .map(|class| class.as_str().to_owned()),
    })
}

/// A rule of the first version, which has no filter, replicates delete markers
/// without being asked.
fn delete_markers(seen: &SdkRule) -> bool {
    match seen.delete_marker_replication().and_then(|markers| markers.status()) {
        Some(status) => *status == DeleteMarkerReplicationStatus::Enabled,
        None => seen.filter().is_none(),
    }
}

/// Partition and name of the destination.
fn destination_bucket(place: &Place, destination: Option<&Destination>) -> (String, String) {
    let arn = destination.map(Destination::bucket).unwrap_or_default();
    let parts = arn.strip_prefix("arn:").and_then(|rest| rest.split_once(":s3:::"));
    let (partition, name) = parts.unwrap_or((&place.partition, arn));
    (partition.to_owned(), name.to_owned())
}

/// Which part of the bucket the rule is limited to, if it is.
fn part_of_bucket(seen: &SdkRule) -> Option<String> {
    #[expect(deprecated, reason = "rules of the first version have it, and S3 returns it")]
    let of_old = seen.prefix();
    let and = seen.filter().and_then(ReplicationRuleFilter::and);
    let prefix = match seen.filter() {
        Some(filter) => filter.prefix().or_else(|| and.and_then(|and| and.prefix())),
        None => of_old,
    };
    let prefix = prefix.filter(|prefix| !prefix.is_empty()).map(|text| format!("prefix {text}"));
    let one = seen.filter().and_then(ReplicationRuleFilter::tag);
    let several = and.map(|and| and.tags()).unwrap_or_default();
    let tag = |tag: &Tag| format!("tag {}={}", tag.key(), tag.value());
    let mut tags: Vec<String> = one.into_iter().chain(several).map(tag).collect();
    tags.sort();
    let parts: Vec<String> = prefix.into_iter().chain(tags).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Both replicate more than a policy can ask for.
fn rarely_set(seen: &SdkRule, at: &str, beyond: &mut SetOn<'_>) {
    let changes = seen.source_selection_criteria().and_then(|from| from.replica_modifications());
    if changes.is_some_and(|on| *on.status() == ReplicaModificationsStatus::Enabled) {
        beyond.add(format!("{at}.SourceSelectionCriteria.ReplicaModifications"), "Enabled");
    }
    let old = seen.existing_object_replication();
    if old.is_some_and(|on| *on.status() == ExistingObjectReplicationStatus::Enabled) {
        beyond.add(format!("{at}.ExistingObjectReplication"), "Enabled");
    }
}

/// Replicas in another account are given to it: whoever owns them can delete them.
fn ownership(to: Option<&Destination>, account: Option<&str>, at: &str, beyond: &mut SetOn<'_>) {
    let owner = to.and_then(|to| to.access_control_translation()).map(|owner| owner.owner());
    if account.is_some() && owner != Some(&OwnerOverride::Destination) {
        beyond.add(format!("{at}.Destination.AccessControlTranslation"), "none");
    }
}

/// Objects under KMS replicate only if they are selected and a key is named.
fn encrypted_objects(seen: &SdkRule, key: Option<&str>, at: &str, beyond: &mut SetOn<'_>) {
    let selected = seen
        .source_selection_criteria()
        .and_then(|from| from.sse_kms_encrypted_objects())
        .is_some_and(|on| *on.status() == SseKmsEncryptedObjectsStatus::Enabled);
    if selected != key.is_some() {
        let value = if selected { "Enabled" } else { "Disabled" };
        beyond.add(format!("{at}.SourceSelectionCriteria.SseKmsEncryptedObjects"), value);
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::types::{
        AccessControlTranslation, DeleteMarkerReplication, EncryptionConfiguration,
        ReplicaModifications, ReplicationRuleAndOperator, ReplicationTime, SourceSelectionCriteria,
        SseKmsEncryptedObjects, StorageClass,
        builders::{DestinationBuilder, ReplicationRuleBuilder},
    };

    use super::*;

    fn home() -> Place {
        Place {
            account: "111122223333".to_owned(),
            region: "us-east-1".to_owned(),
            partition: "aws".to_owned(),
        }
    }

    fn to_replica() -> DestinationBuilder {
        Destination::builder().bucket("arn:aws:s3:::docs-replica")
    }

    fn whole_bucket() -> ReplicationRuleBuilder {
        SdkRule::builder()
            .id("replica")
            .priority(1)
            .status(ReplicationRuleStatus::Enabled)
            .filter(ReplicationRuleFilter::builder().prefix("").build())
    }

    /// The rules that act, and what is beyond them as `field = value`, without
    /// what stands before every field.
    fn read(
        rule: ReplicationRuleBuilder,
        to: DestinationBuilder,
    ) -> (Vec<ReplicationRule>, Vec<String>) {
        let rule = rule.destination(to.build().unwrap()).build().unwrap();
        let role = "arn:aws:iam::111122223333:role/replicates";
        let seen = ReplicationConfiguration::builder().role(role).rules(rule).build().unwrap();
        let mut found = Vec::new();
        let mut beyond = SetOn { bucket: "docs", found: &mut found };
        let (rules, by) = replication(&home(), &seen, &mut beyond);
        assert_eq!(by, RoleRef::Existing(role.to_owned()));
        let at = "ReplicationConfiguration.Rules[replica].";
        let field = |b: &crate::observe::Beyond| b.field.strip_prefix(at).unwrap().to_owned();
        let words = found.iter().map(|b| format!("{} = {}", field(b), b.value));
        (rules, words.collect())
    }

    #[test]
    fn a_plain_rule_of_the_whole_bucket() {
        let (rules, beyond) = read(whole_bucket(), to_replica());
        assert_eq!(beyond, [""; 0]);
        assert_eq!(
            rules,
            [ReplicationRule {
                id: "replica".to_owned(),
                priority: 1,
                destination_bucket: "docs-replica".to_owned(),
                destination_account: None,
                partition: "aws".to_owned(),
                time_control: false,
                delete_markers: false,
                replica_key: None,
                storage_class: None,
            }]
        );
    }

    #[test]
    fn everything_that_a_policy_can_ask_for() {
        let key = "arn:aws:kms:us-west-2:999900001111:key/k";
        let time = ReplicationTime::builder().status(ReplicationTimeStatus::Enabled).build();
        let owner = AccessControlTranslation::builder().owner(OwnerOverride::Destination).build();
        let to = to_replica()
            .account("999900001111")
            .access_control_translation(owner.unwrap())
            .encryption_configuration(
                EncryptionConfiguration::builder().replica_kms_key_id(key).build(),
            )
            .replication_time(time.unwrap())
            .storage_class(StorageClass::GlacierIr);
        let kms = SseKmsEncryptedObjects::builder().status(SseKmsEncryptedObjectsStatus::Enabled);
        let markers = DeleteMarkerReplicationStatus::Enabled;
        let rule = whole_bucket()
            .delete_marker_replication(DeleteMarkerReplication::builder().status(markers).build())
            .source_selection_criteria(
                SourceSelectionCriteria::builder()
                    .sse_kms_encrypted_objects(kms.build().unwrap())
                    .build(),
            );
        let (rules, beyond) = read(rule, to);
        assert_eq!(beyond, [""; 0]);
        let rule = &rules[0];
        assert_eq!(rule.destination_account.as_deref(), Some("999900001111"));
        assert_eq!(rule.replica_key, Some(KeyRef::Existing(key.to_owned())));
        assert_eq!(rule.storage_class.as_deref(), Some("GLACIER_IR"));
        assert!(rule.time_control && rule.delete_markers);
    }

    #[test]
    fn a_rule_that_is_off_replicates_nothing_and_is_said() {
        let off = whole_bucket().status(ReplicationRuleStatus::Disabled);
        assert_eq!(read(off, to_replica()), (Vec::new(), vec!["Status = Disabled".to_owned()]));
    }

    #[test]
    fn a_rule_of_a_part_of_the_bucket_says_which() {
        let tag = |key: &str, value: &str| Tag::builder().key(key).value(value).build().unwrap();
        let and = ReplicationRuleAndOperator::builder()
            .prefix("invoices/")
            .tags(tag("kind", "scan"))
            .tags(tag("age", "old"))
            .build();
        let part = |filter: aws_sdk_s3::types::builders::ReplicationRuleFilterBuilder| {
            read(whole_bucket().filter(filter.build()), to_replica()).1
        };
        let filter = ReplicationRuleFilter::builder;
        assert_eq!(part(filter().prefix("a/")), ["Filter = prefix a/"]);
        assert_eq!(part(filter().tag(tag("a", "b"))), ["Filter = tag a=b"]);
        let all = ["Filter = prefix invoices/, tag age=old, tag kind=scan"];
        assert_eq!(part(filter().and(and)), all);
    }

    #[test]
    fn a_rule_of_the_first_version_replicates_delete_markers() {
        #[expect(deprecated, reason = "rules of the first version are written so")]
        let first = |prefix: &str| {
            SdkRule::builder().id("replica").status(ReplicationRuleStatus::Enabled).prefix(prefix)
        };
        let (rules, beyond) = read(first(""), to_replica());
        assert!(rules[0].delete_markers);
        assert_eq!(beyond, [""; 0]);
        assert_eq!(read(first("a/"), to_replica()).1, ["Filter = prefix a/"]);
    }

    #[test]
    fn the_own_account_as_destination_is_no_other_account() {
        let (rules, beyond) = read(whole_bucket(), to_replica().account("111122223333"));
        assert_eq!((rules[0].destination_account.as_deref(), beyond.len()), (None, 0));
    }

    #[test]
    fn halves_of_what_goes_together_are_said() {
        let given = to_replica().account("999900001111");
        let none = ["Destination.AccessControlTranslation = none"];
        assert_eq!(read(whole_bucket(), given).1, none);
        let key = EncryptionConfiguration::builder().replica_kms_key_id("k").build();
        let skipped = ["SourceSelectionCriteria.SseKmsEncryptedObjects = Disabled"];
        assert_eq!(read(whole_bucket(), to_replica().encryption_configuration(key)).1, skipped);
    }

    #[test]
    fn changes_of_replicas_that_come_back_are_said() {
        let changes = ReplicaModifications::builder().status(ReplicaModificationsStatus::Enabled);
        let rule = whole_bucket().source_selection_criteria(
            SourceSelectionCriteria::builder()
                .replica_modifications(changes.build().unwrap())
                .build(),
        );
        let said = ["SourceSelectionCriteria.ReplicaModifications = Enabled"];
        assert_eq!(read(rule, to_replica()).1, said);
    }
}
