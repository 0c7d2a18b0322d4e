//! Terraform as it is rendered: what a reviewer sees, what terraform says, and
//! whether it means what was asked for.

#[cfg(test)]
#[path = "render_terraform/cases.rs"]
mod cases;
#[cfg(test)]
#[path = "render_terraform/fixture/mod.rs"]
mod fixture;
#[cfg(test)]
#[path = "render_terraform/hostile.rs"]
mod hostile;
#[cfg(test)]
#[path = "render_terraform/oracle.rs"]
mod oracle;
#[cfg(test)]
#[path = "render_terraform/read_back/mod.rs"]
mod read_back;

use oracle::{Terraform, said};
use policy::render::terraform::{drift_only, render};
use policy::render::{Artifact, Gap};
use policy::resources::Resources;

/// The folder that terraform is run in.
const ROOT: &str = "orders/terraform/production";
/// What the accounts hold, for a plan without a network.
const WORLD: &str = include_str!("render_terraform/world.tftest.hcl");

fn listing(artifacts: &[Artifact]) -> String {
    artifacts.iter().map(|file| format!("==> {} <==\n{}\n", file.path, file.text)).collect()
}

fn gap_listing(gaps: &[Gap]) -> String {
    let line = |gap: &Gap| {
        let id = &gap.resource;
        format!("{} {:?} {}: {}: {}\n", id.place, id.kind, id.name, gap.setting, gap.reason)
    };
    gaps.iter().map(line).collect()
}

/// The first line in which two sets of settings differ, with where it is.
fn first_difference(read: &Resources, expected: &Resources) -> Option<String> {
    if read == expected {
        return None;
    }
    let [read, expected] = [read, expected].map(|resources| format!("{resources:#?}"));
    let mut lines = read.lines().zip(expected.lines()).enumerate();
    let (at, (read, wanted)) = lines.find(|(_, (read, wanted))| read != wanted)?;
    let above: Vec<&str> = expected.lines().take(at).skip(at.saturating_sub(12)).collect();
    let above = above.join("\n");
    Some(format!("{above}\nread:   {read}\nwanted: {wanted}"))
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings
}

#[test]
fn every_kind_of_setting_reads_well() {
    let rendered = render(&fixture::lowered()).unwrap();
    settings().bind(|| {
        insta::assert_snapshot!("terraform_every_setting", listing(&rendered.artifacts));
        insta::assert_snapshot!("terraform_gaps", gap_listing(&rendered.gaps));
        let unseen = gap_listing(&drift_only(&fixture::lowered()));
        insta::assert_snapshot!("terraform_drift_only", unseen);
    });
}

#[test]
fn the_same_settings_give_the_same_bytes_in_order() {
    let rendered = render(&fixture::lowered()).unwrap();
    assert_eq!(rendered, render(&fixture::lowered()).unwrap());
    assert!(rendered.artifacts.is_sorted());
    assert!(rendered.gaps.is_sorted());
    assert!(rendered.artifacts.iter().all(|artifact| artifact.text.ends_with("}\n")));
}

#[test]
fn the_module_means_what_was_asked_for() {
    let rendered = render(&fixture::lowered()).unwrap();
    let expected = fixture::carried_by_terraform(fixture::lowered());
    let read = read_back::read_back(&rendered.artifacts);
    if let Some(difference) = first_difference(&read, &expected) {
        panic!("{difference}");
    }
}

#[test]
fn terraform_accepts_the_form_and_the_schema() {
    let rendered = render(&fixture::lowered()).unwrap();
    let Some(terraform) = Terraform::with("accepts", &rendered.artifacts) else { return };
    let form = terraform.run(".", &["fmt", "-check", "-diff", "-recursive", "-no-color"]);
    assert!(form.status.success() && form.stdout.is_empty(), "{}", said(&form));
    if terraform.init(ROOT) {
        let valid = terraform.run(ROOT, &["validate", "-no-color"]);
        assert_eq!(said(&valid).trim(), "Success! The configuration is valid.");
    }
}

#[test]
fn the_real_provider_plans_it_and_every_check_holds() {
    let rendered = render(&fixture::lowered()).unwrap();
    let Some(terraform) = Terraform::with("plans", &rendered.artifacts) else { return };
    if !terraform.init(ROOT) {
        return;
    }
    let Some(right) = terraform.test(ROOT, WORLD) else { return };
    assert!(right.status.success(), "{}", said(&right));
    assert!(!said(&right).contains("Warning"), "{}", said(&right));
}

#[test]
fn a_wrong_account_fails_the_plan_and_a_changed_setting_is_named() {
    let rendered = render(&fixture::lowered()).unwrap();
    let Some(terraform) = Terraform::with("wrong", &rendered.artifacts) else { return };
    if !terraform.init(ROOT) {
        return;
    }
    let world = WORLD
        .replace(r#"account_id = "999900001111""#, r#"account_id = "444455556666""#)
        .replace("snapshot_retention_limit   = 10", "snapshot_retention_limit   = 1")
        .replace(r#"region_name = "us-west-2""#, r#"region_name = "eu-west-1""#);
    let Some(wrong) = terraform.test(ROOT, &world) else { return };
    assert!(!wrong.status.success(), "{}", said(&wrong));
    let failed = |about: &str| said(&wrong).contains(about);
    assert!(
        failed(r#"in data "aws_caller_identity" "us_west_2_999900001111""#),
        "{}",
        said(&wrong)
    );
    assert!(failed(r#"in check "cache_group_sessions""#), "{}", said(&wrong));
    assert!(failed(r#"in check "table_orders_production""#), "{}", said(&wrong));
    assert!(!failed(r#"in check "db_instance_orders""#), "{}", said(&wrong));
}
