//! One CloudFormation template per account and Region.
//!
//! `<n>-<account>-<region>.yaml`, where n says the order of deployment. Inside
//! a template resources refer to each other, so that CloudFormation orders
//! their creation; across templates names and ARNs are written out, and the ARN
//! of a key of another template, which AWS chooses, is a parameter that takes
//! the output of the same name. Invariants: no `Fn::Sub`, no string unquoted,
//! and whatever holds or opens backups is retained when its stack goes.

mod bucket;
mod bucket_lifecycle;
mod bucket_policy;
mod bucket_replication;
mod builder;
mod identity;
mod ids;
mod limits;
mod order;
mod plan;
mod read_back;
mod references;
mod template;
mod text;
mod vault;
mod yaml;

pub use read_back::read_back;
use serde_json::Value;

use self::builder::{Builder, to_value};
use self::order::Order;
use self::template::{About, DeployOrder, Metadata};
use self::yaml::{Section, Yaml};
use super::{Artifact, ArtifactPath, RenderError, Rendered, Target};
use crate::facts::cloudformation::FORMAT_VERSION;
use crate::resources::{Lowered, Place};

/// What a deployment must acknowledge where roles have names.
const NAMED_IAM: &str = "CAPABILITY_NAMED_IAM";

/// Renders the templates of one environment.
///
/// # Errors
/// [`RenderError`] if a view or the template of ours is wrong.
pub fn render(lowered: &Lowered) -> Result<Rendered, RenderError> {
    let order = Order::of(lowered);
    let mut gaps = Vec::new();
    let mut builders = Vec::new();
    for place in &order.places {
        let Some(settings) = lowered.resources.places.get(place) else { continue };
        let mut builder = Builder::new(lowered, place, settings, &order.circular_replication);
        identity::add(&mut builder)?;
        vault::add(&mut builder)?;
        plan::add(&mut builder)?;
        bucket::add(&mut builder)?;
        gaps.append(&mut builder.gaps);
        if !builder.resources.is_empty() {
            builders.push(builder);
        }
    }
    let artifacts = artifacts(lowered, &order, &builders)?;
    for (builder, artifact) in builders.iter().zip(&artifacts) {
        gaps.extend(limits::exceeded(builder, &artifact.text));
    }
    gaps.sort();
    Ok(Rendered { artifacts, gaps })
}

fn artifacts(
    lowered: &Lowered,
    order: &Order,
    builders: &[Builder<'_>],
) -> Result<Vec<Artifact>, RenderError> {
    let yaml = Yaml::new()?;
    let files: Vec<(&Place, String)> = builders
        .iter()
        .enumerate()
        .map(|(index, builder)| (builder.place, file_name(index, builders.len(), builder.place)))
        .collect();
    let mut artifacts = Vec::new();
    for (index, builder) in builders.iter().enumerate() {
        let about = about(builder, order, &files, index);
        let text = write(&yaml, builder, about)?;
        let file = files.get(index).map(|(_, file)| file.as_str()).unwrap_or_default();
        let path = ArtifactPath::new([
            lowered.policy.as_str(),
            Target::Cloudformation.name(),
            lowered.environment.as_str(),
            file,
        ]);
        artifacts.push(Artifact { path, text });
    }
    artifacts.sort();
    Ok(artifacts)
}

/// The position is padded, so that file names sort as they are deployed.
fn file_name(index: usize, of: usize, place: &Place) -> String {
    let Place { account, region, partition: _ } = place;
    let width = of.to_string().len();
    format!("{:0width$}-{account}-{region}.yaml", index + 1)
}

fn about(builder: &Builder<'_>, order: &Order, files: &[(&Place, String)], index: usize) -> About {
    let before = order.before(builder.place);
    let named = |(at, (place, file)): (usize, &(&Place, String))| {
        before.contains(place).then(|| (at, file.clone()))
    };
    let (after, later): (Vec<_>, Vec<_>) =
        files.iter().enumerate().filter_map(named).partition(|(at, _)| *at < index);
    let irreversible = builder.lowered.irreversible.iter();
    About {
        irreversible: irreversible
            .filter(|effect| effect.resource.place == *builder.place)
            .map(|effect| effect.effect.clone())
            .collect(),
        policy: builder.lowered.policy.clone(),
        environment: builder.lowered.environment.clone(),
        account: builder.place.account.clone(),
        region: builder.place.region.clone(),
        deploy_order: DeployOrder {
            position: index + 1,
            of: files.len(),
            after: after.into_iter().map(|(_, file)| file).collect(),
            copies_wait_for: later.into_iter().map(|(_, file)| file).collect(),
        },
        capabilities: if builder.has_roles { vec![NAMED_IAM.to_owned()] } else { Vec::new() },
    }
}

fn write(yaml: &Yaml, builder: &Builder<'_>, about: About) -> Result<String, RenderError> {
    let description = description(&about);
    let sections = [
        ("Metadata", to_value("Metadata", &Metadata { backup_policy: about })?),
        ("Parameters", to_value("Parameters", &builder.parameters)?),
        ("Resources", Value::Object(builder.resources.clone())),
        ("Outputs", to_value("Outputs", &builder.outputs)?),
    ];
    let sections: Vec<Section> =
        sections.iter().filter_map(|(name, value)| Section::of(name, value)).collect();
    yaml.write(FORMAT_VERSION.value, &description, &sections)
}

/// One sentence for the list of stacks; what is permanent comes first.
fn description(about: &About) -> String {
    let DeployOrder { position, of, after: _, copies_wait_for } = &about.deploy_order;
    let permanent = if about.irreversible.is_empty() { "" } else { "Irreversible, see Metadata. " };
    let waits = if copies_wait_for.is_empty() {
        ""
    } else {
        "; some copies fail until later templates are deployed, see Metadata"
    };
    format!(
        "{permanent}Backup policy {}, environment {}, account {}, {}: deploy as {position} of \
         {of}{waits}",
        about.policy, about.environment, about.account, about.region
    )
}
