//! Cuts a run of digits into figures.

use crate::grammar::Operator;

/// How often a figure is tried. A row of seven figures with twenty digits, none of them 0, takes some 50,000;
/// a longer one is left alone.
const MOST_STEPS: usize = 100_000;

/// No figure of a report has more digits.
const MOST_DIGITS: usize = 12;

/// A relation between the figures of one row, by their places.
#[derive(Clone, Debug)]
pub(super) struct RowSum {
    operator: Operator,
    left: Vec<usize>,
    right: Vec<usize>,
    /// The place of the last figure that it needs.
    last: usize,
}

impl RowSum {
    pub(super) fn new(operator: Operator, left: Vec<usize>, right: Vec<usize>) -> Option<Self> {
        let last = left.iter().chain(&right).copied().max()?;
        Some(Self { operator, left, right, last })
    }

    fn holds(&self, figures: &[u64]) -> bool {
        let sum = |side: &[usize]| side.iter().map(|at| figures[*at]).sum::<u64>();
        match self.operator {
            Operator::Equal => sum(&self.left) == sum(&self.right),
            Operator::AtMost => sum(&self.left) <= sum(&self.right),
        }
    }
}

/// Every way to cut the digits of a text into `n` figures of which the sums hold; none where there would be
/// too much to try. White space in the text is always a cut, and no figure begins with 0 but 0 itself.
pub(super) fn cuts(text: &str, n: usize, sums: &[RowSum]) -> Vec<Vec<u64>> {
    let mut digits = Vec::new();
    let mut ends = Vec::new();
    for chunk in text.split_whitespace() {
        let Some(own) = chunk.chars().map(digit).collect::<Option<Vec<u64>>>() else { return Vec::new() };
        digits.extend(own);
        ends.push(digits.len());
    }
    if digits.len() < n || ends.len() > n {
        return Vec::new();
    }
    let mut cutter = Cutter { digits: &digits, ends: &ends, n, sums, steps: 0, found: Vec::new() };
    cutter.cut(&mut Vec::new(), 0);
    if cutter.steps > MOST_STEPS { Vec::new() } else { cutter.found }
}

/// A digit, full-width or not.
fn digit(c: char) -> Option<u64> {
    let c = if ('０'..='９').contains(&c) { char::from_u32(u32::from(c) - 0xFEE0)? } else { c };
    c.to_digit(10).map(u64::from)
}

struct Cutter<'c> {
    digits: &'c [u64],
    /// Where the text is cut already.
    ends: &'c [usize],
    n: usize,
    sums: &'c [RowSum],
    steps: usize,
    found: Vec<Vec<u64>>,
}

impl Cutter<'_> {
    /// Tries every next figure from a digit on.
    fn cut(&mut self, figures: &mut Vec<u64>, from: usize) {
        let Some(end) = self.ends.iter().copied().find(|end| *end > from) else {
            if figures.len() == self.n {
                self.found.push(figures.clone());
            }
            return;
        };
        let longest = if self.digits[from] == 0 { 1 } else { MOST_DIGITS };
        for to in from + 1..=end.min(from + longest) {
            self.steps += 1;
            let n_left = self.n - figures.len();
            let n_chunks = self.ends.iter().filter(|end| **end > to).count();
            // Each chunk is one figure at least, each figure one digit.
            let fits = n_left > 0 && (n_chunks..=self.digits.len() - to).contains(&(n_left - 1));
            if !fits || self.steps > MOST_STEPS {
                continue;
            }
            figures.push(self.digits[from..to].iter().fold(0, |figure, digit| figure * 10 + digit));
            let place = figures.len() - 1;
            if self.sums.iter().all(|sum| sum.last != place || sum.holds(figures)) {
                self.cut(figures, to);
            }
            figures.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RowSum, cuts};
    use crate::grammar::Operator;

    /// `text` cut into figures of which the last is the sum of the others.
    fn check(text: &str, n: usize, expected: &[&str]) {
        let sum = RowSum::new(Operator::Equal, (0..n - 1).collect(), vec![n - 1]);
        let sums: Vec<RowSum> = sum.into_iter().collect();
        let words = |figures: &Vec<u64>| figures.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
        let found: Vec<String> = cuts(text, n, &sums).iter().map(words).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rows_of_seven_figures() {
        check("640020470", 7, &["64 0 0 2 0 4 70"]);
        check("0000000", 7, &["0 0 0 0 0 0 0"]);
        check("１０００００１", 7, &["1 0 0 0 0 0 1"]);
        check("64 0 0 2 0 4 70", 7, &["64 0 0 2 0 4 70"]);
        check("64 002 0470", 7, &["64 0 0 2 0 4 70"]);
        check("1203 12 0 0 3 5 1223", 7, &["1203 12 0 0 3 5 1223"]);
        // Too few digits, too many figures, no digits, no such sum.
        check("640470", 7, &[]);
        check("1 2 3 4 5 6 7 8", 7, &[]);
        check("64-0020470", 7, &[]);
        check("640020471", 7, &[]);
    }

    #[test]
    fn several_ways_are_all_told() {
        check("11112", 3, &["1 11 12", "11 1 12"]);
        check("12031200351223", 7, &["12 0 3 1200 3 5 1223", "1203 12 0 0 3 5 1223"]);
        let ways = ["12 23 34 456 567 678 1770", "122 3 344 56 567 678 1770", "122 334 4 565 67 678 1770"];
        check("1223344565676781770", 7, &ways);
        // With three digits more there is too much to try.
        check("1232343454565676782403", 7, &[]);
    }
}
