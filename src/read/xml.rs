//! [`Xml`]: the tokens of a part, each element with the namespace it is in.
//!
//! - [x] namespaces by any prefix, and by default; entities and character references; CDATA
//! - [ ] entities that a DTD declares: they are an error, and none is ever expanded

use super::clock::Clock;
use super::package::malformed;
use super::{Limits, check_limit};
use crate::error::{Error, ErrorKind};
use memchr::memchr2;
use quick_xml::errors::IllFormedError;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::attributes::{Attribute, Attributes};
use quick_xml::events::{BytesText, Event};
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
#[derive(Clone, Copy)]
pub(super) struct Tag<'i> {
    /// The namespace it is in.
    pub(super) space: Space,
    name: &'i str,
    attributes: &'i str,
}

impl<'i> Tag<'i> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &'i str {
        self.name
    }

    /// Whether it is this element of `WordprocessingML`.
    pub(super) fn is(&self, name: &str) -> bool {
        self.space == Space::Word && self.name() == name
    }

    /// An attribute by its name without prefix; the first if there are two that differ in their prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'i, str>> {
        self.all(name).next()
    }

    /// All attributes of this name without prefix.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = Cow<'i, str>> {
        let found = attributes(self.attributes);
        let found = found.filter(move |attribute| attribute.key.local_name().into_inner() == name);
        found.filter_map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
    }

    /// An attribute that is a number.
    pub(super) fn count(&self, name: &str) -> Option<u32> {
        self.get(name)?.trim().parse().ok()
    }

    /// The attribute `val`.
    pub(super) fn val(&self) -> Option<Cow<'i, str>> {
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
        match self.attributes {
            "" => None,
            // As nearly every program writes it.
            r#" xml:space="preserve""# => Some(true),
            _ => self.get("space").map(|value| value == "preserve"),
        }
    }
}

/// A token of which nothing has been made yet.
enum Piece<'i> {
    /// What stands between `<` and `>`.
    Start(&'i str),
    /// What stands between `<` and `/>`.
    Empty(&'i str),
    End,
    Text(Cow<'i, str>),
    /// A comment, a declaration or an instruction.
    Nothing,
    /// There is no more.
    Last,
}

/// What an element holds, its end tag included, and all else that its tokens depend on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inside<'i> {
    text: &'i str,
    /// The name of the element, its prefix included.
    name: &'i str,
    depth: usize,
    n_bindings: usize,
}

impl Inside<'_> {
    /// Whether what comes here gives the same tokens as what is known, and ends where that ends.
    pub(super) fn repeats(&self, known: &Inside<'_>) -> bool {
        self.text.starts_with(known.text)
            && self.name == known.name
            && self.depth <= known.depth
            && self.n_bindings == known.n_bindings
    }
}

/// Reads tokens.
///
/// Tags and text are found here, at a fraction of what a tokeniser for any XML costs. What is rare in an office
/// document is left to that one: references, comments, CDATA, declarations, and all that is broken.
pub(super) struct Xml<'i> {
    part: &'i str,
    text: &'i str,
    /// The byte after the last token.
    position: usize,
    /// The names of the elements that are open.
    open: Vec<&'i str>,
    max_depth: usize,
    /// Prefixes and the depth of the element that binds them.
    bindings: Vec<(usize, String, Space)>,
    /// How often a prefix was bound or let go.
    n_bindings: usize,
    /// The prefix that was last looked up.
    last: Option<(String, Space)>,
    /// Whether the last token was the start of an empty element.
    is_empty: bool,
    clock: Clock,
}

impl<'i> Xml<'i> {
    /// Begins to read the text of a part.
    pub(super) fn new(part: &'i str, text: &'i str, max_depth: usize) -> Self {
        Self {
            part,
            text,
            position: 0,
            open: Vec::new(),
            max_depth,
            bindings: Vec::new(),
            n_bindings: 0,
            last: None,
            is_empty: false,
            clock: Clock::default(),
        }
    }

    /// The same under the time that its file may take.
    pub(super) fn timed(self, limits: &Limits) -> Self {
        Self { clock: Clock::of(limits), ..self }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The byte after the last token.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// The next token; `None` at the end of a part that is whole.
    pub(super) fn next(&mut self) -> Result<Option<Token<'i>>, Error> {
        if std::mem::take(&mut self.is_empty) {
            self.close();
            return Ok(Some(Token::End));
        }
        loop {
            return Ok(Some(match self.piece()? {
                Piece::Start(tag) => Token::Start(self.open(tag)),
                Piece::Empty(tag) => {
                    self.is_empty = true;
                    Token::Start(self.open(tag))
                }
                Piece::End => {
                    self.close();
                    Token::End
                }
                Piece::Text(text) => Token::Text(text),
                Piece::Nothing => continue,
                Piece::Last => return Ok(None),
            }));
        }
    }

    /// Steps over the rest of the element whose start was the last token.
    pub(super) fn skip(&mut self) -> Result<(), Error> {
        let depth = self.depth();
        if std::mem::take(&mut self.is_empty) {
            self.close();
        }
        while self.depth() >= depth {
            if let Piece::Empty(_) | Piece::End = self.piece()? {
                self.close();
            }
        }
        Ok(())
    }

    /// What comes after the start that was the last token; `None` in an empty element.
    pub(super) fn inside(&self) -> Option<Inside<'i>> {
        let name = self.open.last().filter(|_| !self.is_empty)?;
        let text = &self.text[self.position..];
        Some(Inside { text, name, depth: self.depth(), n_bindings: self.n_bindings })
    }

    /// What an element holds that has just been read to its end.
    pub(super) fn up_to_here(&self, begun: Inside<'i>) -> Inside<'i> {
        let rest = self.text.len() - self.position;
        Inside { text: &begun.text[..begun.text.len() - rest], ..begun }
    }

    /// Steps over the rest of the element whose start was the last token, which [repeats](Inside::repeats) this one.
    pub(super) fn step_over(&mut self, known: &Inside<'_>) {
        self.position += known.text.len();
        self.close();
    }

    /// The text of the element whose start was the last token, that of its children included.
    pub(super) fn text(&mut self) -> Result<String, Error> {
        let (depth, mut text) = (self.depth(), String::new());
        while self.depth() >= depth {
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
        while self.depth() > parent {
            if self.depth() == parent + 1 { self.skip()? } else { self.next().map(drop)? }
        }
        while self.depth() == parent {
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

    fn piece(&mut self) -> Result<Piece<'i>, Error> {
        self.clock.step()?;
        let rest = &self.text[self.position..];
        if let Some(len) = self.end_len(rest) {
            self.position += len;
            return Ok(Piece::End);
        }
        match rest.as_bytes() {
            [] if self.open.is_empty() => Ok(Piece::Last),
            [] => Err(ErrorKind::Truncated(self.part.to_owned()).into()),
            [b'&', ..] | [b'<', b'!' | b'?', ..] => self.rare_piece(rest),
            [b'<', tag @ ..] => match tag_len(tag) {
                Some(len) => self.tag(&rest[1..=len]),
                None => self.rare_piece(rest),
            },
            text => {
                let len = memchr2(b'<', b'&', text).unwrap_or(text.len());
                self.position += len;
                Ok(Piece::Text(BytesText::from_escaped(&rest[..len]).xml10_content()))
            }
        }
    }

    /// How long the end tag of the innermost open element is, where it comes here and holds nothing but the name.
    fn end_len(&self, rest: &str) -> Option<usize> {
        let name = self.open.last()?;
        let after = rest.strip_prefix("</")?.strip_prefix(name)?;
        after.starts_with('>').then_some(name.len() + "</>".len())
    }

    /// What stands between `<` and `>`.
    fn tag(&mut self, tag: &'i str) -> Result<Piece<'i>, Error> {
        self.position += tag.len() + 2;
        if let Some(name) = tag.strip_prefix('/') {
            return self.check_end(name.trim_ascii_end()).map(|()| Piece::End);
        }
        check_limit("depth", self.open.len() + 1, self.max_depth)?;
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let name_len = tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
        self.open.push(&tag[..name_len]);
        Ok(if is_empty { Piece::Empty(tag) } else { Piece::Start(tag) })
    }

    fn check_end(&self, found: &str) -> Result<(), Error> {
        let reason = match self.open.last() {
            Some(open) if *open == found => return Ok(()),
            Some(open) => IllFormedError::MismatchedEndTag { expected: (*open).into(), found: found.into() },
            None => IllFormedError::UnmatchedEndTag(found.into()),
        };
        Err(malformed(self.part, quick_xml::Error::IllFormed(reason)))
    }

    fn rare_piece(&mut self, rest: &'i str) -> Result<Piece<'i>, Error> {
        let mut reader = Reader::from_str(rest);
        let event = reader.read_event().map_err(|error| malformed(self.part, error))?;
        self.position = self.text.len() - reader.get_ref().len();
        Ok(match event {
            Event::CData(text) => Piece::Text(text.xml10_content()),
            Event::GeneralRef(reference) => Piece::Text(self.resolve(&reference)?),
            _ => Piece::Nothing,
        })
    }

    /// An element, the last of those that are open.
    fn open(&mut self, tag: &'i str) -> Tag<'i> {
        let name = self.open.last().copied().unwrap_or_default();
        let attributes = &tag[name.len()..];
        if !attributes.is_empty() && attributes.contains("xmlns") {
            self.bind(attributes);
        }
        let colon = name.bytes().position(|byte| byte == b':');
        let space = self.space(&name[..colon.unwrap_or_default()]);
        Tag { space, name: &name[colon.map_or(0, |colon| colon + 1)..], attributes }
    }

    fn close(&mut self) {
        while self.bindings.last().is_some_and(|(depth, ..)| *depth >= self.open.len()) {
            self.bindings.pop();
            self.n_bindings += 1;
            self.last = None;
        }
        self.open.pop();
    }

    fn bind(&mut self, of_tag: &str) {
        for attribute in attributes(of_tag) {
            let key = attribute.key.into_inner();
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            self.bindings.push((self.open.len(), prefix.to_owned(), Space::of(&attribute.value)));
            self.n_bindings += 1;
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

/// The attributes in what stands in a tag after its name.
fn attributes(of_tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut attributes = Attributes::new(of_tag, 0);
    attributes.with_checks(false);
    attributes.flatten()
}

/// How many bytes of a tag come before the `>` that ends it, which stands in no quotation marks.
fn tag_len(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += tag[at..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        if tag[at] == b'>' {
            return Some(at);
        }
        let value = &tag[at + 1..];
        at += 2 + value.iter().position(|byte| *byte == tag[at])?;
    }
}

#[cfg(test)]
mod tests;
