//! What holds of every difference: of some policies and of each of them with one
//! protecting key removed, or with one length changed.

#![expect(clippy::unwrap_used, reason = "an edit that cannot be made must stop the test")]

use std::collections::BTreeSet;

use policy::recoverability::compare::{Change, Direction};
use serde_yaml::Value;

use super::versions::{between, of, readable};

/// One policy for each way of protecting, small enough to be edited often.
const POLICIES: [(&str, &str); 3] = [
    ("orders", include_str!("orders-before.yaml")),
    ("minimal", include_str!("../../policies/minimal.yaml")),
    ("raptorflow", include_str!("../../policies/raptorflow.yaml")),
];

/// Keys that protect, and never make anything worse.
const PROTECTING: [&str; 13] = [
    "copies",
    "lock",
    "point_in_time_recovery",
    "global_table",
    "automated_backups",
    "automated_backup_replication",
    "read_replicas",
    "multi_az",
    "replication",
    "snapshots",
    "dumps",
    "standbys",
    "object_lock",
];

/// Every path to one of these keys.
fn paths(value: &Value, here: &mut Vec<Value>, keys: &[&str], found: &mut Vec<Vec<Value>>) {
    match value {
        Value::Mapping(mapping) => {
            for (key, value) in mapping {
                here.push(key.clone());
                // An override replaces what the base says: not a removal.
                // What a deletion leaves is one of two things: without kept backups
                // the final snapshot counts, which holds the very last moment.
                if matches!(key.as_str(), Some("override" | "on_delete")) {
                    here.pop();
                    continue;
                }
                if key.as_str().is_some_and(|key| keys.contains(&key)) {
                    found.push(here.clone());
                }
                paths(value, here, keys, found);
                here.pop();
            }
        }
        Value::Sequence(all) => {
            for (number, value) in all.iter().enumerate() {
                here.push(Value::from(number));
                paths(value, here, keys, found);
                here.pop();
            }
        }
        _ => {}
    }
}

/// The value at a path, changed; a null removes it.
fn changed(value: &mut Value, path: &[Value], change: &dyn Fn(&Value) -> Value) {
    let (last, before) = path.split_last().unwrap();
    let mut here = value;
    for step in before {
        here = match step.as_u64() {
            Some(number) => here.get_mut(usize::try_from(number).unwrap()).unwrap(),
            None => here.get_mut(step).unwrap(),
        };
    }
    let mapping = here.as_mapping_mut().unwrap();
    match change(mapping.get(last).unwrap()) {
        Value::Null => {
            mapping.remove(last);
        }
        new => {
            mapping.insert(last.clone(), new);
        }
    }
}

/// A change without its direction, both ways round the same.
fn side(change: &Change, turned: bool) -> (String, Option<String>, Option<String>) {
    let about = format!(
        "{} {:?} {:?} {}",
        change.kind.key(),
        change.subjects,
        change.disruptions,
        change.what
    );
    match turned {
        false => (about, change.before.clone(), change.now.clone()),
        true => (about, change.now.clone(), change.before.clone()),
    }
}

fn turned_round(old: &str, new: &str, name: &str) {
    let (Some(old), Some(new)) = (readable(old), readable(new)) else { return };
    let (there, back) = (between(&old, &new), between(&new, &old));
    for (direction, opposite) in
        [(Direction::Worse, Direction::Better), (Direction::Better, Direction::Worse)]
    {
        let forth: BTreeSet<_> = of(&there, direction).iter().map(|c| side(c, false)).collect();
        let back: BTreeSet<_> = of(&back, opposite).iter().map(|c| side(c, true)).collect();
        assert_eq!(forth, back, "{name}");
    }
}

#[test]
fn a_policy_does_not_differ_from_itself() {
    for (name, text) in POLICIES {
        let compiled = readable(text).unwrap();
        assert_eq!(between(&compiled, &compiled), [], "{name}");
    }
}

#[test]
fn comments_and_the_order_of_keys_do_not_matter() {
    for (name, text) in POLICIES {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let turned = serde_yaml::to_string(&reversed(&value)).unwrap();
        let (Some(old), Some(new)) = (readable(text), readable(&turned)) else { continue };
        assert_eq!(between(&old, &new), [], "{name}");
    }
}

fn reversed(value: &Value) -> Value {
    match value {
        Value::Mapping(mapping) => {
            let entries: Vec<_> = mapping.iter().collect();
            let turned = entries.into_iter().rev().map(|(k, v)| (k.clone(), reversed(v)));
            Value::Mapping(turned.collect())
        }
        Value::Sequence(all) => all.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

#[test]
fn to_take_protection_away_is_never_an_improvement() {
    for (name, text) in POLICIES {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let old = readable(text).unwrap();
        let mut all = Vec::new();
        paths(&value, &mut Vec::new(), &PROTECTING, &mut all);
        for path in all {
            let mut edited = value.clone();
            changed(&mut edited, &path, &|_| Value::Null);
            let edited = serde_yaml::to_string(&edited).unwrap();
            let Some(new) = readable(&edited) else { continue };
            let found = between(&old, &new);
            let better = of(&found, Direction::Better);
            assert!(better.is_empty(), "{name} without {path:?}: {better:#?}");
            turned_round(text, &edited, &format!("{name} without {path:?}"));
        }
    }
}

#[test]
fn what_is_worse_one_way_is_better_the_other_way() {
    for (name, text) in POLICIES {
        let value: Value = serde_yaml::from_str(text).unwrap();
        let mut all = Vec::new();
        paths(&value, &mut Vec::new(), &["retention", "rpo", "rto"], &mut all);
        for path in all {
            let mut edited = value.clone();
            changed(&mut edited, &path, &|value| match value.as_str() {
                Some(text) if text.ends_with('d') || text.ends_with('h') => Value::from("9d"),
                Some(text) if text.ends_with('y') => Value::from("3y"),
                _ => value.clone(),
            });
            let edited = serde_yaml::to_string(&edited).unwrap();
            turned_round(text, &edited, &format!("{name} with another {path:?}"));
        }
    }
}
