//! The policies of the project, rendered: what each target writes of each of
//! them, whether it means what was asked for, and whether it is the same every
//! time.
#![cfg(test)]
#![expect(dead_code, reason = "the fixture's own settings are used by other tests")]

mod lowered;
#[path = "render_terraform/read_back/mod.rs"]
mod read_back;

use std::path::Path;

use lowered::said::{said_by_aws_backup, said_by_s3_lifecycle, said_by_templates};
use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::{Input, Level};
use policy::render::{Target, aws_backup, cloudformation, render, s3_lifecycle};
use policy::resources::{Bucket, DbInstance, Lowered, Place, ResourceKind, Resources, normalise};
use policy::source::{Node, NodeKind, parse};

/// Name and text of every policy that a team should deploy.
#[expect(clippy::disallowed_methods, reason = "tests read the project's own files")]
fn policies() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies");
    let mut policies: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    policies.sort();
    assert!(policies.len() >= 9, "the starters and the systems are all there");
    policies
}

fn compiled(text: &str) -> Compiled {
    compile(&Input::new("policy.yaml", text), &Options::default())
}

/// All artifacts of a policy for one target, as one text.
fn listing(compiled: &Compiled, target: Target) -> String {
    let mut out = String::new();
    for environment in &compiled.environments {
        let rendered = render(target, environment).unwrap();
        for artifact in &rendered.artifacts {
            out += &format!("==> {} <==\n{}\n", artifact.path, artifact.text);
        }
        for gap in &rendered.gaps {
            let id = &gap.resource;
            out += &format!("gap: {:?} {}: {}: {}\n", id.kind, id.name, gap.setting, gap.reason);
        }
    }
    out
}

fn everything(compiled: &Compiled) -> String {
    Target::ALL.into_iter().map(|target| listing(compiled, target)).collect()
}

#[test]
fn every_policy_is_without_errors() {
    for (name, text) in policies() {
        let judged = compiled(&text).judged;
        let errors = judged.findings.iter().filter(|finding| finding.level == Level::Error);
        let errors: Vec<String> =
            errors.map(|f| format!("{}: {} {}", f.path, f.rule, f.message)).collect();
        assert_eq!(errors, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_policy_renders_as_reviewed() {
    for (name, text) in policies() {
        let compiled = compiled(&text);
        for target in Target::ALL {
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let snapshot = format!("policy-{name}-{}", target.name());
            settings.bind(|| insta::assert_snapshot!(snapshot, listing(&compiled, target)));
        }
    }
}

/// What a Terraform module can say: what it creates and what it checks.
fn said_by_terraform(lowered: &Lowered) -> Resources {
    let mut resources = lowered.resources.clone();
    for (place, settings) in &mut resources.places {
        let existing = |kind, name: &str| lowered.is_existing(place, kind, name);
        settings.vaults.retain(|name, _| !existing(ResourceKind::Vault, name));
        settings.plans.retain(|name, _| !existing(ResourceKind::Plan, name));
        settings.selections.retain(|(plan, name), _| {
            !existing(ResourceKind::Selection, &format!("{plan}/{name}"))
        });
        for plan in settings.plans.values_mut() {
            plan.advanced_backup_settings.retain(|setting| setting.resource_type == "EC2");
        }
        for bucket in settings.buckets.values_mut() {
            bucket.versioning = bucket.versioning.filter(|s| s.if_rendered().is_some());
            bucket.object_lock = bucket.object_lock.filter(|s| s.if_rendered().is_some());
            bucket.replication = bucket.replication.take().filter(|s| s.if_rendered().is_some());
        }
        settings.buckets.retain(|_, bucket| *bucket != Bucket::default());
        for instance in settings.db_instances.values_mut() {
            instance.deletion_protection = None;
            instance.replicated_backups.clear();
        }
        // Nothing is left to check of a database whose other fields no data source has.
        settings.db_instances.retain(|_, instance| *instance != DbInstance::default());
        settings.account = None;
    }
    resources
}

/// The first line in which two sets of settings differ.
fn assert_same(read: &Resources, said: &Resources, what: &str) {
    let lines = |resources: &Resources| {
        let mut resources = resources.clone();
        resources.places.retain(|_, settings| *settings != Default::default());
        format!("{resources:#?}")
    };
    let (read, said) = (lines(read), lines(said));
    let different = read.lines().zip(said.lines()).enumerate().find(|(_, (a, b))| a != b);
    if let Some((at, (a, b))) = different {
        let above: Vec<&str> = said.lines().take(at).skip(at.saturating_sub(15)).collect();
        panic!("{what}\n{}\nread:   {a}\nwanted: {b}", above.join("\n"));
    }
    assert_eq!(read.len(), said.len(), "{what}");
}

#[test]
fn every_artifact_reads_back_into_the_settings_it_came_from() {
    for (name, text) in policies() {
        for lowered in &compiled(&text).environments {
            let places: Vec<Place> = lowered.resources.places.keys().cloned().collect();
            let artifacts = |target| render(target, lowered).unwrap().artifacts;
            let what = |target: Target| format!("{name} {} {}", lowered.environment, target.name());
            let read = aws_backup::read_back(&artifacts(Target::AwsBackup), &places).unwrap();
            assert_same(&read, &said_by_aws_backup(lowered), &what(Target::AwsBackup));
            let read = s3_lifecycle::read_back(&artifacts(Target::S3Lifecycle), &places).unwrap();
            assert_same(&read, &said_by_s3_lifecycle(lowered), &what(Target::S3Lifecycle));
            let read =
                cloudformation::read_back(&artifacts(Target::Cloudformation), &places).unwrap();
            let said = said_by_templates(lowered);
            assert_same(&normalise(&read), &normalise(&said), &what(Target::Cloudformation));
            let read = read_back::read_back(&artifacts(Target::Terraform));
            assert_same(&read, &said_by_terraform(lowered), &what(Target::Terraform));
        }
    }
}

/// The same document with the entries of every mapping turned round, as JSON,
/// which YAML readers read.
fn turned_round(node: &Node) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    match &node.kind {
        NodeKind::Scalar { text, plain: true } => text.to_string(),
        NodeKind::Scalar { text, plain: false } => quoted(text),
        NodeKind::Sequence(items) => {
            let items: Vec<String> = items.iter().map(turned_round).collect();
            format!("[{}]", items.join(", "))
        }
        NodeKind::Mapping(entries) => {
            let entry = |entry: &policy::source::Entry| {
                format!("{}: {}", quoted(&entry.key.text), turned_round(&entry.value))
            };
            let entries: Vec<String> = entries.iter().rev().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

#[test]
fn the_order_of_the_file_changes_no_artifact() {
    for (name, text) in policies() {
        let turned = turned_round(&parse(&text).root.unwrap());
        assert_ne!(turned, text);
        let (a, b) = (compiled(&text), compiled(&turned));
        assert!(everything(&a) == everything(&b), "{name}");
    }
}

#[test]
fn a_comment_changes_no_artifact() {
    for (name, text) in policies() {
        let commented: String =
            text.lines().map(|line| format!("# a comment that was moved\n{line}\n")).collect();
        assert!(everything(&compiled(&text)) == everything(&compiled(&commented)), "{name}");
    }
}
