//! Years as days, classes left too soon, small objects, and what is encrypted.

use crate::policies::{bucket, table};

#[test]
fn years_have_leap_days() {
    let kept = |retention: &str| {
        bucket(&format!(
            "data_classes: {{ noncurrent: {{ retention: 7y }} }}, lifecycle: [ {{ name: a, current: {{ expire_after: {retention} }} }} ]"
        ))
    };
    table(
        "years-counted-as-days",
        kept,
        &[
            ("2555d", &["warning: 2555d"]),
            ("2556d", &[]),
            ("7y", &[]),
            ("365d", &["advice: 365d"]),
            ("730d", &["advice: 730d"]),
            ("366d", &[]),
            ("364d", &[]),
            ("0d", &[]),
        ],
    );
    let claimed = |claim: &str| {
        format!(
            "version: 1\nname: orders\nresources: {{ pg: {{ type: postgresql, dumps: {{ d: {{ schedule: manual, retention: 2555d }} }} }} }}\nclaims: [ {{ source: a, {claim} }} ]\n"
        )
    };
    table(
        "years-counted-as-days",
        claimed,
        &[
            ("history: 7y", &["warning: 2555d"]),
            ("retention: 7y", &["warning: 2555d"]),
            ("retention: 6y", &["advice: 2555d"]),
        ],
    );
}
