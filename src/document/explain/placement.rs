//! Where an unknown key belongs.

use std::collections::VecDeque;

use serde_json::Value;

use crate::source::{Node, NodeKind, Path, Step, nearest};

use super::wanted::{Wanted, has_variants, variant_of};
use super::words::{listed, shown_path};
use super::{Level, Walk};

/// Levels below a mapping in which a key is looked for.
const DEEPEST: usize = 5;
/// Mappings that are looked into for one unknown key.
const WIDEST: usize = 400;

/// What to do about an unknown key.
pub(super) struct Placement {
    pub(super) help: Option<String>,
    /// The key that was meant, if it is one of those known here.
    pub(super) rename: Option<String>,
}

impl Placement {
    fn say(help: String) -> Self {
        Self { help: Some(help), rename: None }
    }

    fn rename(key: &str) -> Self {
        Self { help: Some(format!("did you mean `{key}`?")), rename: Some(key.to_owned()) }
    }
}

impl<'a> Walk<'a> {
    /// Advice for `key`, which `schema` does not know. The last of the levels
    /// is the mapping that holds it.
    pub(super) fn placement(&self, node: &'a Node, key: &str, schema: &'a Value) -> Placement {
        let known: Vec<&str> = properties(schema).filter(|key| node.entry(key).is_none()).collect();
        if let Some(same) = known.iter().find(|known| plural(known) == plural(key)) {
            return Placement::rename(same);
        }
        if let Some(ours) = translated(key).iter().find(|ours| known.contains(*ours)) {
            return Placement::say(format!("this language says `{ours}`"));
        }
        if let Some(elsewhere) = self.elsewhere(key) {
            return elsewhere;
        }
        if let Some(near) = nearest(key, known.iter().copied()) {
            return Placement::rename(near);
        }
        if let Some(near) = nearest(key, properties(schema)) {
            return Placement::say(format!("did you mean `{near}`? it is written already"));
        }
        if key == "cron" && known.contains(&"at") {
            return Placement::say("write `\"cron(…)\"` instead of the mapping".to_owned());
        }
        match known.as_slice() {
            [] => Placement { help: None, rename: None },
            known => Placement::say(format!("known here: {}", listed(known))),
        }
    }

    /// The key is known in a mapping near this one: below it, around it, or
    /// below one that is around it.
    fn elsewhere(&self, key: &str) -> Option<Placement> {
        let (here, around) = self.levels.split_last()?;
        if let Some(path) = self.below(*here, key) {
            return Some(belongs(key, &path));
        }
        for level in around.iter().rev() {
            let known = properties(level.schema).any(|known| known == key);
            let path = Path(self.path.0.iter().take(level.depth).cloned().collect());
            if known {
                return Some(belongs(key, &path));
            }
        }
        let written = around.iter().rev().find_map(|level| self.below(*level, key));
        let path = written?.to_string();
        Some(Placement::say(format!("`{key}` is a key of `{}`", shown_path(&path))))
    }

    /// The nearest mapping of the file, below a level, that knows the key.
    fn below(&self, level: Level<'a>, key: &str) -> Option<Path> {
        let steps: Vec<Step> = self.path.0.iter().take(level.depth).cloned().collect();
        let mut queue = VecDeque::from([(level.node, level.schema, Path(steps))]);
        let mut looked = 0;
        while let Some((node, schema, path)) = queue.pop_front() {
            looked += 1;
            if looked > WIDEST {
                return None;
            }
            let deeper = path.0.len() > level.depth;
            if deeper && properties(schema).any(|known| known == key) {
                return Some(path);
            }
            if path.0.len() < level.depth + DEEPEST {
                queue.extend(self.children(node, schema, &path));
            }
        }
        None
    }

    /// The mappings that stand in a mapping, lists looked through.
    fn children(
        &self,
        node: &'a Node,
        schema: &'a Value,
        path: &Path,
    ) -> Vec<(&'a Node, &'a Value, Path)> {
        let mut children = Vec::new();
        let patching = self.path.0.iter().any(|step| *step == Step::Key("override".to_owned()));
        for entry in node.entries().iter().take(WIDEST) {
            // What an override patches is looked for in the policy itself.
            if &*entry.key.text == "override" && !patching {
                continue;
            }
            let own = schema.get("properties").and_then(|known| known.get(&*entry.key.text));
            let of = own.or_else(|| schema.get("additionalProperties").filter(|of| of.is_object()));
            let Some(of) = of else { continue };
            let path = path.key(&entry.key.text);
            let wanted = Wanted::of(of, self.schema);
            match &entry.value.kind {
                NodeKind::Mapping(_) => {
                    let shape = self.shape(&entry.value, &wanted);
                    children.extend(shape.map(|shape| (&entry.value, shape, path)));
                }
                NodeKind::Sequence(items) => {
                    let item = wanted.lists.first().and_then(|list| list.get("items"));
                    let wanted = item.map(|item| Wanted::of(item, self.schema));
                    for (index, item) in items.iter().enumerate().take(WIDEST) {
                        let shape = wanted.as_ref().and_then(|wanted| self.shape(item, wanted));
                        children.extend(shape.map(|shape| (item, shape, path.index(index))));
                    }
                }
                NodeKind::Scalar { .. } => {}
            }
        }
        children
    }

    fn shape(&self, node: &Node, wanted: &Wanted<'a>) -> Option<&'a Value> {
        let [mapping] = wanted.mappings.as_slice() else { return None };
        if !has_variants(mapping) {
            return Some(mapping);
        }
        variant_of(mapping, node.get("type")?.text()?, self.schema)
    }
}

fn belongs(key: &str, path: &Path) -> Placement {
    if path.0.is_empty() {
        return Placement::say(format!("`{key}` belongs at the top of the policy"));
    }
    Placement::say(format!("`{key}` belongs under `{}`", shown_path(&path.to_string())))
}

fn properties(schema: &Value) -> impl Iterator<Item = &str> {
    let known = schema.get("properties").and_then(Value::as_object);
    known.into_iter().flatten().map(|(key, _)| key.as_str())
}

/// Case, separators and the plural's ending left out.
fn plural(word: &str) -> String {
    let folded: String =
        word.chars().filter(|c| !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect();
    let stem = folded.strip_suffix("ies").map(|stem| format!("{stem}y"));
    stem.unwrap_or_else(|| folded.strip_suffix('s').unwrap_or(&folded).to_owned())
}

/// Our words for keys of AWS, Terraform and CloudFormation.
fn translated(key: &str) -> &'static [&'static str] {
    let folded: String = key.chars().filter(|c| *c != '_' && *c != '-').collect();
    match folded.to_ascii_lowercase().as_str() {
        "deleteafter" | "deleteafterdays" | "keep" | "ttl" | "expiresafter" | "lifecycle" => {
            &["retention", "expire_after"]
        }
        "movetocoldstorageafterdays" | "coldstorage" | "coldafter" => &["cold_storage_after"],
        "scheduleexpression" | "cron" | "frequency" | "interval" => &["schedule", "every"],
        "rule" | "rules" | "backuprules" => &["tiers", "lifecycle"],
        "copyactions" | "replicas" => &["copies", "read_replicas"],
        "kmskey" | "kmskeyid" | "kmskeyarn" | "encryptionkey" => &["key"],
        "destination" | "target" | "destinationvault" | "targetvault" => &["to", "vault"],
        "vaultname" | "targetbackupvault" => &["vault", "aws_name"],
        "iamrole" | "rolearn" | "iamrolearn" => &["role", "existing"],
        "arn" => &["existing", "arns"],
        "startwindowminutes" => &["start_window"],
        "completionwindowminutes" => &["completion_window"],
        "enablecontinuousbackup" | "pitr" => &["continuous", "point_in_time_recovery"],
        "multiaz" => &["multi_az"],
        "days" | "daysafter" => &["after", "retention"],
        "vaultlock" => &["lock"],
        "time" | "hour" => &["at"],
        "dayofweek" => &["weekday"],
        "scheduleexpressiontimezone" | "tz" | "zone" => &["timezone"],
        _ => &[],
    }
}
