//! What holds of whatever is read: no figure is invented on the way, and what is spoken of has a place.

use nianbao::document::{Block, Document, Locus, fold};
use nianbao::finding::Finding;
use nianbao::migrate::{Fate, LedgerSide, Migration};
use nianbao::report::{Concept, Report, Value, sum};
use std::collections::HashMap;

/// Every figure is printed where it says, digit for digit, and every finding is of a place in the document.
pub fn is_as_printed(document: &Document, report: &Report, findings: &[&Finding]) {
    let printed = printed(document);
    for (concept, fact) in &report.facts {
        let at = fact.at().unwrap_or_else(|| panic!("{concept} has no place"));
        let words = printed.get(at).unwrap_or_else(|| panic!("{concept} is at {at}, where there is nothing"));
        // Words may go on in the next line or cell, a number never does.
        if let Value::Number(number) = fact.value {
            assert!(words.contains(&*fact.raw), "{concept} is said to be {:?}, but {at} says {words:?}", fact.raw);
            assert_eq!(digits(&number.to_string()), digits(&fold(&fact.raw)), "{concept} at {at}");
        }
    }
    for finding in findings {
        if let Some(at) = &finding.at {
            assert!(printed.contains_key(at), "{} is at {at}, where there is nothing", finding.code());
        }
    }
}

/// The words at each place of a document.
fn printed(document: &Document) -> HashMap<Locus, String> {
    let mut printed: HashMap<Locus, String> = HashMap::new();
    let mut print = |at: Locus, words: &str| {
        let line = printed.entry(at).or_default();
        line.push_str(words);
        line.push('\n');
    };
    for block in &document.blocks {
        match block {
            Block::Heading(heading) => print(heading.at.clone(), &heading.text),
            Block::Paragraph(paragraph) => print(paragraph.at.clone(), &paragraph.text),
            Block::Table(grid) => grid.cells().iter().for_each(|cell| print(grid.locus(cell), &cell.text)),
            Block::Flat(flat) => flat.cells.iter().for_each(|cell| print(cell.at.clone(), &cell.text)),
            Block::Page(_) => {}
        }
    }
    printed
}

/// The digits of a number; units of money only move its point, so zeros at either end say nothing.
fn digits(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}

/// Every figure of the new form is one of the old report, the sum of some, a part of a 0, or left blank.
pub fn is_as_filed(filed: &Report, migration: &Migration) {
    let filed = |concept: &Concept| filed.facts.get(concept).map(|fact| &fact.value);
    let targets = migration.ledger.iter().filter(|entry| entry.direction == LedgerSide::Target);
    for entry in targets {
        let made = &migration.report.facts[&entry.concept].value;
        let numbers = || entry.counterparts.iter().map(|concept| filed(concept).and_then(Value::number));
        let is_right = match entry.fate {
            Fate::Carried => entry.counterparts.len() == 1 && filed(&entry.counterparts[0]) == Some(made),
            Fate::Summed => made.number().is_some() && made.number() == sum(numbers()),
            Fate::ImpliedZero => {
                let is_zero = |number: nianbao::report::Decimal| number.is_zero();
                made.number().is_some_and(is_zero) && numbers().all(|number| number.is_some_and(is_zero))
            }
            Fate::Open => *made == Value::Blank,
            Fate::Annexed | Fate::Placed => false,
        };
        assert!(is_right, "{} is {made:?}, {:?} from {:?}", entry.concept, entry.fate, entry.counterparts);
    }
}
