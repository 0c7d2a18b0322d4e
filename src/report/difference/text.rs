//! The difference for a terminal.

use crate::recoverability::compare::{Change, Direction, Section};
use crate::report::columns::columns;
use crate::report::{Style, clean, wrap};
use crate::units::Date;

use super::line::{values, what, why};
use super::{Compared, Sums, sign};

/// Room that the reasons need beside the figures.
const REASONS: usize = 48;
/// The share of a line that what changed may take, and that its values may.
const SHARES: [usize; 2] = [40, 22];

/// One line per change, what weighs most first, and the numbers.
pub fn difference_text(all: &[Compared<'_>], as_of: Date, style: Style) -> String {
    let mut out = String::new();
    for compared in all {
        for section in &compared.sections {
            out.push_str(&header(compared, section, as_of, style));
            let rows: Vec<Row> =
                section.changes.iter().map(|change| Row::of(change, compared)).collect();
            let widest = |of: fn(&Row) -> &str, share: usize| {
                let fits = |width: &usize| *width <= style.width * share / 100;
                rows.iter().map(|row| columns(of(row))).filter(fits).max().unwrap_or(0)
            };
            let [first, second] = SHARES;
            let widths = [widest(|row| &row.what, first), widest(|row| &row.values, second)];
            for (row, change) in rows.iter().zip(&section.changes) {
                row.push(&mut out, change, widths, style);
            }
        }
    }
    out + &difference_brief(all)
}

/// The last line alone.
pub fn difference_brief(all: &[Compared<'_>]) -> String {
    format!("{}\n", Sums::of(all).words())
}

fn header(compared: &Compared<'_>, section: &Section, as_of: Date, style: Style) -> String {
    let environments: Vec<&str> =
        section.environments.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    let mut name = compared.policy.to_owned();
    if !environments.is_empty() {
        name = format!("{name}, {}", environments.join(", "));
    }
    let file = compared.new.or(compared.old).map(|file| file.name.as_str()).unwrap_or_default();
    let about = format!("{}, as of {as_of}", clean(file));
    format!("{} · {}\n", style.paint("1", &clean(&name)), style.paint("2", &about))
}

/// The parts of a line, cleaned.
struct Row {
    what: String,
    values: String,
    why: String,
}

impl Row {
    fn of(change: &Change, compared: &Compared<'_>) -> Self {
        let values = match values(change) {
            (Some(before), Some(now)) => format!("{before}  →  {now}"),
            (one, other) => one.or(other).unwrap_or_default().to_owned(),
        };
        let cleaned = |text: String| clean(&text).into_owned();
        Self {
            what: cleaned(what(change, compared.one_resource)),
            values: cleaned(values),
            why: cleaned(why(change, compared)),
        }
    }

    fn push(&self, out: &mut String, change: &Change, widths: [usize; 2], style: Style) {
        let [first, second] = widths;
        let (sign, _) = sign(change);
        let painted = style.paint(colour(change), sign);
        let beside = 4 + first + 2 + second + 3;
        let mut line = format!("  {painted} {}", self.what);
        let mut used = 4 + columns(&self.what);
        let fits = |used: usize, text: &str| used + columns(text) <= style.width;
        pad(&mut line, &mut used, 4 + first + 2, columns(&self.what) <= first);
        if !fits(used, &self.values) {
            out.push_str(line.trim_end());
            out.push('\n');
            line = " ".repeat(6);
            used = 6;
        }
        line.push_str(&self.values);
        used += columns(&self.values);
        if style.width >= beside + REASONS && used + 2 <= beside {
            pad(&mut line, &mut used, beside, true);
            out.push_str(&wrap::hanging_after(&line, used, &self.why, style.width));
        } else {
            out.push_str(line.trim_end());
            out.push('\n');
            if !self.why.is_empty() {
                out.push_str(&wrap::hanging("      ", &self.why, style.width));
            }
        }
    }
}

/// Fills up to a column, or puts two blanks.
fn pad(line: &mut String, used: &mut usize, to: usize, fits: bool) {
    let blanks = if fits { to.saturating_sub(*used) } else { 2 };
    line.extend(std::iter::repeat_n(' ', blanks));
    *used += blanks;
}

const fn colour(change: &Change) -> &'static str {
    match (change.irreversible, change.direction) {
        (true, _) => "1;35",
        (false, Direction::Worse) => "1;31",
        (false, Direction::Better) => "1;32",
        (false, Direction::Neither) => "1;33",
    }
}
