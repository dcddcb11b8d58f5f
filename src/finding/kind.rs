//! [`FindingKind`]: all that can be said of a report, as data.

use super::{CollectionKind, SeriesKind, Suggestion};
use crate::document::NoteKind;
use crate::report::Decimal;

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
    /// Two files were joined to one report, and are of different years.
    YearsDiffer {
        /// The year of the file that was read first.
        first: u16,
        /// The year of the other.
        second: u16,
        /// The name of the other.
        file: String,
    },
    /// Something about the reports of several years.
    Series(SeriesKind),
    /// Something about reports that are collected or added up.
    Collection(CollectionKind),
    /// The reader met something.
    Note(NoteKind),
    /// The report is in the current edition already.
    AlreadyCurrent(String),
    /// No crosswalk leads from this edition to the current one.
    NoCrosswalk(String),
    /// Names and telephone numbers are not printed in a migrated report; what they were labelled as.
    SignatureLeftOut(Vec<String>),
    /// A migrated report is a reference conversion.
    ReferenceConversion {
        /// The edition it was filed in.
        from: String,
        /// The edition it was converted to.
        to: String,
    },
    /// The user took a suggestion, so that these figures are not those that are printed.
    SuggestionTaken(Box<Suggestion>),
}
