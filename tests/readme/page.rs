//! A page of Markdown as what happens on it, in order.

/// Characters by which a paragraph is found again.
const RECOGNISED: usize = 48;

/// Something that a page does or shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// A file that the reader is told to write.
    File { name: String, text: String },
    /// An edit that the reader is told to make: lines with ` `, `-` and `+`.
    Edit { name: String, lines: String },
    /// Commands with what they print, and the status of the last one.
    Console { shown: String, status: i32, at: usize, end: usize },
    /// Commands without what they print.
    Commands { lines: Vec<String> },
    /// A command that the reader does not see.
    Setup { line: String },
}

/// The steps of a page; `at..end` are the bytes of what a console shows.
pub(crate) fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begin = at;
        at += line.len();
        let line = line.trim_end();
        if let Some(command) = line.strip_prefix("<!-- setup: ") {
            let line = command.strip_suffix(" -->").expect("a setup is one line").to_owned();
            steps.push(Step::Setup { line });
            continue;
        }
        // A fence in a list is indented.
        let Some(info) = line.trim_start().strip_prefix("```") else { continue };
        match open.take() {
            None => open = Some((info.to_owned(), at)),
            Some((info, start)) => steps.extend(step(&info, &text[start..begin], start, begin)),
        }
    }
    assert_eq!(open, None, "a fence is never closed");
    steps
}

fn step(info: &str, body: &str, at: usize, end: usize) -> Option<Step> {
    let mut words = info.split(' ');
    let language = words.next().unwrap_or_default();
    let mut options: Vec<(&str, &str)> = words.filter_map(|word| word.split_once('=')).collect();
    let mut option = |name: &str| {
        let at = options.iter().position(|(key, _)| *key == name)?;
        Some(options.remove(at).1)
    };
    let file = option("file").map(str::to_owned);
    let status = option("status").map_or(0, |status| status.parse().unwrap());
    let text = body.to_owned();
    match (language, file) {
        ("console", None) => Some(Step::Console { shown: text, status, at, end }),
        ("diff", Some(name)) => Some(Step::Edit { name, lines: text }),
        ("sh", None) => Some(Step::Commands {
            lines: body.lines().map(|line| line.trim().to_owned()).collect(),
        }),
        (_, Some(name)) => Some(Step::File { name, text }),
        (_, None) => None,
    }
}

/// The commands of a console with what is shown under each.
pub(crate) fn commands(shown: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in shown.split_inclusive('\n') {
        match line.strip_prefix("$ ") {
            Some(command) => found.push((command.trim_end().to_owned(), String::new())),
            None => {
                let (_, under) = found.last_mut().expect("a console begins with a command");
                under.push_str(line);
            }
        }
    }
    found
}

/// The text with the edit made: its lines with ` ` and `-` must be there once.
pub(crate) fn edited(text: &str, lines: &str) -> String {
    let with = |sign: char| -> String {
        let kept = lines.split_inclusive('\n').filter(|line| line.starts_with([' ', sign]));
        kept.map(|line| &line[1..]).collect()
    };
    let (old, new) = (with('-'), with('+'));
    assert_eq!(text.matches(&old).count(), 1, "these lines must be there once:\n{old}\nin\n{text}");
    text.replacen(&old, &new, 1)
}

/// What stands between the lines `…`.
fn parts(shown: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in shown.split_inclusive('\n') {
        if line == "…\n" {
            parts.push(String::new());
        } else {
            parts.last_mut().expect("there is a first part").push_str(line);
        }
    }
    parts
}

/// True if `out` is what is shown, where a line `…` stands for any lines.
pub(crate) fn shows(shown: &str, out: &str) -> bool {
    let parts = parts(shown);
    let [first, middle @ .., last] = parts.as_slice() else { return shown == out };
    // A paragraph may be the first that is printed: nothing stands before it then.
    let out = if first.is_empty() { format!("\n{out}") } else { out.to_owned() };
    let Some(mut rest) = out.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        let Some(at) = rest.find(part.as_str()) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last.as_str())
}

/// What is to be shown of `out`: all of it, or the same parts as before.
pub(crate) fn fresh(shown: &str, out: &str) -> Result<String, String> {
    let parts = parts(shown);
    let lines: Vec<&str> = out.split_inclusive('\n').collect();
    let [first, middle @ .., last] = parts.as_slice() else { return Ok(out.to_owned()) };
    let count = |part: &str| part.lines().count().min(lines.len());
    let mut fresh: Vec<String> = vec![lines[..count(first)].concat()];
    for part in middle {
        let head = part.lines().find(|line| !line.is_empty()).unwrap_or_default();
        // The line may break elsewhere than before.
        let head: String = head.chars().take(RECOGNISED).collect();
        let at = lines.iter().position(|line| line.starts_with(&head));
        let at = at.ok_or_else(|| format!("`{head}` is not printed any more: choose anew"))?;
        let paragraph: String =
            lines[at..].iter().take_while(|line| !line.trim().is_empty()).copied().collect();
        fresh.push(format!("\n{paragraph}\n"));
    }
    fresh.push(lines[lines.len() - count(last)..].concat());
    Ok(fresh.join("…\n"))
}
