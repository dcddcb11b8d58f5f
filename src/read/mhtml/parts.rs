//! [`parts`]: the parts of a message (RFC 2046, 5.1), in one pass over its lines.

use crate::error::{Error, ErrorKind};
use crate::read::{Limits, check_limit};

/// How many parts may lie one in another; each line is compared with all boundaries.
const NESTED_PARTS: usize = 16;

/// A part that holds no others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// Its media type in lower case, such as `text/html`.
    pub(super) kind: String,
    /// The label of its character set.
    pub(super) charset: Option<String>,
    /// How its body is encoded, in lower case.
    pub(super) transfer: String,
    location: String,
    /// What stands between its header and the next boundary.
    pub(super) body: &'a [u8],
}

impl Part<'_> {
    /// The last name of the place that it was saved from.
    pub(super) fn name(&self) -> &str {
        self.location.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

/// What the pass is amid.
enum State<'a> {
    /// A header, its lines so far unfolded.
    Header(Vec<String>),
    /// The body of a part, which begins at a place.
    Body(Part<'a>, usize),
    /// What stands before, between or after parts and is none.
    Between,
}

/// The parts of a message that hold no others, in order.
pub(super) fn parts<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Vec<Part<'a>>, Error> {
    let mut open: Vec<Vec<u8>> = Vec::new();
    let mut parts = Vec::new();
    let mut state = State::Header(Vec::new());
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let line = line.trim_ascii_end();
        if let Some((depth, is_last)) = boundary(line, &open) {
            if let State::Body(part, begin) = state {
                // The end of the line before belongs to the boundary.
                parts.push(Part { body: without_line_end(&bytes[begin..start]), ..part });
                check_limit("entries", parts.len(), limits.entries)?;
            }
            open.truncate(if is_last { depth } else { depth + 1 });
            state = if is_last { State::Between } else { State::Header(Vec::new()) };
        } else if let State::Header(lines) = &mut state {
            if !line.is_empty() {
                unfold(line, lines);
                continue;
            }
            let header = std::mem::take(lines);
            let part = part(&header);
            state = match parameter(field(&header, "content-type"), "boundary") {
                Some(boundary) if part.kind.starts_with("multipart/") && !boundary.is_empty() => {
                    open.push(boundary.into_bytes());
                    check_limit("depth", open.len(), limits.depth.min(NESTED_PARTS))?;
                    State::Between
                }
                _ => State::Body(part, at),
            };
        }
    }
    match state {
        // A message of one part has no boundary.
        State::Body(part, begin) if open.is_empty() => parts.push(Part { body: &bytes[begin..], ..part }),
        State::Between if open.is_empty() => {}
        _ => return Err(ErrorKind::Truncated("MIME".into()).into()),
    }
    Ok(parts)
}

/// Which of the open boundaries a line is, the innermost first, and whether it is the last of its kind.
fn boundary(line: &[u8], open: &[Vec<u8>]) -> Option<(usize, bool)> {
    let rest = line.strip_prefix(b"--")?;
    let is_it = |boundary: &Vec<u8>| match rest.strip_prefix(boundary.as_slice())? {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    };
    open.iter().enumerate().rev().find_map(|(depth, boundary)| Some((depth, is_it(boundary)?)))
}

fn without_line_end(body: &[u8]) -> &[u8] {
    let body = body.strip_suffix(b"\n").unwrap_or(body);
    body.strip_suffix(b"\r").unwrap_or(body)
}

/// Adds a line of a header; one that begins with white space goes on with the line before.
fn unfold(line: &[u8], lines: &mut Vec<String>) {
    let text = String::from_utf8_lossy(line);
    match lines.last_mut().filter(|_| text.starts_with([' ', '\t'])) {
        Some(before) => before.push_str(&text),
        None => lines.push(text.into_owned()),
    }
}

fn part(header: &[String]) -> Part<'static> {
    let content = field(header, "content-type");
    let first = |value: &str| value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    Part {
        kind: first(content),
        charset: parameter(content, "charset"),
        transfer: first(field(header, "content-transfer-encoding")),
        location: field(header, "content-location").to_owned(),
        body: &[],
    }
}

/// The value of a field, blank if there is none.
fn field<'a>(header: &'a [String], name: &str) -> &'a str {
    let value = header.iter().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    });
    value.unwrap_or_default()
}

/// A parameter of a field: `charset="gb2312"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    // A `;` may stand within quotation marks, so the value is read from the left.
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (found, next) = if let Some(quoted) = after.strip_prefix('"') {
            quoted.split_once('"')?
        } else {
            let end = after.find(';').unwrap_or(after.len());
            (after[..end].trim(), &after[end..])
        };
        if key.trim_matches([' ', ';', '\t']).eq_ignore_ascii_case(name) {
            return Some(found.to_owned());
        }
        rest = next;
    }
}
