//! What a target produces: files of text and gaps.

use crate::resources::ResourceId;

/// A path below the output folder, made of safe parts only.
///
/// Parts come from validated names, are never empty, `.` or `..`, and hold no
/// separator: output cannot leave its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArtifactPath(Vec<String>);

impl ArtifactPath {
    /// Joins parts; any character that is not `[A-Za-z0-9._-]` becomes `_`.
    pub fn new<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(parts.into_iter().map(safe_part).collect())
    }

    /// The parts, outermost first.
    pub fn parts(&self) -> &[String] {
        &self.0
    }
}

fn safe_part(part: &str) -> String {
    let safe: String = part
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' })
        .collect();
    if safe.chars().all(|c| c == '.') { format!("_{safe}") } else { safe }
}

impl std::fmt::Display for ArtifactPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}

/// One file of output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Artifact {
    /// Where it goes, below the output folder.
    pub path: ArtifactPath,
    /// Its text, ending with a newline.
    pub text: String,
}

/// Something that the target has no words for (`target-cannot-express`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The resource whose setting is left out.
    pub resource: ResourceId,
    /// The setting as a noun phrase in plain words, which reads before "of" and
    /// the resource: `the lifecycle`, `the role itself`.
    pub setting: String,
    /// Why, and what to do instead: one sentence without a period.
    pub reason: String,
}

/// The artifacts of one environment for one target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Files, sorted by path.
    pub artifacts: Vec<Artifact>,
    /// What the target cannot carry, sorted by resource.
    pub gaps: Vec<Gap>,
}
