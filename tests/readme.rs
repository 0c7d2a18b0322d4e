//! What the README and the pages say is what happens.
//!
//! Every `console` block is run in a copy of the project's policies, in the
//! order of its page, and compared with what is printed; a line `…` stands for
//! lines that are not shown. `status=1` behind `console` says how the last
//! command ends, `file=NAME` behind another language that the reader writes
//! this file, `diff file=NAME` that it is changed so, and `<!-- setup: … -->` is
//! run unseen. Lines of `sh` blocks that call `policy` must be understood.
//! `UPDATE=1 cargo test --test readme` rewrites what is shown.
#![cfg(test)]
#![expect(clippy::disallowed_methods, reason = "the tests read and rewrite pages, and run them")]
#![expect(clippy::string_slice, reason = "a wrong place in a page must stop its test")]

#[path = "readme/console.rs"]
mod console;
#[path = "readme/links.rs"]
mod links;
#[path = "readme/page.rs"]
mod page;

use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Pages that show how other programs are installed and called: they are not
/// run, their links are looked at.
const OF_OTHER_PROGRAMS: [&str; 3] = ["docs/install", "docs/ci", "docs/pre-commit"];

/// Every page below a folder, sorted.
fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// The README, the other pages at the top, and all below `docs`.
fn pages() -> Vec<(String, PathBuf)> {
    let names = ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"];
    let mut found: Vec<PathBuf> = names.map(|name| Path::new(ROOT).join(name)).into();
    below(&Path::new(ROOT).join("docs"), &mut found);
    let name = |path: &PathBuf| path.strip_prefix(ROOT).unwrap().to_str().unwrap().to_owned();
    found.into_iter().map(|path| (name(&path), path)).collect()
}

#[test]
fn what_the_pages_show_is_what_the_program_prints() {
    let mine = |(name, _): &(String, PathBuf)| {
        !name.starts_with("docs/rules/") && !OF_OTHER_PROGRAMS.iter().any(|of| name.starts_with(of))
    };
    let pages: Vec<_> = pages().into_iter().filter(mine).collect();
    let scratch = std::env::temp_dir().join(format!("policy-pages-{}", std::process::id()));
    let follow = |(number, (name, path)): (usize, &(String, PathBuf))| {
        let text = std::fs::read_to_string(path).unwrap();
        let checked = console::follow(&text, &scratch.join(number.to_string()));
        if std::env::var_os("UPDATE").is_some() && checked.fresh != text {
            std::fs::write(path, &checked.fresh).unwrap();
            let lost = checked.lost.iter().map(|lost| format!("{name}: {lost}"));
            return (lost.collect(), checked.ran);
        }
        let problems = checked.problems.iter().map(|problem| format!("{name}: {problem}"));
        (problems.collect(), checked.ran)
    };
    let found: Vec<(Vec<String>, usize)> = std::thread::scope(|scope| {
        let started: Vec<_> =
            pages.iter().enumerate().map(|page| scope.spawn(move || follow(page))).collect();
        started.into_iter().map(|page| page.join().unwrap()).collect()
    });
    let _ = std::fs::remove_dir_all(&scratch);
    let ran: usize = found.iter().map(|(_, ran)| ran).sum();
    let problems: Vec<String> = found.into_iter().flat_map(|(problems, _)| problems).collect();
    assert!(problems.is_empty(), "UPDATE=1 cargo test --test readme\n\n{}", problems.join("\n\n"));
    assert!(ran > 20, "only {ran} commands were run");
}

#[test]
fn links_lead_somewhere() {
    let mut links = 0;
    let mut broken = Vec::new();
    for (_, path) in pages() {
        let text = std::fs::read_to_string(&path).unwrap();
        links += links::links(&text).len();
        broken.extend(links::broken(&path, &text, Path::new(ROOT)));
    }
    assert_eq!(broken, Vec::<String>::new());
    assert!(links > 500, "only {links} links were looked at");
}

#[test]
fn a_page_is_found_out() {
    let out = "a\nb\nc\n\nd\ne\n";
    assert!(page::shows("a\n…\nd\ne\n", out) && page::shows(out, out) && page::shows("…\n", out));
    assert!(!page::shows("a\n…\nx\n…\ne\n", out) && !page::shows("a\n", out));
    assert!(page::shows("…\n\na\nb\nc\n\n…\ne\n", out));
    assert!(!page::shows("b\n…\n", out) && !page::shows("…\nd\n", out));
    assert_eq!(page::fresh("x\n", out).unwrap(), out);
    let fresh = page::fresh("x\n…\n\nd\ny\n\n…\ny\n", out);
    assert_eq!(fresh.unwrap(), "a\n…\n\nd\ne\n\n…\ne\n");
    assert!(page::fresh("x\n…\n\nz\n\n…\ny\n", out).unwrap_err().contains("choose anew"));
    assert_eq!(page::edited("a\nb\nc\n", " a\n-b\n+x\n"), "a\nx\nc\n");
    let here = Path::new(ROOT).join("README.md");
    let links =
        "[a](https://example.com/b) [b](http://example.com) [c](docs/nowhere.md) [d](#none)";
    assert_eq!(links::broken(&here, links, Path::new(ROOT)).len(), 3);
    assert_eq!(links::anchors("# A `b`, c\n```sh\n# d\n```\n## E\n## E\n"), ["a-b-c", "e", "e-1"]);
}

/// The YAML of the tour, put together, is a policy without errors.
#[test]
fn the_tour_of_the_readme_is_a_policy() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.unwrap();
    let tour = readme.split("## Five minutes of the language").nth(1).unwrap();
    let tour = tour.split("\n## ").next().unwrap();
    let blocks = tour.split("```yaml\n").skip(1).map(|part| part.split("```").next().unwrap());
    let policy: String = blocks.collect();
    let input = policy::diagnostic::Input::new("README.md", policy.as_str());
    let compiled = policy::compile::compile(&input, &policy::compile::Options::default());
    let errors = compiled.judged.findings.iter();
    let errors = errors.filter(|f| f.level == policy::diagnostic::Level::Error);
    let errors: Vec<&String> = errors.map(|finding| &finding.message).collect();
    assert_eq!(errors, Vec::<&String>::new());
    assert_eq!(compiled.environments.len(), 2);
}
