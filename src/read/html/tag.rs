//! The tags and texts of a page, in the order in which they stand.
//!
//! Not supported: attributes other than those that say how far a cell reaches and whether it is shown.

/// A piece of a page. Comments, declarations, scripts and styles are left out.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Text, with its character references.
    Text(&'a str),
    /// The beginning of an element.
    Start(Tag),
    /// The end of an element; its name in lower case.
    End(String),
}

/// The beginning of an element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// In lower case.
    pub(super) name: String,
    /// `rowspan`.
    pub(super) row_span: Option<u32>,
    /// `colspan`.
    pub(super) column_span: Option<u32>,
    /// `hidden`, or a style that hides it.
    pub(super) is_hidden: bool,
    /// Written `<name/>`.
    pub(super) is_empty: bool,
}

/// The tokens of `text`.
pub(super) fn tokens(text: &str) -> Tokens<'_> {
    Tokens { rest: text, unclosed: Vec::new() }
}

/// An iterator over the tokens of a page.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    /// Names of elements that are known not to be closed any more.
    unclosed: Vec<String>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let Some(after) = self.rest.strip_prefix('<') else { return Some(self.text()) };
            let (is_end, name) = match after.strip_prefix('/') {
                Some(name) => (true, name),
                None => (false, after),
            };
            if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let tag = self.tag(name);
                if is_end {
                    return Some(Token::End(tag.name));
                }
                self.skip_raw_text(&tag.name);
                return Some(Token::Start(tag));
            } else if is_end || after.starts_with(['!', '?']) {
                self.skip_comment();
            } else {
                // A `<` that begins no tag is a character; it is written so that it stays one.
                self.rest = after;
                return Some(Token::Text("&lt;"));
            }
        }
    }
}

impl<'a> Tokens<'a> {
    fn text(&mut self) -> Token<'a> {
        let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
        self.rest = rest;
        Token::Text(text)
    }

    fn skip_comment(&mut self) {
        let Some(comment) = self.rest.strip_prefix("<!--") else {
            self.rest = self.rest.split_once('>').map_or("", |(_, rest)| rest);
            return;
        };
        let empty = [">", "->"].iter().find_map(|end| comment.strip_prefix(end));
        let long = || comment.split_once("-->").map_or("", |(_, rest)| rest);
        self.rest = empty.unwrap_or_else(long);
    }

    /// Scripts, styles and the like hold no tags: whatever looks like one is their text.
    fn skip_raw_text(&mut self, name: &str) {
        let is_raw =
            matches!(name, "script" | "style" | "title" | "textarea" | "iframe" | "noembed" | "noframes");
        if !is_raw || self.unclosed.iter().any(|unclosed| unclosed == name) {
            return;
        }
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(|at| {
            let after = &self.rest.as_bytes()[at + 2..];
            after.get(..name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes()))
                && !after.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
        });
        match end {
            Some(end) => self.rest = &self.rest[end..],
            None if matches!(name, "script" | "style") => self.rest = "",
            None => self.unclosed.push(name.to_owned()),
        }
    }

    /// The tag whose name `text` begins with; what follows it is the rest. A tag that the end of the
    /// page cuts is taken for what it is so far.
    fn tag(&mut self, text: &'a str) -> Tag {
        let end = text.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(text.len());
        let mut tag = Tag { name: text[..end].to_ascii_lowercase(), ..Tag::default() };
        let mut rest = &text[end..];
        loop {
            let trimmed = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if let Some(after) = trimmed.strip_prefix('>') {
                tag.is_empty = rest[..rest.len() - trimmed.len()].ends_with('/');
                self.rest = after;
                return tag;
            }
            if trimmed.is_empty() {
                self.rest = "";
                return tag;
            }
            let (name, value, after) = attribute(trimmed);
            set(&mut tag, name, value);
            rest = after;
        }
    }
}

/// The attribute that `text` begins with: its name, its value, and what follows.
fn attribute(text: &str) -> (&str, &str, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
    // A `=` in the first place belongs to the name, so that every attribute takes at least a character.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let end = text[first..].find(is_end).map_or(text.len(), |at| at + first);
    let (name, rest) = text.split_at(end);
    let Some(value) = rest.trim_ascii_start().strip_prefix('=') else { return (name, "", rest) };
    let value = value.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            let (value, after) = quoted.split_once(quote).unwrap_or((quoted, ""));
            return (name, value, after);
        }
    }
    let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len());
    (name, &value[..end], &value[end..])
}

fn set(tag: &mut Tag, name: &str, value: &str) {
    if name.eq_ignore_ascii_case("rowspan") {
        tag.row_span = tag.row_span.or(number(value));
    } else if name.eq_ignore_ascii_case("colspan") {
        tag.column_span = tag.column_span.or(number(value));
    } else if name.eq_ignore_ascii_case("hidden") {
        tag.is_hidden = true;
    } else if name.eq_ignore_ascii_case("style") {
        let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        let style = style.to_ascii_lowercase();
        tag.is_hidden |= style.contains("display:none") || style.contains("mso-hide:all");
    }
}

/// The digits that a value begins with, as HTML reads numbers.
fn number(value: &str) -> Option<u32> {
    let value = value.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    // Nine digits always fit; more only say that the span is without end.
    value[..end.min(9)].parse().ok()
}
