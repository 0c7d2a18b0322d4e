//! Links of the pages: those inside the project lead somewhere.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// What is wrong with the links of one page.
pub(crate) fn broken(path: &Path, text: &str, root: &Path) -> Vec<String> {
    let found = links(text);
    found.into_iter().filter_map(|link| problem(path, &link, text, root)).collect()
}

fn problem(path: &Path, link: &str, text: &str, root: &Path) -> Option<String> {
    let page = path.strip_prefix(root).unwrap_or(path).display();
    if let Some(rest) = link.strip_prefix("https://") {
        let host = rest.split('/').next().unwrap_or_default();
        let plain = link.chars().all(|c| c.is_ascii_graphic() && !"<>\"`{}".contains(c));
        return (!plain || !host.contains('.')).then(|| format!("{page}: `{link}` is no address"));
    }
    if link.contains("://") || link.starts_with("mailto:") {
        return Some(format!("{page}: `{link}` is not https"));
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => path.to_path_buf(),
        file => tidy(&path.parent()?.join(file)),
    };
    if !target.exists() || !target.starts_with(root) {
        return Some(format!("{page}: there is no `{file}`"));
    }
    if anchor.is_empty() {
        return None;
    }
    let there =
        if file.is_empty() { text.to_owned() } else { std::fs::read_to_string(&target).ok()? };
    let known = anchors(&there);
    (!known.contains(&anchor.to_owned())).then(|| format!("{page}: `{link}`: no such heading"))
}

/// The path without `.` and `..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => _ = tidy.pop(),
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => tidy.push(part),
        }
    }
    tidy
}

/// The text without code: fenced and between backticks.
fn prose(text: &str) -> String {
    let mut fenced = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if !fenced {
            let parts = line.split('`').enumerate();
            out.extend(parts.filter(|(n, _)| n % 2 == 0).map(|(_, part)| part));
            out.push('\n');
        }
    }
    out
}

/// Where the links of a page lead.
pub(crate) fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let rest = prose.split("](").skip(1);
    rest.map(|rest| rest.split(')').next().unwrap_or_default().to_owned()).collect()
}

/// The anchors of a page, as GitHub makes them from its headings.
pub(crate) fn anchors(text: &str) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let heading = line.trim_start_matches('#');
        if fenced || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let kept = heading.trim().to_lowercase();
        let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        let slug: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
        let before = seen.entry(slug.clone()).or_default();
        found.push(if *before == 0 { slug } else { format!("{slug}-{before}") });
        *before += 1;
    }
    found
}
