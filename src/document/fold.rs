//! One spelling for texts that differ only in width, white space, quotes and the shape of brackets.

use std::borrow::Cow;

/// A text in its comparison spelling, as [`fold`] gives it; many are in it as they are.
pub type Folded<'t> = Cow<'t, str>;

/// Folds a text: full-width forms become half-width, every kind of bracket becomes `(` `)`, white
/// space, quotation marks and book-title marks go.
///
/// ```
/// use nianbao::document::fold;
/// assert_eq!(fold("（ 一 ）予以\n公开"), "(一)予以公开");
/// assert_eq!(fold("３．危及“三安全一稳定”"), "3.危及三安全一稳定");
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded<'_> {
    let mut folded = String::new();
    // Most of a text stays as it is, and is copied in stretches.
    let mut copied = 0;
    for (at, c) in signs(text) {
        let new = fold_char(c);
        if new != Some(c) {
            folded.reserve(text.len() - copied);
            folded.push_str(&text[copied..at]);
            folded.extend(new);
            copied = at + c.len_utf8();
        }
    }
    if copied == 0 {
        return text.into();
    }
    folded.push_str(&text[copied..]);
    folded.into()
}

/// A text folded, if no more than so many characters are left of it.
pub(crate) fn fold_short(text: &str, most: usize) -> Option<Folded<'_>> {
    let is_short = text.len() <= most || folded_chars(text).nth(most).is_none();
    is_short.then(|| fold(text))
}

/// The characters of a folded text, one after the other.
pub(crate) fn folded_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(fold_char)
}

/// The characters that may have another comparison spelling, each with its place: all but letters and ideographs,
/// which are told by their bytes and need not be looked at.
pub(crate) fn signs(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut end = 0;
    std::iter::from_fn(move || {
        let at = end + n_plain(&text.as_bytes()[end..]);
        let sign = text[at..].chars().next()?;
        end = at + sign.len_utf8();
        Some((at, sign))
    })
}

/// How many bytes at the beginning of a text are letters and ideographs.
fn n_plain(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(first) = text.get(at) {
        at += match first {
            // From U+5000 to U+9FFF, and from U+4E00 on.
            0xE5..=0xE9 => 3,
            0xE4 if text[at + 1] >= 0xB8 => 3,
            letter if letter.is_ascii_alphanumeric() => 1,
            _ => break,
        };
    }
    at
}

/// A character in its comparison spelling, if it counts at all.
#[inline]
pub(crate) fn fold_char(c: char) -> Option<char> {
    match c {
        // Most are letters and ideographs, which are as they are.
        '0'..='9' | 'A'..='Z' | 'a'..='z' | '\u{4E00}'..='\u{9FFF}' => Some(c),
        sign => fold_sign(sign),
    }
}

fn fold_sign(c: char) -> Option<char> {
    match c {
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}' => None,
        '“' | '”' | '‘' | '’' | '"' | '\'' | '《' | '》' | '〈' | '〉' | '「' | '」' | '＂' | '＇' => {
            None
        }
        '（' | '〔' | '［' | '[' | '【' | '｛' | '{' | '﹙' => Some('('),
        '）' | '〕' | '］' | ']' | '】' | '｝' | '}' | '﹚' => Some(')'),
        '—' | '–' | '―' | '－' | '−' | '‐' | '‑' | '─' | '━' | 'ー' => Some('-'),
        '､' => Some('、'),
        '｡' => Some('。'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0),
        c if c.is_whitespace() => None,
        c => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{fold_char, signs};

    #[test]
    fn what_is_passed_over_stays_as_it_is() {
        for c in '\0'..=char::MAX {
            let text = format!("公{c}");
            assert!(fold_char(c) == Some(c) || signs(&text).eq([(3, c)]), "U+{:04X}", u32::from(c));
        }
    }
}
