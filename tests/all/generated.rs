//! A hundred reports that nobody filed, as files: of all editions and mixtures of them, as filed and as migrated, with
//! notes and without.
//!
//! `WRITE_REPORTS=FOLDER cargo test --test all generated` keeps the files, for programs that judge them.

use crate::properties::open;
use crate::reports::{Cells, difference, facts, filed};
use nianbao::document::Document;
use nianbao::grammar::Forms;
use nianbao::layout::layout;
use nianbao::migrate::{Annotation, Policy, annotate, migrate};
use nianbao::report::Report;
use nianbao::write::{Format, write};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::fs;
use std::path::PathBuf;

/// What is done with a report before it is written: the policy of its migration, and which cells get notes.
const WAYS: [Option<(Policy, Annotation)>; 5] = [
    None,
    Some((Policy::Standard, Annotation::None)),
    Some((Policy::Standard, Annotation::Flagged)),
    Some((Policy::Strict, Annotation::All)),
    Some((Policy::Balanced, Annotation::All)),
];

fn printed(report: Report, way: Option<(Policy, Annotation)>) -> (Report, Document) {
    let forms = Forms::built_in();
    let Some((policy, annotation)) = way else {
        let document = layout(&report, forms);
        return (report, document);
    };
    let migration = migrate(&report, forms, policy);
    let document = layout(&migration.report, forms);
    let document = annotate(document, annotation, &migration.ledger, &migration.report, forms);
    (migration.report, document)
}

#[test]
fn a_hundred_reports_are_written_and_read_back() {
    let folder = std::env::var_os("WRITE_REPORTS").map(PathBuf::from);
    folder.iter().for_each(|folder| fs::create_dir_all(folder).expect("a folder can be made"));
    let mut runner = TestRunner::deterministic();
    for nth in 0..100 {
        let cells = [Cells::Footing, Cells::Small, Cells::Filled, Cells::Gaps][nth % 4];
        let filed = filed(cells).new_tree(&mut runner).expect("nothing is filtered").current();
        let (report, document) = printed(filed.report, WAYS[nth % WAYS.len()]);
        for (format, ending) in [(Format::Docx, "docx"), (Format::Xlsx, "xlsx")] {
            let bytes = write(&document, format).expect("a report can be written");
            let wrong = difference(&facts(&open(&bytes).report), &facts(&report));
            assert!(wrong.is_empty(), "report {nth} of {:?} as {ending}\n{wrong}", filed.mix);
            if let Some(folder) = &folder {
                let name = format!("{nth:02}-{}.{ending}", filed.mix.edition());
                fs::write(folder.join(name), bytes).expect("a file can be written");
            }
        }
    }
}
