//! A rendered module, turned back into the settings that it stands for.

mod backup;
mod buckets;
mod identity;
mod module;
mod native;

use policy::render::Artifact;
use policy::resources::{KeyRef, Place, Resources, RoleRef, VaultRef};
use serde_json::Value;

use module::Module;

/// The settings that a module creates or checks; an argument or block that is
/// not understood fails the test.
pub(crate) fn read_back(artifacts: &[Artifact]) -> Resources {
    let module = Module::parse(artifacts);
    let mut resources = Resources::default();
    let mut known = Vec::new();
    known.extend(identity::read(&module, &mut resources));
    known.extend(backup::read(&module, &mut resources));
    known.extend(buckets::read(&module, &mut resources));
    native::read(&module, &mut resources);
    for terraform_type in module.types() {
        assert!(known.contains(&terraform_type.as_str()), "{terraform_type} is not read back");
    }
    resources
}

fn key_ref(value: &Value) -> KeyRef {
    match value {
        Value::String(arn) => KeyRef::Existing(arn.clone()),
        created => KeyRef::Created {
            place: place(&created["place"]),
            alias: created["alias"].as_str().unwrap().to_owned(),
        },
    }
}

fn role_ref(value: &Value) -> RoleRef {
    match value {
        Value::String(arn) => RoleRef::Existing(arn.clone()),
        created => RoleRef::Created {
            place: place(&created["place"]),
            name: created["role"].as_str().unwrap().to_owned(),
        },
    }
}

fn vault_ref(arn: &str) -> VaultRef {
    let parts: Vec<&str> = arn.split(':').collect();
    let place =
        Place { partition: parts[1].into(), region: parts[3].into(), account: parts[4].into() };
    VaultRef { place, name: parts[6].into() }
}

fn place(value: &Value) -> Place {
    let part = |at: usize| value[at].as_str().unwrap().to_owned();
    Place { account: part(0), region: part(1), partition: part(2) }
}
