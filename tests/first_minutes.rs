//! What somebody meets who has never used the program, as they see it.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test that cannot begin must stop")]

mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Folder, Run};

/// The commands, from the help itself.
fn commands() -> Vec<String> {
    let help = Folder::new().run(&["--help"]).out;
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let named = listed.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    named.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

/// The program as a person sees it: on a terminal of so many columns, with what
/// they type.
fn on_a_terminal(folder: &Folder, columns: usize, line: &str, typed: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_policy")).parent().unwrap();
    let script =
        format!("stty rows 24 cols {columns} -echo; PATH={}:$PATH; {line}", program.display());
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &script, "/dev/null"])
        .current_dir(folder.path())
        .env_remove("NO_COLOR")
        .env_remove("COLUMNS")
        .env("TERM", "xterm")
        .env("SHELL", "/bin/sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let run = Run::of(&child.wait_with_output().unwrap());
    (run.status, run.out.replace("\r\n", "\n"))
}

/// The text without what only colours it.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// The project's policies in a repository of git, for the examples.
fn a_project() -> Folder {
    let folder = Folder::new();
    for name in ["minimal.yaml", "standard.yaml", "language.yaml", "observed/language.jsonl"] {
        let path = format!("{}/policies/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = String::from_utf8(Command::new("cat").arg(path).output().unwrap().stdout);
        folder.write(&format!("policies/{name}"), text.unwrap());
    }
    let git = "git init -q -b main && git add . && git -c user.name=a -c user.email=a@example.com commit -qm a";
    let made = Command::new("sh").args(["-c", git]).current_dir(folder.path()).status().unwrap();
    assert!(made.success());
    folder
}

#[test]
fn every_help_ends_with_examples_that_work() {
    let commands = commands();
    assert!(commands.len() > 10, "{commands:?}");
    let mut wrong = Vec::new();
    for command in &commands {
        let help = Folder::new().run(&[command, "--help"]).out;
        let examples = help.split("Examples:\n").nth(1).unwrap_or_default();
        let lines: Vec<&str> =
            examples.lines().take_while(|line| line.starts_with("  ")).map(str::trim).collect();
        if lines.is_empty() {
            wrong.push(format!("{command}: no examples"));
        }
        let folder = a_project();
        for line in lines {
            let program = Path::new(env!("CARGO_BIN_EXE_policy")).parent().unwrap();
            let script = format!("PATH={}:$PATH; {line}", program.display());
            let run = Command::new("sh").args(["-c", &script]).current_dir(folder.path()).output();
            let run = Run::of(&run.unwrap());
            let again = command == "init" && run.err.contains("exists already");
            // The recording holds one of two environments: the other is not checked.
            let reported = command == "drift" && run.out.contains(" not checked");
            let worked = run.status <= 1 || again || reported;
            if !line.starts_with(&format!("policy {command}")) || !worked {
                wrong.push(format!("{line}: {}{}", run.status, run.err));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_help_fits_a_narrow_and_a_wide_terminal() {
    let mut pages: Vec<Vec<String>> = commands().into_iter().map(|c| vec![c]).collect();
    pages.push(Vec::new());
    for columns in [80, 160] {
        for page in &pages {
            for flag in ["-h", "--help"] {
                let line = format!("policy {} {flag}", page.join(" "));
                let (status, shown) = on_a_terminal(&Folder::new(), columns, &line, "");
                assert_eq!(status, 0, "{line}");
                for line in plain(&shown).lines() {
                    // The usage is one line that is copied.
                    let fits = line.chars().count() <= columns || line.starts_with("Usage:");
                    assert!(fits, "{columns} columns: {line}");
                }
            }
        }
    }
}

#[test]
fn the_bare_name_is_three_short_lines() {
    let (status, shown) = on_a_terminal(&Folder::new(), 80, "policy", "");
    assert_eq!(status, 2);
    assert_eq!(
        shown,
        "policy checks backup policy against what AWS does, proves it, and renders it\n\
         start with `policy init`, then `policy check`\n\
         all commands: `policy --help`\n"
    );
}

/// A mistake, and all that is said about it at 80 columns.
const MISTAKES: &[(&str, &str)] = &[
    (
        "policy check",
        "error: no policy here
  help: looked for *.yaml and *.yml under `policies/`, then for
        `backup-policy.yaml` here and above, up to the root of the repository
  help: `policy init` writes a first policy; `policy check PATH` reads another
        file
",
    ),
    (
        "cp good.yaml.txt orders.yaml; policy check",
        "error: no policy here
  help: looked for *.yaml and *.yml under `policies/`, then for
        `backup-policy.yaml` here and above, up to the root of the repository
  help: `orders.yaml` looks like one: `policy check orders.yaml`
",
    ),
    (
        "cp good.yaml.txt a.yaml; cp a.yaml b.yaml; policy prove | tail -1",
        "error: no policy here
  help: looked for *.yaml and *.yml under `policies/`, then for
        `backup-policy.yaml` here and above, up to the root of the repository
  help: `a.yaml` and others here look like some: `policy check .`
",
    ),
    ("policy check nowhere.yaml", "error: cannot read `nowhere.yaml`: there is no such file\n"),
    (
        "cp good.yaml.txt orders.yaml; policy check order.yaml",
        "error: cannot read `order.yaml`: there is no such file
  help: did you mean `orders.yaml`?
",
    ),
    (
        "mkdir policies; cp good.yaml.txt policies/orders.yaml; policy check orders.yaml",
        "error: cannot read `orders.yaml`: there is no such file
  help: did you mean `policies/orders.yaml`?
",
    ),
    (
        "mkdir empty; policy check empty",
        "error: no YAML file in the folder `empty`
  help: looked for *.yaml and *.yml in it and below, but not in hidden folders
        and `as-written/`
  help: `policy init --out empty/backup-policy.yaml` writes a first policy
",
    ),
    (
        "cp good.yaml.txt a.yaml; policy check a.yaml --env prod",
        "error: there is no environment `prod`
  help: did you mean `production`?
  help: a.yaml:4 defines production
",
    ),
    (
        "policy check --format xml",
        "error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: text, json, sarif, github, markdown]

For more information, try '--help'.
",
    ),
    (
        "policy rendr",
        "error: unrecognized subcommand 'rendr'

  tip: a similar subcommand exists: 'render'

Usage: policy [OPTIONS] [COMMAND]

For more information, try '--help'.
",
    ),
    (
        "policy init >/dev/null; policy init --name orders",
        "error: `backup-policy.yaml` exists already, and is not replaced
  help: see what is wrong with it: `policy check backup-policy.yaml`; or write
        elsewhere: `policy init --out PATH`
",
    ),
    (
        "policy init --name Orders",
        "error: `Orders` is no name of a policy
  help: a name begins with a-z and goes on with a-z, 0-9 and `-`, at most 40 in
        all
",
    ),
    (
        "policy init --starter standard --region eu-west-1",
        "error: the starter `standard` copies to a second Region, and `us-west-2` may not
  be where copies of `eu-west-1` belong
  help: say where they go: `--second-region NAME`
",
    ),
];

const GOOD: &str = "version: 1
name: good
accounts: { main: \"111122223333\" }
environments: { production: { account: main, region: us-east-1 } }
";

#[test]
fn every_common_mistake_is_answered() {
    for (line, wanted) in MISTAKES {
        for (variable, coloured) in [("", true), ("NO_COLOR=1", false)] {
            let folder = Folder::new();
            folder.write("good.yaml.txt", GOOD);
            let line = line.replace("policy ", &format!("{variable} policy "));
            let line = line.trim_start();
            let (status, shown) = on_a_terminal(&folder, 80, line, "");
            assert_eq!(&plain(&shown), wanted, "{line}");
            assert_eq!(shown.contains('\u{1b}'), coloured, "{line}");
            assert_eq!(status, if line.contains('|') { 0 } else { 2 }, "{line}");
        }
        let folder = Folder::new();
        folder.write("good.yaml.txt", GOOD);
        let (_, wide) = on_a_terminal(&folder, 160, line, "");
        let words =
            |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
        assert_eq!(words(&plain(&wide)), words(wanted), "the same words on a wide terminal");
        assert!(plain(&wide).lines().all(|line| line.chars().count() <= 160), "{wide}");
    }
}

#[test]
fn a_file_that_is_something_else_is_told_so_once() {
    let folder = Folder::new();
    folder.write("pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\n");
    let (status, shown) = on_a_terminal(&folder, 80, "policy check pod.yaml", "");
    let shown = plain(&shown);
    assert_eq!(status, 1);
    assert_eq!(shown.matches("error").count(), 2, "one finding, and the last line: {shown}");
    assert!(shown.contains("this is no policy: none of its keys is one"), "{shown}");
    assert!(shown.contains("a policy begins with `version: 1`"), "{shown}");
    for text in ["", "# later\n", "- a\n", "hello\n", "{}\n"] {
        folder.write("odd.yaml", text);
        let (status, shown) = on_a_terminal(&folder, 80, "policy check odd.yaml", "");
        assert_eq!((status, plain(&shown).matches("help:").count()), (1, 1), "{text:?}: {shown}");
    }
}

#[test]
fn what_may_not_be_read_says_how_to_look() {
    let folder = Folder::new();
    folder.write("a.yaml", GOOD);
    let line = "chmod 0 a.yaml; policy check a.yaml";
    let (status, shown) = on_a_terminal(&folder, 80, line, "");
    // Whoever runs the tests as root may read everything.
    if status == 2 {
        assert!(shown.contains("permission denied") && shown.contains("`ls -l a.yaml`"), "{shown}");
    }
}

#[test]
fn init_asks_on_a_terminal_and_takes_enter_for_an_answer() {
    let folder = Folder::new();
    let (status, shown) = on_a_terminal(&folder, 80, "policy init", "\n\n\n\n\n");
    assert_eq!(status, 0, "{shown}");
    for question in ["start from [1]: ", "Region [us-east-1]: ", "completion in your editor?"] {
        assert!(shown.contains(question), "{shown}");
    }
    assert!(!shown.contains("Region of the copies"), "{shown}");
    let asked = folder.read("backup-policy.yaml");
    let told = Folder::new();
    assert_eq!(told.run(&["init"]).status, 0, "nothing is asked where nobody is");
    assert_eq!(asked, told.read("backup-policy.yaml"));
}

#[test]
fn init_writes_what_was_answered() {
    let folder = Folder::new();
    let typed = "7\n2\norders\n999900001111\nus-west-2\n\nyes\n";
    let (status, shown) = on_a_terminal(&folder, 80, "policy init", typed);
    assert_eq!(status, 0, "{shown}");
    assert!(shown.contains("one of the numbers or names above"), "{shown}");
    assert!(shown.contains("Region of the copies [us-east-1]: "), "{shown}");
    let text = folder.read("backup-policy.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=policy.schema.json\n"), "{text}");
    assert!(text.contains("name: orders ") && text.contains("\"999900001111\""), "{text}");
    assert!(folder.read("policy.schema.json").contains("\"$schema\""));
    let flags = Folder::new();
    let said = ["--starter", "standard", "--name", "orders", "--account", "999900001111"];
    let more = ["--region", "us-west-2", "--second-region", "us-east-1", "--with-schema"];
    let run = flags.run(&[&["init"], said.as_slice(), &more].concat());
    assert_eq!((run.status, flags.read("backup-policy.yaml")), (0, text));
    assert_eq!(folder.run(&["check"]).status, 0);
}

#[test]
fn what_init_writes_has_no_error_and_no_warning() {
    for starter in ["minimal", "standard", "regulated"] {
        let folder = Folder::new();
        let run = folder.run(&["init", "--starter", starter]);
        let next: Vec<&str> =
            run.out.split("next:").nth(1).unwrap().lines().map(str::trim).collect();
        assert_eq!(next.len(), 2, "two commands come next: {}", run.out);
        for line in next {
            let words: Vec<&str> = line.split("   ").next().unwrap().split(' ').collect();
            let run = folder.run(&words[1..]);
            assert_eq!(run.status, 0, "{starter}: {line}\n{}", run.out);
        }
        let report = folder.run(&["check", "-q", "--as-of", "2026-11-21"]).out;
        assert!(!report.contains("error") && !report.contains("warning"), "{starter}: {report}");
    }
}

#[test]
fn what_init_cannot_do_leaves_nothing_behind() {
    for args in [
        ["--region", "mars-1"].as_slice(),
        &["--account", "12"],
        &["--name", "-"],
        &["--second-region", "eu-west-1"],
    ] {
        let folder = Folder::new();
        let run = folder.run(&[&["init"], args].concat());
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(args[1]) || run.err.contains("second Region"), "{}", run.err);
        assert!(!folder.path().join("backup-policy.yaml").exists());
    }
}
