//! CloudFormation templates, judged by other programs where they are found.
#![cfg(test)]
#![expect(dead_code, reason = "what other targets can say is used by other tests")]

mod lowered;

use std::io::Write as _;
use std::process::{Command, Stdio};

use lowered::said::said_by_templates;
use lowered::{HOSTILE, assert_same, backup, home, lowered, tags, west};
use policy::render::{Artifact, RenderError, Rendered, Target, cloudformation, render};
use policy::resources::{
    Bucket, Lifecycle, Lowered, Place, ReplicationRule, Setting, Settings, Versioning, normalise,
};

fn places() -> [Place; 3] {
    [home(), west(), backup()]
}

fn rendered(lowered: &Lowered) -> Rendered {
    render(Target::Cloudformation, lowered).unwrap()
}

fn files(rendered: &Rendered) -> Vec<&str> {
    rendered.artifacts.iter().map(|a| a.path.parts().last().unwrap().as_str()).collect()
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn templates_read_back_into_the_same_settings() {
    let lowered = lowered();
    let read = cloudformation::read_back(&rendered(&lowered).artifacts, &places()).unwrap();
    assert_same(&normalise(&read), &normalise(&said_by_templates(&lowered)));
}

#[test]
fn templates_are_the_same_bytes_every_time() {
    assert_eq!(rendered(&lowered()), rendered(&lowered()));
}

#[test]
fn every_template() {
    for artifact in rendered(&lowered()).artifacts {
        snapshot(&format!("cloudformation-{}", artifact.path.parts()[3]), &artifact.text);
    }
}

#[test]
fn everything_that_templates_cannot_say_is_a_gap() {
    let gaps = rendered(&lowered()).gaps;
    let lines = gaps.iter().map(|gap| {
        let resource = &gap.resource;
        let place = &resource.place;
        format!("{place} {:?} {} {}: {}", resource.kind, resource.name, gap.setting, gap.reason)
    });
    snapshot("cloudformation-gaps", &lines.collect::<Vec<_>>().join("\n"));
}

/// Runs a Python program on artifacts; `None` where there is no Python.
fn python(program: &str, artifacts: &[Artifact]) -> Option<String> {
    let input: Vec<_> = artifacts.iter().map(|a| (a.path.to_string(), &a.text)).collect();
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let input = serde_json::to_vec(&input).unwrap();
    child.stdin.take().unwrap().write_all(&input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

const READ_YAML: &str = r#"
import json, sys
try:
    import yaml
except ImportError:
    print("skipped: PyYAML not found"); sys.exit(0)
print(json.dumps([yaml.safe_load(text) for _, text in json.load(sys.stdin)]))
"#;

/// `PyYAML` reads YAML 1.1, in which `no`, dates and `12:30:45` are not strings.
#[test]
fn a_yaml_1_1_reader_gets_the_same_values() {
    let artifacts = rendered(&lowered()).artifacts;
    let out = match python(READ_YAML, &artifacts) {
        None => return println!("skipped: python3 not found"),
        Some(out) if out.starts_with("skipped") => return print!("{out}"),
        Some(out) => out,
    };
    let read: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    for (artifact, read) in artifacts.iter().zip(read) {
        let ours: serde_json::Value = serde_yaml::from_str(&artifact.text).unwrap();
        assert_eq!(ours, read, "{}", artifact.path);
    }
}

#[test]
fn hostile_strings_arrive_as_they_were_written() {
    let text = &rendered(&lowered())
        .artifacts
        .iter()
        .find(|a| a.text.contains("VaultMain:"))
        .unwrap()
        .text
        .clone();
    let template: serde_json::Value = serde_yaml::from_str(text).unwrap();
    let tags = &template["Resources"]["VaultMain"]["Properties"]["BackupVaultTags"];
    for hostile in HOSTILE {
        assert_eq!(tags[hostile], hostile);
    }
    assert!(!text.contains("Fn::Sub"));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "no control character is raw");
}

/// Every character that readers of YAML treat in some way of its own.
#[test]
fn a_yaml_1_1_reader_gets_every_character() {
    let codes = [0..0x3100, 0xFDD0..0x10000, 0x1_D170..0x1_D180, 0xE_0000..0xE_0080];
    let chars: Vec<char> = codes.into_iter().flatten().filter_map(char::from_u32).collect();
    let texts: Vec<String> = chars.chunks(100).map(|chunk| chunk.iter().collect()).collect();
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let vault = settings.vaults.get_mut("orders-production-main").unwrap();
    vault.tags = texts.iter().enumerate().map(|(n, t)| (format!("t{n}"), t.clone())).collect();
    let artifacts = &rendered(&lowered).artifacts[1..2];
    let out = match python(READ_YAML, artifacts) {
        None => return println!("skipped: python3 not found"),
        Some(out) if out.starts_with("skipped") => return print!("{out}"),
        Some(out) => out,
    };
    let read: serde_json::Value = serde_json::from_str(&out).unwrap();
    let tags = &read[0]["Resources"]["VaultMain"]["Properties"]["BackupVaultTags"];
    for (n, text) in texts.iter().enumerate() {
        assert_eq!(tags[format!("t{n}")], *text);
    }
}

const LINT: &str = r#"
import json, os, subprocess, sys, tempfile
try:
    import cfnlint
except ImportError:
    print("skipped: cfn-lint not found"); sys.exit(0)
with tempfile.TemporaryDirectory() as folder:
    names = []
    for path, text in json.load(sys.stdin):
        names.append(os.path.join(folder, path.replace("/", "_")))
        with open(names[-1], "w") as file:
            file.write(text)
    command = [sys.executable, "-m", "cfnlint", "-f", "parseable", "--", *names]
    print(subprocess.run(command, capture_output=True, text=True).stdout.strip() or "silent")
"#;

#[test]
fn cfn_lint_is_silent() {
    match python(LINT, &rendered(&lowered()).artifacts) {
        None => println!("skipped: python3 not found"),
        Some(out) if out.starts_with("skipped") => print!("{out}"),
        Some(out) => assert_eq!(out, "silent\n"),
    }
}

#[test]
fn destinations_of_copies_and_replicas_are_deployed_first() {
    let rendered = rendered(&lowered());
    assert_eq!(
        files(&rendered),
        [
            "1-999900001111-us-west-2.yaml",
            "2-111122223333-us-east-1.yaml",
            "3-111122223333-us-west-2.yaml",
        ]
    );
    // The two Regions copy to each other: the one that names a role comes second.
    let second = &rendered.artifacts[1].text;
    assert!(second.contains("CopiesWaitFor:\n        - \"3-111122223333-us-west-2.yaml\"\n"));
}

#[test]
fn without_roles_to_wait_for_a_circle_of_copies_follows_the_places() {
    let mut lowered = lowered();
    lowered.resources.places.get_mut(&west()).unwrap().selections.clear();
    lowered.resources.places.remove(&backup());
    let rendered = rendered(&lowered);
    let expected = ["1-111122223333-us-east-1.yaml", "2-111122223333-us-west-2.yaml"];
    assert_eq!(files(&rendered), expected);
}

#[test]
fn a_place_outside_of_a_circle_of_copies_waits_for_it() {
    let mut lowered = lowered();
    let places = &mut lowered.resources.places;
    places.get_mut(&west()).unwrap().selections.clear();
    places.remove(&backup());
    let outside = Place { account: "000000000001".into(), ..home() };
    let mut settings = Settings::default();
    let plan = places[&home()].plans["orders-production-core"].clone();
    settings.plans.insert("outside".into(), plan);
    places.insert(outside, settings);
    assert_eq!(files(&rendered(&lowered)).last(), Some(&"3-000000000001-us-east-1.yaml"));
}

fn replicating_to(destination_bucket: &str) -> Bucket {
    Bucket {
        created: true,
        versioning: Some(Setting::rendered(Versioning::Enabled)),
        replication: Some(Setting::rendered(vec![ReplicationRule {
            id: "r".into(),
            priority: 1,
            destination_bucket: destination_bucket.into(),
            destination_account: None,
            partition: "aws".into(),
            time_control: false,
            delete_markers: false,
            replica_key: None,
            storage_class: None,
        }])),
        replication_role: Some(policy::resources::RoleRef::Existing(
            "arn:aws:iam::111122223333:role/replicate".into(),
        )),
        ..Bucket::default()
    }
}

#[test]
fn replication_in_a_circle_is_a_gap_where_it_closes() {
    for other in [home(), west()] {
        let mut lowered = Lowered::default();
        let places = &mut lowered.resources.places;
        let settings = places.entry(home()).or_default();
        settings.buckets.insert("a-bucket".into(), replicating_to("b-bucket"));
        let settings = places.entry(other).or_default();
        settings.buckets.insert("b-bucket".into(), replicating_to("a-bucket"));
        let rendered = rendered(&lowered);
        let gaps: Vec<_> =
            rendered.gaps.iter().map(|g| (g.resource.name.as_str(), g.setting.as_str())).collect();
        assert_eq!(gaps, [("b-bucket", "the replication")]);
    }
}

#[test]
fn a_tag_that_cloudformation_would_call_a_function_is_a_gap() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let vault = settings.vaults.get_mut("orders-production-main").unwrap();
    vault.tags = tags(&[("Ref", "VaultDr"), ("Fn::Transform", "x"), ("team", "orders")]);
    let rendered = rendered(&lowered);
    let settings: Vec<_> = rendered.gaps.iter().map(|gap| gap.setting.as_str()).collect();
    assert!(settings.contains(&"the tag `Ref`"), "{settings:?}");
    assert!(settings.contains(&"the tag `Fn::Transform`"), "{settings:?}");
    let text: String = rendered.artifacts.iter().map(|a| a.text.as_str()).collect();
    assert!(!text.contains("Fn::Transform"));
}

#[test]
fn a_dynamic_reference_is_never_written() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let vault = settings.vaults.get_mut("orders-production-main").unwrap();
    vault.tags = tags(&[("team", "{{resolve:secretsmanager:db:SecretString:password}}")]);
    assert!(matches!(render(Target::Cloudformation, &lowered), Err(RenderError::Template { .. })));
}

#[test]
fn a_copy_kept_longer_than_aws_can_be_told_is_a_gap() {
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let plan = settings.plans.get_mut("orders-production-core").unwrap();
    plan.rules[0].copy_actions[0].lifecycle = Lifecycle::default();
    let gaps = rendered(&lowered).gaps;
    assert!(gaps.iter().any(|gap| gap.setting.starts_with("the retention `forever` of a copy")));
}

#[test]
fn a_selection_under_a_plan_of_other_code_is_a_gap() {
    let mut lowered = lowered();
    for label in lowered.labels.values_mut().filter(|label| label.key == "shared/drafts") {
        label.existing = false;
    }
    let gaps = rendered(&lowered).gaps;
    assert!(gaps.iter().any(|gap| gap.setting == "the selection itself"));
}

#[test]
fn logical_ids_do_not_depend_on_other_resources() {
    let before = rendered(&lowered());
    let mut lowered = lowered();
    let settings = lowered.resources.places.get_mut(&home()).unwrap();
    let vault = settings.vaults["orders-production-main"].clone();
    settings.vaults.insert("another".into(), vault);
    let after = rendered(&lowered);
    for line in before.artifacts[1]
        .text
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
    {
        assert!(after.artifacts[1].text.contains(line), "{line}");
    }
}

#[test]
fn an_unknown_member_is_refused_when_reading_back() {
    for (from, to) in [
        ("      BackupVaultName:", "      Surprise: \"x\"\n      BackupVaultName:"),
        ("      StartWindowHours:", "      Surprise: \"x\"\n      StartWindowHours:"),
        ("    DeletionPolicy: \"Retain\"\n", ""),
        ("      EnableKeyRotation: true", "      EnableKeyRotation: false"),
        ("\"backup:CopyIntoBackupVault\"", "\"backup:*\""),
        ("Fn::GetAtt: [\"KeyDr\", \"Arn\"]", "Fn::GetAtt: [\"KeyDr\", \"KeyId\"]"),
    ] {
        let mut artifacts = rendered(&lowered()).artifacts;
        let mut found = false;
        for artifact in &mut artifacts {
            found |= artifact.text.contains(from);
            artifact.text = artifact.text.replace(from, to);
        }
        assert!(found, "{from}");
        assert!(cloudformation::read_back(&artifacts, &places()).is_err(), "{to}");
    }
}
