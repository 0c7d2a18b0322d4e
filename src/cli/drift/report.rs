//! The report in the format that is asked for.

use crate::report::{DriftFormat as Printed, DriftReport};

use super::DriftFormat;
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;

/// Bytes that are written at once.
const PIECE: usize = 1 << 16;

/// A report of nothing yet.
pub(super) fn begin(format: DriftFormat, as_of: String, terminal: &Terminal) -> DriftReport {
    let format = match (format, terminal.quiet) {
        (DriftFormat::Text, false) => Printed::Text(terminal.style),
        (DriftFormat::Text, true) => Printed::Brief,
        (DriftFormat::Json, _) => Printed::Json,
        (DriftFormat::Markdown, _) => Printed::Markdown,
        (DriftFormat::Sarif, _) => Printed::Sarif,
        (DriftFormat::Github, _) => Printed::Github,
    };
    DriftReport::new(format, as_of)
}

/// # Errors
/// Standard output takes no more.
pub(super) fn print(
    report: DriftReport,
    not_compared: &[String],
    terminal: &Terminal,
) -> Result<(), Failure> {
    let mut held = String::new();
    report.write(not_compared, |piece| {
        held.push_str(piece);
        match held.len() < PIECE {
            true => Ok(()),
            false => terminal.print(&std::mem::take(&mut held)),
        }
    })?;
    terminal.print(&held)
}
