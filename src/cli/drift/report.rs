//! The report in the format that is asked for.

use crate::report::{
    DriftReport, drift_brief, drift_github, drift_json, drift_markdown, drift_sarif, drift_text,
};

use super::DriftFormat;
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;

pub(super) fn print(
    report: &DriftReport<'_>,
    format: DriftFormat,
    terminal: &Terminal,
) -> Result<(), Failure> {
    terminal.print(&match (format, terminal.quiet) {
        (DriftFormat::Text, false) => drift_text(report, terminal.style),
        (DriftFormat::Text, true) => drift_brief(report),
        (DriftFormat::Json, _) => drift_json(report),
        (DriftFormat::Markdown, _) => drift_markdown(report),
        (DriftFormat::Sarif, _) => drift_sarif(report),
        (DriftFormat::Github, _) => drift_github(report),
    })
}
