//! Input JSON of `aws s3api put-bucket-lifecycle-configuration`.
//!
//! One file per bucket whose lifecycle the policy states, whoever creates the
//! bucket: S3 replaces the configuration as a whole. Invariant: a filter has
//! one of the forms S3 accepts (`{}`, one member, or `And` of several).

mod view;

use self::view::LifecycleInput;
use super::aws_json::{JsonFiles, json_view, locate, read_back_error};
use super::gaps::{delete_markers, gap};
use super::{Artifact, RenderError, Rendered, Target};
use crate::resources::{Bucket, Lowered, Place, ResourceKind, Resources};

const OPERATION: &str = "put-bucket-lifecycle-configuration";

/// Renders the lifecycle configurations of one environment.
///
/// # Errors
/// [`RenderError`] if two buckets ask for one file.
pub fn render(lowered: &Lowered) -> Result<Rendered, RenderError> {
    let mut files = JsonFiles::new(lowered, Target::S3Lifecycle)?;
    for (place, settings) in &lowered.resources.places {
        for (name, bucket) in &settings.buckets {
            let Some(lifecycle) = &bucket.lifecycle else { continue };
            if lifecycle.rules.is_empty() {
                let reason = "S3 accepts no configuration without rules: remove it with `aws s3api \
                              delete-bucket-lifecycle`";
                let setting = "a lifecycle without rules";
                files.gaps([gap(place, ResourceKind::Bucket, name, setting, reason)]);
                continue;
            }
            files.gaps(delete_markers(place, name, &lifecycle.rules));
            files.add(place, name, OPERATION, &LifecycleInput::of(name, lifecycle))?;
        }
    }
    files.finish()
}

/// Reads artifacts of this target; `places` are those they may be for.
///
/// # Errors
/// [`RenderError::ReadBack`] for a path, call, member or filter that this
/// target does not write.
pub fn read_back(artifacts: &[Artifact], places: &[Place]) -> Result<Resources, RenderError> {
    let mut resources = Resources::default();
    for artifact in artifacts {
        let (place, operation) = locate(artifact, Target::S3Lifecycle, places)?;
        if operation != OPERATION {
            return Err(read_back_error(artifact, "it is for an unknown call"));
        }
        let input: LifecycleInput = json_view(artifact)?;
        let (name, lifecycle) = input.read().map_err(|detail| read_back_error(artifact, detail))?;
        let bucket = Bucket { lifecycle: Some(lifecycle), ..Bucket::default() };
        let settings = resources.places.entry(place).or_default();
        if settings.buckets.insert(name, bucket).is_some() {
            return Err(read_back_error(artifact, "another file is for the same bucket"));
        }
    }
    Ok(resources)
}
