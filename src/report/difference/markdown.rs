//! The difference as a comment on a pull request.

use crate::recoverability::compare::{Change, Section};
use crate::report::markdown::{LONGEST, prose};
use crate::units::Date;

use super::line::{values, what, why};
use super::{Compared, Sums, sign};

/// A line with the numbers, and a table of changes for each section.
pub fn difference_markdown(all: &[Compared<'_>], as_of: Date) -> String {
    let mut out = format!("**policy diff**: {}\n", Sums::of(all).words());
    let mut left_out = 0;
    let mut begun = false;
    for compared in all {
        for section in &compared.sections {
            let mut table = String::new();
            for change in &section.changes {
                let row = row(change, compared);
                if out.len() + table.len() + row.len() > LONGEST {
                    left_out += 1;
                } else {
                    table.push_str(&row);
                }
            }
            if table.is_empty() {
                continue;
            }
            out.push_str(&heading(compared, section));
            out.push_str("\n| | change | before | now | why |\n|---|---|---|---|---|\n");
            out.push_str(&table);
            begun = true;
        }
    }
    if left_out > 0 {
        out.push_str(&format!("\n… and {left_out} more: `policy diff` prints all of them\n"));
    }
    if begun {
        out.push_str(&format!("\nDates count from a deployment on {as_of}.\n"));
    }
    out
}

fn heading(compared: &Compared<'_>, section: &Section) -> String {
    let environments = section.environments.iter().filter(|name| !name.is_empty());
    let names: Vec<String> = environments.map(|name| prose(name)).collect();
    let mut heading = prose(compared.policy);
    if !names.is_empty() {
        heading = format!("{heading}, {}", names.join(", "));
    }
    let file = compared.new.or(compared.old).map(|file| file.name.as_str()).unwrap_or_default();
    format!("\n**{heading}** in {}\n", prose(&format!("`{}`", file.replace('`', "'"))))
}

fn row(change: &Change, compared: &Compared<'_>) -> String {
    let (sign, word) = sign(change);
    let (before, now) = values(change);
    let cell = |text: Option<&str>| prose(text.unwrap_or_default());
    format!(
        "| <code>{sign}</code> {word} | {} | {} | {} | {} |\n",
        prose(&what(change, compared.one_resource)),
        cell(before),
        cell(now),
        prose(&why(change, compared))
    )
}
