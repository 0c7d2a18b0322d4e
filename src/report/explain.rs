//! A rule's page on a terminal.

use crate::check::Rule;

use super::{Style, consequence, wrap};

/// The page of a rule, wrapped, with its sources and the days they were read.
pub fn explain(rule: &Rule, style: Style) -> String {
    let mut out = format!(
        "{}\n{} · {} · {}\n",
        style.paint("1", rule.name),
        rule.level.word(),
        consequence(rule.kind, rule.level),
        rule.summary
    );
    for block in blocks(rule.explanation) {
        match block {
            // The page's own title is the line above.
            Block::Heading(text) if text == rule.name => {}
            Block::Heading(text) => out.push_str(&format!("\n{}\n", style.paint("1", text))),
            Block::Code(lines) => {
                out.push('\n');
                for line in lines {
                    out.push_str(&style.paint("2", format!("    {line}").trim_end()));
                    out.push('\n');
                }
            }
            Block::Item(text) => out.push_str(&wrap::hanging("  - ", &text, style.width)),
            Block::Paragraph(text) => {
                out.push_str(&wrap::lines(&text, style.width).join("\n"));
                out.push('\n');
            }
        }
    }
    if !rule.cites.is_empty() {
        out.push_str(&format!("\n{}\n", style.paint("1", "Who says so")));
    }
    for cite in rule.cites {
        out.push_str(&format!("  {}, read {}\n  {}\n", cite.title, cite.read, cite.url));
    }
    out
}

/// The little of Markdown that the pages use.
enum Block<'a> {
    Heading(&'a str),
    Code(Vec<&'a str>),
    Item(String),
    Paragraph(String),
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut continues = false;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let text = line.trim();
        if text.starts_with("```") {
            blocks
                .push(Block::Code(lines.by_ref().take_while(|l| !l.starts_with("```")).collect()));
        } else if line.starts_with('#') {
            blocks.push(Block::Heading(text.trim_start_matches('#').trim()));
        } else if let Some(item) = text.strip_prefix("- ") {
            blocks.push(Block::Item(item.to_owned()));
        } else if !text.is_empty() {
            match blocks.last_mut() {
                Some(Block::Item(last) | Block::Paragraph(last)) if continues => {
                    last.push(' ');
                    last.push_str(text);
                }
                _ => blocks.push(Block::Paragraph(text.to_owned())),
            }
        }
        continues = !text.is_empty();
    }
    blocks
}
