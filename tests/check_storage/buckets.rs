//! Names, Object Lock and replication of buckets.

use crate::policies::{bucket, of, policy, table};

/// A bucket, and a repository to replicate to.
fn replication(source: &str, destination: &str) -> String {
    policy(
        "us-east-1",
        &format!(
            "keys: {{ east: {{ create: true }}, west: {{ create: true, region: us-west-2 }} }}\nresources: {{ documents: {{ type: s3, buckets: [orders], {source} }} }}\nrepositories: {{ replica: {{ {destination} }} }}"
        ),
    )
}

#[test]
fn object_lock_is_whole_bounded_and_agreed() {
    let lock = |part: &str| {
        bucket(&format!("versioning: enabled, manage: [object_lock], object_lock: {{ {part} }}"))
    };
    table(
        "object-lock-out-of-bounds",
        lock,
        &[
            ("mode: governance, retention: 0d", &["error: 0d"]),
            ("mode: governance, retention: 1d", &[]),
            ("mode: governance, retention: 36500d", &[]),
            ("mode: governance, retention: 36501d", &["error: 36501d"]),
        ],
    );
    table(
        "incomplete-object-lock",
        lock,
        &[
            ("mode: governance", &["error: { mode: governance }"]),
            ("mode: governance, retention: 1d", &[]),
        ],
    );
    table(
        "object-lock-is-permanent",
        lock,
        &[
            ("mode: compliance, retention: 1d", &["error: compliance"]),
            ("mode: compliance, retention: 1d, planned: true", &["error: compliance"]),
            ("mode: compliance, retention: 1d, irreversible: agreed", &[]),
            ("mode: governance, retention: 1d", &[]),
        ],
    );
    let expire = |expire: &str| {
        bucket(&format!(
            "versioning: enabled, object_lock: {{ mode: governance, retention: 30d }}, lifecycle: [ {{ name: a, noncurrent: {{ expire_after: {expire} }} }} ]"
        ))
    };
    table("expiration-inside-object-lock", expire, &[("29d", &["warning: 29d"]), ("30d", &[])]);
}

#[test]
fn bucket_names_are_those_that_s3_takes() {
    let error = |name: &str| vec![format!("error: {name}")];
    let name = |name: &str| {
        of(
            "bucket-name-refused",
            &policy(
                "us-east-1",
                &format!(
                    "resources: {{ documents: {{ type: s3, create: true, buckets: [{name}] }} }}"
                ),
            ),
        )
    };
    let (longest, longer) = ("a".repeat(63), "a".repeat(64));
    for good in ["abc", "a-1", "1.a", &longest] {
        assert_eq!(name(good), [""; 0], "{good}");
    }
    for bad in [
        "ab",
        &longer,
        "Orders",
        "or_ders",
        "-orders",
        "orders-",
        "or..ders",
        "192.168.0.1",
        "xn--a",
        "sthree-a",
        "amzn-s3-demo-a",
    ] {
        assert_eq!(name(bad), error(bad), "{bad}");
    }
    assert_eq!(name("orders-s3alias"), ["warning: orders-s3alias"]);
    table(
        "bucket-name-refused",
        |name| bucket("versioning: enabled").replace("[orders]", name),
        &[("[Old_Bucket]", &["warning: Old_Bucket"])],
    );
    assert_eq!(
        of(
            "bucket-name-refused",
            &bucket("versioning: enabled").replace("orders]", "\"orders-${environment}\"]")
        ),
        [""; 0]
    );
}

#[test]
fn replication_needs_versions_locks_and_a_key_on_the_spot() {
    let good = "bucket: orders-replica, region: us-west-2, versioning: enabled";
    let to = "versioning: enabled, replication: [ { to: replica, existing_objects: batch, time_control: true } ]";
    let found =
        |rule: &str, source: &str, destination: &str| of(rule, &replication(source, destination));
    assert_eq!(found("replication-without-versioning", to, good), [""; 0]);
    assert_eq!(
        found("replication-without-versioning", &to.replace("enabled", "never"), good),
        ["error: never"]
    );
    assert_eq!(
        found("replication-without-versioning", to, &good.replace("enabled", "suspended")),
        ["error: suspended"]
    );
    assert_eq!(
        found("replication-without-versioning", to, "bucket: orders-replica"),
        ["warning: replica"]
    );
    assert_eq!(
        found("replication-to-itself", to, "bucket: orders, versioning: enabled"),
        ["error: replica"]
    );
    assert_eq!(
        found("replication-to-a-folder", to, "path: /backup, host: nas"),
        ["error: replica"]
    );
    assert_eq!(found("replication-to-a-folder", to, "versioning: enabled"), ["warning: replica"]);
    let locked = format!("object_lock: {{ mode: governance, retention: 1d }}, {to}");
    assert_eq!(found("replication-without-destination-lock", &locked, good), ["error: replica"]);
    for (key, wanted) in [("east", vec!["error: east"]), ("west", vec![])] {
        let source = to.replace("to: replica", &format!("to: replica, key: {key}"));
        assert_eq!(found("key-in-another-region", &source, good), wanted);
    }
}
