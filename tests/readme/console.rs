//! Runs what a page tells its reader to run.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::page::{Step, commands, edited, fresh, shows, steps};

/// Columns of the terminal that the pages show.
const COLUMNS: &str = "100";

/// What a page ought to say.
pub(crate) struct Checked {
    /// The page with every console as it is.
    pub(crate) fresh: String,
    pub(crate) problems: Vec<String>,
    /// Paragraphs that a page shows and nothing prints: somebody must choose.
    pub(crate) lost: Vec<String>,
    /// Commands that were run.
    pub(crate) ran: usize,
}

/// A shell in a folder of its own, which remembers where it is.
struct Shell {
    here: PathBuf,
    status: i32,
    home: PathBuf,
}

impl Shell {
    /// Runs a line; standard output and standard error come in their order.
    fn run(&mut self, line: &str) -> String {
        let program = Path::new(env!("CARGO_BIN_EXE_policy"));
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", program.parent().unwrap().display());
        let place = self.home.join(".place");
        let script = format!(
            "exec 2>&1; (exit {}); {line}\nstatus=$?; pwd >{}; exit $status",
            self.status,
            place.display()
        );
        let run = Command::new("bash")
            .args(["-c", &script])
            .current_dir(&self.here)
            .env_clear()
            .envs([("PATH", path.as_str()), ("COLUMNS", COLUMNS), ("LC_ALL", "C.UTF-8")])
            .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_NAME"), "reader")))
            .envs(["AUTHOR", "COMMITTER"].map(|who| (format!("GIT_{who}_EMAIL"), "r@example.com")))
            .env("HOME", &self.home)
            .output()
            .unwrap();
        self.status = run.status.code().unwrap_or(-1);
        if let Ok(place) = std::fs::read_to_string(&place) {
            self.here = PathBuf::from(place.trim_end());
        }
        let out = String::from_utf8(run.stdout).unwrap();
        if out.is_empty() || out.ends_with('\n') { out } else { out + "\n" }
    }
}

/// Follows a page from its first step to its last, in a copy of the project's
/// policies.
pub(crate) fn follow(page: &str, folder: &Path) -> Checked {
    let mut shell = Shell { here: folder.join("clone"), status: 0, home: folder.join("home") };
    std::fs::create_dir_all(&shell.home).unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/policies")), &shell.here.join("policies"));
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/schema")), &shell.here.join("schema"));
    let mut checked =
        Checked { fresh: String::new(), problems: Vec::new(), lost: Vec::new(), ran: 0 };
    let mut copied = 0;
    for step in steps(page) {
        match step {
            Step::File { name, text } => write(&shell.here.join(name), &text),
            Step::Edit { name, lines } => {
                let path = shell.here.join(name);
                let text = std::fs::read_to_string(&path).unwrap();
                write(&path, &edited(&text, &lines));
            }
            Step::Setup { line } => {
                let out = shell.run(&line);
                assert_eq!(shell.status, 0, "{line}: {out}");
            }
            Step::Commands { lines } => {
                lines.iter().for_each(|line| checked.silent(line, &mut shell));
            }
            Step::Console { shown, status, at, end } => {
                checked.fresh.push_str(&page[copied..at]);
                checked.console(&shown, status, &mut shell);
                copied = end;
            }
        }
    }
    checked.fresh.push_str(&page[copied..]);
    checked
}

impl Checked {
    /// Runs the commands of a console and compares what they print.
    fn console(&mut self, shown: &str, status: i32, shell: &mut Shell) {
        let all = commands(shown);
        for (number, (command, under)) in all.iter().enumerate() {
            let out = shell.run(command);
            self.ran += 1;
            // The page says how the last command ends, or asks the shell.
            let asked = all.get(number + 1).is_none_or(|(next, _)| next == "echo $?");
            if !asked && shell.status != 0 {
                self.problems.push(format!("`{command}` ends with {}", shell.status));
            }
            // A blank line before the next command is for the eye.
            let end = if under.ends_with("\n\n") && !out.ends_with("\n\n") { "\n" } else { "" };
            let out = out + end;
            self.fresh.push_str(&format!("$ {command}\n"));
            if shows(under, &out) {
                self.fresh.push_str(under);
            } else {
                self.problems.push(format!("`{command}` prints\n{out}and the page shows\n{under}"));
                match fresh(under, &out) {
                    Ok(fresh) => self.fresh.push_str(&fresh),
                    Err(lost) => {
                        self.fresh.push_str(under);
                        self.lost.push(lost);
                    }
                }
            }
            if depends_on_today(command, &out) {
                self.problems.push(format!("`{command}` prints the day of today: add `--as-of`"));
            }
        }
        if shell.status != status {
            let found = shell.status;
            self.problems.push(format!("the console ends with {found}, not {status}:\n{shown}"));
        }
    }

    /// Runs one line of commands whose output is not shown, if it is about
    /// `policy`: it must be understood.
    fn silent(&mut self, line: &str, shell: &mut Shell) {
        let line = line.replace("cargo run --release -- ", "policy ");
        if line.starts_with("policy ") {
            let out = shell.run(&line);
            self.ran += 1;
            if !matches!(shell.status, 0 | 1) {
                self.problems.push(format!("`{line}` ends with {}:\n{out}", shell.status));
            }
        }
    }
}

fn depends_on_today(command: &str, out: &str) -> bool {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().to_string();
    !command.contains(&today) && out.contains(&today)
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, to).unwrap();
        }
    }
}
