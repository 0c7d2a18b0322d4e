//! The architecture that `ARCHITECTURE.md` describes is the one in the code.

#[cfg(test)]
mod cases {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::{Path, PathBuf};

    /// Longest file outside tests, in lines.
    const LONGEST: usize = 500;
    /// Files that may be longer, each with the reason.
    const LONG_FILES: [(&str, &str); 0] = [];

    /// Numbers that AWS chose; they live in `facts` with source and date.
    const AWS_NUMBERS: [&str; 7] = ["30", "35", "90", "180", "480", "10080", "36500"];
    /// Lines that hold such a number for another reason: file, part of the line.
    const OTHER_NUMBERS: [(&str, &str, &str); 7] = [
        ("src/schedule/occurrences.rs", "4 | 6 | 9 | 11", "the length of a month"),
        ("src/units/calendar.rs", "31, 28, 31, 30", "lengths of months"),
        ("src/units/calendar.rs", "31, 29, 31, 30", "lengths of months in a leap year"),
        ("src/units/bytes.rs", "1 << 30", "bytes of a gigabyte"),
        ("src/schedule/within_day.rs", "[30, 20, 15", "what divides an hour evenly"),
        ("src/resources/lower/overlap.rs", "const STEP: u64 = 30", "minutes between tried times"),
        (
            "src/render/terraform/views/keys.rs",
            "DELETION_WINDOW_IN_DAYS: u32 = 30",
            "the safest choice among what KMS allows, not a limit",
        ),
    ];

    /// Module to the modules it uses.
    type Imports = BTreeMap<String, BTreeSet<String>>;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR"))
    }

    /// The Rust files under `src` with their code: comments and tests left out.
    #[expect(clippy::disallowed_methods, reason = "the test reads the project's own files")]
    fn sources() -> Vec<(String, String)> {
        let mut folders = vec![root().join("src")];
        let mut files: Vec<PathBuf> = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    files.push(path);
                }
            }
        }
        let relative =
            |path: &Path| path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        let mut sources: Vec<(String, String)> = files
            .iter()
            .map(|path| (relative(path), code(&std::fs::read_to_string(path).unwrap())))
            .filter(|(path, _)| !path.ends_with("/tests.rs") && !path.contains("/tests/"))
            .collect();
        sources.sort();
        assert!(sources.len() > 50, "the sources are not where they were");
        sources
    }

    /// The text without comment lines, up to its tests.
    fn code(text: &str) -> String {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// `src/check/rules/mod.rs` is of `check`, `src/compile.rs` of `compile`.
    fn module(path: &str) -> &str {
        let inner = path.strip_prefix("src/").unwrap();
        inner.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The first names of `crate::a::b` and `crate::{a::b, c}`.
    fn used(code: &str) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        for rest in code.split("crate::").skip(1) {
            let Some(group) = rest.strip_prefix('{') else {
                used.insert(word(rest));
                continue;
            };
            let mut depth = 0;
            let mut start = true;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = true,
                    _ if start && c.is_ascii_alphabetic() => {
                        used.insert(word(group.get(at..).unwrap()));
                        start = false;
                    }
                    _ => {}
                }
            }
        }
        used
    }

    fn word(text: &str) -> String {
        text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
    }

    fn imports() -> Imports {
        let sources = sources();
        let names: BTreeSet<&str> = sources.iter().map(|(path, _)| module(path)).collect();
        let mut imports = Imports::new();
        for (path, code) in &sources {
            let own = module(path);
            if matches!(own, "lib" | "main") {
                continue;
            }
            let of = imports.entry(own.to_owned()).or_default();
            of.extend(used(code).into_iter().filter(|name| name != own && names.contains(&**name)));
        }
        imports
    }

    /// The table under *Imports*.
    #[expect(clippy::disallowed_methods, reason = "the test reads the project's own files")]
    fn table() -> Imports {
        let page = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
        let section = page.split("### Imports").nth(1).unwrap().split("\n## ").next().unwrap();
        let quoted = |cell: &str| -> BTreeSet<String> {
            cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        };
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| {
            let mut cells = row.split('|').skip(1);
            let name = quoted(cells.next().unwrap()).pop_first().unwrap();
            (name, quoted(cells.next().unwrap()))
        })
        .collect()
    }

    #[test]
    fn modules_use_what_the_table_allows_and_no_less() {
        assert_eq!(imports(), table(), "left: the code, right: ARCHITECTURE.md");
    }

    #[test]
    fn imports_are_found_in_either_form() {
        let code = "use crate::a::B;\nuse crate::{c, d::{E, f}, g};\nfn x() { crate::h::y() }";
        let found: Vec<String> = used(code).into_iter().collect();
        assert_eq!(found, ["a", "c", "d", "g", "h"]);
    }

    #[test]
    fn a_number_of_aws_lives_among_the_facts() {
        let mut found = Vec::new();
        for (path, code) in sources().iter().filter(|(path, _)| !path.starts_with("src/facts/")) {
            for line in code.lines() {
                // A number inside a text is an example, not a limit.
                let bare: String = line.split('"').step_by(2).collect::<Vec<_>>().join(" ");
                let bare = bare.replace('_', "");
                let mut words = bare.split(|c: char| !c.is_ascii_alphanumeric() && c != '.');
                let excused =
                    OTHER_NUMBERS.iter().any(|(file, part, _)| path == file && line.contains(part));
                if words.any(|word| AWS_NUMBERS.contains(&word)) && !excused {
                    found.push(format!("{path}: {}", line.trim()));
                }
            }
        }
        assert!(found.is_empty(), "name these in `facts`:\n{}", found.join("\n"));
    }

    #[test]
    fn files_are_short() {
        let long = |code: &str| code.lines().count() > LONGEST;
        let excused = |path: &str| LONG_FILES.iter().any(|(file, _)| *file == path);
        let sources = sources();
        let found: Vec<&str> = sources
            .iter()
            .filter(|(path, code)| long(code) != excused(path))
            .map(|(path, _)| path.as_str())
            .collect();
        assert!(found.is_empty(), "too long, or excused in vain: {found:?}");
    }

    #[test]
    fn nothing_is_kept_in_the_order_of_hashes() {
        for (path, code) in sources() {
            for unordered in ["HashMap", "HashSet"] {
                assert!(!code.contains(unordered), "{path} uses {unordered}");
            }
        }
    }
}
