//! What is protected: identifiers, plans, selections.

use std::collections::BTreeMap;

use crate::document::{self, ListedType, Resource as Written};
use crate::facts::resource_types::{ResourceTypeRow, resource_type};
use crate::source::{Map, Span, Spanned, Text};
use crate::units::Bytes;

use super::bucket::{BucketAround, WrittenBucket};
use super::context::{At, Context, at};
use super::cut::belongs;
use super::data_class::DataClass;
use super::native::Native;
use super::objective_layers::{Layer, Ranks, inherit};
use super::objectives::Objectives;
use super::plan::Plan;
use super::protection::Protection;
use super::protection_read::ProtectionAround;

/// Something that holds data.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Where it stands.
    pub at: At,
    /// What was written after `type:`, with its place.
    pub type_name: Text,
    /// The types it has in AWS Backup; empty for what AWS does not know, and for `any`.
    pub types: Vec<Spanned<&'static ResourceTypeRow>>,
    /// `type: any`.
    pub any_type: bool,
    /// Names and identifiers in AWS: tables, buckets, an instance, ARNs.
    pub identifiers: Vec<Spanned<String>>,
    /// Plans that protect it, names under `plans`.
    pub plans: Vec<Text>,
    /// AWS's own formula, instead of its identifiers.
    pub selection: Option<Spanned<Selection>>,
    /// What it does for itself.
    pub native: Native,
    /// What protects it outside AWS Backup plans.
    pub protections: Vec<Protection>,
    /// What must be recoverable of it.
    pub objectives: Objectives,
    /// Parts of its data with promises of their own.
    pub data_classes: BTreeMap<String, DataClass>,
    /// How much data it holds.
    pub size: Option<Spanned<Bytes>>,
    /// What it is made anew from.
    pub recreated_from: Option<Text>,
    /// Resources that cannot be recovered without it.
    pub needed_by: Vec<Text>,
    /// Host and Availability Zone of a server of one's own.
    pub host: Option<Host>,
}

/// Where a server of one's own stands.
#[derive(Debug, Clone, Default)]
pub struct Host {
    /// Its name.
    pub name: Option<Text>,
    /// Its Availability Zone.
    pub zone: Option<Text>,
}

/// Which resources a plan protects.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// A union of ARNs and tags.
    pub any_of: Option<Spanned<AnyOf>>,
    /// Conditions that must all hold.
    pub all_of: Vec<Condition>,
    /// ARNs taken out again.
    pub except: Vec<Spanned<String>>,
}

/// A union of ARNs and tags.
#[derive(Debug, Clone, Default)]
pub struct AnyOf {
    /// ARNs.
    pub arns: Vec<Spanned<String>>,
    /// Tags with their values.
    pub tags: Vec<(Text, Spanned<String>)>,
}

/// One condition on a tag.
#[derive(Debug, Clone)]
pub struct Condition {
    /// The whole condition.
    pub span: Span,
    /// Tag key.
    pub tag: Text,
    /// Operators with their values: one, if the policy is right.
    pub tests: Vec<(ConditionKind, Spanned<String>)>,
}

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConditionKind {
    /// `equals`
    Equals,
    /// `not_equals`
    NotEquals,
    /// `like`
    Like,
    /// `not_like`
    NotLike,
}

/// What resources refer to.
pub(super) struct ResourceAround<'a> {
    pub(super) plans: &'a BTreeMap<String, Plan>,
    /// Names of the resources of this environment.
    pub(super) resources: &'a BTreeMap<String, ()>,
    /// Objectives of the document.
    pub(super) objectives: &'a Layer,
    pub(super) buckets: BucketAround<'a>,
}

/// The parts that every kind of resource has.
struct Common<'a> {
    type_name: &'static str,
    types: Vec<Spanned<&'static ResourceTypeRow>>,
    any_type: bool,
    plans: &'a [document::NameText],
    selection: Option<&'a Spanned<document::Selection>>,
    only: Option<&'a Vec<document::NameText>>,
    was: &'a [document::NameText],
    identifiers: Vec<&'a Text>,
    objectives: Option<&'a Spanned<document::TextOr<document::NoneText, document::Objectives>>>,
    data_classes: &'a Map<document::DataClass>,
    size: Option<&'a document::SizeText>,
    recreated_from: Option<&'a document::Words>,
    needed_by: &'a [document::NameText],
}

macro_rules! common {
    ($resource:expr, $name:expr, $span:expr, $identifiers:expr) => {{
        Common {
            type_name: $name,
            types: resource_type($name).map(|row| Spanned::new(row, $span)).into_iter().collect(),
            any_type: false,
            plans: &$resource.plans,
            selection: $resource.selection.as_ref(),
            only: $resource.only.as_ref(),
            was: &$resource.was,
            identifiers: $identifiers.into_iter().collect(),
            objectives: $resource.objectives.as_ref(),
            data_classes: &$resource.data_classes,
            size: $resource.size.as_ref(),
            recreated_from: $resource.recreated_from.as_ref(),
            needed_by: &$resource.needed_by,
        }
    }};
}

impl Context<'_> {
    pub(super) fn resources(
        &mut self,
        resources: &Map<Written>,
        around: &ResourceAround<'_>,
    ) -> BTreeMap<String, Resource> {
        let mut resolved = BTreeMap::new();
        for (name, written) in resources {
            let common = common(name, written);
            if belongs(common.only, &self.placeholders.environment) {
                resolved.insert(name.value.clone(), self.resource(name, written, common, around));
            }
        }
        resolved
    }

    fn resource(
        &mut self,
        name: &Text,
        written: &Written,
        common: Common<'_>,
        around: &ResourceAround<'_>,
    ) -> Resource {
        // A path begins with the resource's own name (`database.read_replicas.west`).
        let at = at(name, "", common.was);
        let at = At { path: format!("resources.{}", at.key), ..at };
        let plans = common
            .plans
            .iter()
            .filter(|plan| self.known(plan, "plans", around.plans, &at.path).is_some());
        let plans: Vec<Text> = plans.map(|plan| plan.0.clone()).collect();
        let native = self.native(written, &at.path, &around.buckets);
        let own = self.layer(common.objectives, &format!("{}.objectives", at.path));
        let ranks = ranks(&own, &plans, around);
        let needed_by = common
            .needed_by
            .iter()
            .filter(|needs| self.known(needs, "resources", around.resources, &at.path).is_some());
        let needed_by = needed_by.map(|needs| needs.0.clone()).collect();
        let protected = ProtectionAround {
            repositories: around.buckets.repositories,
            keys: around.buckets.keys,
        };
        Resource {
            protections: self.protections(&name.value, written, &protected),
            objectives: inherit(&ranks),
            data_classes: self.data_classes(common.data_classes, &at.path, |class| {
                let mut nearer = ranks.clone();
                nearer.insert(0, vec![class]);
                inherit(&nearer)
            }),
            size: self.parse(common.size.map(|size| &size.0), &at.path, Bytes::parse),
            recreated_from: common.recreated_from.map(|words| words.0.clone()),
            needed_by,
            host: host(written),
            type_name: Spanned::new(common.type_name.to_owned(), at.span),
            types: common.types,
            any_type: common.any_type,
            identifiers: common.identifiers.into_iter().map(|id| self.fill(id, &at.path)).collect(),
            plans,
            selection: common.selection.map(|s| s.with(self.selection(&s.value, &at.path))),
            native,
            at,
        }
    }

    /// What the kind of resource does for itself.
    fn native(&mut self, written: &Written, path: &str, around: &BucketAround<'_>) -> Native {
        match written {
            Written::Dynamodb(table) => Native::Dynamodb(Box::new(self.dynamodb(table, path))),
            Written::RdsInstance(database)
            | Written::RdsCluster(database)
            | Written::Aurora(database)
            | Written::Documentdb(database)
            | Written::Neptune(database) => {
                Native::Database(Box::new(self.database(database, path)))
            }
            Written::Elasticache(cache) => Native::Cache(Box::new(self.cache(cache, path))),
            Written::S3(bucket) => {
                let written = WrittenBucket {
                    create: bucket.create.as_ref(),
                    manage: &bucket.manage,
                    versioning: bucket.versioning.as_ref(),
                    object_lock: bucket.object_lock.as_ref(),
                    small_objects: bucket.small_objects.as_ref(),
                    lifecycle: bucket.lifecycle.as_ref(),
                    replication: &bucket.replication,
                    tags: &bucket.tags,
                };
                Native::Bucket(Box::new(self.bucket(&written, path, around)))
            }
            Written::Postgresql(_) | Written::Other(_) | Written::Listed(_) => Native::None,
        }
    }

    fn selection(&mut self, written: &document::Selection, path: &str) -> Selection {
        let path = format!("{path}.selection");
        let any_of = written.any_of.as_ref().map(|any_of| {
            let document::AnyOf { arns, tags } = &any_of.value;
            let mut pairs = Vec::new();
            for (key, values) in tags {
                pairs.extend(values.0.iter().map(|value| (key.clone(), self.fill(value, &path))));
            }
            any_of.with(AnyOf {
                arns: arns.iter().map(|arn| self.fill(arn, &path)).collect(),
                tags: pairs,
            })
        });
        let all_of = written.all_of.iter().map(|condition| {
            let document::TagCondition { tag, equals, not_equals, like, not_like } =
                &condition.value;
            let tests = [
                (ConditionKind::Equals, equals),
                (ConditionKind::NotEquals, not_equals),
                (ConditionKind::Like, like),
                (ConditionKind::NotLike, not_like),
            ];
            let stated =
                tests.into_iter().filter_map(|(kind, value)| Some((kind, value.as_ref()?)));
            Condition {
                span: condition.span,
                tag: tag.0.clone(),
                tests: stated.map(|(kind, value)| (kind, self.fill(value, &path))).collect(),
            }
        });
        Selection {
            all_of: all_of.collect::<Vec<_>>(),
            any_of,
            except: written.except.iter().map(|arn| self.fill(arn, &path)).collect(),
        }
    }
}

/// The objectives that a resource inherits, its own first.
fn ranks<'a>(own: &'a Layer, plans: &[Text], around: &ResourceAround<'a>) -> Ranks<'a> {
    let plans = plans.iter().filter_map(|plan| around.plans.get(&plan.value));
    vec![vec![own], plans.map(|plan| &plan.objectives).collect(), vec![around.objectives]]
}

fn host(written: &Written) -> Option<Host> {
    let Written::Postgresql(server) = written else { return None };
    Some(Host {
        name: server.host.as_ref().map(|host| host.0.clone()),
        zone: server.zone.as_ref().map(|zone| zone.0.clone()),
    })
}

fn common<'a>(name: &Text, written: &'a Written) -> Common<'a> {
    let span = name.span;
    let database = |database: &'a document::Database, type_name| {
        common!(
            database,
            type_name,
            span,
            [&database.instance, &database.cluster].into_iter().flatten().map(|id| &id.0)
        )
    };
    match written {
        Written::Dynamodb(r) => common!(r, "dynamodb", span, r.tables.iter().map(|id| &id.0)),
        Written::RdsInstance(r) => database(r, "rds_instance"),
        Written::RdsCluster(r) => database(r, "rds_cluster"),
        Written::Aurora(r) => database(r, "aurora"),
        Written::Documentdb(r) => database(r, "documentdb"),
        Written::Neptune(r) => database(r, "neptune"),
        Written::Elasticache(r) => {
            common!(r, "elasticache", span, r.replication_group.as_ref().map(|id| &id.0))
        }
        Written::S3(r) => common!(r, "s3", span, r.buckets.iter().map(|id| &id.0)),
        Written::Postgresql(r) => common!(r, "postgresql", span, None),
        Written::Other(r) => common!(r, "other", span, None),
        Written::Listed(r) => {
            let mut common = common!(r, "listed", span, r.arns.iter().map(|arn| &arn.0));
            let types = r.types.iter().flat_map(|types| &types.value.0);
            for listed in types {
                common.any_type |= listed.value == ListedType::Any;
                let row = resource_type(listed_name(listed.value));
                common.types.extend(row.map(|row| Spanned::new(row, listed.span)));
            }
            common
        }
    }
}

/// The spelling of a listed type, as in the language.
const fn listed_name(listed: ListedType) -> &'static str {
    match listed {
        ListedType::Any => "any",
        ListedType::Ebs => "ebs",
        ListedType::Ec2 => "ec2",
        ListedType::Efs => "efs",
        ListedType::FsxLustre => "fsx_lustre",
        ListedType::FsxWindows => "fsx_windows",
        ListedType::FsxOntap => "fsx_ontap",
        ListedType::FsxOpenzfs => "fsx_openzfs",
        ListedType::StorageGateway => "storage_gateway",
        ListedType::Redshift => "redshift",
        ListedType::RedshiftServerless => "redshift_serverless",
        ListedType::Timestream => "timestream",
        ListedType::SapHana => "sap_hana",
        ListedType::VirtualMachine => "virtual_machine",
        ListedType::Cloudformation => "cloudformation",
        ListedType::Eks => "eks",
        ListedType::Dsql => "dsql",
        ListedType::Dynamodb => "dynamodb",
        ListedType::RdsInstance => "rds_instance",
        ListedType::RdsCluster => "rds_cluster",
        ListedType::Aurora => "aurora",
        ListedType::Documentdb => "documentdb",
        ListedType::Neptune => "neptune",
        ListedType::S3 => "s3",
    }
}

/// The environments that a resource is limited to.
pub(super) fn only_of(written: &Written) -> Option<&Vec<document::NameText>> {
    match written {
        Written::Dynamodb(r) => r.only.as_ref(),
        Written::RdsInstance(r)
        | Written::RdsCluster(r)
        | Written::Aurora(r)
        | Written::Documentdb(r)
        | Written::Neptune(r) => r.only.as_ref(),
        Written::Elasticache(r) => r.only.as_ref(),
        Written::S3(r) => r.only.as_ref(),
        Written::Postgresql(r) => r.only.as_ref(),
        Written::Other(r) => r.only.as_ref(),
        Written::Listed(r) => r.only.as_ref(),
    }
}
