//! The title, the sections, and who signs: all that is no table.

use super::{Atom, Source};
use crate::document::{Grid, Text};
use crate::grammar::{
    Form, Forms, Key, Label, Ordinal, OrdinalStyle, Part, Sign, date, is_attachment, is_chrome, is_metadata,
    sign_fields, title,
};
use crate::recognize::words::similarity;
use crate::report::{Passage, Piece, Report};

/// A line of prose.
struct Line<'a> {
    text: &'a str,
    source: Source<'a>,
}

impl<'a> Line<'a> {
    /// The lines of an atom; one without words counts if there is a picture in it.
    fn of(atom: &'a Atom<'_>) -> impl Iterator<Item = Self> {
        let lines = atom.text.split('\n').map(|text| Self { text: text.trim(), source: atom.source });
        lines.filter(|line| !line.text.is_empty() || line.text().pictures().next().is_some())
    }

    /// The table that it is a line of.
    fn grid(&self) -> Option<&'a Grid> {
        match self.source {
            Source::Row(grid) => Some(grid),
            Source::Words | Source::Paragraph(_) => None,
        }
    }

    /// Its words as they were set. Where a picture stands among them, white space around them is kept too.
    fn text(&self) -> Text {
        let Source::Paragraph(whole) = self.source else { return self.text.into() };
        let start = self.text.as_ptr() as usize - whole.as_ptr() as usize;
        let line_start = whole[..start].rfind('\n').map_or(0, |at| at + 1);
        let end = start + self.text.len();
        let line_end = whole[end..].find('\n').map_or(whole.len(), |at| end + at);
        let untrimmed = whole.slice(line_start..line_end);
        if untrimmed.pictures().next().is_some() { untrimmed } else { whole.slice(start..end) }
    }
}

/// Lines as pieces of prose: a table that is of no form is that table again, if all of its lines are here.
fn pieces(lines: &[Line<'_>]) -> Vec<Piece> {
    let is_same =
        |a: &Line<'_>, b: &Line<'_>| a.grid().zip(b.grid()).is_some_and(|(a, b)| std::ptr::eq(a, b));
    let mut pieces = Vec::new();
    for run in lines.chunk_by(is_same) {
        match run[0].grid() {
            Some(grid) if n_lines(grid, run.len()) == run.len() => pieces.push(Piece::Table(grid.clone())),
            _ => pieces.extend(run.iter().map(|line| Piece::from(line.text()))),
        }
    }
    pieces
}

/// How many lines with words a table has; of those with more than `most`, some number above it.
fn n_lines(grid: &Grid, most: usize) -> usize {
    let with_words = |row: String| row.split('\n').filter(|line| !line.trim().is_empty()).count();
    grid.lines().take(most + 1).map(with_words).sum()
}

/// Fills in title, issuer, year and narrative; says whether there was a title or a heading at all.
pub(super) fn recognize(
    atoms: &[&Atom<'_>],
    forms: &Forms,
    form: Option<&Form>,
    report: &mut Report,
) -> bool {
    let lines: Vec<Line<'_>> = atoms.iter().flat_map(|atom| Line::of(atom)).collect();
    let Some(form) = form else { return false };
    let headings = headings(&lines, form, forms);
    let first = headings.first().map_or(lines.len(), |heading| heading.line);
    let after_title = find_title(&lines[..first], report);
    let found = after_title.is_some() || headings.len() > 1;
    let mut narrative = Narrative::new(forms);
    narrative.preamble(&lines[after_title.unwrap_or(0)..first]);
    for (nth, heading) in headings.iter().enumerate() {
        let end = headings.get(nth + 1).map_or(lines.len(), |next| next.line);
        narrative.section(heading, &lines[heading.line + 1..end]);
    }
    narrative.finish(report);
    found
}

/// The edition whose sections a text without tables has: the newest of those with fixed sections that it
/// follows, else the one with free headings.
pub(super) fn edition<'f, 'a>(texts: impl Iterator<Item = &'a str>, forms: &'f Forms) -> Option<&'f Form> {
    let lines: Vec<Line<'_>> = texts
        .flat_map(|text| text.split('\n'))
        .map(|text| Line { text: text.trim(), source: Source::Words })
        .collect();
    let n_headings = |form: &&Form| headings(&lines, form, forms).len();
    // A heading that is only alike may be a free one, so the official words alone count.
    let n_official = |form: &&Form| {
        let is_official =
            |heading: &Heading<'_>| form.sections.iter().any(|section| section.heading.accepts(heading.text));
        headings(&lines, form, forms).iter().filter(|heading| is_official(heading)).count()
    };
    let fixed = forms.iter().filter(|form| !form.passages).max_by_key(n_official);
    let free = forms.iter().find(|form| form.passages && n_headings(form) > 0);
    // Free headings are all top headings, so those of a form with fixed sections are among them.
    let n_free = free.as_ref().map_or(0, n_headings);
    let fixed = fixed.filter(|form| n_official(form) > 0 && 2 * n_official(form) > n_free);
    fixed.or(free).or_else(|| forms.iter().last())
}

/// A line that begins a section.
struct Heading<'a> {
    line: usize,
    section: String,
    text: &'a str,
    /// What follows the heading in the same paragraph.
    rest: &'a str,
}

/// The headings in order: of the sections of the form, or the top headings where the form leaves them free.
fn headings<'a>(lines: &[Line<'a>], form: &Form, forms: &Forms) -> Vec<Heading<'a>> {
    let mut found = Vec::new();
    let mut next = 0;
    for (at, line) in lines.iter().enumerate() {
        let (text, rest) = split_heading(line.text);
        let whole = section_of(line.text, form, forms, next).map(|section| (section, line.text, ""));
        let split = || section_of(text, form, forms, next).map(|section| (section, text, rest));
        if let Some((section, text, rest)) = whole.or_else(split) {
            next = section + 1;
            // Where headings are free, the table's own heading is one of them.
            let name = if form.passages { "passage" } else { form.sections[section].name.as_str() };
            found.push(Heading { line: at, section: name.to_owned(), text, rest });
        } else if form.passages && is_top_heading(line.text) {
            found.push(Heading { line: at, section: "passage".into(), text: line.text, rest: "" });
        }
    }
    found
}

/// How many characters a heading has at most.
const LONGEST_HEADING: usize = 45;

/// `六、其他需要报告的事项：无。` is a heading and a paragraph.
fn split_heading(text: &str) -> (&str, &str) {
    let mut start = text.char_indices().take(LONGEST_HEADING + 1);
    match start.find(|(_, c)| matches!(c, '：' | ':' | '。')) {
        Some((at, _)) => {
            let rest = text[at..].trim_start_matches(['：', ':', '。']);
            (&text[..at], rest.trim())
        }
        None => (text, ""),
    }
}

/// The section that a line is the heading of, not before the `next` one.
fn section_of(text: &str, form: &Form, forms: &Forms, next: usize) -> Option<usize> {
    if text.chars().nth(LONGEST_HEADING).is_some() || !forms.lexicon().may_be_heading(text) {
        return None;
    }
    let key = Key::of(text);
    let number = |label: &Label| label.keys().find_map(|key| key.ordinal).map(|ordinal| ordinal.number);
    let is_number = |section: usize| {
        let own = number(&form.sections[section].heading);
        match key.ordinal {
            Some(ordinal) if ordinal.style == OrdinalStyle::First => true,
            Some(ordinal) => ordinal.style == OrdinalStyle::Third && Some(ordinal.number) == own,
            // Without the number that it should have, only the official words are a heading.
            None if own.is_none() => true,
            None => form.sections[section].heading.keys().next().is_some_and(|own| own.stem == key.stem),
        }
    };
    let named = forms.lexicon().find(&key).iter().filter(|entry| entry.part == Part::Heading);
    let named = named.filter_map(|entry| {
        let name = &forms.iter().nth(entry.form)?.sections[entry.section].name;
        form.sections.iter().position(|own| own.name == *name)
    });
    let exact = named.filter(|section| *section >= next && is_number(*section)).min();
    let alike = |section: &usize| {
        let heading = &form.sections[*section].heading;
        let same_number = key.ordinal.is_some_and(|ordinal| {
            ordinal.style == OrdinalStyle::First && Some(ordinal.number) == number(heading)
        });
        same_number && heading.keys().any(|own| similarity(&own.stem, &key.stem) >= 50)
    };
    exact.or_else(|| Some(next).filter(|next| *next < form.sections.len()).filter(alike))
}

/// `一、…`, short and no sentence.
fn is_top_heading(text: &str) -> bool {
    let is_first = Ordinal::of(text).is_some_and(|ordinal| ordinal.style == OrdinalStyle::First);
    is_first && text.chars().nth(LONGEST_HEADING).is_none() && !text.ends_with(['。', '；', ';', '，', ','])
}

/// Finds the title in one to three lines, the last complete one of the page; gives the line after it.
fn find_title(lines: &[Line<'_>], report: &mut Report) -> Option<usize> {
    let mut best: Option<((u8, usize), usize)> = None;
    for start in 0..lines.len() {
        for end in start + 1..=lines.len().min(start + 3) {
            let text: String = lines[start..end].iter().map(|line| line.text).collect();
            let is_broken =
                lines[start..end - 1].iter().any(|line| title(line.text).is_some() || is_metadata(line.text));
            let Some(found) = title(&text).filter(|_| !is_broken) else { continue };
            let completeness = u8::from(found.year.is_some()) + u8::from(found.issuer.is_some());
            if best.is_none_or(|(old, _)| (completeness, start) >= old) {
                best = Some(((completeness, start), end));
            }
            break;
        }
    }
    let ((_, start), end) = best?;
    // The organ may stand on a line of its own above a title that is complete but for it.
    let text: String = lines[start..end].iter().map(|line| line.text).collect();
    let text: String = text.split_whitespace().collect();
    let found = title(&text)?;
    report.year = found.year;
    report.issuer = found.issuer;
    report.title = Some(text);
    Some(end)
}

/// The narrative as it grows.
struct Narrative<'f> {
    passages: Vec<Passage>,
    forms: &'f Forms,
    /// What the lines begin with in which any form is signed.
    signs: Vec<&'f Sign>,
}

impl<'f> Narrative<'f> {
    fn new(forms: &'f Forms) -> Self {
        let signs = forms.iter().flat_map(|form| &form.sections).flat_map(|section| &section.signs).collect();
        Self { passages: Vec::new(), forms, signs }
    }

    /// What stands between title and first heading, without what web pages print there.
    fn preamble(&mut self, lines: &[Line<'_>]) {
        let is_own = |line: &&Line<'_>| !is_metadata(line.text) && !is_chrome(line.text);
        let paragraphs: Vec<Piece> = lines.iter().filter(is_own).map(|line| line.text().into()).collect();
        if !paragraphs.is_empty() {
            self.passages.push(Passage { paragraphs, ..Passage::new("preamble", None) });
        }
    }

    fn section(&mut self, heading: &Heading<'_>, lines: &[Line<'_>]) {
        let mut passage = Passage::new(heading.section.clone(), Some(heading.text.to_owned()));
        passage.paragraphs.extend(Some(heading.rest).filter(|rest| !rest.is_empty()).map(Piece::from));
        let end = lines.iter().rposition(|line| !is_chrome(line.text)).map_or(0, |last| last + 1);
        let lines = &lines[..end];
        let sign = self.sign_start(lines);
        passage.paragraphs.extend(pieces(&lines[..sign]));
        self.passages.push(passage);
        let signature = lines[sign..].iter().filter(|line| !is_chrome(line.text));
        let signature: Vec<Piece> = signature.map(|line| line.text().into()).collect();
        if !signature.is_empty() {
            self.passages.push(Passage { paragraphs: signature, ..Passage::new("signature", None) });
        }
    }

    /// Where the signature begins: a line that the form signs with, or a date and the organ above it.
    fn sign_start(&self, lines: &[Line<'_>]) -> usize {
        let is_short = |line: &Line<'_>| line.text.chars().count() <= 60;
        // A telephone number between the paragraphs signs nothing.
        let is_tail = |line: &Line<'_>| is_short(line) && Ordinal::of(line.text).is_none();
        let is_sign = |at: &usize| !sign_fields(lines[*at].text, &self.signs).is_empty();
        let signed = (0..lines.len()).filter(is_sign).find(|at| lines[at + 1..].iter().all(is_tail));
        let dated = || dated_start(lines).filter(|at| lines[at + 1..].iter().all(is_short));
        let start = signed.or_else(dated).unwrap_or(lines.len());
        start - lines[..start].iter().rev().take_while(|line| is_attachment(line.text)).count()
    }

    fn finish(self, report: &mut Report) {
        report.narrative = self.passages;
        let forms = self.forms;
        let captions = || forms.iter().flat_map(|form| &form.sections).flat_map(|section| &section.captions);
        let lines: Vec<String> = report.narrative.iter().flat_map(Passage::lines).map(String::from).collect();
        if report.year.is_none() {
            report.year =
                lines.iter().filter(|line| line.chars().count() < 12).find_map(|line| caption_year(line));
        }
        if report.issuer.is_none() {
            let starts: Vec<&str> = captions()
                .filter_map(|label| label.text().split_once("{issuer}"))
                .map(|(start, _)| start)
                .collect();
            report.issuer = lines
                .iter()
                .find_map(|line| issuer_in(line, &starts))
                .or_else(|| signed_by(&report.narrative));
        }
    }
}

/// The last date, or the organ that stands above it.
fn dated_start(lines: &[Line<'_>]) -> Option<usize> {
    let dated = lines.iter().rposition(|line| date(line.text).is_some())?;
    let is_organ = |line: &&Line<'_>| {
        (2..=30).contains(&line.text.chars().count())
            && !line.text.contains(['。', '；', '：', ':', '，', '.', ';'])
            && Ordinal::of(line.text).is_none()
            && !is_attachment(line.text)
    };
    Some(dated - lines[..dated].iter().rev().take(2).take_while(is_organ).count())
}

/// The year of a caption such as `（2019年度）`.
fn caption_year(line: &str) -> Option<u16> {
    let key = Key::of(line);
    let digits = key.stem.strip_suffix("年度")?;
    digits.parse().ok().filter(|year| (1990..=2100).contains(year))
}

fn issuer_in(line: &str, starts: &[&str]) -> Option<String> {
    let (before, after) = line.split_once(['：', ':'])?;
    let stem = Key::of(before).stem;
    let known = starts.iter().any(|start| Key::of(start.trim_end_matches('：')).stem == stem);
    Some(after.trim().to_owned()).filter(|issuer| known && !issuer.is_empty())
}

/// The line above the date of the signature.
fn signed_by(narrative: &[Passage]) -> Option<String> {
    let signature = narrative.iter().rev().find(|passage| passage.section == "signature")?;
    let lines: Vec<_> = signature.lines().collect();
    let dated = lines.iter().position(|line| date(line).is_some())?;
    let organ = lines[..dated].last().filter(|line| !is_attachment(line))?;
    Some(organ.split_whitespace().collect())
}
