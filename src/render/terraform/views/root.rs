//! The small root that calls the module, and the module's places.

use serde::Serialize;

use super::Views;
use super::buckets::BucketView;
use super::vaults::VaultView;
use crate::render::terraform::hcl::Expr;
use crate::render::terraform::module::Module;
use crate::render::terraform::names::Ident;
use crate::resources::Place;

/// What the root and the module's own settings show.
#[derive(Debug, Serialize)]
pub(in crate::render::terraform) struct RootView {
    source: String,
    places: Vec<PlaceView>,
    permanent: Vec<PermanentView>,
}

/// Something that AWS will not let anyone take back.
#[derive(Debug, Serialize)]
pub(super) struct PermanentView {
    pub(super) address: Expr,
    /// Days in which it can still be taken back.
    pub(super) after_days: Option<u32>,
}

#[derive(Debug, Serialize)]
struct PlaceView {
    alias: Ident,
    provider: Expr,
    account: String,
    region: String,
    message: String,
}

impl RootView {
    /// The root of a module in a folder, with a provider for each place.
    pub(in crate::render::terraform) fn new(
        source: String,
        places: &[&Place],
        views: &Views,
    ) -> Self {
        let vaults = views.vaults.iter().filter_map(VaultView::permanent);
        let buckets = views.buckets.iter().filter_map(BucketView::permanent);
        Self {
            source,
            places: places.iter().map(|place| place_view(place)).collect(),
            permanent: vaults.chain(buckets).collect(),
        }
    }
}

fn place_view(place: &Place) -> PlaceView {
    let Place { account, region, partition: _ } = place;
    let alias = Ident::alias(place);
    PlaceView {
        provider: Module::provider(place),
        message: format!("The provider aws.{alias} must be of account {account} in {region}."),
        alias,
        account: account.clone(),
        region: region.clone(),
    }
}
