//! A file and its reports: what commands over many reports begin with.

use super::input::Input;
use super::{Opened, Session, UNREADABLE, colon};
use crate::Error;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The reports of a file.
pub(super) struct OpenedFile {
    /// Its bytes; none where they could not be read.
    bytes: Option<Vec<u8>>,
    /// Each report, or why there is none; of a workbook there may be several.
    pub(super) reports: Vec<(Input, Result<Opened, Refused>)>,
}

/// Why a file was not used.
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) sentence: String,
}

impl Refused {
    fn new(session: &Session, error: &Error) -> Self {
        Self { code: error.code(), sentence: error.sentence(session.lang) }
    }

    /// `2021.docx：文件是空的… [empty-input]`
    pub(super) fn line(&self, session: &Session, input: &Input) -> String {
        format!("{}{}{} [{}]", input.name(session.lang), colon(session.lang), self.sentence, self.code)
    }
}

impl OpenedFile {
    pub(super) fn read(session: &Session, input: &Input) -> Self {
        let refused = |refused| vec![(input.clone(), Err(refused))];
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                let reports = refused(Refused { code: UNREADABLE, sentence: error.to_string() });
                return Self { bytes: None, reports };
            }
        };
        let reports = match session.open_all(input, &bytes) {
            Ok(reports) => reports
                .into_iter()
                .map(|(input, opened)| (input, opened.map_err(|error| Refused::new(session, &error))))
                .collect(),
            Err(error) => refused(Refused::new(session, &error)),
        };
        Self { bytes: Some(bytes), reports }
    }

    /// The SHA-256 of its bytes; empty where they could not be read.
    pub(super) fn digest(&self) -> String {
        self.bytes.as_ref().map_or_else(String::new, digest)
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
