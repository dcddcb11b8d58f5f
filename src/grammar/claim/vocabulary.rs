//! [`Vocabulary`]: which claims a text has the words for, told in one pass over it.

use super::Claim;
use super::wordlist::Wordlist;

/// The words that the phrases of claims cannot do without; each has some, as a test holds.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: Wordlist,
    /// Of each phrase its claim, and the words of which it needs one, for each of its places.
    needs: Vec<(usize, Vec<Vec<usize>>)>,
    /// For each word, the phrases that need it or another at their first place.
    begun: Vec<Vec<usize>>,
}

impl Vocabulary {
    /// The words of these claims.
    pub(super) fn new(claims: &[Claim]) -> Self {
        let mut own = Self::default();
        for (nth, claim) in claims.iter().enumerate() {
            for phrase in claim.says.iter().chain(&claim.zeros) {
                let numbered = |place: &[String]| place.iter().map(|word| own.words.add(word)).collect();
                own.needs.push((nth, phrase.needed().map(numbered).collect()));
            }
        }
        own.begun = vec![Vec::new(); own.words.len()];
        for (phrase, (_, places)) in own.needs.iter().enumerate() {
            places.iter().take(1).flatten().for_each(|word| own.begun[*word].push(phrase));
        }
        own
    }

    /// The claims, by number, of which a phrase may stand in a text.
    pub(super) fn claims_in(&self, text: &str) -> Vec<usize> {
        let is_there = self.words.found_in(text);
        let has_one = |place: &Vec<usize>| place.iter().any(|word| is_there[*word]);
        let begun = self.begun.iter().zip(&is_there).filter(|(_, is_there)| **is_there);
        let begun = begun.flat_map(|(phrases, _)| phrases).map(|phrase| &self.needs[*phrase]);
        let may_stand = begun.filter(|(_, places)| places.iter().all(has_one));
        let mut claims: Vec<usize> = may_stand.map(|(claim, _)| *claim).collect();
        claims.sort_unstable();
        claims.dedup();
        claims
    }
}
