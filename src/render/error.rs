//! A failure to render is a defect of ours and says so.

/// A template or view of ours is wrong.
#[derive(Debug)]
pub enum RenderError {
    /// A template failed on its view.
    Template {
        /// Name of the template.
        template: String,
        /// What the engine says, on one line.
        detail: String,
    },
    /// A view could not be written as JSON or YAML.
    Serialise {
        /// What was being written.
        what: String,
        /// What the serialiser says, on one line.
        detail: String,
    },
    /// An artifact of ours cannot be read back.
    ReadBack {
        /// The artifact.
        what: String,
        /// What is wrong with it.
        detail: String,
    },
}

impl std::fmt::Display for RenderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Template { template, detail } => {
                write!(f, "the template `{template}` of this program is wrong: {detail}")
            }
            Self::Serialise { what, detail } => {
                write!(f, "this program cannot write {what}: {detail}")
            }
            Self::ReadBack { what, detail } => {
                write!(f, "this program wrote {what} that it cannot read back: {detail}")
            }
        }
    }
}

impl std::error::Error for RenderError {}

impl From<minijinja::Error> for RenderError {
    fn from(error: minijinja::Error) -> Self {
        let template = error.name().unwrap_or("?").to_owned();
        let line = error.line().map(|line| format!(" (line {line})")).unwrap_or_default();
        let detail = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        Self::Template { template, detail: format!("{detail}{line}") }
    }
}
