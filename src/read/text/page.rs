//! Pages of a text that was set for print: tables, page numbers, and paragraphs broken over lines.

use super::{Line, columns, is_numbered, is_section, settle, trim};
use crate::document::{Block, Flat, Locus};
use crate::error::Error;
use crate::read::Limits;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The blocks of lines in which no cell is marked. A text `is_set` if it is parted into pages: only there are
/// lines broken where a page is full, and numbers of pages between them.
pub(super) fn blocks(lines: &[Line], is_set: bool, limits: &Limits) -> Result<Vec<Block>, Error> {
    let pages: Vec<&[Line]> = lines.chunk_by(|a, b| a.page == b.page).collect();
    let mut pages =
        if is_set { without_numbers(&pages) } else { pages.iter().map(|page| page.to_vec()).collect() };
    columns::carry_heads(&mut pages);
    let (mut columns, mut parts) = (Vec::new(), Vec::new());
    for page in &pages {
        limits.check_time()?;
        parts.extend(stretches(page, &mut columns));
    }
    let widest = is_set.then(|| parts.iter().map(Stretch::width).max().unwrap_or(0));
    let mut prose = Prose { widest, blocks: Vec::new(), open: None };
    for stretch in parts {
        match stretch {
            Stretch::Prose(lines) => prose.lines(lines),
            Stretch::Table(flat) => prose.table(flat),
        }
    }
    prose.close();
    Ok(prose.blocks)
}

/// What stands on a page, from top to bottom.
enum Stretch<'a> {
    Prose(&'a [Line]),
    Table(Flat),
}

impl Stretch<'_> {
    /// The width of the widest line of prose.
    fn width(&self) -> usize {
        match self {
            Self::Prose(lines) => lines.iter().map(width).max().unwrap_or(0),
            Self::Table(_) => 0,
        }
    }
}

/// The tables of a page, and the lines between them; `columns` are those of the table before.
fn stretches<'a>(page: &'a [Line], columns: &mut Vec<Range<usize>>) -> Vec<Stretch<'a>> {
    let mut stretches = Vec::new();
    let mut at = 0;
    for (taken, flat) in columns::tables(page, columns) {
        stretches.extend([Stretch::Prose(&page[at..taken.start]), Stretch::Table(flat)]);
        at = taken.end;
    }
    stretches.push(Stretch::Prose(&page[at..]));
    stretches
}

/// Finds the line at one end of a page that says anything.
type End = fn(&[Line]) -> Option<usize>;

/// A number of a page stands at its top or at its foot.
const ENDS: [End; 2] = [
    |page| page.iter().position(|line| !line.is_blank()),
    |page| page.iter().rposition(|line| !line.is_blank()),
];

/// The pages without the numbers at their first or last lines: `-3-`, `第 3 页`, or a bare `3` where the number
/// of the page before or after it is one less or one more.
fn without_numbers(pages: &[&[Line]]) -> Vec<Vec<Line>> {
    let mut kept: Vec<Vec<Line>> = pages.iter().map(|page| page.to_vec()).collect();
    for end in ENDS {
        let numbers: Vec<Option<Number>> =
            pages.iter().map(|page| end(page).and_then(|at| Number::of(trim(&page[at].text)))).collect();
        for (nth, number) in numbers.iter().enumerate() {
            let Some(number) = number else { continue };
            let beside =
                |at: Option<usize>| at.and_then(|at| numbers.get(at)?.as_ref()).map(|other| other.number);
            let follows = beside(nth.checked_sub(1)).is_some_and(|before| before + 1 == number.number)
                || beside(Some(nth + 1)) == Some(number.number + 1);
            if let Some(at) = end(&kept[nth]).filter(|_| number.is_marked || follows) {
                kept[nth][at].text.clear();
            }
        }
    }
    kept
}

/// The number of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number {
    number: u32,
    /// Whether strokes or the word 页 tell it from a figure.
    is_marked: bool,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        let is_stroke = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '─' | '·');
        let text: String = text.split_whitespace().collect();
        let (number, is_marked) = if let Some(rest) = text.strip_prefix('第') {
            (rest.split_once('页')?.0.to_owned(), true)
        } else if text.starts_with(is_stroke) && text.ends_with(is_stroke) {
            (text.trim_matches(is_stroke).to_owned(), true)
        } else {
            (text.split('/').next().unwrap_or_default().to_owned(), false)
        };
        let is_short = (1..=4).contains(&number.len()) && text.chars().count() <= 12;
        let number = number.parse().ok().filter(|_| is_short)?;
        Some(Self { number, is_marked })
    }
}

/// Paragraphs as they grow.
struct Prose {
    /// The width of the widest line of a text that was set; elsewhere each line is a paragraph.
    widest: Option<usize>,
    blocks: Vec<Block>,
    open: Option<Open>,
}

/// A paragraph that may go on.
struct Open {
    text: String,
    at: Locus,
    /// Whether its first line is indented.
    is_indented: bool,
    /// Whether its last line is full.
    is_full: bool,
}

impl Prose {
    /// Adds a table, which ends a paragraph.
    fn table(&mut self, flat: Flat) {
        self.close();
        self.blocks.extend(settle(flat));
    }

    /// Adds lines of one page.
    fn lines(&mut self, lines: &[Line]) {
        let Some(widest) = self.widest else {
            self.blocks.extend(lines.iter().filter_map(Line::paragraph));
            return;
        };
        let is_full = |line: &Line| 4 * width(line) >= 3 * widest;
        let spoken = || lines.iter().filter(|line| !line.is_blank());
        let margin = spoken().filter(|line| is_full(line)).map(indent).min();
        let margin = margin.or_else(|| spoken().map(indent).min()).unwrap_or(0);
        for line in spoken() {
            let text = trim(&line.text);
            let is_indented = indent(line) > margin;
            let is_full = is_full(line);
            if let Some(open) = self.open.as_mut().filter(|open| !is_indented && open.goes_on(text)) {
                open.push(text);
                open.is_full = is_full;
            } else {
                self.close();
                self.open = Some(Open { text: text.to_owned(), at: line.at(), is_indented, is_full });
            }
        }
    }

    fn close(&mut self) {
        self.blocks.extend(self.open.take().map(|open| Block::paragraph(open.text, open.at)));
    }
}

impl Open {
    /// Whether a line that is not indented is the next of this paragraph, and not the first of a section. Where
    /// first lines are not indented either, a sentence that ends with its line ends the paragraph too.
    fn goes_on(&self, next: &str) -> bool {
        let ends = self.text.ends_with(['。', '：', '；', '！', '？']);
        self.is_full && !is_section(next) && !(ends && (!self.is_indented || is_numbered(next)))
    }

    /// Between Chinese characters a broken line leaves nothing; between words of Latin letters a blank.
    fn push(&mut self, next: &str) {
        let is_latin = |c: char| c.is_ascii_alphanumeric();
        if self.text.ends_with(is_latin) && next.starts_with(is_latin) {
            self.text.push(' ');
        }
        self.text.push_str(next);
    }
}

/// How wide the words of a line are; a Chinese character is as wide as two letters.
fn width(line: &Line) -> usize {
    line.text.split_whitespace().map(|word| word.width() + 1).sum::<usize>().saturating_sub(1)
}

fn indent(line: &Line) -> usize {
    line.text.chars().take_while(|c| c.is_whitespace()).count()
}
