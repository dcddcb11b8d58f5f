//! [`Column`]: what heads the columns of a collection.

use crate::grammar::{Form, Label, Section, Table};
use crate::lang::Lang;
use crate::report::Concept;
use indexmap::IndexMap;

/// A column of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    /// Its heads from the outermost; a lone head is the last.
    pub heads: [String; 3],
    /// Its head in one: unique on its sheet.
    pub name: String,
    /// The figure that it is of.
    pub concept: Option<Concept>,
    /// How wide it is, in digits.
    pub width: u16,
}

impl Column {
    fn new(lang: Lang, &(zh, en, width): &Fixed) -> Self {
        let name = lang.choose(zh, en).to_owned();
        Self { heads: [String::new(), String::new(), name.clone()], name, concept: None, width }
    }
}

/// A column that every form has: its head in both languages, and its width.
type Fixed = (&'static str, &'static str, u16);

/// Which report a row is of.
const REPORT: [Fixed; 5] = [
    ("序号", "number", 6),
    ("文件", "file", 26),
    ("机关", "issuer", 24),
    ("年度", "year", 7),
    ("样式", "edition", 7),
];

/// What stands behind the figures of a summary.
const OTHERS: Fixed = ("没有列的数据", "figures without a column", 40);

const DETAILS: [Fixed; 8] = [
    ("代码", "concept", 36),
    ("项目", "label", 48),
    ("单位", "unit", 6),
    ("数值", "value", 12),
    ("类别", "kind", 7),
    ("原文", "raw", 12),
    ("位置", "at", 24),
    ("来历", "origin", 48),
];

const FINDINGS: [Fixed; 5] = [
    ("级别", "severity", 8),
    ("问题代码", "code", 22),
    ("位置", "place", 40),
    ("内容", "message", 90),
    ("改法", "suggestion", 40),
];

const SOURCES: [Fixed; 7] = [
    ("标题", "title", 48),
    ("收入", "collected", 10),
    ("数据项", "figures", 8),
    ("错误", "errors", 6),
    ("警告", "warnings", 6),
    ("提示", "notices", 6),
    ("未收入的原因", "reason", 60),
];

/// What tells a file from all others.
const FILE: [Fixed; 2] = [("SHA-256", "sha256", 66), ("路径", "path", 60)];

fn fixed(parts: &[&[Fixed]], lang: Lang) -> Vec<Column> {
    parts.iter().copied().flatten().map(|fixed| Column::new(lang, fixed)).collect()
}

pub(super) fn details(lang: Lang) -> Vec<Column> {
    fixed(&[&REPORT, &DETAILS], lang)
}

pub(super) fn findings(lang: Lang) -> Vec<Column> {
    fixed(&[&REPORT, &FINDINGS], lang)
}

pub(super) fn sources(lang: Lang) -> Vec<Column> {
    fixed(&[&REPORT, &SOURCES, &FILE], lang)
}

/// The summary of an edition.
#[derive(Debug)]
pub(super) struct Summary<'f> {
    pub(super) columns: Vec<Column>,
    /// What each figure is called, and its unit, in the order of the form.
    figures: IndexMap<&'f Concept, (String, &'f str)>,
}

impl<'f> Summary<'f> {
    pub(super) fn new(form: &'f Form, lang: Lang) -> Self {
        let mut columns: Vec<Column> = REPORT.iter().map(|fixed| Column::new(lang, fixed)).collect();
        let mut figures = IndexMap::new();
        for (section, table) in form.tables() {
            for (row, column, concept) in table.cells() {
                let (words, unit) = (table.words(row, column), table.unit(row, column));
                // The labels of a form are Chinese; in English a figure goes by the name of its concept.
                let name = lang.choose(words.as_str(), concept.as_str()).to_owned();
                let heads = heads(section, table, row, column);
                columns.push(Column { heads, name, concept: Some(concept.clone()), width: 10 });
                figures.insert(concept, (words, unit));
            }
        }
        columns.push(Column::new(lang, &OTHERS));
        Self { columns, figures }
    }

    pub(super) fn words(&self, concept: &Concept) -> Option<(&str, &'f str)> {
        self.figures.get(concept).map(|(words, unit)| (words.as_str(), *unit))
    }
}

/// Three heads of a figure: its section, its row, and its column with the unit. Where the table has no rows or
/// its one column tells nothing, the last two are the group and the label.
fn heads(section: &Section, table: &Table, row: usize, column: usize) -> [String; 3] {
    let stub = table.stub.lines().get(row).map(|node| table.stub.path(*node)).unwrap_or_default();
    let node = table.boxhead.lines()[column];
    let (mut group, mut label) = match (stub.is_empty(), table.boxhead.line(node).is_empty()) {
        (false, false) => (stub, table.boxhead.distinct_path(node)),
        (false, true) => (stub, Vec::new()),
        (true, _) => (table.boxhead.path(node), Vec::new()),
    };
    if label.is_empty() {
        label.extend(group.pop());
    }
    let spanner = table.spanner.iter().map(Label::text);
    group.splice(..0, spanner);
    let (label, unit) = (label.join(" / "), table.unit(row, column));
    let label = if label.contains(unit) { label } else { format!("{label}（{unit}）") };
    [section.heading.text().to_owned(), group.join(" / "), label]
}
