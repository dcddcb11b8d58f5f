//! Reports whose labels and figures are written otherwise, and pages that hold what does not belong.

use crate::containers;
use crate::page::{Page, Part, Plan, RowKind};
use crate::properties::{cases, check_round_trip, check_shape, open, pass, plain, runner, shown};
use crate::reports::{Cells, Filed, Mix, codes, difference, facts, filed, filed_as};
use crate::shapes::{self, Html};
use nianbao::document::{Block, Document, Locus, draw};
use nianbao::grammar::{Forms, Key};
use nianbao::layout::layout;
use nianbao::place::Places;
use nianbao::read::{Limits, read};
use nianbao::recognize::{Recognition, recognize};
use nianbao::report::{Fact, Value};
use nianbao::write::{Format, to_json, write};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// A label in another spelling that means the same.
fn respell(text: &str, choice: u8) -> String {
    let count = text.chars().count();
    let at = text.char_indices().nth(usize::from(choice) % count.max(1)).map_or(0, |(at, _)| at);
    match choice % 7 {
        0 => text.replace('（', "(").replace('）', ")"),
        1 => text.replace('（', "（ ").replace('）', " ）"),
        2 => format!("{} {}", &text[..at], &text[at..]),
        3 => format!("{}\u{3000}{}", &text[..at], &text[at..]),
        4 => text.replace(['“', '”'], "\"").replace('，', ","),
        5 => text.chars().map(|c| if c.is_ascii_digit() { wide(c) } else { c }).collect(),
        _ => text.replace("（六）其他处理", "其他处理"),
    }
}

fn wide(c: char) -> char {
    char::from_u32(u32::from(c) - 0x20 + 0xFF00).expect("a digit has a wide form")
}

/// A page with every label respelt.
fn respelt(filed: &Filed, choices: &[u8]) -> Page {
    let mut page = plain(filed);
    let mut choices = choices.iter().cycle();
    page.cells_mut().filter(|cell| cell.is_label && cell.text.chars().count() > 2).for_each(|cell| {
        cell.text = respell(&cell.text, *choices.next().expect("a cycle has no end"));
    });
    page
}

#[test]
fn labels_in_other_spellings() {
    for print in [
        (|page: &Page| shapes::html(page, Html::default())) as fn(&Page) -> String,
        shapes::lines,
        shapes::pipe_rows,
        shapes::tabs,
    ] {
        let result =
            runner(cases(25)).run(&(filed(Cells::Filled), vec(any::<u8>(), 64)), |(filed, choices)| {
                let text = print(&respelt(&filed, &choices));
                let found = open(text.as_bytes());
                let doubts = codes(&found.findings);
                let doubts: String =
                    doubts.split_inclusive('\n').filter(|line| !line.starts_with("unit-assumed ")).collect();
                let wrong = difference(&facts(&found.report), &facts(&filed.report)) + &doubts;
                prop_assert!(wrong.is_empty(), "\n{}\n{}", wrong, text);
                Ok(())
            });
        pass(result);
    }
}

#[test]
fn headings_with_other_numbers() {
    check_shape_but_headings(|text| text.replace("二、", "2、").replace("三、", "3. "));
    check_shape_but_headings(|text| text.replace("二、", "三、"));
}

fn check_shape_but_headings(change: impl Fn(&str) -> String) {
    let reports =
        prop_oneof![filed_as(Mix::Of("2019"), Cells::Filled), filed_as(Mix::OldOther, Cells::Filled)];
    let result = runner(cases(15)).run(&reports, |filed| {
        let mut page = plain(&filed);
        for part in &mut page.parts {
            if let Part::Line(line) = part
                && line.chars().count() < 30
            {
                *line = change(line);
            }
        }
        let text = shapes::lines(&page);
        let found = open(text.as_bytes());
        let sections = |report: &nianbao::report::Report| {
            report
                .narrative
                .iter()
                .map(|passage| format!("{} {}\n", passage.section, passage.paragraphs.len()))
                .collect::<String>()
        };
        let wrong = difference(&facts(&found.report), &facts(&filed.report))
            + &difference(&sections(&found.report), &sections(&filed.report));
        prop_assert!(wrong.is_empty(), "\n{}\n{}", wrong, text);
        Ok(())
    });
    pass(result);
}

#[test]
fn figures_in_other_spellings() {
    let print = |filed: &Filed| {
        let mut page = plain(filed);
        let mut nth = 0;
        page.cells_mut().filter(|cell| !cell.is_label).for_each(|cell| {
            nth += 1;
            let is_whole = !cell.text.is_empty() && cell.text.chars().all(|c| c.is_ascii_digit());
            cell.text = match nth % 4 {
                0 if is_whole => cell.text.chars().map(wide).collect(),
                1 if is_whole => grouped(&cell.text),
                2 => format!(" {} ", cell.text),
                3 if is_whole => format!("{}.00", cell.text),
                _ => cell.text.clone(),
            };
        });
        shapes::html(&page, Html::default()).into_bytes()
    };
    check_shape(filed(Cells::Gaps), 30, print);
}

/// `1,234,567`
fn grouped(digits: &str) -> String {
    let n = digits.len();
    let comma = |at: usize| if at > 0 && (n - at).is_multiple_of(3) { "," } else { "" };
    digits.chars().enumerate().map(|(at, digit)| format!("{}{digit}", comma(at))).collect()
}

#[test]
fn counts_with_their_unit() {
    let print = |filed: &Filed| {
        let mut page = plain(filed);
        let is_whole = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        for part in &mut page.parts {
            if let Part::Grid(rows) = part {
                // Only the requests, all of which are counted.
                let is_requests = rows.len() > 25 && rows[0].kind == RowKind::Head && rows[0].cells.len() < 3;
                let cells = rows.iter_mut().flat_map(|row| &mut row.cells);
                cells
                    .filter(|cell| is_requests && is_whole(&cell.text))
                    .for_each(|cell| cell.text.push('件'));
            }
        }
        shapes::html(&page, Html::default()).into_bytes()
    };
    check_shape(filed(Cells::Gaps), 20, print);
}

/// With wrong characters in one label every figure is right or left out, and something is said.
#[test]
fn a_label_with_wrong_characters() {
    let (mut n, mut n_accepted) = (0, 0);
    let prints: [fn(&Page) -> String; 3] =
        [|page| shapes::html(page, Html::default()), shapes::lines, shapes::tabs];
    let n_cases = cases(120).cases;
    let mut runner = TestRunner::deterministic();
    for nth in 0..n_cases {
        let strategy =
            (filed(Cells::Filled), any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..3_usize);
        let (filed, which, place, n_wrong) =
            strategy.new_tree(&mut runner).expect("the strategy filters nothing").current();
        let mut page = plain(&filed);
        let mut labels: Vec<&mut crate::page::Cell> = page
            .cells_mut()
            .filter(|cell| cell.is_label && Key::of(&cell.text).stem.chars().count() >= 4)
            .collect();
        let which = which.index(labels.len());
        let mut letters: Vec<char> = labels[which].text.chars().collect();
        // Of four characters one may be wrong; a label that is half wrong is none.
        let n_wrong = if letters.len() < 6 { 1 } else { n_wrong };
        let at = place.index(letters.len() - n_wrong + 1);
        letters[at..at + n_wrong].fill('某');
        let wrong_label: String = letters.iter().collect();
        labels[which].text.clone_from(&wrong_label);
        let text = prints[nth as usize % 3](&page);
        let found = open(text.as_bytes());
        let all = facts(&filed.report);
        for line in facts(&found.report).lines() {
            assert!(all.contains(line), "{wrong_label}: {line} was not filed\n{text}");
        }
        n += 1;
        n_accepted += u32::from(facts(&found.report) == all);
        let says = !found.findings.is_empty();
        assert!(
            says || facts(&found.report) == all,
            "{wrong_label}: figures are left out without a word\n{text}"
        );
        let again = recognize(&layout(&found.report, Forms::built_in()), Forms::built_in());
        let differs = difference(&facts(&again.report), &facts(&found.report));
        assert!(differs.is_empty(), "{wrong_label}: {differs}");
    }
    assert!(n_accepted * 10 > n * 9, "only {n_accepted} of {n} labels with wrong characters were accepted");
}

/// A flattened row that lost a value binds none.
#[test]
fn a_row_with_too_few_values() {
    let reports = (
        filed_as(Mix::Of("2021"), Cells::Footing),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    let result = runner(cases(40)).run(&reports, |(filed, which, value)| {
        let mut page = plain(&filed);
        let rows = page.parts.iter_mut().filter_map(|part| match part {
            Part::Grid(rows) if rows.len() > 25 => Some(rows),
            _ => None,
        });
        let mut rows: Vec<_> = rows.flatten().filter(|row| row.kind == RowKind::Body).collect();
        let which = which.index(rows.len());
        let cells = &mut rows[which].cells;
        let n_labels = cells.iter().take_while(|cell| cell.is_label).count();
        let label = cells[n_labels - 1].text.clone();
        let at = n_labels + value.index(7);
        cells[at].text.clear();
        let text = shapes::lines(&page);
        let found = open(text.as_bytes());
        let all = facts(&filed.report);
        let kept = facts(&found.report);
        prop_assert!(kept.lines().all(|line| all.contains(line)), "{}: a figure is wrong\n{}", label, text);
        prop_assert_eq!(kept.lines().count() + 7, all.lines().count(), "{}", label);
        let misfits = found.findings.iter().filter(|finding| finding.code() == "values-do-not-fit").count();
        prop_assert_eq!(misfits, 1, "{}", label);
        check_round_trip(&read(text.as_bytes(), &Limits::default()).expect("a text is a document"))
    });
    pass(result);
}

/// Lines may be absent; they stay so.
#[test]
fn absent_lines_stay_absent() {
    let reports = (filed(Cells::Gaps), vec(any::<prop::sample::Index>(), 1..6));
    let result = runner(cases(40)).run(&reports, |(mut filed, lines)| {
        let tables = filed.mix.tables();
        let tables: Vec<_> = tables.into_iter().filter(|(_, table)| table.n_rows() > 4).collect();
        for line in lines {
            let (_, table) = tables[line.index(tables.len())];
            let row = line.index(table.n_rows());
            // Without the rows of （六） nobody could tell the editions apart.
            if !table.row(row)[0].as_str().contains(".other") {
                table.row(row).iter().for_each(|concept| drop(filed.report.facts.shift_remove(concept)));
            }
        }
        let document = shapes::document(&plain(&filed));
        let found = recognize(&document, Forms::built_in());
        let wrong = difference(&facts(&found.report), &facts(&filed.report));
        prop_assert!(wrong.is_empty(), "\n{}\n{}", wrong, draw(&document));
        check_round_trip(&document)
    });
    pass(result);
}

/// Every cell that says something is a label, a figure, prose, or the subject of a finding.
fn lost_cells(document: &Document, found: &Recognition) -> Vec<String> {
    let is_said = |text: &str, at: &Locus| {
        let about = |finding: &nianbao::finding::Finding| {
            finding.at.as_ref() == Some(at) || format!("{:?}", finding.kind).contains(text)
        };
        found.findings.iter().any(about)
    };
    let is_fact = |text: &str, at: &Locus| {
        let own = |fact: &Fact| fact.at() == Some(at) && *fact.raw == *text && fact.value != Value::Blank;
        found.report.facts.values().any(own)
    };
    let is_label = |text: &str| {
        !Forms::built_in().lexicon().find(&Key::of(text)).is_empty()
            || matches!(text, "——" | "件" | "条" | "次" | "篇" | "个" | "人" | "人次" | "万元")
    };
    let is_prose = |text: &str| {
        found
            .report
            .narrative
            .iter()
            .flat_map(|passage| passage.heading.iter().cloned().chain(passage.lines().map(String::from)))
            .any(|own| own.contains(text))
    };
    let mut lost = Vec::new();
    for block in &document.blocks {
        let Block::Table(grid) = block else { continue };
        for cell in grid.cells().iter().filter(|cell| !cell.is_blank()) {
            let (text, at) = (cell.text.trim(), grid.locus(cell));
            // A stroke says nothing where no figure belongs.
            let is_stroke = nianbao::grammar::quantity(text).value == Value::Nil;
            if !(is_stroke || is_fact(text, &at) || is_label(text) || is_said(text, &at) || is_prose(text)) {
                lost.push(format!("{text} ({at})"));
            }
        }
    }
    lost
}

const STRANGE: [&str; 9] = [
    "777777",
    "某某事项",
    "约12件",
    "见附件",
    "8.8.8",
    "—",
    "第二十条第（七）项",
    "备注：此项由某某科填报。",
    "总计",
];

#[test]
fn no_cell_is_lost() {
    let changes = vec((any::<prop::sample::Index>(), proptest::sample::select(&STRANGE[..])), 1..5);
    let plans = (any::<bool>(), any::<bool>());
    let result = runner(cases(150)).run(
        &(filed(Cells::Gaps), changes, plans),
        |(filed, changes, (apart, mirrored))| {
            let mut page = Page::of(&filed, Plan { apart, mirrored, cut: None });
            let mut cells: Vec<_> = page.cells_mut().collect();
            let n = cells.len();
            for (which, text) in &changes {
                cells[which.index(n)].text = (*text).to_owned();
            }
            let document = shapes::document(&page);
            let found = recognize(&document, Forms::built_in());
            let lost = lost_cells(&document, &found);
            prop_assert!(lost.is_empty(), "\n{:?} of {:?}\n{}", lost, changes, draw(&document));
            // FIXME: where a label was overwritten with that of another line, the row may be taken for another
            // one when it is read again. Figures are lost then, but no number is wrong.
            let again =
                facts(&recognize(&layout(&found.report, Forms::built_in()), Forms::built_in()).report);
            let first = facts(&found.report);
            let wrong: Vec<&str> =
                again.lines().filter(|line| line.contains(" number ") && !first.contains(line)).collect();
            prop_assert!(wrong.is_empty(), "\n{:?}{:?}\n{}", wrong, changes, draw(&document));
            Ok(())
        },
    );
    pass(result);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let result = runner(cases(10)).run(&filed(Cells::Gaps), |filed| {
        let print = || {
            let document = layout(&filed.report.clone(), Forms::built_in());
            let json = to_json(&filed.report, &[], &Places::default(), None, nianbao::lang::Lang::Zh, true)
                .into_bytes();
            let files = Format::ALL.map(|format| write(&document, format).expect("a report can be written"));
            (json, files)
        };
        prop_assert!(print() == print());
        Ok(())
    });
    pass(result);
}

/// A table that a page break cut in two, in DOCX.
#[test]
fn docx_with_a_table_in_two_pieces() {
    for again in [true, false] {
        let plan = Plan { cut: Some(again), ..Plan::default() };
        check_shape(filed(Cells::Gaps), 15, |filed| {
            write(&shapes::document(&Page::of(filed, plan)), Format::Docx).expect("a report can be written")
        });
    }
}

/// Whatever bytes a file is cut to or changed in, reading ends.
#[test]
fn damaged_files_are_read_or_refused() {
    let damage = vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    let result = runner(cases(140)).run(
        &(filed(Cells::Gaps), any::<prop::sample::Index>(), damage, 0..7_u8),
        |(filed, end, damage, shape)| {
            let mut bytes = match shape {
                0 => write(&layout(&filed.report, Forms::built_in()), Format::Docx)
                    .expect("a report can be written"),
                1 => shapes::html(&plain(&filed), Html::default()).into_bytes(),
                2 => containers::rtf(&plain(&filed), false),
                3 => containers::mhtml(&plain(&filed)),
                4 => containers::excel_2003(&plain(&filed)),
                5 => containers::ods(&plain(&filed)),
                _ => shapes::tabs(&plain(&filed)).into_bytes(),
            };
            for (at, byte) in damage {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(end.index(bytes.len()) + 1);
            if let Ok(document) = read(&bytes, &Limits::default()) {
                let found = recognize(&document, Forms::built_in());
                let _ = shown(&bytes);
                prop_assert!(found.report.facts.len() < 500);
            }
            Ok(())
        },
    );
    pass(result);
}
