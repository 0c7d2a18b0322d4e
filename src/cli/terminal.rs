//! Where reports and failures are written.

use std::io::{self, IsTerminal as _, Write};

use crate::report::{Style, clean};

use super::args::{Color, Global};
use super::failure::Failure;
use super::{Status, world};

/// Columns of a report when nothing says how many there are.
const WIDTH: usize = 100;
/// Below this an excerpt of a file cannot be read.
const NARROWEST: usize = 60;

/// The two streams and how they are to look.
#[derive(Debug)]
pub(super) struct Terminal {
    pub(super) style: Style,
    pub(super) quiet: bool,
    /// A person watches standard output.
    pub(super) watched: bool,
    /// How standard error is to look.
    pub(super) beside: Style,
    /// Somebody says how wide standard error is: sentences are folded to it.
    folds: bool,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let colour = |stream: anstream::ColorChoice| match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => stream != anstream::ColorChoice::Never,
        };
        let width = |columns: Option<usize>| columns.unwrap_or(WIDTH).max(NARROWEST);
        let (out, beside) = world::columns();
        let style = |columns, stream| Style { width: width(columns), colour: colour(stream) };
        Self {
            style: style(out, anstream::AutoStream::choice(&io::stdout())),
            quiet: global.quiet,
            watched: io::stdout().is_terminal(),
            beside: style(beside, anstream::AutoStream::choice(&io::stderr())),
            folds: beside.is_some(),
        }
    }

    /// Writes a report to standard output.
    ///
    /// A reader that has seen enough (`| head`) is no failure.
    pub(super) fn print(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::new(format!(
                "cannot write to standard output: {}",
                world::reason(&error)
            ))),
        }
    }

    /// Writes a failure to standard error.
    pub(super) fn complain(&self, failure: &Failure) {
        let word = if self.beside.colour { "\u{1b}[1;31merror\u{1b}[0m" } else { "error" };
        let mut text = self.folded(&format!("{word}: "), 7, 2, &failure.message);
        for help in &failure.help {
            text.push_str(&self.folded("  help: ", 8, 8, help));
        }
        self.remark(&text);
    }

    /// A sentence behind its head of `wide` columns, folded to what standard
    /// error shows; what is between backticks is to be copied and stays whole.
    fn folded(&self, head: &str, wide: usize, indent: usize, sentence: &str) -> String {
        let sentence = clean(sentence);
        let mut out = head.to_owned();
        let mut column = wide;
        for (number, word) in words(&sentence).into_iter().enumerate() {
            let long = word.chars().count();
            if number > 0 && self.folds && column + 1 + long > self.beside.width {
                out.push_str(&format!("\n{}", " ".repeat(indent)));
                column = indent;
            } else if number > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += long;
        }
        out + "\n"
    }

    /// Writes several failures to standard error.
    pub(super) fn complain_of(&self, failures: &[Failure]) {
        failures.iter().for_each(|failure| self.complain(failure));
    }

    /// Says which files lack the environment that was asked for.
    pub(super) fn skipped(&self, files: &[String]) {
        if !files.is_empty() && !self.quiet {
            let names = clean(&files.join(", ")).into_owned();
            self.remark(&format!("without that environment, skipped: {names}\n"));
        }
    }

    /// Writes something beside the report to standard error.
    pub(super) fn remark(&self, text: &str) {
        // OK because there is no other place to say that this one is gone.
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Three lines for whoever types the bare name.
    pub(super) fn introduce(&self) -> Result<Status, Failure> {
        self.remark(
            "policy checks backup policy against what AWS does, proves it, and renders it\n\
             start with `policy init`, then `policy check`\n\
             all commands: `policy --help`\n",
        );
        Ok(Status::Failed)
    }
}

/// The words of a sentence; a space between backticks does not part them.
fn words(sentence: &str) -> Vec<&str> {
    let mut quoted = false;
    let parts = sentence.split(move |c: char| {
        quoted ^= c == '`';
        c == ' ' && !quoted
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_folded_between_words_and_never_inside_a_command() {
        let style = Style { width: 60, colour: false };
        let mut terminal =
            Terminal { style, quiet: false, watched: true, beside: style, folds: true };
        let long = "the folder is empty, and nobody can say why: `policy init --out policies/orders.yaml` writes a policy";
        let folded = terminal.folded("  help: ", 8, 8, long);
        assert_eq!(
            folded,
            "  help: the folder is empty, and nobody can say why:\n        `policy init --out policies/orders.yaml` writes a\n        policy\n"
        );
        terminal.folds = false;
        assert_eq!(terminal.folded("  help: ", 8, 8, long), format!("  help: {long}\n"));
    }
}
