//! [`Wordlist`]: words that are looked for at every place of a text.

use rustc_hash::FxHashMap;

/// Words, each with a number, by the character that they begin with: with most characters of a text none begins, so
/// that nothing is compared there.
///
/// An automaton would go over a text as fast, but takes longer to build than a report to be checked.
#[derive(Debug, Default)]
pub(super) struct Wordlist {
    by_first: FxHashMap<char, Vec<(String, usize)>>,
    length: usize,
}

impl Wordlist {
    /// Takes in a word; its number, which is the same for the same word.
    pub(super) fn add(&mut self, word: &str) -> usize {
        let same_first = self.by_first.entry(word.chars().next().unwrap_or_default()).or_default();
        if let Some((_, number)) = same_first.iter().find(|(own, _)| own == word) {
            return *number;
        }
        same_first.push((word.to_owned(), self.length));
        self.length += 1;
        self.length - 1
    }

    /// For each number, whether its word stands in a text.
    pub(super) fn found_in(&self, text: &str) -> Vec<bool> {
        let mut is_there = vec![false; self.length];
        for (at, _) in text.char_indices() {
            for (_, number) in self.at_start(&text[at..]) {
                is_there[*number] = true;
            }
        }
        is_there
    }

    /// A text with something else for each of the words; of several that begin at one place the longest is meant.
    pub(super) fn replaced(&self, text: &str, instead: impl Fn(&str) -> String) -> String {
        let mut new = String::with_capacity(text.len());
        let mut done = 0;
        for (at, _) in text.char_indices() {
            let words = self.at_start(&text[at..]).map(|(word, _)| word.as_str());
            let longest = words.max_by_key(|word| word.len());
            if let Some(word) = longest.filter(|_| at >= done) {
                new.push_str(&text[done..at]);
                new.push_str(&instead(word));
                done = at + word.len();
            }
        }
        new.push_str(&text[done..]);
        new
    }

    /// The words that a text begins with.
    fn at_start(&self, text: &str) -> impl Iterator<Item = &(String, usize)> {
        let same_first = text.chars().next().and_then(|first| self.by_first.get(&first));
        same_first.into_iter().flatten().filter(move |(word, _)| text.starts_with(word.as_str()))
    }
}

impl Extend<String> for Wordlist {
    fn extend<I: IntoIterator<Item = String>>(&mut self, words: I) {
        for word in words {
            self.add(&word);
        }
    }
}
