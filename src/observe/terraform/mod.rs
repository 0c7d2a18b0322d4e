//! A state or a plan of Terraform, as `terraform show -json` prints it.
//!
//! A state is what Terraform last saw, a plan what will be once it is applied
//! (`planned_values`). Written for the AWS provider 5.100, whose 0 is often an
//! absence. Invariants: what a state does not hold is not known, never missing,
//! since other code may hold it; what a plan has yet to find out is left out;
//! only settings are taken over, never a secret that a state holds.

mod arn;
mod backup;
mod bucket;
mod identity;
mod native;
mod provider;
mod reading;
mod values;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Observation, Problem, Wanted};
use reading::{Reading, Resource};
use values::{Fault, Known, Values};

/// Most bytes of a state or a plan that are read.
pub const MAX_BYTES: usize = 256 * 1024 * 1024;
/// Most resources of a state or a plan.
const MAX_RESOURCES: usize = 500_000;
/// The major version of Terraform's format that is read.
const FORMAT_MAJOR: &str = "1";

/// What is taken over of a type.
type Take = fn(&mut Reading<'_>, &Resource<'_>) -> Known<()>;

/// Types in the order in which they are taken over: what is set on something
/// comes after it.
const TYPES: &[(&str, Take)] = &[
    ("aws_backup_vault", backup::vault),
    ("aws_backup_logically_air_gapped_vault", backup::air_gapped_vault),
    ("aws_backup_vault_lock_configuration", backup::lock),
    ("aws_backup_vault_policy", backup::access),
    ("aws_backup_vault_notifications", backup::notifications),
    ("aws_backup_plan", backup::plan),
    ("aws_backup_selection", backup::selection),
    ("aws_backup_restore_testing_plan", backup::testing_plan),
    ("aws_backup_restore_testing_selection", backup::testing_selection),
    ("aws_kms_alias", identity::alias),
    ("aws_kms_key", identity::key),
    ("aws_iam_role", identity::role),
    ("aws_iam_role_policy_attachment", identity::attached),
    ("aws_iam_role_policy", identity::written_in),
    ("aws_db_instance", native::instance),
    ("aws_db_instance_automated_backups_replication", native::replicated),
    ("aws_rds_cluster", native::cluster),
    ("aws_docdb_cluster", native::cluster),
    ("aws_neptune_cluster", native::cluster),
    ("aws_dynamodb_table", native::table),
    ("aws_dynamodb_table_replica", native::table_replica),
    ("aws_elasticache_replication_group", native::cache),
    ("aws_s3_bucket", bucket::bucket),
    ("aws_s3_bucket_public_access_block", bucket::public_access),
    ("aws_s3_bucket_server_side_encryption_configuration", bucket::encryption),
    ("aws_s3_bucket_policy", bucket::policy),
    ("aws_s3_bucket_versioning", bucket::versioning),
    ("aws_s3_bucket_lifecycle_configuration", bucket::lifecycle),
    ("aws_s3_bucket_object_lock_configuration", bucket::object_lock),
    ("aws_s3_bucket_replication_configuration", bucket::replication),
    ("aws_backup_region_settings", backup::region_settings),
    ("aws_backup_global_settings", backup::global_settings),
];

/// Types that are also taken over where Terraform only looks at them.
const LOOKED_AT: [&str; 5] = [
    "aws_backup_vault",
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_dynamodb_table",
    "aws_elasticache_replication_group",
];

/// What `terraform show -json` prints.
#[derive(Debug, Deserialize)]
struct Shown {
    format_version: Option<String>,
    /// When a plan was made.
    timestamp: Option<String>,
    /// A plan that could not be finished.
    #[serde(default)]
    errored: bool,
    /// Of a state.
    values: Option<Root>,
    /// Of a plan.
    planned_values: Option<Root>,
    /// Of a plan: which provider is whose.
    configuration: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Root {
    root_module: Option<Module>,
}

#[derive(Debug, Default, Deserialize)]
struct Module {
    #[serde(default)]
    resources: Vec<Entry>,
    #[serde(default)]
    child_modules: Vec<Module>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    address: String,
    mode: String,
    r#type: String,
    #[serde(default)]
    provider_name: String,
    #[serde(default)]
    values: Option<Map<String, Value>>,
}

/// Whether a text looks like what `terraform show -json` prints.
#[must_use]
pub fn is_shown(text: &[u8]) -> bool {
    let start = text.get(..256.min(text.len())).unwrap_or_default().trim_ascii_start();
    let start = start.strip_prefix(b"{").map(<[u8]>::trim_ascii_start).unwrap_or_default();
    start.starts_with(b"\"format_version\"")
}

/// Reads a state or a plan.
///
/// `wanted` says where a bucket or a role is looked for, because their ARNs name
/// no Region and a bucket's no account either; others of them are left out.
///
/// # Errors
/// The text is no state and no plan, or one of another version, or an attribute
/// is not what the provider writes.
pub fn read(file: &str, text: &[u8], wanted: &[Wanted]) -> Result<Vec<Observation>, Problem> {
    let refused = |what: String| Problem::content(file, None, what);
    if text.len() > MAX_BYTES {
        return Err(refused(format!("a state of more than {MAX_BYTES} bytes is not read")));
    }
    let shown: Shown = serde_json::from_slice(text).map_err(|error| unreadable(file, &error))?;
    let Some(version) = &shown.format_version else {
        return Err(refused("this is no output of `terraform show -json`".to_owned()).help(HOW));
    };
    if version.split('.').next() != Some(FORMAT_MAJOR) {
        let what =
            format!("version `{version}` of Terraform's format is not known, only {FORMAT_MAJOR}");
        return Err(refused(what));
    }
    if shown.errored {
        return Err(refused("the plan ended with an error and holds only a part".to_owned()));
    }
    let providers = provider::places(shown.configuration.as_ref());
    let root = shown.planned_values.as_ref().or(shown.values.as_ref());
    let entries = entries(root.and_then(|root| root.root_module.as_ref()));
    let by_type = by_type(
        entries
            .ok_or_else(|| refused(format!("more than {MAX_RESOURCES} resources are not read")))?,
        &providers,
    );
    let mut reading = Reading::new(wanted, shown.timestamp);
    for (name, take) in TYPES {
        for resource in by_type.get(name).into_iter().flatten() {
            match take(&mut reading, resource) {
                Ok(()) | Err(Fault::Unknown) => {}
                Err(Fault::Wrong(what)) => {
                    return Err(refused(format!("`{}`: {what}", resource.address)));
                }
            }
        }
    }
    Ok(reading.into_observations())
}

const HOW: &str = "save one with `terraform show -json > state.json`, or of a plan with `terraform show -json PLAN`";

fn unreadable(file: &str, error: &serde_json::Error) -> Problem {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "the file is cut off",
        serde_json::error::Category::Data => "what stands here is not what Terraform prints there",
        _ => "the file is no JSON from here on",
    };
    Problem::content(file, Some(error.line()), format!("{what} (column {})", error.column()))
        .help(HOW)
}

/// The resources of all modules; none if there are too many.
fn entries(root: Option<&Module>) -> Option<Vec<&Entry>> {
    let mut entries = Vec::new();
    let mut modules: Vec<&Module> = root.into_iter().collect();
    while let Some(module) = modules.pop() {
        let Module { resources, child_modules } = module;
        entries.extend(resources);
        modules.extend(child_modules);
        if entries.len() > MAX_RESOURCES {
            return None;
        }
    }
    // What Terraform manages counts before what it looks at.
    entries.sort_by_key(|entry| (entry.mode != "managed", &entry.address));
    Some(entries)
}

fn by_type<'a>(
    entries: Vec<&'a Entry>,
    providers: &provider::Places,
) -> BTreeMap<&'a str, Vec<Resource<'a>>> {
    let mut by_type: BTreeMap<&str, Vec<Resource<'_>>> = BTreeMap::new();
    for entry in entries {
        let Entry { address, mode, r#type, provider_name, values } = entry;
        let managed = mode == "managed";
        let taken = managed || LOOKED_AT.contains(&r#type.as_str());
        let Some(values) = values.as_ref().filter(|_| taken) else { continue };
        // An empty name is of a state that some other tool made smaller.
        if !provider_name.is_empty() && !provider_name.ends_with("hashicorp/aws") {
            continue;
        }
        let provider = providers.of(address);
        let resource = Resource { address, kind: r#type, values: Values(values), provider };
        by_type.entry(r#type).or_default().push(resource);
    }
    by_type
}
