//! A file and its reports: what every command begins with.

use super::input::Input;
use super::{Opened, Outcome, Session, colon};
use crate::Error;
use crate::document::Document;
use crate::error::ErrorKind;
use crate::lang::Lang;
use crate::read::Limits;
use crate::recognize::{SheetReport, reports};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Why nothing was made of a file.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) outcome: Outcome,
    pub(super) code: &'static str,
    pub(super) sentence: String,
    /// What the file is called in messages.
    name: String,
}

impl Refused {
    pub(super) fn new(lang: Lang, input: &Input, code: &'static str, sentence: String) -> Self {
        Self { outcome: Outcome::Failed, code, sentence, name: input.name(lang) }
    }

    /// What was asked for does not fit the file.
    pub(super) fn usage(lang: Lang, input: &Input, sentence: String) -> Self {
        Self { outcome: Outcome::Usage, ..Self::new(lang, input, "usage", sentence) }
    }

    pub(super) fn of(lang: Lang, input: &Input, error: &Error) -> Self {
        Self::new(lang, input, error.code(), error.sentence(lang))
    }

    /// `2021.docx：文件是空的… [empty-input]`; what was asked for wrongly has no code to look up.
    pub(super) fn line(&self, lang: Lang) -> String {
        let Self { outcome, code, sentence, name } = self;
        let code = if *outcome == Outcome::Usage { String::new() } else { format!(" [{code}]") };
        format!("{name}{}{sentence}{code}", colon(lang))
    }
}

/// A report of a file as a document, and the limits with what is left of the time of the file.
pub(super) struct Filed {
    pub(super) input: Input,
    pub(super) document: Document,
    pub(super) limits: Limits,
}

/// The reports of a file.
pub(super) struct OpenedFile {
    /// Its bytes; none where they could not be read.
    bytes: Option<Vec<u8>>,
    /// Each report, or why there is none; of a workbook there may be several.
    pub(super) reports: Vec<(Input, Result<Opened, Refused>)>,
}

impl OpenedFile {
    /// The SHA-256 of its bytes; empty where they could not be read.
    pub(super) fn digest(&self) -> String {
        self.bytes.as_ref().map_or_else(String::new, digest)
    }
}

impl Session {
    /// The bytes of an input.
    pub(super) fn bytes(&self, input: &Input) -> Result<Vec<u8>, Refused> {
        input.read().map_err(|error| Refused::new(self.lang, input, "unreadable", error.to_string()))
    }

    /// Reads, with the help of other programs where that is needed and allowed.
    pub(super) fn read(&self, input: &Input, bytes: &[u8]) -> Result<Filed, Refused> {
        let mut limits = self.limits.begun();
        match self.external.read(bytes, &mut limits) {
            Ok(document) => Ok(Filed { input: input.clone(), document, limits }),
            Err(error) => Err(Refused::of(self.lang, input, &error)),
        }
    }

    /// An input as one document.
    pub(super) fn document(&self, input: &Input) -> Result<Document, Refused> {
        Ok(self.read(input, &self.bytes(input)?)?.document)
    }

    /// The reports of a file as documents: a workbook may hold several, each on sheets of its own, where there is
    /// room for more than one.
    pub(super) fn documents(
        &self,
        input: &Input,
        bytes: &[u8],
        takes_one: bool,
    ) -> Result<Vec<Filed>, Refused> {
        let Filed { document, limits, .. } = self.read(input, bytes)?;
        let reports = reports(document, &self.forms);
        if takes_one && reports.len() > 1 {
            let sheets = reports.iter().filter_map(|(sheet, _)| Some(sheet.as_ref()?.to_string()));
            return Err(Refused::of(self.lang, input, &ErrorKind::SeveralReports(sheets.collect()).into()));
        }
        let filed = |(sheet, document): SheetReport| {
            let input = input.on(sheet.as_deref());
            Filed { input, document, limits: limits.clone() }
        };
        Ok(reports.into_iter().map(filed).collect())
    }

    /// Reads, recognises and checks the one report of a file.
    pub(super) fn open(&self, input: &Input) -> Result<Opened, Refused> {
        let mut documents = self.documents(input, &self.bytes(input)?, true)?;
        self.opened(documents.pop().expect("a file is one report at least")).1
    }

    /// The same of every report of a file.
    pub(super) fn open_all(&self, input: &Input) -> OpenedFile {
        let refused = |refused| vec![(input.clone(), Err(refused))];
        match self.bytes(input) {
            Ok(bytes) => {
                let documents = self.documents(input, &bytes, false);
                let opened = |all: Vec<Filed>| all.into_iter().map(|filed| self.opened(filed)).collect();
                OpenedFile { bytes: Some(bytes), reports: documents.map_or_else(refused, opened) }
            }
            Err(why) => OpenedFile { bytes: None, reports: refused(why) },
        }
    }

    fn opened(&self, filed: Filed) -> (Input, Result<Opened, Refused>) {
        let Filed { input, document, limits } = filed;
        let opened = self.recognized(document, None, &limits);
        let opened = opened.map_err(|error| Refused::of(self.lang, &input, &error));
        (input, opened)
    }
}

/// The first half of a SHA-256, where there may be a hundred thousand.
pub(super) fn short_digest(bytes: impl AsRef<[u8]>) -> [u8; 16] {
    let digest = Sha256::digest(bytes);
    std::array::from_fn(|at| digest[at])
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(super) fn digest(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}
