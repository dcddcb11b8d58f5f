//! Other programs: `pdftotext` and LibreOffice turn what `read` cannot read into what it can.

mod process;
mod program;

use crate::document::{Document, Note, NoteKind};
use crate::error::{Error, ErrorKind, External as Reason, Foreign};
use crate::read::{Limits, note_lost_cells, read};
use process::{Failure, Process};
use program::{Program, find};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A report has more Chinese characters than this; what has fewer is a picture with a number below it.
const FEWEST_CHARACTERS: usize = 60;

/// Whether other programs may be started, which, and for how long.
#[derive(Clone, Debug)]
pub(super) struct External {
    pub(super) is_allowed: bool,
    /// Where the programs are, if the user has said so.
    pub(super) pdftotext: Option<PathBuf>,
    pub(super) soffice: Option<PathBuf>,
    pub(super) timeout: Duration,
}

impl External {
    /// Reads bytes; those of a container that only another program can read are turned into another by it. It has
    /// time of its own, and the clock of the file begins anew with what it gives.
    pub(super) fn read(&self, bytes: &[u8], limits: &mut Limits) -> Result<Document, Error> {
        let error = match read(bytes, limits) {
            Ok(document) => return Ok(document),
            Err(error) => error,
        };
        let Some(foreign) = error.foreign().filter(|_| self.is_allowed) else { return Err(error) };
        let named = match foreign {
            Foreign::Pdf => self.pdftotext.as_deref(),
            Foreign::Word => self.soffice.as_deref(),
        };
        let Some(program) = find(foreign, named) else { return Err(error) };
        let given = match foreign {
            Foreign::Pdf => self.text_of_pdf(&program, bytes, limits)?,
            Foreign::Word => self.docx_of_word(&program, bytes, limits)?,
        };
        *limits = limits.begun();
        let mut document = read(&given, limits)?;
        if foreign == Foreign::Word {
            note_lost_cells(bytes, &mut document);
        }
        document.notes.insert(0, Note { kind: NoteKind::ReadThrough(program.name.to_owned()), at: None });
        Ok(document)
    }

    /// The words of a PDF: with their boxes, else, where a `pdftotext` of old does not write those, as text.
    fn text_of_pdf(&self, program: &Program, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
        let run = |how: &str| {
            let arguments = [how, "-enc", "UTF-8", "-", "-"].map(OsString::from);
            let process = Process {
                path: &program.path,
                arguments: &arguments,
                input: bytes,
                timeout: self.timeout,
                most_output: limits.file_bytes,
            };
            process.run()
        };
        let text = match run("-bbox").map(|text| boxes(&text)) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => run("-layout"),
            Err(Failure::Failed(said)) if !is_locked(&said) => run("-layout"),
            Err(failure) => Err(failure),
        };
        let text = text.map_err(|failure| match failure {
            Failure::Failed(said) if is_locked(&said) => ErrorKind::Encrypted.into(),
            failure => self.failed(program, failure, limits),
        })?;
        let words = String::from_utf8_lossy(&text);
        let n_characters = words.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii()).count();
        if n_characters < FEWEST_CHARACTERS { Err(ErrorKind::NoText.into()) } else { Ok(text) }
    }

    fn docx_of_word(&self, program: &Program, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, Error> {
        let io_failed = |error: io::Error| self.failed(program, Failure::Failed(error.to_string()), limits);
        let folder = tempfile::Builder::new().prefix("nianbao-").tempdir().map_err(io_failed)?;
        let (input, output) = (folder.path().join("in.doc"), folder.path().join("in.docx"));
        fs::write(&input, bytes).map_err(io_failed)?;
        let profile = folder.path().join("profile");
        program::write_profile(&profile).map_err(io_failed)?;
        let process = Process {
            path: &program.path,
            arguments: &program::convert_arguments(&profile, folder.path(), &input),
            input: &[],
            timeout: self.timeout,
            most_output: limits.file_bytes,
        };
        let said = process.run().map_err(|failure| self.failed(program, failure, limits))?;
        // LibreOffice ends with 0 whatever happens; only the file tells.
        if !output.is_file() {
            let said = String::from_utf8_lossy(&said).trim().to_owned();
            return Err(self.failed(program, Failure::Failed(said), limits));
        }
        read_limited(&output, limits).map_err(|failure| self.failed(program, failure, limits))
    }

    fn failed(&self, program: &Program, failure: Failure, limits: &Limits) -> Error {
        let reason = match failure {
            Failure::TimedOut => Reason::TimedOut(self.timeout.as_secs()),
            Failure::TooLong => Reason::TooLong(limits.file_bytes),
            Failure::Failed(said) => Reason::Failed(said),
        };
        ErrorKind::External { program: program.name.to_owned(), reason }.into()
    }
}

/// The part of what `pdftotext -bbox` writes that holds the words; before it stands what the author said of the
/// file, in any encoding.
fn boxes(text: &[u8]) -> Option<Vec<u8>> {
    let find = |mark: &[u8]| text.windows(mark.len()).position(|window| window == mark);
    let (start, end) = (find(b"<doc>")?, find(b"</doc>")?);
    Some(text.get(start..end)?.to_vec())
}

/// Whether `pdftotext` says that a file asks for a password.
fn is_locked(said: &str) -> bool {
    said.contains("Incorrect password")
}

/// The content of a file, if the limits allow it.
fn read_limited(path: &Path, limits: &Limits) -> Result<Vec<u8>, Failure> {
    if fs::metadata(path)?.len() > limits.file_bytes {
        return Err(Failure::TooLong);
    }
    Ok(fs::read(path)?)
}

#[cfg(test)]
mod tests;
