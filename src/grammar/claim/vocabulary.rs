//! [`Vocabulary`]: which claims a text has the words for, told in one pass over it.

use super::Claim;
use aho_corasick::AhoCorasick;
use indexmap::IndexSet;

/// The words that the phrases of claims cannot do without.
#[derive(Debug)]
pub(super) struct Vocabulary {
    search: AhoCorasick,
    /// Of each phrase its claim, and the words of which it needs one, for each of its places.
    needs: Vec<(usize, Vec<Vec<usize>>)>,
}

impl Vocabulary {
    /// The words of these claims.
    pub(super) fn new(claims: &[Claim]) -> Self {
        let mut words: IndexSet<&str> = IndexSet::new();
        let mut needs = Vec::new();
        for (nth, claim) in claims.iter().enumerate() {
            for phrase in claim.says.iter().chain(&claim.zeros) {
                let places = phrase.needed().map(|place| numbered(place, &mut words)).collect();
                needs.push((nth, places));
            }
        }
        let search = AhoCorasick::new(&words).expect("a few hundred words are not too many to look for");
        Self { search, needs }
    }

    /// The claims, by number, of which a phrase may stand in a text.
    pub(super) fn claims_in(&self, text: &str) -> Vec<usize> {
        let mut is_there = vec![false; self.search.patterns_len()];
        for found in self.search.find_overlapping_iter(text) {
            is_there[found.pattern()] = true;
        }
        let has_one = |place: &Vec<usize>| place.iter().any(|word| is_there[*word]);
        let may_stand = self.needs.iter().filter(|(_, places)| places.iter().all(has_one));
        let mut claims: Vec<usize> = may_stand.map(|(claim, _)| *claim).collect();
        claims.dedup();
        claims
    }
}

/// The numbers of the words of one place.
fn numbered<'c>(place: &'c [String], words: &mut IndexSet<&'c str>) -> Vec<usize> {
    place.iter().map(|word| words.insert_full(word.as_str()).0).collect()
}
