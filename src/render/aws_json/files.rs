//! JSON files, one per API call, and where they lie.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, context};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json_escapes;
use crate::render::{Artifact, ArtifactPath, Gap, RenderError, Rendered, Target};
use crate::resources::{Lowered, Place};

const TEMPLATE: &str = "json/document.json.j2";

/// Collects the files and gaps of a target that writes JSON.
#[derive(Debug)]
pub(crate) struct JsonFiles<'a> {
    lowered: &'a Lowered,
    target: Target,
    templates: Environment<'static>,
    rendered: Rendered,
}

impl<'a> JsonFiles<'a> {
    /// Starts without files.
    pub(crate) fn new(lowered: &'a Lowered, target: Target) -> Result<Self, RenderError> {
        let mut templates = Environment::new();
        templates.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
        templates.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        templates
            .add_template(TEMPLATE, include_str!("../../../templates/json/document.json.j2"))?;
        Ok(Self { lowered, target, templates, rendered: Rendered::default() })
    }

    /// Adds `<name>.<operation>.json` of a place.
    pub(crate) fn add(
        &mut self,
        place: &Place,
        name: &str,
        operation: &str,
        input: &impl Serialize,
    ) -> Result<(), RenderError> {
        let path = ArtifactPath::new([
            self.lowered.policy.as_str(),
            self.target.name(),
            self.lowered.environment.as_str(),
            &place_part(place),
            &format!("{name}.{operation}.json"),
        ]);
        let json = serde_json::to_string_pretty(input).map_err(|error| RenderError::Serialise {
            what: format!("`{path}`"),
            detail: error.to_string(),
        })?;
        let template = self.templates.get_template(TEMPLATE)?;
        let text = template.render(context! { document => json_escapes(&json) })?;
        self.rendered.artifacts.push(Artifact { path, text });
        Ok(())
    }

    /// Adds what the target has no words for.
    pub(crate) fn gaps(&mut self, gaps: impl IntoIterator<Item = Gap>) {
        self.rendered.gaps.extend(gaps);
    }

    /// Sorts, and refuses two inputs in one file.
    pub(crate) fn finish(mut self) -> Result<Rendered, RenderError> {
        self.rendered.artifacts.sort();
        self.rendered.gaps.sort();
        for pair in self.rendered.artifacts.windows(2) {
            if let [first, second] = pair
                && first.path == second.path
            {
                return Err(RenderError::Serialise {
                    what: format!("`{}`", first.path),
                    detail: "two resources ask for this file".to_owned(),
                });
            }
        }
        Ok(self.rendered)
    }
}

/// The folder of an account and Region.
fn place_part(place: &Place) -> String {
    format!("{}-{}", place.account, place.region)
}

/// The place and the operation that an artifact's path names.
///
/// Paths carry no partition, so the places are given and looked up.
pub(crate) fn locate<'a>(
    artifact: &'a Artifact,
    target: Target,
    places: &[Place],
) -> Result<(Place, &'a str), RenderError> {
    let [_policy, folder, _environment, place, file] = artifact.path.parts() else {
        return Err(read_back_error(artifact, "its path does not have five parts"));
    };
    if folder != target.name() {
        return Err(read_back_error(artifact, "it belongs to another target"));
    }
    let place = places.iter().find(|known| place_part(known) == *place);
    let operation = file.strip_suffix(".json").and_then(|name| name.rsplit_once('.'));
    match (place, operation) {
        (Some(place), Some((_, operation))) => Ok((place.clone(), operation)),
        (None, _) => Err(read_back_error(artifact, "its account and Region are not known")),
        (_, None) => Err(read_back_error(artifact, "its name holds no operation")),
    }
}

/// Reads an artifact's JSON as a view.
pub(crate) fn json_view<V: DeserializeOwned>(artifact: &Artifact) -> Result<V, RenderError> {
    serde_json::from_str(&artifact.text).map_err(|error| read_back_error(artifact, error))
}

/// An artifact that cannot be read back, and why.
pub(crate) fn read_back_error(artifact: &Artifact, detail: impl std::fmt::Display) -> RenderError {
    RenderError::ReadBack { what: format!("`{}`", artifact.path), detail: detail.to_string() }
}
