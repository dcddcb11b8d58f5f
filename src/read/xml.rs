//! [`Xml`]: the tokens of a part, each element with the namespace it is in.
//!
//! - [x] namespaces by any prefix, and by default; entities and character references; CDATA
//! - [ ] entities that a DTD declares: they are an error, and none is ever expanded

use super::Limits;
use super::clock::Clock;
use super::package::malformed;
use crate::error::{Error, ErrorKind};
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// The namespaces that tell elements apart here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// `WordprocessingML`, transitional, strict, or of 2003.
    Word,
    /// Markup compatibility (ECMA-376 part 3).
    Compatibility,
    /// Formulas.
    Math,
    /// The XML package of a flat file.
    Package,
    /// A workbook as Excel 2003 writes XML.
    Workbook,
    /// What all files of `OpenDocument` begin with.
    OpenDocument,
    /// Something that can be asked for by `Requires` and is understood.
    Known,
    /// Anything else.
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main"
            | "http://schemas.microsoft.com/office/word/2003/wordml" => Self::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compatibility,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "http://schemas.microsoft.com/office/2006/xmlPackage" => Self::Package,
            "urn:schemas-microsoft-com:office:spreadsheet" => Self::Workbook,
            "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Self::OpenDocument,
            "urn:schemas-microsoft-com:vml" | "urn:schemas-microsoft-com:office:office" => Self::Known,
            uri if uri.starts_with("http://schemas.microsoft.com/office/word/20")
                || uri.starts_with("http://schemas.microsoft.com/office/drawing/20") =>
            {
                Self::Known
            }
            _ => Self::Other,
        }
    }
}

/// One token.
pub(super) enum Token<'i> {
    /// An element begins; one that is empty ends with the next token.
    Start(Tag<'i>),
    /// The innermost open element ends.
    End,
    /// A piece of text, its references resolved.
    Text(Cow<'i, str>),
}

/// The start of an element.
pub(super) struct Tag<'i> {
    /// The namespace it is in.
    pub(super) space: Space,
    start: BytesStart<'i>,
    /// Where the name begins after its prefix.
    local: usize,
}

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        &self.start.name().into_inner()[self.local..]
    }

    /// Whether it is this element of `WordprocessingML`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name() == name
    }

    /// An attribute by its name without prefix; the first if there are two that differ in their prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.all(name).next()
    }

    /// All attributes of this name without prefix.
    pub(super) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = Cow<'a, str>> {
        let mut attributes = self.start.attributes();
        attributes.with_checks(false);
        let found = attributes.flatten();
        let found = found.filter(move |attribute| attribute.key.local_name().into_inner() == name);
        found.filter_map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
    }

    /// An attribute that is a number.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// The attribute `val`.
    pub(super) fn val(&self) -> Option<Cow<'_, str>> {
        self.get("val")
    }

    /// The attribute `val` as a number.
    pub(super) fn number(&self) -> Option<u32> {
        self.count("val")
    }

    /// The attribute `val` of a toggle, on when it is absent (ECMA-376 part 1, 17.3.2.22).
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off"))
    }

    /// Whether an attribute says yes; it does not when it is absent.
    pub(super) fn says(&self, name: &str) -> bool {
        matches!(self.get(name).as_deref(), Some("1" | "true" | "on"))
    }

    /// Whether `xml:space` keeps its white space, where it says so at all.
    pub(super) fn keeps_space(&self) -> Option<bool> {
        self.get("space").map(|value| value == "preserve")
    }
}

/// Reads tokens.
pub(super) struct Xml<'i> {
    reader: Reader<&'i [u8]>,
    part: &'i str,
    text: &'i str,
    /// Prefixes and the depth of the element that binds them.
    bindings: Vec<(usize, String, Space)>,
    /// The prefix that was last looked up.
    last: Option<(String, Space)>,
    depth: usize,
    max_depth: usize,
    clock: Clock,
    empty: bool,
    /// Whether the last token that the tokeniser gave was a tag, so that it waits for nothing.
    is_between_tags: bool,
}

impl<'i> Xml<'i> {
    /// Begins to read the text of a part.
    pub(super) fn new(part: &'i str, text: &'i str, max_depth: usize) -> Self {
        let reader = Reader::from_str(text);
        Self {
            reader,
            part,
            text,
            bindings: Vec::new(),
            last: None,
            depth: 0,
            max_depth,
            clock: Clock::default(),
            empty: false,
            is_between_tags: false,
        }
    }

    /// The same under the time that its file may take.
    pub(super) fn timed(self, limits: &Limits) -> Self {
        Self { clock: Clock::of(limits), ..self }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The byte after the last token.
    pub(super) fn position(&self) -> usize {
        self.text.len() - self.reader.get_ref().len()
    }

    /// The next token; `None` at the end of a part that is whole.
    pub(super) fn next(&mut self) -> Result<Option<Token<'i>>, Error> {
        if std::mem::take(&mut self.empty) {
            self.close();
            return Ok(Some(Token::End));
        }
        loop {
            let token = match self.event()? {
                Event::Start(start) => Token::Start(self.open(start)?),
                Event::Empty(start) => {
                    self.empty = true;
                    Token::Start(self.open(start)?)
                }
                Event::End(_) => {
                    self.close();
                    Token::End
                }
                Event::Text(text) => Token::Text(text.xml10_content()),
                Event::CData(text) => Token::Text(text.xml10_content()),
                Event::GeneralRef(reference) => Token::Text(self.resolve(&reference)?),
                // The end of input with elements open is no error of the tokeniser.
                Event::Eof if self.depth > 0 => return Err(ErrorKind::Truncated(self.part.to_owned()).into()),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(Some(token));
        }
    }

    /// Steps over the rest of the element whose start was the last token.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let mut open = 1_usize;
        if std::mem::take(&mut self.empty) {
            self.close();
            return Ok(());
        }
        while open > 0 {
            match self.event()? {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => return Err(ErrorKind::Truncated(self.part.to_owned()).into()),
                _ => {}
            }
        }
        self.close();
        Ok(())
    }

    /// The text of the element whose start was the last token, that of its children included.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let (depth, mut text) = (self.depth, String::new());
        while self.depth >= depth {
            match self.next()? {
                Some(Token::Text(piece)) => text.push_str(&piece),
                Some(_) => {}
                None => break,
            }
        }
        Ok(text)
    }

    /// The next child element of the element at this depth, or `None` at its end. What is left of a
    /// child that was returned before is stepped over.
    pub(super) fn child(&mut self, parent: usize) -> Result<Option<Tag<'i>>, Error> {
        while self.depth > parent {
            if self.depth == parent + 1 { self.skip()? } else { self.next().map(drop)? }
        }
        while self.depth == parent {
            match self.next()? {
                Some(Token::Start(tag)) => return Ok(Some(tag)),
                Some(_) => {}
                None => break,
            }
        }
        Ok(None)
    }

    /// Whether every one of these prefixes stands for something that is understood.
    pub(super) fn understands(&mut self, prefixes: &str) -> bool {
        prefixes.split_ascii_whitespace().all(|prefix| self.space(prefix) != Space::Other)
    }

    fn event(&mut self) -> Result<Event<'i>, Error> {
        self.clock.step()?;
        if self.is_between_tags
            && let Some(start) = self.empty_element()
        {
            return Ok(Event::Empty(start));
        }
        let event = self.reader.read_event().map_err(|error| malformed(self.part, error))?;
        self.is_between_tags = matches!(event, Event::Start(_) | Event::Empty(_) | Event::End(_));
        Ok(event)
    }

    /// An empty element, if that is what comes next and has no value in single quotation marks.
    ///
    /// More than half of all elements are empty properties. The tokeniser keeps no account of them, so they
    /// can be taken from before it at a fraction of the cost.
    fn empty_element(&mut self) -> Option<BytesStart<'i>> {
        let start = self.position();
        let rest = &self.text.as_bytes()[start..];
        let [b'<', first, ..] = rest else { return None };
        if matches!(first, b'/' | b'!' | b'?') {
            return None;
        }
        let (mut name_len, mut is_quoted) = (None, false);
        for (at, byte) in rest[1..].iter().enumerate() {
            match byte {
                b'"' => is_quoted = !is_quoted,
                b'\'' if !is_quoted => return None,
                b'>' if !is_quoted => {
                    let content = self.text[start + 1..start + 1 + at].strip_suffix('/')?;
                    *self.reader.get_mut() = &rest[at + 2..];
                    return Some(BytesStart::from_content(content, name_len.unwrap_or(content.len())));
                }
                b' ' | b'\t' | b'\r' | b'\n' if name_len.is_none() => name_len = Some(at),
                _ => {}
            }
        }
        None
    }

    fn open(&mut self, start: BytesStart<'i>) -> Result<Tag<'i>, Error> {
        self.depth += 1;
        if self.depth > self.max_depth {
            return Err(ErrorKind::Limit { what: "depth", limit: self.max_depth as u64 }.into());
        }
        if start.attributes_raw().contains("xmlns") {
            self.bind(&start);
        }
        let name = start.name().into_inner();
        let colon = name.bytes().position(|byte| byte == b':');
        let local = colon.map_or(0, |colon| colon + 1);
        let space = self.space(&name[..colon.unwrap_or_default()]);
        Ok(Tag { space, start, local })
    }

    fn close(&mut self) {
        while self.bindings.last().is_some_and(|(depth, ..)| *depth >= self.depth) {
            self.bindings.pop();
            self.last = None;
        }
        self.depth = self.depth.saturating_sub(1);
    }

    fn bind(&mut self, start: &BytesStart<'_>) {
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.into_inner();
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.bindings.push((self.depth, prefix.to_owned(), Space::of(&attribute.value)));
            self.last = None;
        }
    }

    fn space(&mut self, prefix: &str) -> Space {
        if let Some((last, space)) = &self.last
            && last == prefix
        {
            return *space;
        }
        let bound = self.bindings.iter().rev().find(|(_, bound, _)| bound == prefix);
        let space = bound.map_or(Space::Other, |(_, _, space)| *space);
        // Only the namespace of nearly all elements is worth remembering.
        if space == Space::Word {
            self.last = Some((prefix.to_owned(), space));
        }
        space
    }

    fn resolve(&self, reference: &quick_xml::events::BytesRef<'_>) -> Result<Cow<'i, str>, Error> {
        if let Some(c) = reference.resolve_char_ref().map_err(|error| malformed(self.part, error))? {
            return Ok(Cow::Owned(c.to_string()));
        }
        match resolve_xml_entity(reference) {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => Err(malformed(self.part, format_args!("unknown entity `{}`", &**reference))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Xml};
    use crate::error::Error;

    /// The tokens of a text, each `name` or `name=value` for a start, `.` for an end, and text in quotes.
    fn tokens(text: &str) -> Result<String, Error> {
        let mut xml = Xml::new("part", text, 9);
        let mut tokens = Vec::new();
        while let Some(token) = xml.next()? {
            tokens.push(match token {
                Token::Start(tag) => {
                    let value = tag.val().map(|value| format!("={value}")).unwrap_or_default();
                    format!("{}{value}", tag.name())
                }
                Token::End => ".".to_owned(),
                Token::Text(text) => format!("{text:?}"),
            });
        }
        Ok(tokens.join(" "))
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(tokens(text).as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn empty_elements_are_told_from_others() {
        check("<a><w:b/><c /><d\n/><e val=\"1\"/></a>", "a b . c . d . e=1 . .");
        check("<a><b val=\"1\">/></b></a>", "a b=1 \"/>\" . .");
        check(
            "<a><b val=\"1>2\"/><c val='\"'/><d val='/>'/><e val=\"/>\"/></a>",
            "a b=1>2 . c=\" . d=/> . e=/> . .",
        );
        check(
            "<a>x<b/>y<c/> <!--<d/>--><e/><![CDATA[<f/>]]></a>",
            "a \"x\" b . \"y\" c . \" \" e . \"<f/>\" .",
        );
        check("<a/>", "a .");
    }

    #[test]
    fn broken_tags_are_refused() {
        for text in ["<a></>", "<a><b val=\"/></a>", "<a><b/</a>", "<a><b/></c>", "<a><b/>"] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }
}
