//! A fleet is read one account at a time: ten times the accounts take no more
//! memory. The only test of its program, because memory is the program's.
#![cfg(test)]

#[path = "recording/disk.rs"]
mod disk;
#[path = "recording/fleet.rs"]
mod fleet;
#[path = "recording/observed.rs"]
#[expect(dead_code, reason = "shared with the tests of recordings")]
mod observed;

use disk::{peak, read_all, recorded, remove};

/// What the index of ten times the places may add, beside what the allocator does.
const MOST_PER_CENT: u64 = 115;

#[test]
fn memory_does_not_grow_with_the_number_of_accounts() {
    let [small, large] = [300, 3000].map(recorded);
    assert_eq!(read_all(&small), (300, 300 * fleet::PLANS));
    let before = peak();
    assert_eq!(read_all(&large), (3000, 3000 * fleet::PLANS));
    let after = peak();
    [small, large].iter().for_each(|path| remove(path));
    if let (Some(before), Some(after)) = (before, after) {
        assert!(after * 100 <= before * MOST_PER_CENT, "{before} KiB, then {after} KiB");
    }
}
