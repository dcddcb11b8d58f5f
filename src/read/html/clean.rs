//! HTML rewritten in a few elements, so that parsing it takes linear time.
//!
//! html5ever repairs tables well, but its time grows with the square of the nesting depth, and unclosed
//! formatting elements are copied into every paragraph. Only `div`, `p`, `li`, `h1` to `h6`, `aside`,
//! `span`, `br`, `hr` and the elements of tables are written; as no other element remains, the stack of
//! open elements kept here is the one that html5ever will have. Whatever is not shown becomes an `aside`.

use super::super::Limits;
use super::tag::{Tag, Token, tokens};
use crate::error::{Error, ErrorKind};

/// The elements that `text` becomes; a page that is nested deeper than the limits
/// allow, or has more tags than a document may have cells, is refused.
pub(super) fn clean(text: &str, limits: &Limits) -> Result<String, Error> {
    let mut cleaner =
        Cleaner { out: String::with_capacity(text.len()), frames: vec![Frame::default()], pre: 0 };
    let mut n_elements = 0;
    for token in tokens(text) {
        // Whatever may be written as an element counts: a tag, and a line of a `pre`.
        n_elements += match token {
            Token::Text(text) if cleaner.pre > 0 => text.matches('\n').count() as u64,
            Token::Text(_) => 0,
            Token::Start(_) | Token::End(_) => 1,
        };
        match token {
            Token::Text(text) => cleaner.text(text),
            Token::Start(tag) => cleaner.start(&tag),
            Token::End(name) => cleaner.end(&name),
        }
        if cleaner.depth() > limits.depth * 2 {
            return Err(ErrorKind::Limit { what: "depth", limit: limits.depth as u64 }.into());
        }
        // An element takes some hundred bytes once it is parsed, however short its tag.
        if n_elements > limits.cells {
            return Err(ErrorKind::Limit { what: "cells", limit: limits.cells }.into());
        }
    }
    Ok(cleaner.out)
}

/// What an element of a page is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Open(Open),
    Table,
    Section,
    Row,
    Cell,
    Caption,
    Break,
    Rule,
    /// It says nothing of the text and is left out; its content stays.
    Transparent,
}

/// An element that stays open until it is closed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Div,
    P,
    Li,
    Heading,
    /// Not shown.
    Aside,
    Span,
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "p" => Self::Open(Open::P),
            "li" | "dt" | "dd" => Self::Open(Open::Li),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Open(Open::Heading),
            "table" => Self::Table,
            "thead" | "tbody" | "tfoot" => Self::Section,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "caption" => Self::Caption,
            "br" => Self::Break,
            "hr" => Self::Rule,
            "address" | "article" | "blockquote" | "center" | "details" | "dir" | "div" | "dl"
            | "fieldset" | "figcaption" | "figure" | "form" | "header" | "hgroup" | "legend" | "listing"
            | "main" | "menu" | "ol" | "pre" | "search" | "section" | "summary" | "ul" => {
                Self::Open(Open::Div)
            }
            "applet" | "aside" | "audio" | "button" | "canvas" | "datalist" | "footer" | "math" | "nav"
            | "noscript" | "object" | "select" | "svg" | "template" | "video" | "xml" => {
                Self::Open(Open::Aside)
            }
            "area" | "base" | "basefont" | "bgsound" | "body" | "col" | "colgroup" | "embed" | "frame"
            | "frameset" | "head" | "html" | "img" | "input" | "keygen" | "link" | "meta" | "optgroup"
            | "option" | "param" | "source" | "track" | "wbr" => Self::Transparent,
            _ => Self::Open(Open::Span),
        }
    }
}

/// Where in its table the parser is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    /// Outside of the cells.
    #[default]
    Between,
    Cell,
    Caption,
}

/// What is open in the page, or since a table began.
#[derive(Default)]
struct Frame {
    open: Vec<Open>,
    place: Place,
}

struct Cleaner {
    out: String,
    /// The page, then one for each table that is open.
    frames: Vec<Frame>,
    /// How many `pre` are open.
    pre: usize,
}

impl Cleaner {
    /// At least as many elements as html5ever has open: a table stands for itself, a section, a row and a cell.
    fn depth(&self) -> usize {
        self.frames.iter().map(|frame| frame.open.len() + 4).sum()
    }

    fn frame(&mut self) -> &mut Frame {
        self.frames.last_mut().expect("the frame of the page is never taken away")
    }

    fn in_table(&self) -> bool {
        self.frames.len() > 1
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            self.out.push_str(&text.replace('\n', "<br>"));
        } else {
            self.out.push_str(text);
        }
    }

    fn start(&mut self, tag: &Tag) {
        self.pre += usize::from(tag.name == "pre");
        match Kind::of(&tag.name) {
            Kind::Transparent => {}
            Kind::Break => self.write("br", &Tag::default()),
            Kind::Rule => self.rule(),
            Kind::Open(open) => self.open(open, tag),
            Kind::Table => self.open_table(tag),
            Kind::Section => self.in_place("tbody", tag, Place::Between),
            Kind::Row => self.in_place("tr", tag, Place::Between),
            Kind::Cell => self.in_place("td", tag, Place::Cell),
            Kind::Caption => self.in_place("caption", tag, Place::Caption),
        }
    }

    fn rule(&mut self) {
        self.close(Open::P);
        self.out.push_str("<hr>");
    }

    fn open(&mut self, open: Open, tag: &Tag) {
        if open == Open::Span {
            // `<o:p/>` is meant as an empty element, though HTML would leave it open.
            if !tag.is_empty {
                self.frame().open.push(open);
                self.write("span", tag);
            }
            return;
        }
        if open == Open::Li {
            self.close_item();
        }
        self.close(Open::P);
        if open == Open::Heading && self.frame().open.last() == Some(&open) {
            self.frame().open.pop();
        }
        self.frame().open.push(open);
        let name = match open {
            Open::P => "p",
            Open::Li => "li",
            Open::Heading => tag.name.as_str(),
            Open::Aside => "aside",
            Open::Div | Open::Span => "div",
        };
        self.write(name, tag);
    }

    /// A list item ends the one before it, unless a heading or an `aside` has begun since.
    fn close_item(&mut self) {
        let open = &mut self.frame().open;
        let stop = open.iter().rposition(|o| matches!(o, Open::Li | Open::Heading | Open::Aside));
        if let Some(item) = stop.filter(|at| open[*at] == Open::Li) {
            open.truncate(item);
        }
    }

    /// Ends the innermost of these and all within; says whether there was one.
    fn close(&mut self, closed: Open) -> bool {
        let open = &mut self.frame().open;
        let at = open.iter().rposition(|o| *o == closed);
        if let Some(at) = at {
            open.truncate(at);
        }
        at.is_some()
    }

    fn open_table(&mut self, tag: &Tag) {
        self.write("table", tag);
        if self.in_table() && self.frame().place == Place::Between {
            // A table that begins between the cells of another one ends it.
            *self.frame() = Frame::default();
        } else {
            self.frames.push(Frame::default());
        }
    }

    /// A part of a table ends all that was open in it. Outside of a table it is no element, but it
    /// still parts two texts.
    fn in_place(&mut self, name: &str, tag: &Tag, place: Place) {
        if !self.in_table() {
            return self.rule();
        }
        *self.frame() = Frame { open: Vec::new(), place };
        self.write(if tag.name == "thead" { "thead" } else { name }, tag);
    }

    fn end(&mut self, name: &str) {
        if name == "pre" {
            self.pre = self.pre.saturating_sub(1);
        }
        match Kind::of(name) {
            Kind::Transparent | Kind::Rule | Kind::Row => {}
            Kind::Break => self.out.push_str("<br>"),
            Kind::Open(Open::Span) => {
                if self.frame().open.pop_if(|open| *open == Open::Span).is_some() {
                    self.out.push_str("</span>");
                }
            }
            Kind::Open(open) => self.end_block(open, name),
            Kind::Table => {
                if self.in_table() {
                    self.frames.pop();
                    self.out.push_str("</table>");
                }
            }
            // Rows that follow without a section of their own are no longer in this one.
            Kind::Section => {
                if self.in_table() {
                    self.in_place("tbody", &Tag::default(), Place::Between);
                }
            }
            Kind::Cell => self.end_place("</td>", Place::Cell),
            Kind::Caption => self.end_place("</caption>", Place::Caption),
        }
    }

    fn end_block(&mut self, open: Open, name: &str) {
        if !self.close(open) {
            return;
        }
        let name = match open {
            Open::P => "p",
            Open::Li => "li",
            Open::Aside => "aside",
            Open::Heading => name,
            Open::Div | Open::Span => "div",
        };
        self.out.extend(["</", name, ">"]);
    }

    fn end_place(&mut self, end: &str, place: Place) {
        if self.in_table() && self.frame().place == place {
            *self.frame() = Frame::default();
            self.out.push_str(end);
        }
    }

    fn write(&mut self, name: &str, tag: &Tag) {
        self.out.push('<');
        self.out.push_str(name);
        if tag.is_hidden {
            self.out.push_str(" hidden");
        }
        for (attribute, value) in [("rowspan", tag.row_span), ("colspan", tag.column_span)] {
            if let Some(value) = value {
                self.out.extend([" ", attribute, "=", &value.to_string()]);
            }
        }
        self.out.push('>');
    }
}
