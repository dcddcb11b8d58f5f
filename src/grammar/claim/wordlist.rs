//! [`Wordlist`]: words that are looked for at every place of a text.

/// Words, each with a number, in shelves by the character that they begin with: with most characters of a text none
/// begins, so that nothing is compared there.
///
/// An automaton goes over a text no faster, and takes longer to build than a report to be checked.
#[derive(Debug)]
pub(super) struct Wordlist {
    shelves: Vec<Vec<(String, usize)>>,
    length: usize,
}

/// How many shelves there are; with many more than characters that words begin with, few share one.
const SHELVES: usize = 1024;

fn shelf(first: char) -> usize {
    first as usize % SHELVES
}

impl Default for Wordlist {
    fn default() -> Self {
        Self { shelves: vec![Vec::new(); SHELVES], length: 0 }
    }
}

impl Wordlist {
    /// Takes in a word; its number, which is the same for the same word.
    pub(super) fn add(&mut self, word: &str) -> usize {
        let shelf = &mut self.shelves[shelf(word.chars().next().unwrap_or_default())];
        if let Some((_, number)) = shelf.iter().find(|(own, _)| own == word) {
            return *number;
        }
        shelf.push((word.to_owned(), self.length));
        self.length += 1;
        self.length - 1
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.length
    }

    /// For each number, whether its word stands in a text.
    pub(super) fn found_in(&self, text: &str) -> Vec<bool> {
        let mut is_there = vec![false; self.length];
        for (at, first) in text.char_indices() {
            for (_, number) in self.at(text, at, first) {
                is_there[*number] = true;
            }
        }
        is_there
    }

    /// A text with something else for each of the words; of several that begin at one place the longest is meant.
    pub(super) fn replaced(&self, text: &str, instead: impl Fn(&str) -> String) -> String {
        let mut new = String::with_capacity(text.len());
        let mut done = 0;
        for (at, first) in text.char_indices() {
            let longest = self.at(text, at, first).map(|(word, _)| word).max_by_key(|word| word.len());
            if let Some(word) = longest.filter(|_| at >= done) {
                new.push_str(&text[done..at]);
                new.push_str(&instead(word));
                done = at + word.len();
            }
        }
        new.push_str(&text[done..]);
        new
    }

    /// The words at a place of a text, where a character stands.
    fn at(&self, text: &str, at: usize, first: char) -> impl Iterator<Item = &(String, usize)> {
        let stands_there = move |word: &str| text.as_bytes()[at..].starts_with(word.as_bytes());
        self.shelves[shelf(first)].iter().filter(move |(word, _)| stands_there(word))
    }
}

impl Extend<String> for Wordlist {
    fn extend<I: IntoIterator<Item = String>>(&mut self, words: I) {
        for word in words {
            self.add(&word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Wordlist;

    #[test]
    fn words_within_words() {
        let mut list = Wordlist::default();
        list.extend(["12月", "12月底", "月底前", "公开"].map(String::from));
        assert_eq!(list.add("公开"), 3, "it was there");
        assert_eq!(list.found_in("至12月底"), [true, true, false, false]);
        let replaced = list.replaced("12月底前公开信息", |word| format!("<{word}>"));
        assert_eq!(replaced, "<12月底>前<公开>信息");
    }
}
