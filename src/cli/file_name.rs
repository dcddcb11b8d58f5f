//! Names of files: what they end with, and [`NamePattern`], names of outputs by what a report is, fit for every
//! system.

use crate::report::Report;
use std::path::Path;
use std::str::FromStr;

/// `{issuer}{year}`: words, and what of a report stands between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamePattern(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Words(String),
    Field(Field),
}

/// What of a report or of its file a name may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Issuer,
    Year,
    Title,
    Edition,
    Stem,
}

const FIELDS: [(&str, Field); 5] = [
    ("issuer", Field::Issuer),
    ("year", Field::Year),
    ("title", Field::Title),
    ("edition", Field::Edition),
    ("stem", Field::Stem),
];

impl FromStr for NamePattern {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("`{` without `}`")?;
            let field = FIELDS.iter().find(|(own, _)| *own == name).map(|(_, field)| *field);
            let known = || FIELDS.map(|(own, _)| format!("{{{own}}}")).join(" ");
            pieces.push(Piece::Words(words.to_owned()));
            pieces.push(Piece::Field(field.ok_or_else(|| format!("`{{{name}}}`: {}", known()))?));
            rest = after;
        }
        pieces.push(Piece::Words(rest.to_owned()));
        Ok(Self(pieces))
    }
}

impl NamePattern {
    /// The name of a report's output without an ending; `None` if the report does not say what the pattern
    /// asks for.
    pub(super) fn name(&self, report: &Report, source: &Path) -> Option<String> {
        let mut name = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Words(words) => name.push_str(words),
                Piece::Field(Field::Issuer) => name.push_str(report.issuer.as_deref()?),
                Piece::Field(Field::Year) => name.push_str(&report.year?.to_string()),
                Piece::Field(Field::Title) => name.push_str(report.title.as_deref()?),
                Piece::Field(Field::Edition) => name.push_str(&report.edition),
                Piece::Field(Field::Stem) => name.push_str(&source.file_stem()?.to_string_lossy()),
            }
        }
        Some(portable(&name)).filter(|name| !name.is_empty())
    }
}

/// What a name ends with after its last dot, in small letters: `REPORT.DOCX` is a DOCX too.
pub(super) fn ending(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

/// No name is longer, so that an ending and the name of a temporary file have room below 255 bytes.
const MAX_BYTES: usize = 200;

/// A name without what Windows does not allow in one: separators, control characters, names of devices, and
/// dots and blanks at the end.
pub(super) fn portable(name: &str) -> String {
    let allowed = |c: char| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c };
    let name: String = name.chars().map(allowed).collect();
    let mut name = name.trim_start_matches(['.', ' ']);
    while name.len() > MAX_BYTES {
        let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
        name = &name[..last];
    }
    let name = name.trim_end_matches(['.', ' ']);
    let stem = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    };
    let is_device =
        ["CON", "PRN", "AUX", "NUL"].contains(&stem.as_str()) || numbered("COM") || numbered("LPT");
    if is_device { format!("_{name}") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::portable;

    #[test]
    fn names_are_fit_for_windows() {
        let long = "年".repeat(100);
        let cases = [
            ("某某县水利局2021", "某某县水利局2021"),
            ("../a\\b:c", "_a_b_c"),
            ("con.txt", "_con.txt"),
            ("COM1", "_COM1"),
            ("COM", "COM"),
            ("报告. ", "报告"),
            ("a\u{0}\n", "a__"),
            (&long, &long[..198]),
        ];
        for (name, expected) in cases {
            assert_eq!(portable(name), expected, "{name}");
        }
    }
}
