//! The pipeline in one function: from the text of a file to its findings and
//! the settings of each environment.

use crate::diagnostic::{Finding, Input, Judged, Kind, Level};
use crate::resources::Lowered;
use crate::source;

/// What a run asks of the compiler.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this environment; all of them if absent.
    pub environment: Option<String>,
}

/// One file, compiled as far as it could be.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Name of the policy, once the document could be read.
    pub policy: Option<String>,
    /// The file with its findings.
    pub judged: Judged,
    /// The settings of each environment; empty when the document is no policy.
    pub environments: Vec<Lowered>,
    /// The names of all environments of the policy, whichever were asked for.
    pub known_environments: Vec<String>,
}

/// Compiles one file.
pub fn compile(input: &Input, options: &Options) -> Compiled {
    let _ = options;
    let parsed = source::parse(&input.text);
    let findings = parsed
        .problems
        .iter()
        .map(|p| Finding::new(p.rule, Kind::Document, Level::Error, p.span, p.message.clone()))
        .collect();
    Compiled {
        policy: None,
        judged: Judged { input: input.clone(), findings, rendered: 0, asserted: 0, stated: 0 },
        environments: Vec::new(),
        known_environments: Vec::new(),
    }
}
