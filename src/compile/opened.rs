//! A policy whose environments are taken one at a time.
//!
//! A fleet has thousands of them: whoever looks at one after the other need not
//! hold all.

use crate::diagnostic::{Finding, Input, Level};
use crate::document;
use crate::resolved::{self, Policy};
use crate::resources::{Lowered, lower};
use crate::source::Node;

/// A file that is a policy.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub input: Input,
    /// Names of its environments; one empty name in a policy without any.
    pub environments: Vec<String>,
    root: Node,
    document: document::Policy,
}

/// One environment of it.
#[derive(Debug, Clone)]
pub struct One {
    /// The policy.
    pub policy: Policy,
    /// The settings that it becomes.
    pub lowered: Lowered,
    /// Something in it is an error, such as a reference to nothing.
    pub has_errors: bool,
}

impl Opened {
    /// Reads a file.
    ///
    /// # Errors
    /// It is no policy, or only a part of one; with everything that is wrong.
    pub fn open(input: Input) -> Result<Self, Vec<Finding>> {
        let document::Read { root, policy, findings } = document::read(&input.text);
        let error = |finding: &Finding| finding.level == Level::Error;
        match (root, policy) {
            (Some(root), Some(document)) if !findings.iter().any(error) => {
                let environments = resolved::environment_names(&document);
                Ok(Self { input, environments, root, document })
            }
            _ => Err(findings),
        }
    }

    /// The environment of a name; none if its override makes the document none.
    #[must_use]
    pub fn environment(&self, name: &str) -> Option<One> {
        let resolved = resolved::resolve(&self.input.text, &self.root, &self.document, name);
        let policy = resolved.policy?;
        let (lowered, findings) = lower(&policy);
        let mut found = resolved.findings.iter().chain(&findings);
        let has_errors = found.any(|finding| finding.level == Level::Error);
        Some(One { policy, lowered, has_errors })
    }
}
