//! Recordings come from anyone.

use policy::observe::recording::{MAX_FILES, MAX_LINE_BYTES, Recording, header, line};
use policy::observe::{Observation, Problem, Reason, Subject, Unread};
use policy::resources::{Place, ResourceKind, TagEquals};
use proptest::prelude::*;
use serde_json::Value;

use super::memory::{Files, file, indexed};
use super::observed::{everything, in_sync, lowered, nothing, place};

fn us() -> Place {
    place("111122223333", "us-east-1")
}

/// Everything that reading a file says: of its lines, then of each place.
fn read(bytes: &[u8]) -> Result<Vec<Observation>, Problem> {
    let recording = indexed(&[("a.jsonl", bytes)])?;
    let places: Vec<Place> = recording.places().collect();
    places.iter().filter_map(|place| recording.get(place).transpose()).collect()
}

fn said(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

/// A whole account as JSON, to be changed.
fn account() -> Value {
    let environment = lowered("language.yaml").remove(0);
    let seen = in_sync(&environment.resources).remove(0);
    serde_json::from_str(&line(&everything(seen.place, seen.settings))).unwrap()
}

fn with(change: impl Fn(&mut Value)) -> String {
    let mut account = account();
    change(&mut account);
    header() + &account.to_string()
}

#[test]
fn what_is_no_recording_is_said_to_be_none() {
    let one = line(&nothing(us()));
    let cases: [(&str, &str); 9] = [
        ("", "`a.jsonl`: the file is empty"),
        (&one, "`a.jsonl`, line 1: the first line does not say the format"),
        (&format!("\n{one}"), "`a.jsonl`, line 2: the first line does not say the format"),
        ("{\"format\":\"policy observed\"}", "`a.jsonl`, line 1: the first line lacks `version`"),
        (
            "{\"format\":\"policy observed\",\"version\":3}",
            "`a.jsonl`, line 1: version 3 of the format is not known, only 1 to 2",
        ),
        (
            "{\"format\":\"tar\",\"version\":1}",
            "`a.jsonl`, line 1: the format is `tar`, and no `policy observed`",
        ),
        (
            "{\"format_version\":\"1.0\"}",
            "`a.jsonl`, line 1: this is a state or a plan of Terraform, and no recording",
        ),
        ("version: 1\n", "`a.jsonl`, line 1: the line is no JSON from column 1 on"),
        ("[]", "`a.jsonl`, line 1: the line is no object"),
    ];
    for (text, message) in cases {
        assert_eq!(said(text.as_bytes()), message);
    }
}

#[test]
fn a_line_that_is_cut_off_is_named() {
    let whole = file(&[line(&nothing(us())), line(&nothing(place("999900001111", "us-east-1")))]);
    let second = header().len() + line(&nothing(us())).len();
    for cut in second + 1..whole.len() - 2 {
        let message = said(&whole.as_bytes()[..cut]);
        assert_eq!(message, "`a.jsonl`, line 3: the line is cut off", "at {cut}");
    }
    // Without its last end of line nothing is missing.
    assert_eq!(read(&whole.as_bytes()[..whole.len() - 1]).unwrap().len(), 2);
}

#[test]
fn a_place_that_is_recorded_twice_is_refused_with_both_lines() {
    let text = file(&[line(&nothing(us())), line(&nothing(us()))]);
    assert_eq!(
        said(text.as_bytes()),
        "`a.jsonl`, line 3: 111122223333/us-east-1 was recorded before, in line 2 of `a.jsonl`"
    );
}

#[test]
fn a_value_of_another_type_is_named_with_its_way() {
    let rule = |account: &mut Value, member: &str, value: Value| {
        let plans = account["Settings"]["BackupPlans"].as_object_mut().unwrap();
        plans.values_mut().next().unwrap()["Rules"][0][member] = value;
    };
    let text = with(|account| rule(account, "StartWindowMinutes", "soon".into()));
    let way = "`Settings.BackupPlans.orders-production-core.Rules[0]";
    assert_eq!(
        said(text.as_bytes()),
        format!("`a.jsonl`, line 2: {way}.StartWindowMinutes` is no integer")
    );
    let text = with(|account| rule(account, "StartWindow", 60.into()));
    assert_eq!(
        said(text.as_bytes()),
        format!("`a.jsonl`, line 2: {way}` has `StartWindow`, which this format does not have")
    );
    let text = with(|account| drop(account.as_object_mut().unwrap().remove("Listed")));
    assert_eq!(said(text.as_bytes()), "`a.jsonl`, line 2: the line lacks `Listed`");
    let text = with(|account| rule(account, "TargetBackupVaultArn", "main".into()));
    assert_eq!(said(text.as_bytes()), "`a.jsonl`, line 2: `main` is no ARN of a backup vault");
}

/// Of two plans with one name, one would be lost: and with it what it deletes.
#[test]
fn a_name_that_comes_twice_is_refused() {
    let minimal = lowered("minimal.yaml").remove(0);
    let text = line(&in_sync(&minimal.resources).remove(0));
    let (before, plans) = text.split_once("\"BackupPlans\":{").unwrap();
    let (name, _) = plans.split_once(':').unwrap();
    let twice = format!("{before}\"BackupPlans\":{{{name}:{{\"Rules\":[]}},{plans}");
    let message = said((header() + &twice).as_bytes());
    assert!(message.contains("line 2: a name comes twice in one object"), "{message}");
}

#[test]
fn names_with_control_characters_are_kept_as_they_are() {
    let name = "a\u{1b}[31m\u{202e}\u{0}\r\n\"\\\u{7f}é🦀";
    let mut observation = nothing(place(name, "us-east-1"));
    observation.unread.push(Unread {
        subject: Subject::Resource(ResourceKind::Bucket, name.to_owned()),
        operation: name.to_owned(),
        permission: None,
        reason: Reason::Refused(name.to_owned()),
        request_id: None,
    });
    let text = file(&[line(&observation)]);
    assert_eq!(text.lines().count(), 2);
    assert_eq!(read(text.as_bytes()).unwrap(), [observation]);
}

/// The first version says listed of what was looked up by name: another name was
/// not looked for.
#[test]
fn what_the_first_version_looked_up_by_name_is_not_listed() {
    let mut whole = nothing(us());
    whole.listed = ResourceKind::ALL.into_iter().collect();
    let text = header() + &line(&whole);
    assert_eq!(read(text.as_bytes()).unwrap()[0].listed.len(), 12);
    let first = text.replacen(":2}", ":1}", 1);
    let listed = &read(first.as_bytes()).unwrap()[0].listed;
    let kinds: Vec<ResourceKind> = listed.iter().copied().collect();
    let expected = [
        ResourceKind::Vault,
        ResourceKind::Plan,
        ResourceKind::Selection,
        ResourceKind::RestoreTestingPlan,
        ResourceKind::Account,
    ];
    assert!(kinds.len() == 5 && expected.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
}

/// A setting that a later version knows is not taken for one that was read.
#[test]
fn what_cannot_be_named_makes_the_whole_resource_unread() {
    let mut value: Value = serde_json::from_str(&line(&nothing(us()))).unwrap();
    value["Unread"] = serde_json::json!([{
        "Subject": { "Type": "AWS::S3::Bucket", "Name": "documents", "Setting": "colour" },
        "Operation": "s3:GetBucketColour",
        "Reason": "Denied",
    }]);
    let read = read((header() + &value.to_string()).as_bytes()).unwrap().remove(0);
    let subject = Subject::Resource(ResourceKind::Bucket, "documents".to_owned());
    assert_eq!(read.unread[0].subject, subject);
    value["Unread"][0]["Subject"]["Activity"] = true.into();
    let message = said((header() + &value.to_string()).as_bytes());
    assert!(message.ends_with("a subject is a type, an answer or the activity, not several"));
}

#[test]
fn sizes_and_depths_have_an_end() {
    let deep = format!("{}{{\"a\":{}", header(), "[".repeat(200_000));
    assert_eq!(said(deep.as_bytes()), "`a.jsonl`, line 2: the line is cut off");
    let deep = with(|account| account["Answers"]["Tags"] = "\u{1}".into());
    let nested = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let deep = deep.replace("\"\\u0001\"", &nested);
    assert!(said(deep.as_bytes()).starts_with("`a.jsonl`, line 2: "));
    let long = format!("{}{{\"Account\":\"{}\"}}", header(), "1".repeat(MAX_LINE_BYTES));
    assert_eq!(
        said(long.as_bytes()),
        format!("`a.jsonl`, line 2: the line is longer than {MAX_LINE_BYTES} bytes")
    );
    let names = (0..=MAX_FILES).map(|number| number.to_string()).collect();
    let problem = Recording::index(Files::default(), names).unwrap_err();
    assert_eq!(problem.to_string(), "`10000`: a recording of more than 10000 files is not read");
}

#[test]
fn a_file_that_is_not_there_or_changes_is_said_to_be_so() {
    let problem = Recording::index(Files::default(), vec!["gone".to_owned()]).unwrap_err();
    assert_eq!(problem.to_string(), "`gone`: entity not found");
}

#[test]
fn a_vault_s_arn_may_have_any_name() {
    let environment = lowered("language.yaml").remove(0);
    for mut observation in in_sync(&environment.resources) {
        for plan in observation.settings.plans.values_mut() {
            plan.rules[0].target_backup_vault.name = "a:b/c\u{0}".to_owned();
        }
        for selection in observation.settings.selections.values_mut() {
            selection.list_of_tags = vec![TagEquals { key: String::new(), value: String::new() }];
        }
        assert_eq!(read(file(&[line(&observation)]).as_bytes()).unwrap(), [observation]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A byte that is changed, taken out or added ends in what was there, in
    /// something else of this format, or in a problem; never in a panic.
    #[test]
    fn any_damage_is_survived(at in any::<prop::sample::Index>(), byte: u8, kind in 0..3) {
        static WHOLE: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| with(|_| {}));
        let mut bytes = WHOLE.clone().into_bytes();
        let at = at.index(bytes.len());
        match kind {
            0 => bytes[at] = byte,
            1 => drop(bytes.remove(at)),
            _ => bytes.insert(at, byte),
        }
        match read(&bytes) {
            Ok(read) => prop_assert!(read.len() <= 1),
            Err(problem) => prop_assert!(problem.to_string().starts_with("`a.jsonl`, line ")),
        }
    }

    /// Any member replaced by any other JSON.
    #[test]
    fn any_value_anywhere_is_survived(
        at in any::<prop::sample::Index>(),
        with in prop::sample::select(vec![
            "null", "true", "-1", "1e400", "4294967296", "\"\"", "[]", "{}", "[{}]", "{\"a\":{}}",
        ]),
    ) {
        static ACCOUNT: std::sync::LazyLock<Value> = std::sync::LazyLock::new(account);
        let mut account = ACCOUNT.clone();
        let mut ways = Vec::new();
        all_ways(&account, &mut String::new(), &mut ways);
        let marker = "\u{1}here\u{1}";
        *account.pointer_mut(&ways[at.index(ways.len())]).unwrap() = marker.into();
        let marker = Value::from(marker).to_string();
        let text = header() + &account.to_string().replace(&marker, with);
        match read(text.as_bytes()) {
            Ok(read) => prop_assert_eq!(read.len(), 1),
            Err(problem) => prop_assert!(problem.to_string().contains("line 2: "), "{}", problem),
        }
    }
}

fn all_ways(value: &Value, way: &mut String, ways: &mut Vec<String>) {
    ways.push(way.clone());
    let length = way.len();
    let mut step = |name: &str, value: &Value| {
        way.push('/');
        way.push_str(&name.replace('~', "~0").replace('/', "~1"));
        all_ways(value, way, ways);
        way.truncate(length);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| step(name, value)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| step(&at.to_string(), value));
        }
        _ => {}
    }
}
