//! What all environments of a file share, looked through once.
//!
//! A fleet has thousands of environments. Invariants: resolving one of them
//! costs the same however many there are; of the others only their names, their
//! accounts and Regions are held, as places in the text.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Finding;
use crate::document::{Environment as Written, Policy as Document};
use crate::place::Place;
use crate::source::{Entry, Key, Node, NodeKind, Span, Text};

use super::rules;
use super::vault::place_of;

/// The key of the environments, at the top and nowhere else.
const ENVIRONMENTS: &str = "environments";
/// The key of what an environment changes.
const OVERRIDE: &str = "override";

/// A document before any environment is laid over it.
#[derive(Debug, Clone)]
pub struct Base {
    pub(super) text: Arc<str>,
    /// The tree without its environments.
    pub(super) tree: Node,
    section: Option<Section>,
    /// The document without its environments.
    pub(super) document: Document,
    /// In the order of their names.
    rows: Vec<Row>,
    /// Names of environments that cannot be told apart.
    pub(super) clashes: Vec<Finding>,
}

/// Where the environments stand: their number among the sections, key and span.
type Section = (usize, Key, Span);

/// One environment as it is written.
#[derive(Debug, Clone)]
struct Row {
    name: Leaf,
    account: Option<Leaf>,
    region: Option<Leaf>,
    patch: Option<Box<Node>>,
}

/// An environment with its name, account and Region as they are written.
pub(super) struct Own {
    pub(super) name: Text,
    pub(super) account: Option<Text>,
    pub(super) region: Option<Text>,
}

impl Base {
    /// What the environments of a document share; `root` is its tree.
    #[must_use]
    pub fn new(text: Arc<str>, root: Node, mut document: Document) -> Self {
        let (tree, section, mut patches) = parted(root);
        let environments = std::mem::take(&mut document.environments);
        let clashes = clashes(ENVIRONMENTS, &environments.keys().collect::<Vec<_>>());
        let rows = environments.iter().map(|(name, written)| {
            let leaf = |text_of: &Text| Leaf::of(&text, text_of);
            Row {
                name: leaf(name),
                account: written.account.as_ref().map(|account| leaf(account)),
                region: written.region.as_ref().map(|region| leaf(region)),
                patch: patches.remove(name.value.as_str()).map(Box::new),
            }
        });
        let mut rows: Vec<Row> = rows.collect();
        rows.shrink_to_fit();
        Self { text, tree, section, document, rows, clashes }
    }

    /// The names of the environments, in order; one without a name if none is stated.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        let none = self.rows.is_empty().then_some("");
        self.stated().chain(none)
    }

    /// The name of one of them, by its number in that order.
    #[must_use]
    pub fn name(&self, number: usize) -> Option<&str> {
        match self.rows.get(number) {
            Some(row) => Some(row.name.value(&self.text)),
            None => (self.rows.is_empty() && number == 0).then_some(""),
        }
    }

    /// Account and Region of an environment, if its own lines say both and
    /// nothing is wrong with them.
    #[must_use]
    pub fn place(&self, name: &str) -> Option<Place> {
        let row = self.row(name)?;
        let account = row.account.as_ref()?.value(&self.text);
        let account = match account.bytes().all(|byte| byte.is_ascii_digit()) {
            true => account,
            false => self.document.accounts.get(account)?.value.as_str(),
        };
        let region = row.region.as_ref()?.value(&self.text);
        Some(place_of(account.to_owned(), region.to_owned()))
    }

    /// What an environment changes, as a tree.
    #[must_use]
    pub fn patch(&self, name: &str) -> Option<&Node> {
        self.row(name)?.patch.as_deref()
    }

    /// The whole tree again: what is wrong with an override is said at its place.
    pub(super) fn whole(&self) -> Node {
        let mut root = self.tree.clone();
        let (Some((at, key, span)), NodeKind::Mapping(sections)) = (&self.section, &mut root.kind)
        else {
            return root;
        };
        let mut entries: Vec<Entry> = self.rows.iter().map(|row| row.entry(&self.text)).collect();
        entries.sort_by_key(|entry| entry.key.span);
        let value = Node { span: *span, kind: NodeKind::Mapping(entries) };
        sections.insert((*at).min(sections.len()), Entry { key: key.clone(), value });
        root
    }

    /// The names that are stated.
    pub(super) fn stated(&self) -> impl Iterator<Item = &str> + Clone {
        self.rows.iter().map(|row| row.name.value(&self.text))
    }

    /// True for the name of an environment.
    pub(super) fn has(&self, name: &str) -> bool {
        self.row(name).is_some()
    }

    pub(super) fn own(&self, name: &str) -> Option<Own> {
        let Row { name, account, region, patch: _ } = self.row(name)?;
        let text = |leaf: &Leaf| leaf.text(&self.text);
        Some(Own {
            name: text(name),
            account: account.as_ref().map(text),
            region: region.as_ref().map(text),
        })
    }

    fn row(&self, name: &str) -> Option<&Row> {
        let found = self.rows.binary_search_by(|row| row.name.value(&self.text).cmp(name));
        self.rows.get(found.ok()?)
    }
}

impl Row {
    fn entry(&self, file: &str) -> Entry {
        let Self { name, account, region, patch } = self;
        let key = |text: &str, span| Key { text: text.into(), span };
        let leaf = |key_text: &str, leaf: &Leaf| {
            let kind = NodeKind::Scalar { text: leaf.value(file).into(), plain: false };
            let value = Node { span: leaf.span(), kind };
            Entry { key: key(key_text, leaf.span()), value }
        };
        let mut entries: Vec<Entry> = Vec::new();
        entries.extend(account.as_ref().map(|account| leaf("account", account)));
        entries.extend(region.as_ref().map(|region| leaf("region", region)));
        entries.extend(
            patch
                .as_deref()
                .map(|patch| Entry { key: key(OVERRIDE, patch.span), value: patch.clone() }),
        );
        entries.sort_by_key(|entry| entry.value.span);
        let value = Node { span: name.span(), kind: NodeKind::Mapping(entries) };
        Entry { key: key(name.value(file), name.span()), value }
    }
}

impl Own {
    /// An environment of a document that an override made.
    pub(super) fn of(name: &Text, written: &Written) -> Self {
        Self {
            name: name.clone(),
            account: written.account.as_ref().map(|account| account.0.clone()),
            region: written.region.as_ref().map(|region| region.0.clone()),
        }
    }
}

/// The tree without its environments, and what each of them changes.
///
/// They stay in it for an override that changes environments, which the language
/// does not know.
fn parted(mut root: Node) -> (Node, Option<Section>, BTreeMap<String, Node>) {
    let mut patches = BTreeMap::new();
    let NodeKind::Mapping(entries) = &mut root.kind else { return (root, None, patches) };
    let Some(at) = entries.iter().position(|entry| &*entry.key.text == ENVIRONMENTS) else {
        return (root, None, patches);
    };
    let of = |entry: &Entry| entry.value.get(OVERRIDE).cloned();
    let all = entries.get(at).map(|entry| entry.value.entries()).unwrap_or_default();
    let found = all.iter().filter_map(|entry| Some((entry.key.text.to_string(), of(entry)?)));
    patches.extend(found);
    if !patches.values().any(|patch| patch.get(ENVIRONMENTS).is_some()) {
        let Entry { key, value } = entries.remove(at);
        return (root, Some((at, key, value.span)), patches);
    }
    (root, None, patches)
}

/// Keys must differ in more than `-`: logical ids of CloudFormation have none.
pub(super) fn clashes(section: &str, keys: &[&Text]) -> Vec<Finding> {
    let mut seen: BTreeMap<String, &Text> = BTreeMap::new();
    let mut findings = Vec::new();
    for key in keys {
        let folded = key.value.replace('-', "");
        if let Some(first) = seen.insert(folded, key) {
            let message = format!("`{}` and `{}` differ in `-` alone", first.value, key.value);
            let finding = rules::CLASHING_NAMES
                .finding(key.span, message)
                .path(format!("{section}.{}", key.value))
                .label(first.span, "the other one");
            findings.push(finding.help("rename one: names in some targets cannot hold `-`"));
        }
    }
    findings
}

/// A scalar as a place in the text; held only where the text spells it otherwise.
#[derive(Debug, Clone)]
struct Leaf {
    start: u32,
    end: u32,
    spelt: Option<Box<str>>,
}

impl Leaf {
    fn of(file: &str, text: &Text) -> Self {
        // OK because files are not longer than `source::MAX_BYTES`.
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        let mut leaf = Self { start: at(text.span.start), end: at(text.span.end), spelt: None };
        if leaf.value(file) != text.value {
            leaf.spelt = Some(text.value.as_str().into());
        }
        leaf
    }

    fn span(&self) -> Span {
        // OK because every platform that this runs on has more than 32 bits.
        let at = |offset| usize::try_from(offset).unwrap_or(usize::MAX);
        Span::new(at(self.start), at(self.end))
    }

    fn value<'a>(&'a self, file: &'a str) -> &'a str {
        if let Some(spelt) = &self.spelt {
            return spelt;
        }
        let written = self.span().slice(file);
        let within = |quote| written.strip_prefix(quote)?.strip_suffix(quote);
        within('"').or_else(|| within('\'')).unwrap_or(written)
    }

    fn text(&self, file: &str) -> Text {
        Text::new(self.value(file).to_owned(), self.span())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    fn base(text: &str) -> Base {
        let read = document::read(text);
        Base::new(text.into(), read.root.unwrap(), read.policy.unwrap())
    }

    #[test]
    fn environments_are_known_by_their_lines() {
        let text = r#"version: 1
name: orders
accounts: { workload: "111122223333" }
environments:
  staging: { account: '444455556666', region: "eu\u002Dwest-1" }
  "production": { account: workload, region: us-east-1 }
  nowhere: { region: us-east-1 }
"#;
        let base = base(text);
        assert_eq!(base.names().collect::<Vec<_>>(), ["nowhere", "production", "staging"]);
        assert_eq!((base.name(1), base.name(3)), (Some("production"), None));
        let place = |name| base.place(name).map(|place| place.to_string());
        assert_eq!(place("production").as_deref(), Some("111122223333/us-east-1"));
        assert_eq!(place("staging").as_deref(), Some("444455556666/eu-west-1"));
        assert_eq!((place("nowhere"), place("other")), (None, None));
        let own = base.own("staging").unwrap();
        assert_eq!(own.region.unwrap().span.slice(text), r#""eu\u002Dwest-1""#);
        assert!(base.tree.get("environments").is_none());
    }

    #[test]
    fn a_policy_without_environments_has_one_without_a_name() {
        let base = base("version: 1\nname: orders\n");
        assert_eq!(base.names().collect::<Vec<_>>(), [""]);
        assert_eq!((base.name(0), base.name(1)), (Some(""), None));
    }
}
