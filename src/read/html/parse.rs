//! A page to a tree, at a cost that the limits bound.
//!
//! html5ever does the parsing. Alone it takes time with the square of the nesting depth, and copies
//! formatting elements that are not closed into every paragraph. So the page is given to it in chunks, and
//! what it has open is counted between them; and of the tags it is shown only the attributes that are read
//! here, so that of equal elements it copies no more than three.

use super::super::{Limits, check_limit};
use crate::error::{Error, ErrorKind};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{Tracer, TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};
use std::cell::Cell;

/// Bytes that are parsed before the limits are looked at again.
const CHUNK: usize = 4096;

/// Attributes of a tag. The tokenizer compares each of them with all before.
const ATTRIBUTES: usize = 1000;

/// Words within one tag or comment: a tag that is not ended may have an attribute for each of them.
const WORDS: usize = 30_000;

/// Open elements that may be passed, for each cell that a document may have: a tag costs as many steps.
const STEPS: u64 = 16;

/// A node of the tree.
type Handle = <HtmlTreeSink as TreeSink>::Handle;

/// The tree of the page; refused are pages that are nested deeper than the limits allow, or have more
/// tags, nodes or preformatted lines than a document may have cells.
pub(super) fn parse(text: &str, limits: &Limits) -> Result<Html, Error> {
    let sink = HtmlTreeSink::new(Html::new_document());
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let tokenizer = Tokenizer::new(Guard::new(builder, limits), TokenizerOpts::default());
    let input = BufferQueue::default();
    let (mut rest, mut words) = (text, 0);
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.floor_char_boundary(CHUNK));
        rest = after;
        // The middle of a long value, such as a picture, says nothing.
        if words > 0 && is_one_word(chunk) {
            continue;
        }
        let n_tokens = tokenizer.sink.n_tokens.get();
        input.push_back(chunk.into());
        // The parser stops at scripts and at the names of encodings.
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        let is_in_tag = tokenizer.sink.n_tokens.get() == n_tokens;
        words = if is_in_tag { words + n_words(chunk) } else { 0 };
        tokenizer.sink.check(words)?;
    }
    tokenizer.end();
    tokenizer.sink.check(0)?;
    let page = tokenizer.sink.builder.sink.finish();
    // The document and `html` and `body` come on top.
    check_limit("depth", depth(&page).saturating_sub(3).div_ceil(2), limits.depth)?;
    Ok(page)
}

/// Whether nothing in the text could part two attributes, but for a `/`.
fn is_one_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

/// No fewer than the attributes that the text may hold.
fn n_words(text: &str) -> usize {
    let is_between = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\'');
    text.split(is_between).filter(|word| !word.is_empty()).count()
}

/// How many nodes lie one in another at most. Without recursion, as the tree may be of any depth.
fn depth(page: &Html) -> usize {
    let (mut node, mut depth, mut deepest) = (page.tree.root(), 0, 0);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            deepest = deepest.max(depth);
            continue;
        }
        node = loop {
            if let Some(next) = node.next_sibling() {
                break next;
            }
            let Some(parent) = node.parent() else { return deepest };
            node = parent;
            depth -= 1;
        };
    }
}

/// Stands between the tokenizer and the tree builder, and lets no more through than the limits allow.
struct Guard<'a> {
    builder: TreeBuilder<Handle, HtmlTreeSink>,
    limits: &'a Limits,
    /// Tokens so far, errors aside.
    n_tokens: Cell<u64>,
    /// Tags so far, and lines once there was a `pre`.
    n_tags: Cell<u64>,
    /// Elements that were open at the last check.
    n_open: Cell<usize>,
    /// The open elements of all tags so far.
    n_steps: Cell<u64>,
    /// Whether there was a `pre`.
    has_pre: Cell<bool>,
    /// Tags so far that may leave a mark among the formatting elements.
    n_marks: Cell<usize>,
    /// Whether there was too much of something; nothing more is let through then.
    is_full: Cell<bool>,
}

impl<'a> Guard<'a> {
    fn new(builder: TreeBuilder<Handle, HtmlTreeSink>, limits: &'a Limits) -> Self {
        Self {
            builder,
            limits,
            n_tokens: Cell::new(0),
            n_tags: Cell::new(0),
            n_open: Cell::new(0),
            n_steps: Cell::new(0),
            has_pre: Cell::new(false),
            n_marks: Cell::new(0),
            is_full: Cell::new(false),
        }
    }

    fn n_nodes(&self) -> usize {
        self.builder.sink.0.borrow().tree.nodes().len()
    }

    /// Whether what was parsed so far is within the limits; `words` are those of a tag that is not ended.
    fn check(&self, words: usize) -> Result<(), Error> {
        self.limits.check_time()?;
        if self.is_full.get() || words > WORDS {
            return Err(ErrorKind::Limit { what: "cells", limit: self.limits.cells }.into());
        }
        let open = Count::default();
        self.builder.trace_handles(&open);
        self.n_open.set(open.0.get());
        check_limit("depth", open.0.get().div_ceil(2), self.limits.depth)
    }

    /// Counts a tag; says whether there are too many by now.
    fn is_beyond(&self, tag: &Tag) -> bool {
        self.n_tags.set(self.n_tags.get() + 1);
        self.n_steps.set(self.n_steps.get() + self.n_open.get() as u64);
        match &*tag.name {
            "applet" | "marquee" | "object" => self.n_marks.set(self.n_marks.get() + 1),
            "listing" | "plaintext" | "pre" | "xmp" => self.has_pre.set(true),
            _ => {}
        }
        // A node takes some hundred bytes, however short its tag.
        self.n_tags.get().max(self.n_nodes() as u64) > self.limits.cells
            || self.n_steps.get() > self.limits.cells.saturating_mul(STEPS)
            || self.n_marks.get() > self.limits.depth * 2
            || tag.attrs.len() > ATTRIBUTES
    }

    fn tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<Handle> {
        self.is_full.set(self.is_beyond(&tag));
        // Office writes `<o:p/>` and means an empty element, though HTML would leave it open.
        if self.is_full.get() || (tag.self_closing && tag.name.contains(':')) {
            return TokenSinkResult::Continue;
        }
        tag.attrs.retain(|attribute| is_read(&tag.name, attribute));
        let may_part = tag.kind == TagKind::StartTag && is_in_tables(&tag.name);
        let n_nodes = self.n_nodes();
        let result = self.builder.process_token(Token::TagToken(tag), line);
        // Outside of a table its parts are no elements, but they still part two texts.
        if may_part && self.n_nodes() == n_nodes {
            return self.builder.process_token(Token::TagToken(line_break()), line);
        }
        result
    }

    fn text(&self, text: &str) {
        if self.has_pre.get() {
            let n_lines = text.bytes().filter(|byte| *byte == b'\n').count() as u64;
            self.n_tags.set(self.n_tags.get() + n_lines);
            self.is_full.set(self.n_tags.get() > self.limits.cells);
        }
    }
}

impl TokenSink for Guard<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if matches!(token, Token::ParseError(_)) || self.is_full.get() {
            return TokenSinkResult::Continue;
        }
        self.n_tokens.set(self.n_tokens.get() + 1);
        if let Token::CharacterTokens(text) = &token {
            self.text(text);
        }
        match token {
            Token::CommentToken(_) => TokenSinkResult::Continue,
            Token::TagToken(tag) => self.tag(tag, line),
            token => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts what the tree builder has open, and the formatting elements that it may open again.
#[derive(Default)]
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = Handle;

    fn trace_handle(&self, _: &Handle) {
        self.0.set(self.0.get() + 1);
    }
}

/// Whether the attribute says how far a cell reaches, that something is not shown, or what a link or a picture is.
fn is_read(tag: &LocalName, attribute: &Attribute) -> bool {
    match (&**tag, &*attribute.name.local) {
        (_, "rowspan" | "colspan" | "hidden")
        | ("a", "href")
        | ("img", "src" | "alt" | "width" | "height") => true,
        (_, "style") => hides(&attribute.value) || keeps_space(&attribute.value),
        _ => false,
    }
}

/// Whether white space in what has this style is kept as it is.
pub(super) fn keeps_space(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.to_ascii_lowercase().contains("white-space:pre-wrap")
}

/// Whether what has this style is not shown.
pub(super) fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("mso-hide:all")
}

fn is_in_tables(name: &str) -> bool {
    matches!(name, "caption" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

fn line_break() -> Tag {
    Tag {
        kind: TagKind::StartTag,
        name: LocalName::from("br"),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}
