//! Every rule has a page, the page has its parts, and its examples do what
//! they say.

#[cfg(test)]
mod cases {
    use std::collections::BTreeSet;
    use std::path::Path;

    use policy::check::rules::RULES;
    use policy::compile::{Options, compile};
    use policy::diagnostic::{Finding, Input, Kind, Level, Rule};

    /// The headings of a page, in this order.
    const HEADINGS: [&str; 5] = ["What it finds", "Why it matters", "Fails", "Passes", "Source"];

    /// Folders that hold pages.
    const FOLDERS: [&str; 4] =
        ["src/check/rules", "src/document/rules", "src/resolved/rules", "src/resources/rules"];

    /// Rules whose fault no text of a policy can show to the compiler.
    const NOT_EXECUTED: [(&str, &str); 15] = [
        ("aws-name-in-two-places", "is found over all files and environments of a run"),
        ("stale-baseline-entry", "depends on the file given with `--baseline`"),
        ("allow-without-reason", "allows are laid over the findings of the compiler"),
        ("not-utf8", "a page is UTF-8"),
        ("target-cannot-express", "depends on the target that is asked for"),
        ("expired-allow", "depends on the day"),
        ("unused-allow", "allows are laid over the findings of the compiler"),
        ("changed-in-aws", "is found in an account"),
        ("missing-in-aws", "is found in an account"),
        ("unmanaged-in-aws", "is found in an account"),
        ("not-checked-in-aws", "is found in an account"),
        ("refuted-assumption", "is found in an account"),
        ("broken-promise", "is found in an account"),
        ("calendar-disagreement", "is found in an account"),
        ("unknown-rule-allowed", "allows are laid over the findings of the compiler"),
    ];

    /// Rules about what is left out: an example is short, and leaves out what
    /// it is not about.
    const INCOMPLETE: [&str; 7] = [
        "schedule-missing",
        "retention-missing",
        "tier-without-vault",
        "plan-without-role",
        "plan-without-tiers",
        "unnamed-resource",
        "environment-missing",
    ];

    /// Rules that say what AWS does and have no page of AWS that says so yet. A
    /// page about something near it is no source.
    const UNSOURCED: [&str; 1] = ["control-character-in-text"];

    /// Words that say nothing or belong to nobody's page.
    const FORBIDDEN: [&str; 12] = [
        "simply",
        "obviously",
        "of course",
        "easily",
        "please",
        "todo",
        "fixme",
        "lorem",
        "severity",
        "violation",
        "best practice",
        "/tmp",
    ];

    struct Page {
        rule: &'static Rule,
        sections: Vec<(&'static str, String)>,
    }

    impl Page {
        fn of(rule: &'static Rule) -> Self {
            let mut sections: Vec<(&str, String)> = Vec::new();
            let mut fenced = false;
            for line in rule.explanation.lines() {
                fenced ^= line.starts_with("```");
                match line.strip_prefix("## ").filter(|_| !fenced) {
                    Some(heading) => sections.push((heading, String::new())),
                    None => {
                        if let Some((_, body)) = sections.last_mut() {
                            body.push_str(line);
                            body.push('\n');
                        }
                    }
                }
            }
            Self { rule, sections }
        }

        fn section(&self, heading: &str) -> &str {
            let section = self.sections.iter().find(|(title, _)| *title == heading);
            section.map_or("", |(_, body)| body)
        }

        /// The YAML between fences of a section, as the compiler gets it.
        fn examples(&self, heading: &str) -> Vec<String> {
            let body = self.section(heading);
            let fences = body.split("```yaml\n").skip(1);
            fences.map(|rest| expanded(rest.split("```").next().unwrap())).collect()
        }

        /// Rules that the page says its examples break too.
        fn also_reported(&self) -> BTreeSet<&str> {
            let lines = self.section("Fails").lines();
            let names = lines.filter_map(|line| line.strip_prefix("Also reported:"));
            names.flat_map(|names| names.split('`').skip(1).step_by(2)).collect()
        }
    }

    /// `x{17000}` stands for seventeen thousand letters: nobody reads them.
    fn expanded(example: &str) -> String {
        let Some((before, rest)) = example.split_once("x{") else { return example.to_owned() };
        let (count, after) = rest.split_once('}').unwrap();
        let Ok(count) = count.parse() else { return example.to_owned() };
        format!("{before}{}{after}", "x".repeat(count))
    }

    fn pages() -> impl Iterator<Item = Page> {
        RULES.iter().map(|rule| Page::of(rule))
    }

    fn findings(text: &str) -> Vec<Finding> {
        compile(&Input::new("example.yaml", text), &Options::default()).judged.findings
    }

    fn described(found: &[Finding]) -> String {
        found.iter().map(|f| format!("\n  {}: {}", f.rule, f.message)).collect()
    }

    fn is_executed(rule: &Rule) -> bool {
        NOT_EXECUTED.iter().all(|(name, _)| *name != rule.name)
    }

    #[test]
    fn a_page_has_five_headings_under_the_name_of_the_rule() {
        for page in pages() {
            let name = page.rule.name;
            let title = page.rule.explanation.lines().next().unwrap_or_default();
            assert_eq!(title, format!("# {name}"));
            let headings: Vec<&str> = page.sections.iter().map(|(title, _)| *title).collect();
            let examples = ["Fails", "Passes"];
            let wanted = HEADINGS.iter().copied().filter(|heading| {
                let optional = examples.contains(heading) && !is_executed(page.rule);
                !optional || headings.contains(heading)
            });
            assert_eq!(headings, wanted.collect::<Vec<_>>(), "the page of {name}");
            for (heading, body) in &page.sections {
                assert!(!body.trim().is_empty(), "{name}: nothing under *{heading}*");
            }
        }
    }

    #[test]
    fn what_a_page_says_fails_is_reported() {
        let mut wrong = String::new();
        for page in pages().filter(|page| is_executed(page.rule)) {
            let name = page.rule.name;
            let examples = page.examples("Fails");
            if examples.is_empty() {
                wrong.push_str(&format!("{name}: no ```yaml under *Fails*\n"));
            }
            for (number, example) in examples.iter().enumerate() {
                let found = findings(example);
                if found.iter().all(|finding| finding.rule != name) {
                    wrong.push_str(&format!(
                        "{name}: example {number} is under *Fails* and passes{}\n",
                        described(&found)
                    ));
                }
                let mut others: Vec<Finding> = found;
                others.retain(|finding| {
                    finding.rule != name
                        && finding.level == Level::Error
                        && !INCOMPLETE.contains(&finding.rule)
                        && !page.also_reported().contains(finding.rule)
                });
                if !others.is_empty() {
                    wrong.push_str(&format!(
                        "{name}: example {number} breaks another rule too; mend it, or add the \
                         line \"Also reported: `name`\"{}\n",
                        described(&others)
                    ));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    }

    #[test]
    fn what_a_page_says_passes_is_not_reported() {
        for page in pages() {
            let name = page.rule.name;
            let examples = page.examples("Passes");
            let excused = !is_executed(page.rule);
            assert!(excused || !examples.is_empty(), "{name}: no ```yaml under *Passes*");
            for example in examples {
                let found = findings(&example);
                assert!(
                    !found.iter().any(|finding| finding.rule == name),
                    "{name}: this is under *Passes* and is reported:\n{example}{}",
                    described(&found)
                );
            }
        }
    }

    #[test]
    fn a_rule_that_is_said_to_be_reported_too_is() {
        for page in pages() {
            let also = page.also_reported();
            let found: Vec<Finding> =
                page.examples("Fails").iter().flat_map(|example| findings(example)).collect();
            for name in also {
                assert!(
                    found.iter().any(|finding| finding.rule == name),
                    "{}: no example breaks `{name}`",
                    page.rule.name
                );
            }
        }
    }

    #[test]
    fn names_read_well_after_allow() {
        let mut seen = BTreeSet::new();
        for rule in RULES.iter() {
            let name = rule.name;
            assert!(seen.insert(name), "two rules are called {name}");
            let words = name.split('-');
            let kebab = words.clone().all(|word| {
                !word.is_empty()
                    && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            });
            assert!(kebab, "{name} is not kebab-case");
            // `s3` and `utf8` are names; a limit such as `90-days` ages.
            let counts = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
            assert!(!words.clone().any(counts), "{name}: a number does not belong in a name");
            for cure in ["no-", "must-", "should-", "invalid-", "check-", "require-", "use-"] {
                assert!(!name.starts_with(cure), "{name}: name the fault, not the cure");
            }
            for vague in ["-check", "-rule", "-warning", "-lint"] {
                assert!(!name.ends_with(vague), "{name}: every rule is one");
            }
        }
    }

    #[test]
    fn a_claim_about_aws_has_a_source() {
        let about_aws =
            |rule: &Rule| matches!(rule.kind, Kind::Rejected | Kind::Ignored | Kind::JobFails);
        let silent = RULES.iter().filter(|rule| about_aws(rule) && rule.cites.is_empty());
        let silent: Vec<&str> = silent.map(|rule| rule.name).collect();
        assert_eq!(silent, UNSOURCED, "left: say what AWS does and cite nothing");
        for rule in RULES.iter() {
            for cite in rule.cites {
                assert!(cite.url.starts_with("https://"), "{}: {}", rule.name, cite.url);
                assert!(!cite.title.is_empty(), "{}: a page without a title", rule.name);
                let date = cite.read.split('-').map(str::len).collect::<Vec<_>>();
                assert_eq!(date, [4, 2, 2], "{}: read on {}", rule.name, cite.read);
            }
        }
    }

    #[test]
    fn summaries_are_one_sentence() {
        for rule in RULES.iter() {
            let summary = rule.summary;
            let first = summary.split([' ', '-', '\'']).next().unwrap_or_default();
            // A word of AWS such as `S3`, `EBS` or `DynamoDB` keeps its capitals.
            let name = first.chars().skip(1).any(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
            let lower = summary.starts_with(|c: char| !c.is_uppercase());
            assert!(lower || name, "{}: {summary:?} begins with a capital", rule.name);
            assert!(!summary.ends_with('.'), "{}: {summary:?} ends with a period", rule.name);
            assert!(
                !summary.contains('\n') && !summary.contains(". "),
                "{}: {summary:?}",
                rule.name
            );
            assert!(!summary.is_empty(), "{}: no summary", rule.name);
        }
    }

    #[test]
    fn pages_use_our_words() {
        for page in pages() {
            for (heading, body) in &page.sections {
                let prose: Vec<&str> = body.split("```").step_by(2).collect();
                let prose = prose.join(" ").to_lowercase();
                for word in FORBIDDEN {
                    assert!(
                        !prose.contains(word),
                        "{} says {word:?} in *{heading}*",
                        page.rule.name
                    );
                }
            }
        }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test lists the project's own folders")]
    fn folders_and_the_list_of_rules_agree() {
        let mut pages = BTreeSet::new();
        for folder in FOLDERS {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for entry in std::fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|extension| extension == "md") {
                    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
                    assert!(pages.insert(name.clone()), "two pages are called {name}");
                }
            }
        }
        let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
        let only_pages: Vec<_> = pages.difference(&rules).collect();
        let only_rules: Vec<_> = rules.difference(&pages).collect();
        assert!(only_pages.is_empty(), "pages without a rule: {only_pages:?}");
        assert!(only_rules.is_empty(), "rules without a page beside the code: {only_rules:?}");
    }
}
