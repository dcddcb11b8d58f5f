//! What there is to say about a report: data, with its code, severity and sentence as functions of it.

mod note;

use crate::document::{Locus, Note, NoteKind};
use crate::lang::Lang;
use crate::report::{Concept, Decimal};

/// Something said about a report.
///
/// ```
/// use nianbao::finding::{Finding, FindingKind, Severity};
/// let finding = Finding::new(FindingKind::NoTable, None);
/// assert_eq!((finding.code(), finding.severity()), ("no-table", Severity::Warning));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is said.
    pub kind: FindingKind,
    /// Where.
    pub at: Option<Locus>,
    /// The figures it speaks of.
    pub concepts: Vec<Concept>,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark.
    Notice,
    /// Doubtful.
    Warning,
    /// A sum that must hold does not, or a cell is lost.
    Error,
}

impl Severity {
    /// Its name in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The report is prose alone.
    NoTable,
    /// A table of the edition is not there; its words.
    MissingTable(String),
    /// Lines of a table are not there.
    MissingLines {
        /// The words of the table.
        table: String,
        /// The words of each line.
        lines: Vec<String>,
    },
    /// A head of a table is not there, so its column is not known; its words.
    MissingColumn(String),
    /// A label was taken for a line though some characters differ.
    DoubtfulLabel {
        /// As filed.
        found: String,
        /// As in the form.
        taken_for: String,
    },
    /// The heads of a table are not there; its columns were taken in the order of the form.
    MissingHeads(String),
    /// A number stands in a table where no figure belongs.
    UnplacedValue(String),
    /// A text stands in a table that is no label of it.
    UnplacedText(String),
    /// A figure stands on the line of a heading.
    ValueOnHeading {
        /// The heading.
        heading: String,
        /// The figure.
        text: String,
        /// The line that it may belong to.
        likely: Option<String>,
    },
    /// A row has more or fewer values than the table has columns, so that none can be bound.
    ValuesDoNotFit {
        /// The words of the line.
        line: String,
        /// What stands there.
        found: String,
        /// How many values belong there.
        expected: usize,
    },
    /// A figure is stated again, and differently.
    StatedTwice {
        /// The words of the cell.
        cell: String,
        /// The other statement.
        text: String,
    },
    /// A cell holds something that is not a number.
    NotANumber {
        /// The words of the cell.
        cell: String,
        /// What it holds.
        text: String,
    },
    /// An amount was written in another unit and shifted exactly.
    UnitConverted {
        /// The words of the cell.
        cell: String,
        /// As written.
        text: String,
        /// The unit of the concept.
        unit: String,
    },
    /// An amount in money was written without its unit; the unit of the form was assumed.
    UnitAssumed {
        /// The words of the cell.
        cell: String,
        /// The unit.
        unit: String,
    },
    /// A unit was written that does not measure what the cell counts.
    UnitMismatch {
        /// The words of the cell.
        cell: String,
        /// As written.
        text: String,
        /// The unit of the form.
        unit: String,
    },
    /// A sum that must hold does not.
    DoesNotFoot {
        /// The rule, such as `C1`.
        rule: String,
        /// The words of the left side, with its numbers.
        left: String,
        /// The left side.
        left_sum: Decimal,
        /// The words of the right side, with its numbers.
        right: String,
        /// The right side.
        right_sum: Decimal,
    },
    /// A part is greater than its whole.
    PartExceedsWhole {
        /// The rule, such as `A8`.
        rule: String,
        /// The words of the part.
        part: String,
        /// The part.
        part_sum: Decimal,
        /// The words of the whole.
        whole: String,
        /// The whole.
        whole_sum: Decimal,
    },
    /// Relations of a table that cannot be assessed because an operand is not a number.
    NotAssessable {
        /// The words of the table.
        table: String,
        /// How many relations.
        relations: usize,
        /// The rules.
        rules: Vec<String>,
    },
    /// A sentence states a count that the table does not.
    ProseDisagrees {
        /// The heading that the sentence stands under.
        heading: String,
        /// The number of its paragraph, from 1.
        paragraph: usize,
        /// Its clause.
        text: String,
        /// The count that it states.
        stated: String,
        /// The words of the cell, or of several.
        cell: String,
        /// What the table says.
        value: Decimal,
    },
    /// A section must report the fee for information, and does not; its heading.
    FeeNotReported(String),
    /// A section is longer than it should be.
    OverviewTooLong {
        /// Its heading.
        heading: String,
        /// How many characters it has.
        length: usize,
        /// How many it should have at most.
        most: usize,
    },
    /// A section that must say something is empty; its heading.
    ProblemsEmpty(String),
    /// A section of the form is not there; its heading.
    SectionMissing(String),
    /// Sections bear other numbers than in the form; their headings.
    SectionsMisnumbered(Vec<String>),
    /// The date of issue is before the end of the year reported on.
    DatedBeforeYearEnd(String),
    /// The reader met something.
    Note(NoteKind),
    /// The report is in the current edition already.
    AlreadyCurrent(String),
    /// No crosswalk leads from this edition to the current one.
    NoCrosswalk(String),
    /// Lines with names and telephone numbers were left out of a migrated report; how many.
    SignatureLeftOut(usize),
    /// A migrated report is a reference conversion.
    ReferenceConversion {
        /// The edition it was filed in.
        from: String,
        /// The edition it was converted to.
        to: String,
    },
}

impl From<Note> for Finding {
    fn from(note: Note) -> Self {
        Self::new(FindingKind::Note(note.kind), note.at)
    }
}

impl Finding {
    /// A finding that speaks of no figure.
    #[must_use]
    pub fn new(kind: FindingKind, at: Option<Locus>) -> Self {
        Self { kind, at, concepts: Vec::new() }
    }

    /// The same finding, speaking of these figures.
    #[must_use]
    pub fn about(self, concepts: impl IntoIterator<Item = Concept>) -> Self {
        Self { concepts: concepts.into_iter().collect(), ..self }
    }

    /// Its stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "no-table",
            K::MissingTable(_) => "missing-table",
            K::MissingLines { .. } => "missing-line",
            K::MissingColumn(_) => "missing-column",
            K::DoubtfulLabel { .. } => "doubtful-label",
            K::MissingHeads(_) => "missing-heads",
            K::UnplacedValue(_) => "unplaced-value",
            K::UnplacedText(_) => "unplaced-text",
            K::ValueOnHeading { .. } => "value-on-heading",
            K::ValuesDoNotFit { .. } => "values-do-not-fit",
            K::StatedTwice { .. } => "stated-twice",
            K::NotANumber { .. } => "not-a-number",
            K::UnitConverted { .. } => "unit-converted",
            K::UnitAssumed { .. } => "unit-assumed",
            K::UnitMismatch { .. } => "unit-mismatch",
            K::DoesNotFoot { .. } => "does-not-foot",
            K::PartExceedsWhole { .. } => "part-exceeds-whole",
            K::NotAssessable { .. } => "not-assessable",
            K::ProseDisagrees { .. } => "prose-disagrees",
            K::FeeNotReported(_) => "fee-not-reported",
            K::OverviewTooLong { .. } => "overview-too-long",
            K::ProblemsEmpty(_) => "problems-empty",
            K::SectionMissing(_) => "section-missing",
            K::SectionsMisnumbered(_) => "sections-misnumbered",
            K::DatedBeforeYearEnd(_) => "dated-before-year-end",
            K::Note(note) => note::code(note),
            K::AlreadyCurrent(_) => "already-current",
            K::NoCrosswalk(_) => "no-crosswalk",
            K::SignatureLeftOut(_) => "signature-left-out",
            K::ReferenceConversion { .. } => "reference-conversion",
        }
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        use FindingKind as K;
        match &self.kind {
            K::UnplacedValue(_)
            | K::NoCrosswalk(_)
            | K::ValuesDoNotFit { .. }
            | K::StatedTwice { .. }
            | K::DoesNotFoot { .. }
            | K::UnitMismatch { .. } => Severity::Error,
            K::NoTable
            | K::MissingTable(_)
            | K::MissingLines { .. }
            | K::MissingColumn(_)
            | K::MissingHeads(_)
            | K::DoubtfulLabel { .. }
            | K::UnplacedText(_)
            | K::ValueOnHeading { .. }
            | K::NotANumber { .. }
            | K::PartExceedsWhole { .. }
            | K::ProseDisagrees { .. }
            | K::Note(NoteKind::CoveredValue(_) | NoteKind::LongNumber(_) | NoteKind::IrregularSpans) => {
                Severity::Warning
            }
            K::UnitConverted { .. }
            | K::UnitAssumed { .. }
            | K::NotAssessable { .. }
            | K::FeeNotReported(_)
            | K::OverviewTooLong { .. }
            | K::ProblemsEmpty(_)
            | K::SectionMissing(_)
            | K::SectionsMisnumbered(_)
            | K::DatedBeforeYearEnd(_)
            | K::Note(_)
            | K::AlreadyCurrent(_)
            | K::SignatureLeftOut(_)
            | K::ReferenceConversion { .. } => Severity::Notice,
        }
    }

    /// What it says, in one sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "报告只有文字，没有任何一版的统计表".into(),
            K::MissingTable(table) => format!("没有找到“{table}”的表格"),
            K::MissingLines { table, lines } => {
                format!("“{table}”的表格缺 {} 行：{}", lines.len(), lines.join("；"))
            }
            K::MissingColumn(head) => format!("表中没有“{head}”这一栏"),
            K::DoubtfulLabel { found, taken_for } => {
                format!("“{found}”与样式不符，按所在位置当作“{taken_for}”，请核对")
            }
            K::MissingHeads(table) => format!("“{table}”的表头不在，各栏按样式的顺序读取，请核对"),
            K::UnplacedValue(text) => format!("表中的数字“{text}”不属于任何一行一栏，未计入，请核对"),
            K::UnplacedText(text) => format!("表中的文字“{text}”不是样式的内容，照录于表后"),
            K::ValueOnHeading { heading, text, likely } => {
                let likely = likely.as_ref().map(|line| format!("，可能属于“{line}”")).unwrap_or_default();
                format!("标题行“{heading}”上有数字“{text}”{likely}；照录原处，未计入任何一项")
            }
            K::ValuesDoNotFit { line, found, expected } => {
                format!("“{line}”一行应有 {expected} 个数，实际是“{found}”，无法对应到各栏，未读取")
            }
            K::StatedTwice { cell, text } => format!("“{cell}”在别处又填为“{text}”，以先出现的为准，请核对"),
            K::NotANumber { cell, text } => format!("“{cell}”填的是“{text}”，不是数字"),
            K::UnitConverted { cell, text, unit } => {
                format!("“{cell}”原文为“{text}”，已精确换算为以{unit}为单位")
            }
            K::UnitAssumed { cell, unit } => format!("“{cell}”没有写单位，按样式的单位{unit}照录"),
            K::UnitMismatch { cell, text, unit } => {
                format!("“{cell}”原文为“{text}”，与样式的单位{unit}不符，照录数字，请核对")
            }
            K::DoesNotFoot { rule, left, left_sum, right, right_sum } => {
                format!("勾稽关系 {rule} 不成立：{}，而 {}", side(left, left_sum), side(right, right_sum))
            }
            K::PartExceedsWhole { rule, part, part_sum, whole, whole_sum } => {
                format!("勾稽关系 {rule} 不成立：{part} {part_sum}，大于{whole} {whole_sum}")
            }
            K::NotAssessable { table, relations, rules } => {
                format!("“{table}”有 {relations} 条勾稽关系（{}）因有空格或非数字无法核对", rules.join("、"))
            }
            K::ProseDisagrees { heading, paragraph, text, stated, cell, value } => {
                format!(
                    "“{heading}”第 {paragraph} 段说“{text}”（{stated}），而表中“{cell}”是 {value}，请核对"
                )
            }
            K::FeeNotReported(heading) => format!("“{heading}”没有报告收取信息处理费的情况"),
            K::OverviewTooLong { heading, length, most } => {
                format!("“{heading}”有 {length} 字，篇幅原则上不超过 {most} 字")
            }
            K::ProblemsEmpty(heading) => format!("“{heading}”没有内容"),
            K::SectionMissing(heading) => format!("没有找到“{heading}”这一部分"),
            K::SectionsMisnumbered(headings) => format!("序号与样式不一致：“{}”", headings.join("”、“")),
            K::DatedBeforeYearEnd(date) => format!("落款日期“{date}”早于报告年度的年底"),
            K::Note(note) => note::zh(note),
            K::AlreadyCurrent(edition) => format!("报告已是 {edition} 年样式，无需转换，原样输出"),
            K::NoCrosswalk(edition) => format!("没有从 {edition} 年样式到现行样式的对照表，未转换，原样输出"),
            K::SignatureLeftOut(lines) => {
                format!("旧表签署栏有姓名、电话等个人信息（{lines} 行），转换后的文件不再列出")
            }
            K::ReferenceConversion { from, to } => {
                format!(
                    "本表由 {from} 年样式转换为 {to} 年样式，两版统计口径不同，属参考性转换，不代替原报告"
                )
            }
        }
    }

    fn en(&self) -> String {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "the report is prose alone, without a table of any edition".into(),
            K::MissingTable(table) => format!("the table of `{table}` is not there"),
            K::MissingLines { table, lines } => {
                format!("the table of `{table}` lacks these lines ({}): {}", lines.len(), lines.join("; "))
            }
            K::MissingColumn(head) => format!("the column `{head}` is not there"),
            K::DoubtfulLabel { found, taken_for } => {
                format!("`{found}` differs from the form and was taken for `{taken_for}` by its place")
            }
            K::MissingHeads(table) => {
                format!("`{table}` has no heads; its columns were taken in the order of the form")
            }
            K::UnplacedValue(text) => {
                format!("the number `{text}` stands in a table where no figure belongs")
            }
            K::UnplacedText(text) => {
                format!("the text `{text}` in a table is no part of the form; it is kept below the table")
            }
            K::ValueOnHeading { heading, text, likely } => {
                let likely =
                    likely.as_ref().map(|line| format!("; it may belong to `{line}`")).unwrap_or_default();
                format!(
                    "the figure `{text}` stands on the heading `{heading}` and was given to no line{likely}"
                )
            }
            K::ValuesDoNotFit { line, found, expected } => {
                format!("`{line}` should have {expected} values and has `{found}`; none was read")
            }
            K::StatedTwice { cell, text } => {
                format!("`{cell}` is stated again as `{text}`; the first statement was kept")
            }
            K::NotANumber { cell, text } => format!("`{cell}` holds `{text}`, which is not a number"),
            K::UnitConverted { cell, text, unit } => {
                format!("`{cell}` was written `{text}` and shifted exactly to {unit}")
            }
            K::UnitAssumed { cell, unit } => {
                format!("`{cell}` has no unit; that of the form, {unit}, was assumed")
            }
            K::UnitMismatch { cell, text, unit } => {
                format!("`{cell}` was written `{text}`, which is not in the unit of the form, {unit}")
            }
            K::DoesNotFoot { rule, left, left_sum, right, right_sum } => {
                format!("{rule} does not foot: {}, but {}", side(left, left_sum), side(right, right_sum))
            }
            K::PartExceedsWhole { rule, part, part_sum, whole, whole_sum } => {
                format!("{rule} does not hold: {part} {part_sum} is more than {whole} {whole_sum}")
            }
            K::NotAssessable { table, relations, rules } => format!(
                "{relations} relations of `{table}` ({}) cannot be assessed: an operand is not a number",
                rules.join(", ")
            ),
            K::ProseDisagrees { heading, paragraph, text, stated, cell, value } => {
                format!(
                    "paragraph {paragraph} of `{heading}` says `{text}` ({stated}), but the table has {value} in `{cell}`"
                )
            }
            K::FeeNotReported(heading) => format!("`{heading}` does not report the fee for information"),
            K::OverviewTooLong { heading, length, most } => {
                format!("`{heading}` has {length} characters, in principle at most {most}")
            }
            K::ProblemsEmpty(heading) => format!("`{heading}` is empty"),
            K::SectionMissing(heading) => format!("the section `{heading}` is not there"),
            K::SectionsMisnumbered(headings) => {
                format!("numbered otherwise than in the form: `{}`", headings.join("`, `"))
            }
            K::DatedBeforeYearEnd(date) => format!("dated `{date}`, before the end of the year reported on"),
            K::Note(note) => note::en(note),
            K::AlreadyCurrent(edition) => {
                format!("the report is in the edition of {edition} already and passes unchanged")
            }
            K::NoCrosswalk(edition) => {
                format!("no crosswalk leads from {edition} to the current edition; it passes unchanged")
            }
            K::SignatureLeftOut(lines) => {
                format!(
                    "{lines} signature lines with names and telephone numbers are left out of the migrated report"
                )
            }
            K::ReferenceConversion { from, to } => {
                format!("converted from {from} to {to} for reference; the two editions count differently")
            }
        }
    }
}

/// A side of a relation, with its sum where there are several figures.
fn side(words: &str, sum: &Decimal) -> String {
    if words.contains(" + ") { format!("{words} = {sum}") } else { words.to_owned() }
}
