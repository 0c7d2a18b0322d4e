//! A policy whose environments are taken one at a time.
//!
//! A fleet has thousands of them: whoever looks at one after the other need not
//! hold all.

use std::sync::Arc;

use crate::diagnostic::{Finding, Input, Level};
use crate::document;
use crate::resolved::{Base, Policy};
use crate::resources::{Lowered, Place, lower};
use crate::source::{Node, NodeKind};

/// A file that is a policy.
#[derive(Debug)]
pub struct Opened {
    /// The file.
    pub input: Input,
    base: Base,
    /// Something of it may lie in another place than its environment.
    strays: bool,
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
                let strays = strays(&root);
                let base = Base::new(Arc::clone(&input.text), root, document);
                Ok(Self { input, base, strays })
            }
            _ => Err(findings),
        }
    }

    /// Names of its environments; one empty name in a policy without any.
    pub fn environments(&self) -> impl Iterator<Item = &str> + Clone {
        self.base.names()
    }

    /// The name of one of them, by its number.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        self.base.name(number)
    }

    /// The environment of a name; none if its override makes the document none.
    #[must_use]
    pub fn environment(&self, name: &str) -> Option<One> {
        let resolved = self.base.resolve(name);
        let policy = resolved.policy?;
        let (lowered, findings) = lower(&policy);
        let mut found = resolved.findings.iter().chain(&findings);
        let has_errors = found.any(|finding| finding.level == Level::Error);
        Some(One { policy, lowered, has_errors })
    }

    /// The only account and Region that an environment has settings in, if that
    /// is known without opening it.
    #[must_use]
    pub fn only_place(&self, name: &str) -> Option<Place> {
        let moves = |patch: &Node| {
            let of_environments = ["accounts", "environments"];
            strays(patch) || of_environments.iter().any(|section| patch.get(section).is_some())
        };
        let strays = self.strays || self.base.patch(name).is_some_and(moves);
        self.base.place(name).filter(|_| !strays)
    }
}

/// Whether something in a policy or in an override may state another account or
/// Region than its environment has.
fn strays(root: &Node) -> bool {
    const SECTIONS: [&str; 4] = ["keys", "vaults", "resources", "repositories"];
    let stated = |section: &str| root.get(section).is_some_and(states_place);
    SECTIONS.into_iter().any(stated)
}

/// Objectives have keys of these names, which are disruptions.
fn states_place(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar { .. } => false,
        NodeKind::Sequence(items) => items.iter().any(states_place),
        NodeKind::Mapping(entries) => entries.iter().any(|entry| match &*entry.key.text {
            "account" | "region" => true,
            "objectives" => false,
            _ => states_place(&entry.value),
        }),
    }
}
