//! What is protected: one variant per kind of resource, told apart by `type`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::{
    ArnText, AutomatedBackupReplication, AutomatedBackups, AvailabilityZoneText, AwsNameText,
    BaseBackup, CacheSnapshots, DataClass, Dump, Export, External, GlobalTable, LifecycleRule,
    Managed, ManualSnapshots, NameText, NoneText, ObjectLock, Objectives, OnDelete, OneOrMany,
    PointInTimeRecovery, ReadReplica, Replication, SizeText, SmallObjects, Standby, TagText,
    TagValueText, TextOr, Versioning, WalArchiving, Words,
};
use crate::source::{Map, Spanned, TYPE_TAGGED};

/// Something that holds data.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename = "$policy::TypeTagged", rename_all = "snake_case")]
pub enum Resource {
    /// `type: dynamodb`
    Dynamodb(Box<Dynamodb>),
    /// `type: rds_instance`
    RdsInstance(Box<Database>),
    /// `type: rds_cluster`
    RdsCluster(Box<Database>),
    /// `type: aurora`
    Aurora(Box<Database>),
    /// `type: documentdb`
    Documentdb(Box<Database>),
    /// `type: neptune`
    Neptune(Box<Database>),
    /// `type: elasticache`
    Elasticache(Box<Elasticache>),
    /// `type: s3`
    S3(Box<S3>),
    /// `type: postgresql`
    Postgresql(Box<Postgresql>),
    /// `type: other`
    Other(Box<Other>),
    /// Any other type, a list of types, or `any`.
    Listed(Box<Listed>),
}

const _: () = assert!(TYPE_TAGGED.len() == "$policy::TypeTagged".len());

macro_rules! resource {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $type:ty,)* })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$attr])* #[serde(default)] pub $field: $type,)*
            /// Rendered: plans that protect it (names under `plans`).
            #[serde(default)]
            pub plans: Vec<NameText>,
            /// Rendered: AWS's own formula of a backup selection, instead of its identifiers.
            #[serde(default)]
            pub selection: Option<Spanned<Selection>>,
            /// Stated: what must be recoverable of it, key by key over its plan's and the document's.
            #[serde(default)]
            pub objectives: Option<Spanned<TextOr<NoneText, Objectives>>>,
            /// Stated: parts of its data with promises of their own.
            #[serde(default)]
            pub data_classes: Map<DataClass>,
            /// Stated: protection by other products.
            #[serde(default)]
            pub external: Map<External>,
            /// Stated: how much data it holds.
            #[serde(default)]
            pub size: Option<SizeText>,
            /// Stated: what it is made anew from, if not from a backup.
            #[serde(default)]
            pub recreated_from: Option<Words>,
            /// Stated: resources that cannot be recovered without it.
            #[serde(default)]
            pub needed_by: Vec<NameText>,
            /// Stated: environments that have it; all if absent.
            #[serde(default)]
            pub only: Option<Vec<NameText>>,
            /// Rendered: former names of this entry, oldest first, so that it is moved, not replaced.
            #[serde(default)]
            pub was: Vec<NameText>,
        }
    )* };
}

resource! {
    /// DynamoDB tables.
    Dynamodb {
        /// Rendered: names of the tables.
        tables: Vec<AwsNameText>,
        /// Asserted: point-in-time recovery.
        point_in_time_recovery: Option<Spanned<PointInTimeRecovery>>,
        /// Stated: on-demand backups taken by hand or by other code.
        snapshots: Map<ManualSnapshots>,
        /// Stated: exports to S3.
        exports: Map<Export>,
        /// Asserted: replicas in other Regions.
        global_table: Option<Spanned<GlobalTable>>,
        /// Asserted: what happens when the table is deleted.
        on_delete: Option<Spanned<OnDelete>>,
    }
    /// An RDS instance or a cluster of RDS, Aurora, DocumentDB or Neptune.
    Database {
        /// Rendered: identifier of the instance.
        instance: Option<AwsNameText>,
        /// Rendered: identifier of the cluster.
        cluster: Option<AwsNameText>,
        /// Asserted: a standby in another Availability Zone; no if absent.
        multi_az: Option<Spanned<bool>>,
        /// Asserted: native backups with point-in-time recovery.
        automated_backups: Option<Spanned<AutomatedBackups>>,
        /// Asserted: automated backups replicated to another Region.
        automated_backup_replication: Option<Spanned<AutomatedBackupReplication>>,
        /// Stated: snapshots taken by hand or by other code.
        snapshots: Map<ManualSnapshots>,
        /// Asserted: read replicas.
        read_replicas: Map<ReadReplica>,
        /// Stated: logical dumps.
        dumps: Map<Dump>,
        /// Stated: exports to S3.
        exports: Map<Export>,
        /// Asserted: what happens when the database is deleted.
        on_delete: Option<Spanned<OnDelete>>,
    }
    /// An ElastiCache replication group.
    Elasticache {
        /// Asserted: identifier of the replication group.
        replication_group: Option<AwsNameText>,
        /// Asserted: a replica in another Availability Zone with automatic failover; no if absent.
        multi_az: Option<Spanned<bool>>,
        /// Asserted: daily snapshots.
        snapshots: Option<Spanned<CacheSnapshots>>,
        /// Asserted: weekly maintenance window, in UTC.
        maintenance_window: Option<super::WeeklyWindowText>,
        /// Stated: exports to S3.
        exports: Map<Export>,
        /// Asserted: what happens when the cache is deleted.
        on_delete: Option<Spanned<OnDelete>>,
    }
    /// S3 buckets.
    S3 {
        /// Rendered: names of the buckets.
        buckets: Vec<AwsNameText>,
        /// Rendered: the policy creates the buckets; no if absent.
        create: Option<Spanned<bool>>,
        /// Rendered: settings that the policy takes over.
        manage: Vec<Spanned<Managed>>,
        /// Asserted: versioning; unknown, and so not counted, if absent.
        versioning: Option<Spanned<Versioning>>,
        /// Asserted: default retention of Object Lock.
        object_lock: Option<Spanned<ObjectLock>>,
        /// Rendered: what happens to objects under 128 KB; `stay` if absent.
        small_objects: Option<Spanned<SmallObjects>>,
        /// Rendered: the whole lifecycle configuration of the buckets.
        lifecycle: Option<Vec<Spanned<LifecycleRule>>>,
        /// Asserted: replication to other buckets.
        replication: Vec<Spanned<Replication>>,
        /// Rendered: tags of created buckets.
        tags: Map<TagValueText>,
    }
    /// A self-managed PostgreSQL server.
    Postgresql {
        /// Stated: its host.
        host: Option<Words>,
        /// Stated: its Availability Zone; unknown if absent.
        zone: Option<AvailabilityZoneText>,
        /// Stated: servers that follow it.
        standbys: Map<Standby>,
        /// Stated: logical dumps.
        dumps: Map<Dump>,
        /// Stated: physical base backups.
        base_backups: Map<BaseBackup>,
        /// Stated: archives of write-ahead log.
        wal_archiving: Map<WalArchiving>,
    }
    /// Anything else that holds data.
    Other {
        /// Stated: snapshots taken by hand or by other code.
        snapshots: Map<ManualSnapshots>,
        /// Stated: dumps and exports.
        dumps: Map<Dump>,
        /// Stated: exports.
        exports: Map<Export>,
    }
    /// Types that only AWS Backup protects, several types, or all.
    Listed {
        /// Rendered: the types, as AWS Backup knows them; `any` for every type opted in.
        #[serde(rename = "type")]
        types: Option<Spanned<OneOrMany<Spanned<ListedType>>>>,
        /// Rendered: ARNs.
        arns: Vec<ArnText>,
    }
}

/// Types of resources that AWS Backup knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ListedType {
    /// Rendered: every type that is opted in.
    Any,
    /// Rendered: EBS volumes.
    Ebs,
    /// Rendered: EC2 instances.
    Ec2,
    /// Rendered: EFS file systems.
    Efs,
    /// Rendered: FSx for Lustre.
    FsxLustre,
    /// Rendered: FSx for Windows File Server.
    FsxWindows,
    /// Rendered: FSx for ONTAP volumes.
    FsxOntap,
    /// Rendered: FSx for OpenZFS.
    FsxOpenzfs,
    /// Rendered: Storage Gateway volumes.
    StorageGateway,
    /// Rendered: Redshift clusters.
    Redshift,
    /// Rendered: Redshift Serverless namespaces.
    RedshiftServerless,
    /// Rendered: Timestream tables.
    Timestream,
    /// Rendered: SAP HANA databases on EC2.
    SapHana,
    /// Rendered: virtual machines of a hypervisor.
    VirtualMachine,
    /// Rendered: CloudFormation stacks.
    Cloudformation,
    /// Rendered: EKS clusters.
    Eks,
    /// Rendered: Aurora DSQL clusters.
    Dsql,
    /// Rendered: DynamoDB tables.
    Dynamodb,
    /// Rendered: RDS instances.
    RdsInstance,
    /// Rendered: RDS Multi-AZ clusters.
    RdsCluster,
    /// Rendered: Aurora clusters.
    Aurora,
    /// Rendered: DocumentDB clusters.
    Documentdb,
    /// Rendered: Neptune clusters.
    Neptune,
    /// Rendered: S3 buckets.
    S3,
}

/// Which resources a plan protects: (`any_of`) and (`all_of`) minus `except`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selection {
    /// Rendered: resources by ARN or tag; any match counts (a union).
    #[serde(default)]
    pub any_of: Option<Spanned<AnyOf>>,
    /// Rendered: tag conditions that must all hold.
    #[serde(default)]
    pub all_of: Vec<Spanned<TagCondition>>,
    /// Rendered: ARNs that are taken out again.
    #[serde(default)]
    pub except: Vec<ArnText>,
}

/// A union of ARNs and tags.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnyOf {
    /// Rendered: ARNs, with `*` for parts or as a trailing prefix match.
    #[serde(default)]
    pub arns: Vec<ArnText>,
    /// Rendered: tags; any one selects, a list means any of its values.
    #[serde(default)]
    pub tags: Map<OneOrMany<TagValueText>>,
}

/// One condition on a tag; exactly one operator.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagCondition {
    /// Rendered: tag key.
    pub tag: TagText,
    /// Rendered: the value is this.
    #[serde(default)]
    pub equals: Option<TagValueText>,
    /// Rendered: the value is not this.
    #[serde(default)]
    pub not_equals: Option<TagValueText>,
    /// Rendered: the value matches this pattern with `*`.
    #[serde(default)]
    pub like: Option<TagValueText>,
    /// Rendered: the value does not match this pattern.
    #[serde(default)]
    pub not_like: Option<TagValueText>,
}

/// The types with keys of their own, as written after `type:`.
pub const NATIVE_TYPES: [&str; 10] = [
    "dynamodb",
    "rds_instance",
    "rds_cluster",
    "aurora",
    "documentdb",
    "neptune",
    "elasticache",
    "s3",
    "postgresql",
    "other",
];

impl JsonSchema for Resource {
    fn schema_name() -> Cow<'static, str> {
        "Resource".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut rules = Vec::new();
        for name in NATIVE_TYPES {
            let variant = match name {
                "dynamodb" => tagged::<Dynamodb>(generator, name),
                "elasticache" => tagged::<Elasticache>(generator, name),
                "s3" => tagged::<S3>(generator, name),
                "postgresql" => tagged::<Postgresql>(generator, name),
                "other" => tagged::<Other>(generator, name),
                _ => tagged::<Database>(generator, name),
            };
            let when = json_schema!({
                "required": ["type"], "properties": { "type": { "const": name } }
            });
            rules.push(json_schema!({ "if": when, "then": variant }));
        }
        let listed = generator.subschema_for::<Listed>();
        let foreign = json_schema!({
            "required": ["type"], "properties": { "type": { "not": { "enum": NATIVE_TYPES } } }
        });
        rules.push(json_schema!({ "if": foreign, "then": listed }));
        json_schema!({ "type": "object", "required": ["type"], "allOf": rules })
    }
}

/// The schema of a variant with its `type` key.
fn tagged<T: JsonSchema>(generator: &mut SchemaGenerator, name: &str) -> Schema {
    let mut schema = T::json_schema(generator);
    let tag = serde_json::json!({
        "const": name,
        "description": "Rendered: what kind of resource it is.",
    });
    if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
        properties.insert("type".to_owned(), tag);
    }
    generator.definitions_mut().insert(definition_name(name), schema.clone().to_value());
    Schema::new_ref(format!("#/definitions/{}", definition_name(name)))
}

fn definition_name(name: &str) -> String {
    format!("Resource_{name}")
}
