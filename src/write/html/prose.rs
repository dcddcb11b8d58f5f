//! Paragraphs: their lines, with looks, links and pictures.

use super::markup::escaped;
use crate::document::{Look, Picture, Run, Text, is_blank};

/// The pictures that every browser shows.
const SHOWN: [&str; 6] = ["png", "jpg", "jpeg", "gif", "bmp", "svg"];

/// How an address may begin; the words of any other link are no link.
const SCHEMES: [&str; 3] = ["http://", "https://", "mailto:"];

/// English metric units of a pixel: 96 of them are an inch.
const PIXEL: u32 = 9525;

/// The elements of the looks, from the outermost.
const ELEMENTS: [(Look, &str); 5] = [
    (Look::Bold, "b"),
    (Look::Italic, "i"),
    (Look::Underlined, "u"),
    (Look::Raised, "sup"),
    (Look::Lowered, "sub"),
];

/// Whether a browser shows a picture.
pub(in crate::write) fn is_shown(picture: &Picture) -> bool {
    SHOWN.contains(&picture.ending.as_str())
}

/// A paragraph for each line of a text that is not blank.
pub(super) fn paragraphs(text: &Text, class: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let lines = lines(text).filter(|line| !line.is_blank());
    let paragraphs = lines.map(|line| format!("<p{class}>{}</p>\n", kept(&line, runs(&line))));
    paragraphs.collect::<Vec<_>>().concat()
}

/// The lines of a text that are not blank, as markup.
pub(super) fn plain_lines(text: &str) -> Vec<String> {
    let lines = text.split(['\n', '\r']).map(|line| line.trim_matches(is_blank));
    lines.filter(|line| !line.is_empty()).map(|line| kept(line, escaped(line))).collect()
}

/// The lines of a text, without the white space at both ends of each.
fn lines(text: &Text) -> impl Iterator<Item = Text> {
    text.split(['\n', '\r']).map(|words| {
        let start = words.as_ptr() as usize - text.as_ptr() as usize;
        let mut line = text.slice(start..start + words.len());
        line.trim_since(0, is_blank);
        line
    })
}

/// The markup of a line, in which white space is kept where HTML would make one space of it.
fn kept(line: &str, markup: String) -> String {
    if line.contains("  ") || line.contains('\t') {
        format!("<span style=\"white-space:pre-wrap\">{markup}</span>")
    } else {
        markup
    }
}

fn runs(text: &Text) -> String {
    text.runs()
        .iter()
        .map(|run| run.pictures.iter().map(|own| picture(own)).collect::<String>() + &words(run))
        .collect()
}

fn words(run: &Run<'_>) -> String {
    let mut out = escaped(run.words);
    if run.words.is_empty() {
        return out;
    }
    for (_, name) in ELEMENTS.iter().rev().filter(|(look, _)| run.looks.contains(&look)) {
        out = format!("<{name}>{out}</{name}>");
    }
    let is_safe =
        |address: &&str| SCHEMES.iter().any(|scheme| address.to_ascii_lowercase().starts_with(scheme));
    match run.link().filter(is_safe) {
        Some(address) => format!("<a href=\"{}\" rel=\"noopener noreferrer\">{out}</a>", escaped(address)),
        None => out,
    }
}

/// A picture, or what it shows in words where no browser can show it.
fn picture(picture: &Picture) -> String {
    let alt = escaped(&picture.alt);
    if !is_shown(picture) {
        return if alt.is_empty() { "［图片］".to_owned() } else { format!("［图片：{alt}］") };
    }
    let length = |name, units: u32| match units / PIXEL + u32::from(units % PIXEL > PIXEL / 2) {
        0 => String::new(),
        pixels => format!(" {name}=\"{pixels}\""),
    };
    let (width, height) = (length("width", picture.width), length("height", picture.height));
    let subtype = Picture::subtype(&picture.ending);
    format!(
        "<img src=\"data:image/{subtype};base64,{}\" alt=\"{alt}\"{width}{height}>",
        base64(&picture.bytes)
    )
}

/// Three bytes are four characters of six bits; `=` fills the last four up (RFC 4648, 4).
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| three.get(at).map_or(0, |byte| u32::from(*byte));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sextet = (bits >> (18 - 6 * at) & 63) as usize;
            out.push(if at <= three.len() { char::from(LETTERS[sextet]) } else { '=' });
        }
    }
    out
}
