//! The policies of the project.

use policy::diagnostic::Level;

use super::findings;

/// The policies that a team should deploy.
const POLICIES: [(&str, &str); 9] = [
    ("banking", include_str!("../../policies/banking.yaml")),
    ("defillama", include_str!("../../policies/defillama.yaml")),
    ("language", include_str!("../../policies/language.yaml")),
    ("minimal", include_str!("../../policies/minimal.yaml")),
    ("raptorflow", include_str!("../../policies/raptorflow.yaml")),
    ("regulated", include_str!("../../policies/regulated.yaml")),
    ("sale-module", include_str!("../../policies/sale-module.yaml")),
    ("standard", include_str!("../../policies/standard.yaml")),
    ("wedefidaily", include_str!("../../policies/wedefidaily.yaml")),
];

#[test]
fn the_policies_of_the_project_break_no_limit_of_aws_backup() {
    for (name, text) in POLICIES {
        let certain: Vec<String> = findings(text)
            .iter()
            .filter(|finding| finding.level == Level::Error && finding.kind.is_certain())
            .map(|finding| format!("{}: {}", finding.rule, finding.message))
            .collect();
        assert_eq!(certain, Vec::<String>::new(), "{name}");
    }
}
