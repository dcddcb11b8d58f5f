//! [`Forms`]: all forms and crosswalks that are known.

use super::notation::{self, NotationError};
use super::twins::Twins;
use super::{Crosswalk, Form, Lexicon, Section, Table};
use crate::report::{Concept, Report};
use std::sync::OnceLock;

/// The forms and crosswalks that are known, and where each label of them stands.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    editions: Vec<Form>,
    /// The texts of the crosswalks that are read when one is first asked for, as most commands need none.
    unread: &'static [(&'static str, &'static str)],
    crosswalks: OnceLock<Vec<Crosswalk>>,
    lexicon: Lexicon,
    twins: Twins,
}

/// The built-in editions, oldest first.
const BUILT_IN: [(&str, &str); 3] = [
    ("2014.form", include_str!("../../grammars/2014.form")),
    ("2019.form", include_str!("../../grammars/2019.form")),
    ("2021.form", include_str!("../../grammars/2021.form")),
];

/// The built-in crosswalks.
const BUILT_IN_CROSSWALKS: [(&str, &str); 2] = [
    ("2014-2021.crosswalk", include_str!("../../grammars/2014-2021.crosswalk")),
    ("2019-2021.crosswalk", include_str!("../../grammars/2019-2021.crosswalk")),
];

impl Forms {
    /// The editions that were issued for the whole country.
    ///
    /// # Panics
    ///
    /// Never: a test reads every built-in file.
    ///
    /// ```
    /// use nianbao::grammar::Forms;
    /// let editions: Vec<_> = Forms::built_in().iter().map(|form| form.edition.as_str()).collect();
    /// assert_eq!(editions, ["2014", "2019", "2021"]);
    /// ```
    #[must_use]
    pub fn built_in() -> &'static Self {
        static FORMS: OnceLock<Forms> = OnceLock::new();
        FORMS.get_or_init(|| {
            let forms = Self::read(&BUILT_IN, &[]).expect("a test reads every built-in file");
            Self { unread: &BUILT_IN_CROSSWALKS, crosswalks: OnceLock::new(), ..forms }
        })
    }

    /// Reads forms and crosswalks from their notation, each with the name of its file.
    ///
    /// # Errors
    ///
    /// One of them is not of the notation, or a crosswalk names a concept that its form does not have.
    pub fn read(forms: &[(&str, &str)], crosswalks: &[(&str, &str)]) -> Result<Self, NotationError> {
        Self::default().with(forms, crosswalks)
    }

    /// These forms and more; one of the same edition replaces the one that was there.
    ///
    /// # Errors
    ///
    /// As [`Forms::read`].
    pub fn with(
        mut self,
        forms: &[(&str, &str)],
        crosswalks: &[(&str, &str)],
    ) -> Result<Self, NotationError> {
        // Those that are not read yet are between the forms as they are now.
        self.crosswalks();
        let mut known = self.crosswalks.take().unwrap_or_default();
        for (file, text) in forms {
            let form = Form::parse(file, text)?;
            self.editions.retain(|own| own.edition != form.edition);
            self.editions.push(form);
        }
        for (file, text) in crosswalks {
            let crosswalk = notation::crosswalk(file, text, &self)?;
            known.retain(|own| (&own.from, &own.to) != (&crosswalk.from, &crosswalk.to));
            known.push(crosswalk);
        }
        self.crosswalks = known.into();
        self.lexicon = Lexicon::new(&self.editions);
        self.twins = Twins::new(&self.editions);
        Ok(self)
    }

    /// The forms, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Form> {
        self.editions.iter()
    }

    /// The tables of all forms.
    pub fn tables(&self) -> impl Iterator<Item = (&Form, &Section, &Table)> {
        self.iter().flat_map(|form| form.tables().map(move |(section, table)| (form, section, table)))
    }

    /// A table by the numbers of its form, its section and its own.
    pub(crate) fn at(&self, form: usize, section: usize, table: usize) -> (&Form, &Section, &Table) {
        let form = &self.editions[form];
        (form, &form.sections[section], &form.sections[section].tables[table])
    }

    /// The form of an edition.
    #[must_use]
    pub fn edition(&self, edition: &str) -> Option<&Form> {
        self.editions.iter().find(|form| form.edition == edition)
    }

    fn crosswalks(&self) -> &[Crosswalk] {
        self.crosswalks.get_or_init(|| {
            let read = self.unread.iter().map(|(file, text)| notation::crosswalk(file, text, self));
            read.collect::<Result<_, _>>().expect("a test reads every built-in file")
        })
    }

    /// The crosswalk from an edition to the current one.
    #[must_use]
    pub fn crosswalk(&self, from: &str) -> Option<&Crosswalk> {
        let current = &self.current()?.edition;
        self.crosswalks().iter().find(|crosswalk| crosswalk.from == from && crosswalk.to == *current)
    }

    /// The edition that reports are migrated to: one that a crosswalk leads to and none leads from, the
    /// last that was read.
    #[must_use]
    pub fn current(&self) -> Option<&Form> {
        let is_old = |edition: &str| self.crosswalks().iter().any(|crosswalk| crosswalk.from == edition);
        let newest = self.crosswalks().iter().rev().find(|crosswalk| !is_old(&crosswalk.to))?;
        self.edition(&newest.to)
    }

    /// Where each label stands.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The tables that a report was filed in: those of its edition, but for each the twin of another
    /// edition where that has more of the report's concepts, and any other that it has figures of.
    #[must_use]
    pub fn tables_of<'a>(&'a self, report: &Report) -> Vec<(&'a Form, &'a Section, &'a Table)> {
        let filed = |table: &Table| table.concepts().iter().filter(|c| report.facts.contains_key(*c)).count();
        let own = self.iter().enumerate().find(|(_, form)| form.edition == report.edition);
        let Some((number, own)) = own else { return Vec::new() };
        let filed_in = |(nth, (section, table)): (usize, (&'a Section, &'a Table))| {
            let n_own = filed(table);
            let twins = self.twins.of(number, nth).map(|(form, section, twin)| self.at(form, section, twin));
            // A twin without more figures than that need not be counted.
            let larger = twins.filter(|(.., twin)| twin.concepts().len() > n_own);
            let best = larger.map(|twin| (filed(twin.2), twin)).max_by_key(|(n_filed, _)| *n_filed);
            best.filter(|(n_filed, _)| *n_filed > n_own).unwrap_or((n_own, (own, section, table)))
        };
        let (n_filed, mut tables): (Vec<usize>, Vec<_>) = own.tables().enumerate().map(filed_in).unzip();
        if n_filed.iter().sum::<usize>() < report.facts.len() {
            self.add_tables_of(report, &mut tables);
        }
        tables
    }

    /// Adds tables with figures of a report that no table has so far, each after those of its section: where tables
    /// of two editions stand in one report, neither is left out.
    fn add_tables_of<'a>(&'a self, report: &Report, tables: &mut Vec<(&'a Form, &'a Section, &'a Table)>) {
        for (form, section, table) in self.tables() {
            let is_held =
                |concept: &Concept| tables.iter().any(|(.., held)| held.positions.contains_key(concept));
            let is_open = |concept: &Concept| report.facts.contains_key(concept) && !is_held(concept);
            if table.concepts().iter().any(is_open) {
                let last = tables.iter().rposition(|(_, own, _)| own.name == section.name);
                tables.insert(last.map_or(tables.len(), |last| last + 1), (form, section, table));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN_CROSSWALKS, Forms};
    use std::sync::OnceLock;

    #[test]
    fn every_built_in_file_is_read() {
        let forms = Forms::read(&super::BUILT_IN, &super::BUILT_IN_CROSSWALKS);
        let forms = forms.unwrap_or_else(|error| panic!("{error}"));
        let counts: Vec<usize> = forms.iter().map(|form| form.concepts().count()).collect();
        assert_eq!(counts, [58, 198, 200]);
    }

    /// A form that takes the place of a built-in one changes nothing in crosswalks that were not read before.
    #[test]
    fn built_in_crosswalks_are_between_built_in_forms() {
        let own = "form 2021 某报告\n\nsection a 一、甲\n  table a\n    boxhead\n      count 件数\n";
        let unread =
            Forms { unread: &BUILT_IN_CROSSWALKS, crosswalks: OnceLock::new(), ..Forms::built_in().clone() };
        let forms = unread.with(&[("own.form", own)], &[]).expect("the form is of the notation");
        assert_eq!(forms.edition("2021").map(|form| form.concepts().count()), Some(1));
        assert!(forms.crosswalk("2014").is_some());
        assert_eq!(forms.crosswalk("2014"), Forms::built_in().crosswalk("2014"));
    }
}
