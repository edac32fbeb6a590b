//! Blocking: which items are worth comparing.
//!
//! In: a key for each reason two items might belong together.  Out: links.  Items that share a
//! key are brought into the order of time and compared with a fixed number of neighbours, so
//! that the cost stays near linear however large a block grows.  Neither all keys nor all pairs
//! are ever held at once: keys are sorted a portion of their values at a time, and pairs are
//! made where they are compared.

use rayon::prelude::*;

/// Number of keys by which an item is compared, unless its kind needs more.
const TELLING_KEYS: usize = 12;

/// Keys that are sorted at once.
const PORTION: usize = 1 << 22;

/// What items are looked up by.
pub(super) trait Keyed: Sync {
    /// Number of items.
    fn len(&self) -> usize;
    /// Hands over every key of an item; the same one may come twice.
    fn keys(&self, item: u32, take: &mut dyn FnMut(u64));
    /// By how many of its keys an item is compared: those it shares with the fewest.
    fn telling_keys(&self) -> usize {
        TELLING_KEYS
    }
    /// Day number by which the items of a block are ordered.
    fn day(&self, item: u32) -> i32;
}

/// An item under one of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    key: u64,
    day: i32,
    item: u32,
}

/// A key of an item and how many items have it; the fewer, the more it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Telling {
    item: u32,
    shared_by: u32,
    key: u64,
}

/// Two items that belong together, and how strongly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Link {
    /// The stronger, the sooner it is acted upon.
    pub score: f64,
    /// The item that comes first.
    pub a: u32,
    /// The item that comes second.
    pub b: u32,
}

/// Compares the items of every block with their neighbours; the links, strongest first.
pub(super) fn links(
    items: &(impl Keyed + ?Sized),
    window: usize,
    compare: impl Fn(u32, u32) -> Option<f64> + Sync,
) -> Vec<Link> {
    let blocks = Blocks::new(items);
    let mut links: Vec<Link> = (0..items.len() as u32)
        .into_par_iter()
        .flat_map_iter(|a| {
            let near = blocks.neighbours(a, window).into_iter();
            near.filter_map(|b| {
                let (a, b) = (a.min(b), a.max(b));
                compare(a, b).map(|score| Link { score, a, b })
            })
            .collect::<Vec<_>>()
        })
        .collect();
    links
        .par_sort_unstable_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    links
}

/// Items by key, and the places of each item.
struct Blocks {
    /// By key, day and item.
    keys: Vec<Key>,
    /// Places in `keys`, those of one item together.
    places: Vec<u32>,
    /// Where the places of each item begin.
    first: Vec<u32>,
}

impl Blocks {
    fn new(items: &(impl Keyed + ?Sized)) -> Self {
        let mut keys: Vec<Key> = telling(items)
            .into_par_iter()
            .map(|t| Key { key: t.key, day: items.day(t.item), item: t.item })
            .collect();
        keys.par_sort_unstable();
        let mut first = vec![0u32; items.len() + 1];
        for key in &keys {
            first[key.item as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next = first.clone();
        let mut places = vec![0u32; keys.len()];
        for (place, key) in keys.iter().enumerate() {
            places[next[key.item as usize] as usize] = place as u32;
            next[key.item as usize] += 1;
        }
        Self { keys, places, first }
    }

    /// The items that follow this one within the window in any of its blocks, each once. Items
    /// have one order in all blocks, so a pair comes up with the first of its two items only.
    fn neighbours(&self, item: u32, window: usize) -> Vec<u32> {
        let places = self.first[item as usize] as usize..self.first[item as usize + 1] as usize;
        let mut near: Vec<u32> = self.places[places]
            .iter()
            .flat_map(|place| {
                let place = *place as usize;
                let key = self.keys[place].key;
                let after = &self.keys[place + 1..(place + 1 + window).min(self.keys.len())];
                after.iter().take_while(move |other| other.key == key).map(|other| other.item)
            })
            .collect();
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// For every item the keys it shares with the fewest others.
fn telling(items: &(impl Keyed + ?Sized)) -> Vec<Telling> {
    let all = 0..items.len() as u32;
    let count = |item: u32| {
        let mut number = 0usize;
        items.keys(item, &mut |_| number += 1);
        number
    };
    let portions = all.clone().into_par_iter().map(count).sum::<usize>().div_ceil(PORTION) as u64;
    let mut kept: Vec<Telling> = Vec::new();
    for portion in 0..portions {
        let of_item = |item: u32| {
            let mut found: Vec<(u64, u32)> = Vec::new();
            items.keys(item, &mut |key| {
                if key % portions == portion {
                    found.push((key, item));
                }
            });
            found
        };
        let mut keys: Vec<(u64, u32)> =
            all.clone().into_par_iter().flat_map_iter(of_item).collect();
        keys.par_sort_unstable();
        keys.dedup();
        kept.par_extend(
            keys.par_chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() > 1).flat_map_iter(
                |block| {
                    let shared_by = block.len() as u32;
                    block.iter().map(move |(key, item)| Telling {
                        item: *item,
                        shared_by,
                        key: *key,
                    })
                },
            ),
        );
        keep_fewest(&mut kept, items.telling_keys());
    }
    kept
}

/// Keeps of every item's keys the most telling.
fn keep_fewest(kept: &mut Vec<Telling>, keys: usize) {
    kept.par_sort_unstable();
    let (mut last, mut number) = (None, 0);
    kept.retain(|telling| {
        number = if last == Some(telling.item) { number + 1 } else { 1 };
        last = Some(telling.item);
        number <= keys
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items, each with its keys, one a day.
    struct Daily<'a>(Vec<&'a [u64]>);

    impl Keyed for Daily<'_> {
        fn len(&self) -> usize {
            self.0.len()
        }

        fn keys(&self, item: u32, take: &mut dyn FnMut(u64)) {
            self.0[item as usize].iter().for_each(|key| take(*key));
        }

        fn day(&self, item: u32) -> i32 {
            item as i32
        }
    }

    fn pairs(items: &Daily<'_>, window: usize) -> Vec<(u32, u32)> {
        links(items, window, |_, _| Some(1.0)).iter().map(|link| (link.a, link.b)).collect()
    }

    #[test]
    fn large_blocks_cost_no_more_than_the_window() {
        assert_eq!(pairs(&Daily(vec![&[7]; 1000]), 3).len(), 3 * 1000 - 6);
    }

    #[test]
    fn a_pair_is_compared_once_however_many_keys_it_shares() {
        assert_eq!(pairs(&Daily(vec![&[1, 2, 3], &[4], &[3, 2, 1, 1]]), 9), [(0, 2)]);
    }

    #[test]
    fn an_item_of_many_keys_is_found_by_those_it_shares_with_the_fewest() {
        let many: Vec<u64> = (0..2 * TELLING_KEYS as u64).collect();
        let items = Daily(vec![
            &many,
            &many[..TELLING_KEYS + 1],
            &many[..TELLING_KEYS + 1],
            &many[TELLING_KEYS + 1..],
        ]);
        assert!(pairs(&items, 9).contains(&(0, 3)));
    }
}
