//! Two texts, compiled and compared.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a policy that cannot be compared must stop the test"
)]

use policy::compile::{Compiled, Options, compile};
use policy::diagnostic::{Input, Level};
use policy::recoverability::compare::{Change, Direction, Section, Side, compare, sections};
use policy::report::{self, Compared, Style};
use policy::units::Date;

pub(crate) fn as_of() -> Date {
    Date::parse("2026-11-20").unwrap()
}

pub(crate) fn compiled(name: &str, text: &str) -> Compiled {
    compile(&Input::new(name, text), &Options { environment: None, as_of: Some(as_of()) })
}

/// The policy, unless it is none.
pub(crate) fn readable(text: &str) -> Option<Compiled> {
    let compiled = compiled("policy.yaml", text);
    let broken = |finding: &policy::diagnostic::Finding| {
        finding.level == Level::Error
            && policy::document::rules::ALL.iter().any(|rule| rule.name == finding.rule)
    };
    let ok = compiled.policy.is_some() && !compiled.judged.findings.iter().any(broken);
    ok.then_some(compiled)
}

fn side(file: &Compiled, number: usize) -> Side<'_> {
    let Compiled { policies, proofs, environments, .. } = file;
    Side { policy: &policies[number], proof: &proofs[number], lowered: &environments[number] }
}

/// What differs, by environments; both have the same ones.
pub(crate) fn between(old: &Compiled, new: &Compiled) -> Vec<Section> {
    assert_eq!(old.policies.len(), new.policies.len());
    let all = (0..new.policies.len()).map(|number| {
        let environment = new.policies[number].environment.name.clone();
        (environment, compare(side(old, number), side(new, number), as_of()))
    });
    sections(all.collect())
}

/// All changes of a direction.
pub(crate) fn of(sections: &[Section], direction: Direction) -> Vec<&Change> {
    let changes = sections.iter().flat_map(|section| &section.changes);
    changes.filter(|change| change.direction == direction).collect()
}

/// The difference as a reader sees it.
pub(crate) fn text(old: &str, new: &str, width: usize) -> String {
    let (old, new) = (compiled("orders.yaml", old), compiled("orders.yaml", new));
    let compared = Compared {
        policy: "orders",
        old: Some(&old.judged.input),
        new: Some(&new.judged.input),
        sections: between(&old, &new),
        one_resource: true,
    };
    report::difference_text(&[compared], as_of(), Style { width, colour: false })
}

/// The lines of changes alone, each on one line.
pub(crate) fn lines(old: &str, new: &str) -> Vec<String> {
    let all = text(old, new, 1000);
    let lines = all.lines().filter(|line| line.starts_with("  "));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}
