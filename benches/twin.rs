//! A workbook by hand: what a person who knows `rust_xlsxwriter` would write to get the same sheets as ours.
//!
//! What to write is read once from our own workbook, outside what is measured: texts, numbers and blank cells, which
//! of three formats each has, merges, widths, heights, heads and print titles, the conditions that colour cells,
//! and the names of figures. So the twin has nothing to find out, and the ratio is what our own code adds.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use std::collections::HashSet;
use std::io::Cursor;
use zip::ZipArchive;

/// What a workbook holds.
pub(crate) struct Plan {
    sheets: Vec<Sheet>,
    names: Vec<(String, String)>,
}

struct Sheet {
    name: String,
    is_landscape: bool,
    header: String,
    widths: Vec<f64>,
    heights: Vec<f64>,
    cells: Vec<(Place, Value, usize)>,
    merges: Vec<[Place; 2]>,
    conditions: Vec<(Place, String)>,
}

type Place = (u32, u16);

enum Value {
    Blank,
    Number(f64),
    Text(String),
}

impl Plan {
    /// Reads what a workbook of ours holds.
    pub(crate) fn of(xlsx: &[u8]) -> Self {
        let mut package = ZipArchive::new(Cursor::new(xlsx)).expect("our own file is whole");
        let mut part = |name: &str| {
            std::io::read_to_string(package.by_name(name).expect("it has such a part")).expect("it is a text")
        };
        let (workbook, strings) = (part("xl/workbook.xml"), part("xl/sharedStrings.xml"));
        let strings: Vec<&str> = elements(&strings, "<si>").map(|si| words(si, "t")).collect();
        let sheets = (1..).zip(elements(&workbook, "<sheet ")).map(|(number, element)| {
            let name = attribute(element, "name").expect("a sheet has a name").to_owned();
            Sheet::of(name, &part(&format!("xl/worksheets/sheet{number}.xml")), &strings)
        });
        let names = elements(&workbook, "<definedName ").filter(|name| !name.contains("localSheetId="));
        let names = names.map(|name| {
            let formula = name.split(['>', '<']).nth(1).unwrap_or_default();
            (attribute(name, "name").unwrap_or_default().to_owned(), format!("={formula}"))
        });
        Self { sheets: sheets.collect(), names: names.collect() }
    }

    /// Writes it.
    pub(crate) fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let text = Format::new()
            .set_font_name("宋体")
            .set_font_size(11)
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let formats =
            [text.clone(), text.clone().set_align(FormatAlign::Left), text.clone().set_num_format("0")];
        let broken = Format::new()
            .set_background_color(Color::RGB(0x00FF_C7CE))
            .set_font_color(Color::RGB(0x009C_0006))
            .set_bold();
        for sheet in &self.sheets {
            sheet.write(workbook.add_worksheet(), &formats, &broken)?;
        }
        for (name, formula) in &self.names {
            workbook.define_name(name, formula)?;
        }
        workbook.save_to_buffer()
    }
}

impl Sheet {
    fn of(name: String, xml: &str, strings: &[&str]) -> Self {
        let number = |element: &str, name| attribute(element, name).and_then(|text| text.parse().ok());
        let format = |cell: &str| attribute(cell, "s").and_then(|text| text.parse().ok()).unwrap_or(0_usize);
        let merges: Vec<[Place; 2]> =
            elements(xml, "<mergeCell ").filter_map(|merge| area(attribute(merge, "ref")?)).collect();
        let covered: HashSet<Place> = merges.iter().flat_map(inner_places).collect();
        let cells = elements(xml, "<c ").filter_map(|cell| {
            let place = area(attribute(cell, "r")?)?[0];
            let value = match (words(cell, "v"), attribute(cell, "t")) {
                ("", _) => Value::Blank,
                (index, Some("s")) => Value::Text(strings[index.parse::<usize>().ok()?].to_owned()),
                (text, _) => Value::Number(text.parse().ok()?),
            };
            Some((place, value, format(cell) % 3))
        });
        let conditions = elements(xml, "<conditionalFormatting ").flat_map(|condition| {
            let place = attribute(condition, "sqref").and_then(area).expect("a condition has a place")[0];
            let formulas = elements(condition, "<cfRule ").map(|rule| words(rule, "formula"));
            let plain = |formula: &str| format!("={}", formula.replace("&lt;", "<").replace("&gt;", ">"));
            formulas.map(move |formula| (place, plain(formula)))
        });
        Self {
            is_landscape: xml.contains("orientation=\"landscape\""),
            header: words(xml, "oddHeader").replace("&amp;", "&").replace("&quot;", "\""),
            widths: elements(xml, "<col ").filter_map(|column| number(column, "width")).collect(),
            heights: elements(xml, "<row ").filter_map(|row| number(row, "ht")).collect(),
            cells: cells.filter(|(place, ..)| !covered.contains(place)).collect(),
            conditions: conditions.collect(),
            name,
            merges,
        }
    }

    fn write(&self, sheet: &mut Worksheet, formats: &[Format], broken: &Format) -> Result<(), XlsxError> {
        sheet.set_name(&self.name)?.set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_header(&self.header).set_repeat_rows(0, 0)?;
        if self.is_landscape {
            sheet.set_landscape();
        }
        for (column, width) in (0..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        let mut merges = self.merges.iter().peekable();
        for ((row, column), value, format) in &self.cells {
            let format = &formats[*format];
            let words = if let Value::Text(text) = value { text } else { "" };
            if let Some([_, (end, last)]) = merges.next_if(|[first, _]| *first == (*row, *column)) {
                sheet.merge_range(*row, *column, *end, *last, words, format)?;
            } else {
                sheet.write_string_with_format(*row, *column, words, format)?;
            }
            if let Value::Number(number) = value {
                sheet.write_number_with_format(*row, *column, *number, format)?;
            }
        }
        for (row, height) in (0..).zip(&self.heights) {
            sheet.set_row_height(row, *height)?;
        }
        for ((row, column), formula) in &self.conditions {
            let condition = ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(broken);
            sheet.add_conditional_format(*row, *column, *row, *column, &condition)?;
        }
        Ok(())
    }
}

/// What stands after each start of an element, up to the next of its name.
fn elements<'x>(xml: &'x str, start: &'x str) -> impl Iterator<Item = &'x str> {
    xml.split(start).skip(1)
}

fn attribute<'x>(element: &'x str, name: &str) -> Option<&'x str> {
    let tag = element.split('>').next()?;
    let value = tag.split(&format!("{name}=\"")).nth(1)?;
    value.split('"').next()
}

/// The words of the first element of a name; nothing where there is none.
fn words<'x>(xml: &'x str, name: &str) -> &'x str {
    let Some((_, rest)) = xml.split_once(&format!("<{name}")) else { return "" };
    let Some((_, rest)) = rest.split_once('>') else { return "" };
    rest.split('<').next().unwrap_or_default()
}

/// `B3:D4` or `B3`, counted from 0.
fn area(text: &str) -> Option<[Place; 2]> {
    let place = |text: &str| {
        let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let letters = text[..text.len() - digits.len()].bytes();
        let column = letters.fold(0, |column, letter| column * 26 + u16::from(letter - b'A') + 1);
        Some((digits.parse::<u32>().ok()? - 1, column - 1))
    };
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    Some([place(first)?, place(last)?])
}

/// The places of a merge but for the first: the library writes them.
fn inner_places([first, last]: &[Place; 2]) -> impl Iterator<Item = Place> + use<> {
    let (first, last) = (*first, *last);
    let places = (first.0..=last.0).flat_map(move |row| (first.1..=last.1).map(move |column| (row, column)));
    places.filter(move |place| *place != first)
}
