//! Regions, partitions and gaps.

use std::collections::BTreeSet;

use super::super::region_gaps::{COPY_GAPS, CopyKind, RegionSet, TYPE_GAPS, protected_in};
use super::super::{Partition, partition_of, region, regions, resource_type};

#[test]
fn regions_belong_to_partitions() {
    assert_eq!(partition_of("eu-west-1"), Some(Partition::Aws));
    assert_eq!(partition_of("cn-north-1"), Some(Partition::China));
    assert_eq!(partition_of("us-gov-west-1"), Some(Partition::GovCloud));
    assert_eq!(partition_of("eusc-de-east-1"), Some(Partition::Sovereign));
    assert_eq!(partition_of("eu-west-9"), None);
}

#[test]
fn region_names_are_unique_and_each_partition_has_one() {
    let names: BTreeSet<_> = regions::ALL_REGIONS.value.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), regions::ALL_REGIONS.value.len());
    for partition in Partition::ALL {
        assert!(regions::PARTITION_NAME.value.accepts(partition.id()));
        assert!(regions::ALL_REGIONS.value.iter().any(|row| row.partition == partition));
    }
}

#[test]
fn only_regions_of_the_public_partition_are_opted_in_to() {
    assert!(region("ap-east-1").unwrap().opt_in && !region("us-east-1").unwrap().opt_in);
    for row in regions::ALL_REGIONS.value.iter().filter(|row| row.opt_in) {
        assert_eq!(row.partition, Partition::Aws, "{}", row.name);
    }
}

#[test]
fn every_gap_names_known_types_and_regions() {
    let sets = TYPE_GAPS.value.iter().map(|gap| gap.missing_in);
    for set in sets.chain(COPY_GAPS.value.iter().map(|gap| gap.missing_in)) {
        if let RegionSet::Named(names) | RegionSet::AllBut(names) = set {
            for name in names {
                assert!(region(name).is_some(), "{name}");
            }
        }
    }
    let types = TYPE_GAPS.value.iter().map(|gap| gap.resource_type);
    for name in types.chain(COPY_GAPS.value.iter().flat_map(|gap| gap.types.iter().copied())) {
        assert!(resource_type(name).is_some(), "{name}");
    }
}

#[test]
fn a_type_is_protected_only_where_aws_lists_it() {
    assert_eq!(protected_in("timestream", "eu-west-1"), Some(true));
    assert_eq!(protected_in("timestream", "eu-west-2"), Some(false));
    assert_eq!(protected_in("neptune", "eu-south-1"), Some(false));
    assert_eq!(protected_in("dynamodb", "eusc-de-east-1"), Some(true));
    assert_eq!(protected_in("dynamodb", "eu-west-9"), None);
    assert_eq!(protected_in("elasticache", "eu-west-1"), None);
}

#[test]
fn a_copy_gap_without_types_concerns_every_type() {
    let concerns = |name, kind| {
        let rows = COPY_GAPS.value.iter().filter(|gap| gap.concerns(name) && gap.kind == kind);
        rows.filter(|gap| gap.missing_in.has(region("cn-north-1").unwrap())).count()
    };
    assert_eq!(concerns("ebs", CopyKind::CrossAccount), 1);
    assert_eq!(concerns("ebs", CopyKind::CrossRegion), 0);
    let cape_town = region("af-south-1").unwrap();
    let documentdb = COPY_GAPS.value.iter().find(|gap| gap.types == ["documentdb"]).unwrap();
    assert!(documentdb.missing_in.has(cape_town));
    assert!(!documentdb.missing_in.has(region("eu-west-1").unwrap()));
}
