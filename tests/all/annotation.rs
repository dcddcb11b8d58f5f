//! Notes on the cells of migrated reports.

use crate::properties::{cases, open, pass, runner};
use crate::reports::{Cells, codes, difference, essence, facts, filed};
use nianbao::document::{Block, Document, Grid, Holds, draw};
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::{Annotation, Fate, LedgerEntry, LedgerSide, Migration, Policy, annotate, migrate};
use nianbao::report::Report;
use nianbao::write::{Format, write};
use proptest::prelude::*;

/// The notes of a document, each with the name of the figure that bears it.
pub(crate) fn notes(document: &Document) -> Vec<(String, String)> {
    let grids = document.blocks.iter().filter_map(|block| match block {
        Block::Table(grid) => Some(grid),
        _ => None,
    });
    let marks = grids.flat_map(Grid::cells).filter_map(|cell| cell.mark.as_deref());
    let noted = marks.filter_map(|mark| match (&mark.holds, &mark.note) {
        (Holds::Figure(concept), Some(note)) => Some((concept.to_string(), note.clone())),
        (_, Some(note)) => panic!("a note on what is no figure of the report: {note}"),
        (_, None) => None,
    });
    noted.collect()
}

/// Of how many cells a note speaks.
fn n_cells(note: &str) -> usize {
    let count = note.split_once("共 ").and_then(|(_, rest)| rest.split_once(" 格）"));
    count.map_or(1, |(count, _)| count.parse().expect("a count is a number"))
}

/// What a level must speak of, said in another way than the program says it.
fn is_covered(annotation: Annotation, entry: &LedgerEntry) -> bool {
    let is_plain = match entry.fate {
        Fate::Open => &*entry.note == "旧表没有对应项，留空",
        Fate::Carried => entry.association == Some("exact"),
        _ => false,
    };
    annotation == Annotation::All || annotation == Annotation::Flagged && !is_plain
}

/// All that is read of a file, its annex included.
fn read(bytes: &[u8]) -> String {
    let found = open(bytes);
    let annex = |report: &Report| report.annex.as_ref().map(|annex| facts(&annex.report)).unwrap_or_default();
    essence(&found.report) + &codes(&found.findings) + &annex(&found.report)
}

#[test]
fn an_annotated_file_is_read_as_one_without_notes() {
    let policies = proptest::sample::select(&[Policy::Strict, Policy::Standard, Policy::Balanced][..]);
    let result = runner(cases(12)).run(&(filed(Cells::Gaps), policies), |(filed, policy)| {
        let forms = Forms::built_in();
        let Migration { report, ledger, .. } = migrate(&filed.report, forms, policy);
        let plain = layout(&report, forms);
        for format in Format::ALL {
            let print = |document: &Document| write(document, format).expect("a report can be written");
            let bytes = print(&plain);
            let expected = read(&bytes);
            for annotation in [Annotation::None, Annotation::Flagged, Annotation::All] {
                let annotated = print(&annotate(plain.clone(), annotation, &ledger, &report, forms));
                prop_assert!(
                    annotation != Annotation::None || annotated == bytes,
                    "nothing is said without notes"
                );
                let wrong = difference(&read(&annotated), &expected);
                prop_assert!(wrong.is_empty(), "\n{:?} as {:?}\n{}", annotation, format, wrong);
                let again = layout(&open(&annotated).report, forms);
                let wrong = difference(&draw(&again), &draw(&plain));
                prop_assert!(wrong.is_empty(), "{:?} as {:?}, laid out again\n{}", annotation, format, wrong);
            }
        }
        Ok(())
    });
    pass(result);
}

#[test]
fn each_cell_is_spoken_of_once() {
    let policies = proptest::sample::select(&[Policy::Strict, Policy::Standard, Policy::Balanced][..]);
    let result = runner(cases(80)).run(&(filed(Cells::Gaps), policies), |(filed, policy)| {
        let forms = Forms::built_in();
        let Migration { report, ledger, .. } = migrate(&filed.report, forms, policy);
        for annotation in [Annotation::None, Annotation::Flagged, Annotation::All] {
            let document = annotate(layout(&report, forms), annotation, &ledger, &report, forms);
            let targets = ledger.iter().filter(|entry| entry.direction == LedgerSide::Target);
            let n_covered = targets.filter(|entry| is_covered(annotation, entry)).count();
            let notes = notes(&document);
            let n_spoken_of: usize = notes.iter().map(|(_, note)| n_cells(note)).sum();
            prop_assert_eq!(n_spoken_of, n_covered, "{:?}: {:#?}", annotation, notes);
        }
        Ok(())
    });
    pass(result);
}

/// A report of zeros, and one that tells nothing: a reviewer must not drown.
#[test]
fn notes_are_few() {
    let forms = Forms::built_in();
    for text in ["0", ""] {
        let mut old = Report::new("2014");
        let form = forms.edition("2014").expect("the edition is built in");
        let fact = || nianbao::report::Fact::filed(nianbao::grammar::quantity(text).value, text, None);
        old.facts = form.concepts().map(|concept| (concept.clone(), fact())).collect();
        let Migration { report, ledger, .. } = migrate(&old, forms, Policy::Standard);
        let n_notes =
            |annotation| notes(&annotate(layout(&report, forms), annotation, &ledger, &report, forms)).len();
        let (flagged, all) = (n_notes(Annotation::Flagged), n_notes(Annotation::All));
        assert!(flagged <= 15 && all <= 40, "`{text}`: {flagged} and {all} notes");
    }
}
