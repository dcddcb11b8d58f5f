//! The labels of one side of a table, as an outline.
//!
//! Read with every merged cell once, a stub and a boxhead are each the pre-order of an outline. So one
//! type is what the notation declares, what recognition follows ([`Outline::follow`]) and what layout
//! prints.

use super::label::{Key, Label, ordinal_distance};
use super::tokens::Tokens;
use nom::Parser;
use nom::bytes::complete::take;
use nom::combinator::map;
use nom::error::Error;
use nom::multi::many0;
use std::ops::Range;

/// The labels of a stub or a boxhead, in pre-order.
///
/// Invariant: a node's children follow it, one level deeper; `end` is the node after its last descendant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    nodes: Vec<Node>,
    lines: Vec<usize>,
}

/// One label of an [`Outline`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The words.
    pub label: Label,
    /// The name of the line that this label heads, when it heads one: a path such as `refused.state_secret`.
    pub line: Option<String>,
    /// The unit of the line, when the form gives it one of its own.
    pub unit: Option<String>,
    /// Whether its figures may be below zero, as those of a change are (`[±项]`).
    pub is_signed: bool,
    /// 0 for the outermost labels.
    pub depth: usize,
    /// The label it stands under.
    pub parent: Option<usize>,
    /// The node after its last descendant.
    pub end: usize,
}

impl Outline {
    /// An outline of nodes in pre-order; depths decide who stands under whom.
    pub(crate) fn new(
        nodes: impl IntoIterator<Item = (usize, Label, Option<String>, Option<String>)>,
    ) -> Self {
        let mut outline = Self::default();
        let mut open: Vec<usize> = Vec::new();
        for (depth, label, line, unit) in nodes {
            let at = outline.nodes.len();
            open.truncate(depth);
            let parent = open.last().copied();
            open.push(at);
            if line.is_some() {
                outline.lines.push(at);
            }
            let is_signed = unit.as_ref().is_some_and(|unit| unit.starts_with('±'));
            let unit = unit.map(|unit| unit.trim_start_matches('±').to_owned());
            outline.nodes.push(Node { label, line, unit, is_signed, depth, parent, end: at + 1 });
            for ancestor in &open {
                outline.nodes[*ancestor].end = at + 1;
            }
        }
        outline
    }

    /// All nodes in pre-order.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The nodes that head a line (or column), in pre-order.
    #[must_use]
    pub fn lines(&self) -> &[usize] {
        &self.lines
    }

    /// The printed label of a line, counted from 0; a table without a stub has one line without a label.
    ///
    /// ```
    /// use nianbao::grammar::Forms;
    /// let form = Forms::built_in().edition("2021").expect("it is built in");
    /// let (table, _, column) = form.cell("litigation.direct.total").expect("the form has it");
    /// assert_eq!((table.boxhead.label(column), table.stub.label(0)), (Some("总计"), None));
    /// ```
    #[must_use]
    pub fn label(&self, line: usize) -> Option<&str> {
        self.lines.get(line).map(|node| self.nodes[*node].label.text())
    }

    /// How many levels there are.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.nodes.iter().map(|node| node.depth + 1).max().unwrap_or(0)
    }

    /// The name of the line that a node heads, or nothing.
    #[must_use]
    pub fn line(&self, node: usize) -> &str {
        self.nodes[node].line.as_deref().unwrap_or_default()
    }

    /// The words from the outermost label to this one.
    #[must_use]
    pub fn path(&self, node: usize) -> Vec<&str> {
        let mut path = vec![self.nodes[node].label.text()];
        let mut at = self.nodes[node].parent;
        while let Some(parent) = at {
            path.push(self.nodes[parent].label.text());
            at = self.nodes[parent].parent;
        }
        path.reverse();
        path
    }

    /// The words of a line, led by those above it where another line has the same: 总计 alone says little
    /// where each of three groups has one.
    ///
    /// ```
    /// use nianbao::grammar::Forms;
    /// let form = Forms::built_in().edition("2021").expect("it is built in");
    /// let (table, _, column) = form.cell("litigation.direct.total").expect("the form has it");
    /// let path = table.boxhead.distinct_path(table.boxhead.lines()[column]);
    /// assert_eq!(path, ["未经复议直接起诉", "总计"]);
    /// ```
    #[must_use]
    pub fn distinct_path(&self, node: usize) -> Vec<&str> {
        let path = self.path(node);
        let others: Vec<Vec<&str>> =
            self.lines.iter().filter(|line| **line != node).map(|line| self.path(*line)).collect();
        let is_distinct = |start: &usize| others.iter().all(|other| !other.ends_with(&path[*start..]));
        let start = (0..path.len()).rev().find(is_distinct).unwrap_or(0);
        path[start..].to_vec()
    }

    /// The children of a node, or the outermost nodes.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        let (first, end) = match parent {
            Some(parent) => (parent + 1, self.nodes[parent].end),
            None => (0, self.nodes.len()),
        };
        std::iter::successors(Some(first), |at| self.nodes.get(*at).map(|node| node.end))
            .take_while(move |at| *at < end)
    }

    /// Whether `ancestor` stands above `node`, or is it.
    #[must_use]
    pub fn contains(&self, ancestor: usize, node: usize) -> bool {
        (ancestor..self.nodes[ancestor].end).contains(&node)
    }

    /// Follows a run of filed labels through the outline: for each the node it stands for, or `None`.
    /// It cannot fail, and it accounts for every label:
    ///
    /// ```text
    /// run = { known | unplaced } eof
    /// ```
    pub(crate) fn follow<T: Candidates>(&self, run: &[T], cursor: &mut Cursor) -> Vec<Option<usize>> {
        let token = map(take(1usize), |token: Tokens<'_, T>| {
            token.peek().and_then(|token| cursor.known(self, token))
        });
        let followed = many0(token).parse_complete(Tokens::new(run));
        followed.map_or_else(|_: nom::Err<Error<_>>| vec![None; run.len()], |(_, nodes)| nodes)
    }
}

/// A filed label, and the nodes of an outline that have the same words.
pub(crate) trait Candidates {
    /// The nodes, in any order.
    fn nodes(&self) -> impl Iterator<Item = usize>;
    /// The key of the filed text.
    fn key(&self) -> &Key;
}

/// Where in an outline recognition stands, and which lines it has met.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    at: Option<usize>,
    met: Vec<bool>,
}

impl Cursor {
    /// Before the first label.
    pub(crate) fn new(outline: &Outline) -> Self {
        Self { at: None, met: vec![false; outline.nodes.len()] }
    }

    /// Moves to a node that was found by other means.
    pub(crate) fn reach(&mut self, node: usize) {
        self.met[node] = true;
        self.at = Some(node);
    }

    /// The node that a label stands for here. Labels recur under several parents (其他, 总计), so the
    /// place decides: the nearest enclosing group that still has such a label to give; in it a later
    /// one before an earlier one. The current label and those above it may be repeated, as they are
    /// after a page break and by programs that unmerge cells.
    fn known(&mut self, outline: &Outline, label: &impl Candidates) -> Option<usize> {
        let filed = label.key().ordinal;
        let distance = |node: &usize| {
            let keys = outline.nodes[*node].label.keys().filter(|key| key.stem == label.key().stem);
            keys.map(|key| ordinal_distance(filed, key.ordinal)).min().unwrap_or(u8::MAX)
        };
        let open: Vec<usize> = label.nodes().filter(|node| !self.met[*node]).collect();
        let best = open.iter().map(distance).min();
        // A wrong number is believed only when no label of these words has the right one.
        let usable = |node: &usize| best.is_some_and(|best| distance(node) <= best.max(1));
        let repeated = label.nodes().find(|node| self.at.is_some_and(|at| outline.contains(*node, at)));
        let fresh = self.scopes(outline).find_map(|scope| {
            let inside = || open.iter().copied().filter(|node| scope.contains(node) && usable(node));
            inside().filter(|node| self.at.is_none_or(|at| *node > at)).min().or_else(|| inside().min())
        });
        let node = match (repeated, fresh) {
            (Some(repeated), Some(fresh)) if distance(&repeated) > distance(&fresh) => fresh,
            (Some(repeated), _) => return Some(repeated),
            (None, fresh) => fresh?,
        };
        self.reach(node);
        Some(node)
    }

    /// The current node's descendants, then its parent's, and so on to the whole outline.
    fn scopes<'a>(&self, outline: &'a Outline) -> impl Iterator<Item = Range<usize>> + use<'a> {
        let enclosing = std::iter::successors(self.at, |at| outline.nodes[*at].parent);
        enclosing.map(|node| node + 1..outline.nodes[node].end).chain(std::iter::once(0..outline.nodes.len()))
    }
}
