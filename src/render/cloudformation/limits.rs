//! Templates that CloudFormation refuses for their size.

use super::builder::Builder;
use crate::facts::cloudformation::{TEMPLATE_BYTES, TEMPLATE_RESOURCES};
use crate::render::Gap;
use crate::render::gaps::gap;
use crate::resources::ResourceKind;

/// What is too much in a template.
pub(super) fn exceeded(template: &Builder<'_>, text: &str) -> Vec<Gap> {
    let resources = template.resources.len();
    let too_many = u32::try_from(resources).is_ok_and(|count| count <= TEMPLATE_RESOURCES.value);
    let too_long = u64::try_from(text.len()).is_ok_and(|bytes| bytes <= TEMPLATE_BYTES.value);
    let of_account = |setting: String, reason: String| {
        gap(template.place, ResourceKind::Account, &template.place.account, setting, reason)
    };
    let resources = (!too_many).then(|| {
        of_account(
            format!("{resources} resources in one template"),
            format!(
                "CloudFormation takes at most {} in a template: split the policy, so that each \
                 part has fewer plans and resources here",
                TEMPLATE_RESOURCES.value
            ),
        )
    });
    let bytes = (!too_long).then(|| {
        of_account(
            format!("a template of {} bytes in a request", text.len()),
            format!(
                "CloudFormation takes at most {} bytes with a request: upload the template, as \
                 `aws cloudformation deploy --s3-bucket` does",
                TEMPLATE_BYTES.value
            ),
        )
    });
    resources.into_iter().chain(bytes).collect()
}
