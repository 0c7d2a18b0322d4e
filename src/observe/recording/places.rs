//! The accounts and Regions of a recording with their lines, as small as they
//! can be: what several of them share is held once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::resources::Place;

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) offset: u64,
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) bytes: u32,
    /// Version of the format.
    pub(super) version: u64,
}

/// Account, Region and partition, each by its number among the words.
type Id = [u32; 3];

/// Lines by place while files are looked through.
#[derive(Debug, Default)]
pub(super) struct Building {
    words: BTreeMap<Box<str>, u32>,
    lines: BTreeMap<Id, At>,
}

/// Lines by place.
#[derive(Debug, Default)]
pub(super) struct Places {
    words: Vec<Box<str>>,
    /// In the order of the places.
    lines: Vec<(Id, At)>,
}

impl Building {
    /// A place as it is held.
    pub(super) fn id(&mut self, place: &Place) -> Id {
        let Place { account, region, partition } = place;
        [account, region, partition].map(|word| self.word(word))
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(number) = self.words.get(word) {
            return *number;
        }
        // OK because there are not more words than three times `MAX_PLACES`.
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.insert(word.into(), number);
        number
    }

    /// Adds a line.
    ///
    /// # Errors
    /// The line of the place that is known already.
    pub(super) fn add(&mut self, id: Id, at: At) -> Result<(), At> {
        match self.lines.entry(id) {
            Entry::Vacant(entry) => {
                entry.insert(at);
                Ok(())
            }
            Entry::Occupied(entry) => Err(*entry.get()),
        }
    }

    /// The place of an id.
    pub(super) fn place(&self, id: Id) -> Place {
        let find = |number: u32| self.words.iter().find(|(_, known)| **known == number);
        let [account, region, partition] =
            id.map(|number| find(number).map_or(String::new(), |(word, _)| word.to_string()));
        Place { account, region, partition }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(super) fn done(self) -> Places {
        let Self { words, lines } = self;
        let mut numbered: Vec<(u32, Box<str>)> =
            words.into_iter().map(|(word, number)| (number, word)).collect();
        numbered.sort_unstable();
        let words: Vec<Box<str>> = numbered.into_iter().map(|(_, word)| word).collect();
        let mut lines: Vec<(Id, At)> = lines.into_iter().collect();
        lines.sort_unstable_by(|(one, _), (other, _)| {
            one.map(|number| named(&words, number)).cmp(&other.map(|number| named(&words, number)))
        });
        Places { words, lines }
    }
}

impl Places {
    /// All of them, in their order.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = Place> {
        self.lines.iter().map(|(id, _)| self.place(*id))
    }

    pub(super) fn at(&self, place: &Place) -> Option<At> {
        let Place { account, region, partition } = place;
        let wanted = [account, region, partition].map(String::as_str);
        let found = self
            .lines
            .binary_search_by(|(id, _)| id.map(|number| named(&self.words, number)).cmp(&wanted));
        self.lines.get(found.ok()?).map(|(_, at)| *at)
    }

    fn place(&self, id: Id) -> Place {
        let [account, region, partition] = id.map(|number| named(&self.words, number).to_owned());
        Place { account, region, partition }
    }
}

fn named(words: &[Box<str>], number: u32) -> &str {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    words.get(number).map_or("", |word| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(account: &str, region: &str) -> Place {
        Place {
            account: account.to_owned(),
            region: region.to_owned(),
            partition: "aws".to_owned(),
        }
    }

    #[test]
    fn places_are_found_and_listed_in_their_order() {
        let at = |line| At { offset: 0, file: 0, line, bytes: 1, version: 1 };
        let named = [("2", "us-east-1"), ("1", "us-west-2"), ("1", "eu-west-1"), ("10", "aws")];
        let mut building = Building::default();
        for (line, (account, region)) in (1..).zip(named) {
            let id = building.id(&place(account, region));
            assert_eq!(building.add(id, at(line)), Ok(()));
            assert_eq!(building.add(id, at(99)), Err(at(line)));
        }
        assert_eq!(building.len(), 4);
        let places = building.done();
        let mut sorted: Vec<Place> = named.map(|(account, region)| place(account, region)).into();
        sorted.sort();
        assert_eq!(places.all().collect::<Vec<_>>(), sorted);
        assert_eq!(places.at(&place("1", "eu-west-1")), Some(at(3)));
        assert_eq!(places.at(&place("1", "us-east-1")), None);
    }
}
