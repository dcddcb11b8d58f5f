//! How the figures of one edition become figures of a newer one.

use super::Form;
use crate::report::{ByConcept, Concept};
use std::sync::Arc;

/// A mapping between two editions.
///
/// Invariant: every concept of the old form is a source of at least one association, and every name is
/// one that its form has; `by_source` and `by_target` name each association by its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crosswalk {
    /// The old edition.
    pub from: String,
    /// The new edition.
    pub to: String,
    /// Which new figures are 0 because they are a part of a printed 0.
    pub zeros: Vec<Zero>,
    /// How old figures that have no cell are told in words.
    pub tells: Vec<Tell>,
    /// Where prose under free headings goes.
    pub places: Vec<Place>,
    /// Which old figures make which new one.
    associations: Vec<Association>,
    by_source: ByConcept<Vec<usize>>,
    by_target: ByConcept<Vec<usize>>,
}

impl Crosswalk {
    /// Which old figures make which new one, line by line.
    #[must_use]
    pub fn associations(&self) -> &[Association] {
        &self.associations
    }

    /// The associations of which an old figure is a source.
    ///
    /// ```
    /// use nianbao::grammar::Forms;
    /// let crosswalk = Forms::built_in().crosswalk("2014").expect("it is built in");
    /// let received = &crosswalk.associations()[0].sources[0];
    /// assert_eq!(crosswalk.of_source(received).next(), Some(&crosswalk.associations()[0]));
    /// ```
    pub fn of_source(&self, concept: &Concept) -> impl Iterator<Item = &Association> + Clone {
        self.lines(self.by_source.get(concept))
    }

    /// The associations that make a new figure.
    pub(crate) fn of_target(&self, concept: &Concept) -> impl Iterator<Item = &Association> {
        self.lines(self.by_target.get(concept))
    }

    /// Each figure that there is an association for, with all of them.
    pub(crate) fn targets(
        &self,
    ) -> impl Iterator<Item = (&Concept, impl Iterator<Item = &Association> + Clone)> {
        self.by_target.iter().map(|(concept, numbers)| (concept, self.lines(Some(numbers))))
    }

    fn lines(&self, numbers: Option<&Vec<usize>>) -> impl Iterator<Item = &Association> + Clone {
        numbers.into_iter().flatten().map(|number| &self.associations[*number])
    }

    /// Takes in further associations.
    fn extend(&mut self, lines: impl IntoIterator<Item = Association>) {
        for line in lines {
            let number = self.associations.len();
            for source in &*line.sources {
                self.by_source.entry(source.clone()).or_default().push(number);
            }
            if let Some(target) = &line.target {
                self.by_target.entry(target.clone()).or_default().push(number);
            }
            self.associations.push(line);
        }
    }
}

/// Where a passage under a free heading goes: the first place of which the heading has a word, or that
/// asks for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The section of the new form.
    pub section: String,
    /// Words of such headings; none for any heading.
    pub words: Vec<String>,
}

/// A clause that tells old figures in a section of the new report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tell {
    /// The section.
    pub section: String,
    /// The words before, between and after the figures; one more than there are figures.
    pub words: Vec<String>,
    /// The figures.
    pub figures: Vec<Concept>,
}

/// One line of a crosswalk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Association {
    /// The old figures; several are summed.
    pub sources: Arc<[Concept]>,
    /// The new figure, when there is one.
    pub target: Option<Concept>,
    /// How well they correspond.
    pub kind: Kind,
    /// What the crosswalk says of it, in a sentence.
    pub note: Arc<str>,
    /// The reason in one sentence: what its kind means, what the crosswalk says of it, and why it is so where that
    /// does not tell.
    pub reason: Arc<str>,
}

/// How well an old figure corresponds to a new one (the reasons are in `grammars/README.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same concept in the same unit.
    Exact,
    /// Several old cells make the new one.
    Sum,
    /// The same concept, its wording or scope shifted.
    Close,
    /// The old cell covers more than the new one.
    Broader,
    /// No new line: put where the relations hold.
    Balanced,
    /// No counterpart.
    None,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] =
        [Self::Exact, Self::Sum, Self::Close, Self::Broader, Self::Balanced, Self::None];

    /// Its name in the notation and in the ledger.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Sum => "sum",
            Self::Close => "close",
            Self::Broader => "broader",
            Self::Balanced => "balanced",
            Self::None => "none",
        }
    }

    /// What it means, in words of an office.
    ///
    /// ```
    /// assert_eq!(nianbao::grammar::Kind::Sum.meaning(), "由旧表各项相加");
    /// ```
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Exact => "两版口径相同，照录",
            Self::Sum => "由旧表各项相加",
            Self::Close => "口径相近，照录供参考",
            Self::Broader => "旧项较宽，照录供参考",
            Self::Balanced => "并入其他",
            Self::None => "新表没有对应项",
        }
    }

    /// The reason of an association of this kind, of which the crosswalk says this.
    fn reason(self, note: &str, why: &str) -> String {
        let why = if why.is_empty() { String::new() } else { format!("（{why}）") };
        let note = if note.is_empty() { String::new() } else { format!("：{note}") };
        format!("{}{note}{why}", self.meaning())
    }
}

/// An implied zero: where `when` is 0, `target` is 0 too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zero {
    /// Whether `when` is a concept of the old or of the new form.
    pub side: Side,
    /// The figure that must be 0.
    pub when: Concept,
    /// The figure that is 0 then.
    pub target: Concept,
    /// The reason, in a sentence.
    pub note: Arc<str>,
}

/// One end of a crosswalk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The old report.
    Source,
    /// The new report.
    Target,
}

/// A line of the notation, its names not yet expanded. `number` is the line's.
#[derive(Clone, Debug)]
pub(super) enum Rule {
    /// `a + b -> c sum`
    Line {
        number: usize,
        sources: Vec<Pattern>,
        target: Option<Pattern>,
        kind: Kind,
        note: String,
        why: String,
    },
    /// `tell overview 主动公开政府信息{statistics.disclosed.total}条`
    Tell { number: usize, section: String, words: Vec<String>, figures: Vec<String> },
    /// `place problems 问题 | 不足`
    Place { number: usize, section: String, words: Vec<String> },
    /// `zero source a -> b + c`
    Zero { number: usize, side: Side, when: Pattern, targets: Vec<Pattern>, note: String },
}

/// A remark below a line of the notation.
#[derive(Clone, Debug)]
pub(super) enum Remark {
    /// `note …`
    Note(String),
    /// `why …`
    Why(String),
}

impl Rule {
    pub(super) fn set(&mut self, remark: Remark) {
        match (self, remark) {
            (Self::Line { note, .. } | Self::Zero { note, .. }, Remark::Note(text)) => *note = text,
            (Self::Line { why, .. }, Remark::Why(text)) => *why = text,
            (Self::Zero { .. } | Self::Tell { .. } | Self::Place { .. }, _) => {}
        }
    }
}

/// A concept with holes: `requests.{line}.total`. A hole stands for one or more parts of the name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
}

/// A part of a name, or the name of a hole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    is_hole: bool,
}

/// What the holes of a pattern stand for: the name of each, and a stretch of the name of a concept.
type Bindings<'a> = Vec<(&'a str, &'a str)>;

impl Part {
    fn new(text: &str) -> Self {
        let hole = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        Self { name: hole.unwrap_or(text).to_owned(), is_hole: hole.is_some() }
    }

    /// What stands here in every name that fits, unless it is a hole that stands for nothing yet.
    fn text<'a>(&'a self, bindings: &Bindings<'a>) -> Option<&'a str> {
        if !self.is_hole {
            return Some(&self.name);
        }
        bindings.iter().find(|(hole, _)| *hole == self.name).map(|(_, text)| *text)
    }
}

impl Pattern {
    pub(super) fn new(text: &str) -> Self {
        Self { parts: text.split('.').map(Part::new).collect() }
    }

    /// The concepts that fit, each with what the holes stand for.
    fn concepts<'a>(&'a self, form: &'a Form, bindings: &Bindings<'a>) -> Vec<(&'a Concept, Bindings<'a>)> {
        let known: Vec<&str> = self.parts.iter().map_while(|part| part.text(bindings)).collect();
        let start = known.join(".");
        if known.len() == self.parts.len() {
            let concept = form.cell(&start).map(|(table, row, column)| table.concept(row, column));
            return concept.map(|concept| (concept, bindings.clone())).into_iter().collect();
        }
        // Most concepts begin otherwise, which is quicker to see than that they do not fit.
        let fits = |concept: &'a Concept| {
            let mut bindings = bindings.clone();
            fit(&self.parts, Some(concept.as_str()), &mut bindings).then_some((concept, bindings))
        };
        form.concepts().filter(|concept| concept.as_str().starts_with(&start)).filter_map(fits).collect()
    }
}

/// Whether what is left of a name fits; then every hole stands for a stretch of it.
fn fit<'a>(parts: &'a [Part], name: Option<&'a str>, bindings: &mut Bindings<'a>) -> bool {
    let (Some((part, parts)), Some(name)) = (parts.split_first(), name) else {
        return parts.is_empty() && name.is_none();
    };
    let after = |text: &str| match name.strip_prefix(text)? {
        "" => Some(None),
        rest => rest.strip_prefix('.').map(Some),
    };
    if let Some(text) = part.text(bindings) {
        return after(text).is_some_and(|rest| fit(parts, rest, bindings));
    }
    // The last part takes all that is left, any other as little as it can.
    if parts.is_empty() {
        bindings.push((&part.name, name));
        return true;
    }
    let dots = name.match_indices('.').map(|(at, _)| at);
    dots.chain([name.len()]).any(|end| {
        bindings.push((&part.name, &name[..end]));
        let fits = after(&name[..end]).is_some_and(|rest| fit(parts, rest, bindings));
        if !fits {
            bindings.pop();
        }
        fits
    })
}

/// Expands the rules over the concepts of two forms. An error is a line number and what was expected.
pub(super) fn expand(from: &Form, to: &Form, rules: &[Rule]) -> Result<Crosswalk, (usize, String)> {
    let mut crosswalk =
        Crosswalk { from: from.edition.clone(), to: to.edition.clone(), ..Crosswalk::default() };
    for rule in rules {
        match rule {
            Rule::Line { number, sources, target, kind, note, why } => {
                let lines = expand_line(from, to, sources, target.as_ref(), &crosswalk)
                    .map_err(|expected| (*number, expected))?;
                let (note, reason): (Arc<str>, Arc<str>) =
                    (note.as_str().into(), kind.reason(note, why).into());
                let association = |(sources, target): Line| Association {
                    sources: sources.into(),
                    target,
                    kind: *kind,
                    note: Arc::clone(&note),
                    reason: Arc::clone(&reason),
                };
                crosswalk.extend(lines.into_iter().map(association));
            }
            Rule::Place { number, section, words } => {
                check_section(to, section).map_err(|expected| (*number, expected))?;
                crosswalk.places.push(Place { section: section.clone(), words: words.clone() });
            }
            Rule::Tell { number, section, words, figures } => {
                let known = |name: &String| from.concepts().find(|own| own.as_str() == name).cloned();
                let unknown = || (*number, format!("concepts of {}", from.edition));
                check_section(to, section).map_err(|expected| (*number, expected))?;
                let figures = figures.iter().map(known).collect::<Option<Vec<_>>>().ok_or_else(unknown)?;
                crosswalk.tells.push(Tell { section: section.clone(), words: words.clone(), figures });
            }
            Rule::Zero { number, side, when, targets, note } => {
                let form = if *side == Side::Source { from } else { to };
                let zeros = expand_zero(form, to, when, targets).map_err(|expected| (*number, expected))?;
                let note: Arc<str> = note.as_str().into();
                let zero = |(when, target)| Zero { side: *side, when, target, note: Arc::clone(&note) };
                crosswalk.zeros.extend(zeros.into_iter().map(zero));
            }
        }
    }
    match from.concepts().find(|concept| !crosswalk.by_source.contains_key(*concept)) {
        Some(concept) => Err((1, format!("an association for `{concept}`"))),
        None => Ok(crosswalk),
    }
}

fn check_section(to: &Form, section: &str) -> Result<(), String> {
    let is_known = to.sections.iter().any(|own| own.name == section);
    if is_known { Ok(()) } else { Err(format!("a section of {}, found `{section}`", to.edition)) }
}

type Line = (Vec<Concept>, Option<Concept>);

/// The first pattern runs over the concepts that no earlier line has taken; the others follow its holes.
fn expand_line(
    from: &Form,
    to: &Form,
    sources: &[Pattern],
    target: Option<&Pattern>,
    crosswalk: &Crosswalk,
) -> Result<Vec<Line>, String> {
    let mut lines = Vec::new();
    for (first, bindings) in sources[0].concepts(from, &Vec::new()) {
        if crosswalk.by_source.contains_key(first) {
            continue;
        }
        let mut line = vec![first.clone()];
        for other in &sources[1..] {
            let (other, _) = only(other.concepts(from, &bindings), &from.edition)?;
            line.push(other.clone());
        }
        let target = target.map(|target| only(target.concepts(to, &bindings), &to.edition)).transpose()?;
        lines.push((line, target.map(|(concept, _)| concept.clone())));
    }
    if lines.is_empty() {
        Err(format!("a concept of {} that is not mapped yet", from.edition))
    } else {
        Ok(lines)
    }
}

fn expand_zero(
    form: &Form,
    to: &Form,
    when: &Pattern,
    targets: &[Pattern],
) -> Result<Vec<(Concept, Concept)>, String> {
    let mut zeros = Vec::new();
    for (when, bindings) in when.concepts(form, &Vec::new()) {
        for target in targets {
            let found = target.concepts(to, &bindings).into_iter().map(|(target, _)| target);
            zeros.extend(found.filter(|target| *target != when).map(|target| (when.clone(), target.clone())));
        }
    }
    if zeros.is_empty() { Err("concepts that the forms have".to_owned()) } else { Ok(zeros) }
}

fn only<'a>(
    mut found: Vec<(&'a Concept, Bindings<'a>)>,
    edition: &str,
) -> Result<(&'a Concept, Bindings<'a>), String> {
    match (found.pop(), found.is_empty()) {
        (Some(one), true) => Ok(one),
        _ => Err(format!("one concept of {edition}")),
    }
}
