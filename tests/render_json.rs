//! Input JSON for AWS Backup and for S3 lifecycles.
#![cfg(test)]
#![expect(dead_code, reason = "what other targets can say is used by other tests")]

mod lowered;

use std::process::{Command, Stdio};

use lowered::said::{said_by_aws_backup, said_by_s3_lifecycle};
use lowered::{assert_same, backup, home, lowered, west};
use policy::render::{RenderError, Rendered, Target, aws_backup, render, s3_lifecycle};
use policy::resources::{Lifecycle, Lowered, Place};

fn places() -> [Place; 3] {
    [home(), west(), backup()]
}

fn rendered(target: Target, lowered: &Lowered) -> Rendered {
    render(target, lowered).unwrap()
}

fn text(rendered: &Rendered, file: &str) -> String {
    let ends = |artifact: &&policy::render::Artifact| artifact.path.to_string().ends_with(file);
    rendered.artifacts.iter().find(ends).unwrap_or_else(|| panic!("no {file}")).text.clone()
}

/// All files and gaps of a target as one text.
fn listing(rendered: &Rendered) -> String {
    let mut out = String::new();
    for artifact in &rendered.artifacts {
        out += &format!("=== {}\n{}", artifact.path, artifact.text);
    }
    for gap in &rendered.gaps {
        let resource = &gap.resource;
        out += &format!("gap: {} {:?} {}", resource.place, resource.kind, resource.name);
        out += &format!(" {}: {}\n", gap.setting, gap.reason);
    }
    out
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn aws_backup_inputs_read_back_into_the_same_settings() {
    let lowered = lowered();
    let artifacts = rendered(Target::AwsBackup, &lowered).artifacts;
    let read = aws_backup::read_back(&artifacts, &places()).unwrap();
    assert_same(&read, &said_by_aws_backup(&lowered));
}

#[test]
fn lifecycle_inputs_read_back_into_the_same_settings() {
    let lowered = lowered();
    let artifacts = rendered(Target::S3Lifecycle, &lowered).artifacts;
    let read = s3_lifecycle::read_back(&artifacts, &places()).unwrap();
    assert_same(&read, &said_by_s3_lifecycle(&lowered));
}

#[test]
fn inputs_are_the_same_bytes_every_time() {
    for target in [Target::AwsBackup, Target::S3Lifecycle] {
        assert_eq!(rendered(target, &lowered()), rendered(target, &lowered()));
    }
}

#[test]
fn aws_backup_inputs() {
    snapshot("aws-backup", &listing(&rendered(Target::AwsBackup, &lowered())));
}

#[test]
fn s3_lifecycle_inputs() {
    snapshot("s3-lifecycle", &listing(&rendered(Target::S3Lifecycle, &lowered())));
}

#[test]
fn nothing_is_written_for_what_other_code_creates() {
    let out = listing(&rendered(Target::AwsBackup, &lowered()));
    assert!(!out.contains("/Default."), "a vault of other code is never created or locked");
    assert!(!out.contains("/shared."), "a plan of other code is never created");
}

#[test]
fn an_unknown_member_is_refused_when_reading_back() {
    let mut artifacts = rendered(Target::AwsBackup, &lowered()).artifacts;
    for artifact in &mut artifacts {
        artifact.text = artifact.text.replacen("{\n", "{\n  \"CreatorRequestId\": \"x\",\n", 1);
    }
    let Err(RenderError::ReadBack { detail, .. }) = aws_backup::read_back(&artifacts, &places())
    else {
        panic!("an unknown member was accepted")
    };
    assert!(detail.contains("CreatorRequestId"), "{detail}");
}

#[test]
fn an_artifact_of_an_unknown_place_is_refused() {
    let artifacts = rendered(Target::S3Lifecycle, &lowered()).artifacts;
    assert!(s3_lifecycle::read_back(&artifacts, &[west()]).is_err());
}

#[test]
fn a_filter_that_s3_would_reject_is_refused() {
    let mut artifacts = rendered(Target::S3Lifecycle, &lowered()).artifacts;
    for artifact in &mut artifacts {
        artifact.text = artifact
            .text
            .replace("\"Filter\": {}", "\"Filter\": { \"And\": { \"Prefix\": \"alone\" } }");
    }
    assert!(s3_lifecycle::read_back(&artifacts, &places()).is_err());
}

#[test]
fn a_copy_kept_longer_than_aws_can_be_told_is_a_gap() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let plan = settings.plans.get_mut("orders-production-core").unwrap();
    plan.rules[0].copy_actions[0].lifecycle = Lifecycle::default();
    let gaps = rendered(Target::AwsBackup, &lowered).gaps;
    assert!(gaps.iter().any(|gap| gap.setting.starts_with("the retention `forever` of a copy")));
}

#[test]
fn a_lifecycle_without_rules_is_a_gap() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let bucket = settings.buckets.get_mut("orders-drafts").unwrap();
    bucket.lifecycle.as_mut().unwrap().rules.clear();
    let rendered = rendered(Target::S3Lifecycle, &lowered);
    assert_eq!(rendered.gaps.len(), 1);
    assert!(rendered.artifacts.iter().all(|a| !a.path.to_string().contains("orders-drafts")));
}

#[test]
fn two_resources_never_share_a_file() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let plan = settings.plans["orders-production-core"].clone();
    settings.plans.insert("a.b".into(), plan);
    let selection = settings.selections.values().next().unwrap().clone();
    settings.selections.insert(("a".into(), "b.c".into()), selection.clone());
    settings.selections.insert(("a.b".into(), "c".into()), selection);
    assert!(render(Target::AwsBackup, &lowered).is_err());
}

#[test]
fn a_reviewer_sees_every_character() {
    let text = text(
        &rendered(Target::AwsBackup, &lowered()),
        "orders-production-main.create-backup-vault.json",
    );
    assert!(
        text.contains(r"left\u202eright\u200bzero\ufeffbom\u2028line\u0085next\udb40\udc41tag")
    );
}

const VALIDATE: &str = r#"
import json, sys
try:
    import botocore.session, botocore.validate
    from botocore import xform_name
except ImportError:
    print("skipped: botocore not found"); sys.exit(0)
session = botocore.session.get_session()
models = {s: session.get_service_model(s) for s in ("backup", "s3")}
names = {(s, xform_name(o, "-")): o for s, m in models.items() for o in m.operation_names}
bad = []
for service, path, text in json.load(sys.stdin):
    operation = path[: -len(".json")].rsplit(".", 1)[1]
    shape = models[service].operation_model(names[service, operation]).input_shape
    value = json.loads(text)
    report = botocore.validate.ParamValidator().validate(value, shape)
    if report.has_errors():
        bad.append(path + ": " + report.generate_report())
print("\n".join(bad) or "valid")
"#;

/// Runs a Python program, or returns `None` where there is no Python.
fn python(program: &str, input: &str) -> Option<String> {
    use std::io::Write as _;
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn botocore_accepts_every_input() {
    let mut inputs = Vec::new();
    for (target, service) in [(Target::AwsBackup, "backup"), (Target::S3Lifecycle, "s3")] {
        for artifact in rendered(target, &lowered()).artifacts {
            inputs.push((service, artifact.path.to_string(), artifact.text));
        }
    }
    match python(VALIDATE, &serde_json::to_string(&inputs).unwrap()) {
        None => println!("skipped: python3 not found"),
        Some(out) if out.starts_with("skipped") => print!("{out}"),
        Some(out) => assert_eq!(out, "valid\n"),
    }
}
