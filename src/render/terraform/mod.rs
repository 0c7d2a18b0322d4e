//! Terraform: a module per environment and a small root that calls it.
//!
//! The module takes one provider configuration per account and Region
//! (`configuration_aliases`) and refuses to plan with the wrong one. What it
//! creates is named by reference, so that Terraform orders the creation; what
//! holds recovery points has `prevent_destroy`, and nothing has `force_destroy`.
//! Text of a policy appears in quoted literals only, never in a comment.
//!
//! Written for provider 5.100 and Terraform 1.5 or later; provider 6, where a
//! resource can state its Region itself, is untested and excluded.

mod engine;
mod hcl;
mod layout;
mod module;
mod names;
mod views;

use minijinja::Environment;
use serde::Serialize;

use self::module::Module;
use self::views::{RootView, Views};
use crate::render::{Artifact, ArtifactPath, Gap, RenderError, Rendered};
use crate::resources::{Lowered, Place};

/// Renders the module of an environment and the root that calls it.
///
/// An environment in which nothing is rendered or checked has no artifacts.
///
/// # Errors
/// [`RenderError`] is a defect of a template, a view or the lowering: a policy
/// that was resolved always renders.
pub fn render(lowered: &Lowered) -> Result<Rendered, RenderError> {
    let module = Module::new(lowered);
    let mut gaps = Vec::new();
    let mut views = Views::default();
    let mut places: Vec<&Place> = Vec::new();
    for (place, settings) in &lowered.resources.places {
        let of_place = Views::of_place(&module, place, settings, &mut gaps)?;
        if !of_place.is_empty() {
            places.push(place);
            views.append(of_place);
        }
    }
    let moved = views::moved(&module, &mut gaps);
    gaps.sort();
    gaps.dedup();
    if places.is_empty() {
        return Ok(Rendered { artifacts: Vec::new(), gaps });
    }
    let engine = engine::engine()?;
    let folders = Folders::new(lowered);
    let root = RootView::new(folders.source(), &places, &views);
    let mut artifacts = Vec::new();
    for file in views.files() {
        artifacts.push(folders.module_file(&engine, file, &views)?);
    }
    if !moved.moves.is_empty() {
        artifacts.push(folders.module_file(&engine, "moved.tf", &moved)?);
    }
    artifacts.push(folders.module_file(&engine, "places.tf", &root)?);
    artifacts.push(folders.module_file(&engine, "versions.tf", &root)?);
    artifacts.push(folders.root_file(&engine, "main.tf", &root)?);
    artifacts.push(folders.root_file(&engine, "providers.tf", &root)?);
    artifacts.sort();
    Ok(Rendered { artifacts, gaps })
}

/// Asserted settings that no data source of the provider shows, sorted by
/// resource: `check` blocks cannot watch them, only drift compares them.
pub fn drift_only(lowered: &Lowered) -> Vec<Gap> {
    views::drift_only(lowered)
}

/// Where the files of an environment go.
struct Folders<'a> {
    policy: &'a str,
    environment: &'a str,
}

impl<'a> Folders<'a> {
    fn new(lowered: &'a Lowered) -> Self {
        Self { policy: &lowered.policy, environment: &lowered.environment }
    }

    /// The module as the root sees it.
    fn source(&self) -> String {
        format!("../{}", ArtifactPath::new(["modules", self.environment]))
    }

    fn module_file(
        &self,
        engine: &Environment<'_>,
        file: &str,
        view: &impl Serialize,
    ) -> Result<Artifact, RenderError> {
        let path = ArtifactPath::new([self.policy, "terraform", "modules", self.environment, file]);
        Ok(Artifact { path, text: engine::file(engine, file, view)? })
    }

    fn root_file(
        &self,
        engine: &Environment<'_>,
        file: &str,
        view: &impl Serialize,
    ) -> Result<Artifact, RenderError> {
        let path = ArtifactPath::new([self.policy, "terraform", self.environment, file]);
        Ok(Artifact { path, text: engine::file(engine, file, view)? })
    }
}
