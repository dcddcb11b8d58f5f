//! [`Suggestion`]: the one clerical error that explains a finding, and the figures as they would be without it.

use crate::document::Locus;
use crate::lang::Lang;
use crate::report::{Concept, Decimal, Stray};

/// The one explanation of a finding. Nothing is changed before a user takes it by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Its name: the code of the finding and the first figure that it changes.
    pub name: String,
    /// The error that was probably made.
    pub cause: Cause,
    /// The figures that it changes.
    pub changes: Vec<Change>,
    /// What stood in the table and is a figure of it again.
    pub stray: Option<Stray>,
}

/// A figure, as it is and as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The figure.
    pub concept: Concept,
    /// What is printed for it; nothing for a blank cell.
    pub was: Printed,
    /// What it would be.
    pub number: Decimal,
    /// Where that number is printed; it has no place where it is a sum.
    pub becomes: Printed,
}

/// A text of the report, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// The text.
    pub text: Box<str>,
    /// Its place, when that is known.
    pub at: Option<Locus>,
}

/// A clerical error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A figure stands on a heading and belongs to the first line under it.
    OneRowUp {
        /// The heading.
        heading: String,
        /// The figure.
        text: String,
        /// The words of the line.
        line: String,
    },
    /// The figures of rows were written without anything between them.
    Glued(Vec<GluedRow>),
    /// A total is not the sum of its parts, though all else agrees with that sum.
    WrongTotal {
        /// The words of the total.
        cell: String,
        /// What is printed.
        was: String,
        /// The sum of the parts.
        sum: Decimal,
        /// The parts.
        parts: Vec<Concept>,
        /// The words of the first part.
        first: String,
        /// The words of the one part without which the parts make the printed total.
        forgotten: Option<String>,
    },
    /// The figures of two rows or two columns were exchanged.
    Exchanged {
        /// Rows or columns.
        lines: Lines,
        /// The words of the two.
        words: [String; 2],
        /// The words of the column (of the row) in which that was done; nothing where it was in all of them.
        across: Option<String>,
    },
}

/// A row whose figures were written without anything between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GluedRow {
    /// The words of the row; nothing in a table of one row.
    pub line: String,
    /// What is printed.
    pub text: String,
    /// The figures.
    pub figures: Vec<String>,
}

/// What two lines of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// Rows.
    Rows,
    /// Columns.
    Columns,
}

impl Suggestion {
    /// What was probably done, and what would be changed.
    ///
    /// ```
    /// use nianbao::{finding::{Cause, Suggestion}, lang::Lang};
    /// let cause = Cause::OneRowUp { heading: "一、甲".into(), text: "102".into(), line: "（一）乙".into() };
    /// let suggestion = Suggestion { name: "…".into(), cause, changes: Vec::new(), stray: None };
    /// assert_eq!(suggestion.sentence(Lang::Zh), "可能是填高了一行：将标题行“一、甲”上的“102”移到“（一）乙”");
    /// ```
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("可能是{}：{}", self.cause.zh(), self.change(lang)),
            Lang::En => format!("perhaps {}: {}", self.cause.en(), self.change(lang)),
        }
    }

    /// What would be changed, or was.
    pub(super) fn change(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.cause.change_zh(),
            Lang::En => self.cause.change_en(),
        }
    }
}

impl Cause {
    fn zh(&self) -> String {
        match self {
            Self::OneRowUp { .. } => "填高了一行".into(),
            Self::Glued(_) => "几个数连在了一起".into(),
            Self::WrongTotal { forgotten: Some(part), .. } => format!("合计漏加了“{part}”"),
            Self::WrongTotal { .. } => "合计有误".into(),
            Self::Exchanged { lines: Lines::Rows, .. } => "两行填反了".into(),
            Self::Exchanged { lines: Lines::Columns, .. } => "两栏填反了".into(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::OneRowUp { .. } => "set one row too high".into(),
            Self::Glued(_) => "several figures were run together".into(),
            Self::WrongTotal { forgotten: Some(part), .. } => format!("`{part}` was left out of the total"),
            Self::WrongTotal { .. } => "the total is wrong".into(),
            Self::Exchanged { lines: Lines::Rows, .. } => "two rows were exchanged".into(),
            Self::Exchanged { lines: Lines::Columns, .. } => "two columns were exchanged".into(),
        }
    }

    fn change_zh(&self) -> String {
        match self {
            Self::OneRowUp { heading, text, line } => {
                format!("将标题行“{heading}”上的“{text}”移到“{line}”")
            }
            Self::Glued(rows) => {
                let row = |row: &GluedRow| {
                    let line = named(&row.line, |line| format!("“{line}”一行的"));
                    format!("将{line}“{}”分为 {}", row.text, row.figures.join("、"))
                };
                rows.iter().map(row).collect::<Vec<_>>().join("；")
            }
            Self::WrongTotal { cell, was, sum, parts, first, .. } => {
                format!("将“{cell}”由“{was}”改为 {sum}，即“{first}”等 {} 项之和", parts.len())
            }
            Self::Exchanged { lines, words: [one, other], across } => {
                let across = match (across, lines) {
                    (Some(across), Lines::Rows) => format!("“{across}”一栏"),
                    (Some(across), Lines::Columns) => named(across, |line| format!("“{line}”一行")),
                    (None, Lines::Rows) => "各栏".into(),
                    (None, Lines::Columns) => "各行".into(),
                };
                format!("将{across}“{one}”与“{other}”的数互换")
            }
        }
    }

    fn change_en(&self) -> String {
        match self {
            Self::OneRowUp { heading, text, line } => {
                format!("move `{text}` from the heading `{heading}` to `{line}`")
            }
            Self::Glued(rows) => {
                let row = |row: &GluedRow| {
                    let line = named(&row.line, |line| format!(" of `{line}`"));
                    format!("read `{}`{line} as {}", row.text, row.figures.join(", "))
                };
                rows.iter().map(row).collect::<Vec<_>>().join("; ")
            }
            Self::WrongTotal { cell, was, sum, parts, first, .. } => {
                format!(
                    "put {sum} for `{was}` in `{cell}`, the sum of {} figures from `{first}` on",
                    parts.len()
                )
            }
            Self::Exchanged { lines, words: [one, other], across } => {
                let across = match (across, lines) {
                    (Some(across), _) => named(across, |across| format!(" in `{across}`")),
                    (None, Lines::Rows) => " in every column".into(),
                    (None, Lines::Columns) => " in every row".into(),
                };
                format!("exchange `{one}` and `{other}`{across}")
            }
        }
    }
}

/// A phrase with words in it, or nothing where there are none.
fn named(words: &str, phrase: impl FnOnce(&str) -> String) -> String {
    if words.is_empty() { String::new() } else { phrase(words) }
}
