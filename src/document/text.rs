//! [`Text`]: words, and how stretches of them are set.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// Words, and how stretches of them are set; in most places it is the words alone that count.
///
/// Invariant: the offsets of a span are bytes of the words, at the beginning of characters; spans are in the
/// order in which they begin.
///
/// ```
/// use nianbao::document::{Look, Text};
/// let mut text = Text::from("全年公开");
/// text.push_str("12条");
/// text.set(12..17, &Look::Bold);
/// assert_eq!(&*text, "全年公开12条");
/// assert_eq!(text.slice(12..14).spans()[0].range, 0..2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    words: String,
    spans: Vec<Span>,
}

/// A stretch of a text that is set or meant otherwise than the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which bytes of the words; of a picture, where it stands between two of them.
    pub range: Range<usize>,
    /// How it is set.
    pub look: Look,
}

impl Span {
    fn picture(&self) -> Option<&Arc<Picture>> {
        match &self.look {
            Look::Picture(picture) => Some(picture),
            _ => None,
        }
    }
}

/// Words that are set alike, and the pictures before them.
#[derive(Clone, Debug)]
pub struct Run<'t> {
    /// The pictures that stand before the words.
    pub pictures: Vec<&'t Arc<Picture>>,
    /// The words; none after the last picture of a text.
    pub words: &'t str,
    /// How they are set.
    pub looks: Vec<&'t Look>,
}

impl<'t> Run<'t> {
    /// The address that the words are a link to.
    #[must_use]
    pub fn link(&self) -> Option<&'t str> {
        self.looks.iter().copied().find_map(|look| match look {
            Look::Link(address) => Some(&**address),
            _ => None,
        })
    }
}

/// How a stretch of text is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Underlined.
    Underlined,
    /// Superscript.
    Raised,
    /// Subscript.
    Lowered,
    /// A link to this address; it is never followed.
    Link(Arc<str>),
    /// A picture that stands here.
    Picture(Arc<Picture>),
}

/// How many of the last stretches are looked at for one that goes on; a page may have a link on every letter.
const NEAR: usize = 256;

impl Look {
    /// The order of stretches that begin at one place.
    fn rank(&self) -> u8 {
        match self {
            Self::Bold => 0,
            Self::Italic => 1,
            Self::Underlined => 2,
            Self::Raised => 3,
            Self::Lowered => 4,
            Self::Link(_) => 5,
            Self::Picture(_) => 6,
        }
    }
}

/// A picture as it was found: it is copied and never decoded.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Picture {
    /// The ending of its file, such as `png`.
    pub ending: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How wide it is shown, in English metric units: 914,400 an inch (ECMA-376 part 1, 20.1.2.1).
    pub width: u32,
    /// How high it is shown, in the same.
    pub height: u32,
    /// What it shows, in words for those who cannot see it.
    pub alt: String,
}

/// The bytes of a picture say nothing to a reader.
impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ending, bytes, width, height, alt } = self;
        write!(f, "Picture({ending}, {} bytes, {width} × {height}, {alt:?})", bytes.len())
    }
}

impl Picture {
    /// Its kind, as it is named on the web: what stands after `image/`.
    ///
    /// ```
    /// use nianbao::document::Picture;
    /// assert_eq!((Picture::subtype("jpg"), Picture::subtype("emf")), ("jpeg", "x-emf"));
    /// ```
    #[must_use]
    pub fn subtype(ending: &str) -> &str {
        match ending {
            "jpg" => "jpeg",
            "tif" => "tiff",
            "svg" => "svg+xml",
            "emf" => "x-emf",
            "wmf" => "x-wmf",
            same => same,
        }
    }
}

impl Text {
    /// The stretches that are set otherwise than the rest.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether there is neither a word nor a picture.
    ///
    /// ```
    /// assert!(nianbao::document::Text::from("　\n").is_blank());
    /// ```
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.words.trim().is_empty() && self.pictures().next().is_none()
    }

    /// The pictures in it.
    pub fn pictures(&self) -> impl Iterator<Item = &Arc<Picture>> {
        self.spans.iter().filter_map(Span::picture)
    }

    /// The text from one place where something begins or ends to the next, in order.
    ///
    /// ```
    /// use nianbao::document::{Look, Text};
    /// let mut text = Text::from("公开12条");
    /// text.set(6..8, &Look::Bold);
    /// let runs: Vec<(&str, usize)> = text.runs().iter().map(|run| (run.words, run.looks.len())).collect();
    /// assert_eq!(runs, [("公开", 0), ("12", 1), ("条", 0)]);
    /// ```
    #[must_use]
    pub fn runs(&self) -> Vec<Run<'_>> {
        let ends = self.spans.iter().flat_map(|span| [span.range.start, span.range.end]);
        let mut places: Vec<usize> = ends.chain([0, self.words.len()]).collect();
        places.sort_unstable();
        places.dedup();
        let (mut coming, mut open) = (self.spans.iter().peekable(), Vec::<&Span>::new());
        let mut runs = Vec::new();
        for (nth, place) in places.iter().enumerate() {
            let mut pictures = Vec::new();
            open.retain(|span| span.range.end > *place);
            while let Some(span) = coming.next_if(|span| span.range.start <= *place) {
                match &span.look {
                    Look::Picture(picture) => pictures.push(picture),
                    _ => open.push(span),
                }
            }
            let words = &self.words[*place..*places.get(nth + 1).unwrap_or(place)];
            if !words.is_empty() || !pictures.is_empty() {
                let looks = open.iter().map(|span| &span.look).collect();
                runs.push(Run { pictures, words, looks });
            }
        }
        runs
    }

    /// Adds words.
    pub fn push_str(&mut self, words: &str) {
        self.words.push_str(words);
    }

    /// Adds another text.
    pub fn push_text(&mut self, text: &Self) {
        let start = self.words.len();
        self.words.push_str(&text.words);
        for span in &text.spans {
            self.set(start + span.range.start..start + span.range.end, &span.look);
        }
    }

    /// Sets a stretch of the words; what goes on where the same look ended is one stretch with it.
    pub fn set(&mut self, range: Range<usize>, look: &Look) {
        let is_picture = matches!(look, Look::Picture(_));
        let goes_on = |span: &&mut Span| span.range.end == range.start && !is_picture && span.look == *look;
        match self.spans.iter_mut().rev().take(NEAR).find(goes_on) {
            Some(span) => span.range.end = range.end,
            _ if range.is_empty() && !is_picture => {}
            _ => {
                let place = (range.start, look.rank());
                let at = self.spans.partition_point(|span| (span.range.start, span.look.rank()) <= place);
                self.spans.insert(at, Span { range, look: look.clone() });
            }
        }
    }

    /// A part of the words, with what of the spans lies in it. A picture at its end belongs to it.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let part = |span: &Span| {
            let start = span.range.start.max(range.start);
            let end = span.range.end.min(range.end);
            let is_inside = start < end || (start == end && span.range.is_empty());
            is_inside.then(|| Span { range: start - range.start..end - range.start, look: span.look.clone() })
        };
        let spans = self.spans.iter().filter_map(part).collect();
        Self { words: self.words[range].to_owned(), spans }
    }

    /// Takes away words at both ends of what was added since `start`.
    pub(crate) fn trim_since(&mut self, start: usize, is_space: impl Fn(char) -> bool) {
        let Some(added) = self.words.get(start..) else { return };
        let leading = added.len() - added.trim_start_matches(&is_space).len();
        let kept = added.trim_end_matches(&is_space).len().max(leading);
        self.words.truncate(start + kept);
        self.words.drain(start..start + leading);
        let end = self.words.len();
        let moved = |at: usize| if at <= start { at } else { (at - leading.min(at - start)).min(end) };
        self.spans.iter_mut().for_each(|span| span.range = moved(span.range.start)..moved(span.range.end));
        self.spans.retain(|span| !span.range.is_empty() || matches!(span.look, Look::Picture(_)));
    }
}

/// Whether a character shows nothing: white space, and what pages set among it that has no width.
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{200B}')
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.words
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self { words, spans: Vec::new() }
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        words.to_owned().into()
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<&String> for Text {
    fn from(words: &String) -> Self {
        words.clone().into()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
