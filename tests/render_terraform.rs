//! Terraform as it is rendered: what a reviewer sees, what terraform says, and
//! whether it means what was asked for.

#[cfg(test)]
#[path = "render_terraform/fixture/mod.rs"]
mod fixture;
#[cfg(test)]
#[path = "render_terraform/oracle.rs"]
mod oracle;

#[cfg(test)]
#[path = "render_terraform/read_back/mod.rs"]
mod read_back;

use oracle::{Terraform, said};
use policy::render::terraform::{drift_only, render};
use policy::render::{Artifact, Gap};

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
fn terraform_accepts_the_form_and_the_schema() {
    let rendered = render(&fixture::lowered()).unwrap();
    let Some(terraform) = Terraform::with("accepts", &rendered.artifacts) else {
        println!("skipped: terraform not found");
        return;
    };
    let form = terraform.run(".", &["fmt", "-check", "-diff", "-recursive", "-no-color"]);
    assert!(form.status.success() && form.stdout.is_empty(), "{}", said(&form));
    if !terraform.has_provider() {
        println!("skipped: no mirror of the provider hashicorp/aws found");
        return;
    }
    let root = "orders/terraform/production";
    let init = terraform.run(root, &["init", "-backend=false", "-no-color"]);
    assert!(init.status.success(), "{}", said(&init));
    let valid = terraform.run(root, &["validate", "-no-color"]);
    assert_eq!(said(&valid).trim(), "Success! The configuration is valid.");
}

#[test]
fn the_module_means_what_was_asked_for() {
    let rendered = render(&fixture::lowered()).unwrap();
    let expected = fixture::carried_by_terraform(fixture::lowered());
    let read = read_back::read_back(&rendered.artifacts);
    for (place, settings) in &expected.places {
        assert_eq!(format!("{:#?}", read.places[place]), format!("{settings:#?}"), "{place}");
    }
    assert_eq!(read, expected);
}
