//! A file that was read, with the digest of its bytes: what commands over many reports begin with.

use super::input::Input;
use super::{Opened, Session, UNREADABLE, colon};
use sha2::{Digest, Sha256};

/// A file that was read, or why it could not be.
pub(super) struct OpenedFile {
    /// The SHA-256 of its bytes; empty where there are none.
    pub(super) digest: String,
    pub(super) opened: Result<Opened, Refused>,
}

/// Why a file was not used.
pub(super) struct Refused {
    pub(super) code: &'static str,
    pub(super) sentence: String,
}

impl Refused {
    /// `2021.docx：文件是空的… [empty-input]`
    pub(super) fn line(&self, session: &Session, input: &Input) -> String {
        format!("{}{}{} [{}]", input.name(session.lang), colon(session.lang), self.sentence, self.code)
    }
}

impl OpenedFile {
    pub(super) fn read(session: &Session, input: &Input) -> Self {
        let bytes = match input.read() {
            Ok(bytes) => bytes,
            Err(error) => {
                let refused = Refused { code: UNREADABLE, sentence: error.to_string() };
                return Self { digest: String::new(), opened: Err(refused) };
            }
        };
        let digest = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        let refused =
            |error: crate::Error| Refused { code: error.code(), sentence: error.sentence(session.lang) };
        Self { digest, opened: session.open(&bytes).map_err(refused) }
    }
}
