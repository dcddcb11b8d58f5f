//! Which files to read.

use super::harmless;
use crate::lang::Lang;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file to read, and where it stands under the folder that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    /// Its path below the given folder; for a file that was given, its name.
    pub(super) relative: PathBuf,
    /// The sheet that its report begins on, where a workbook holds several.
    pub(super) sheet: Option<String>,
}

/// What a report may be named; only for files found in folders, as content decides what a file is.
const ENDINGS: [&str; 24] = [
    "docx", "docm", "dotx", "dotm", "doc", "wps", "rtf", "xlsx", "xlsm", "xltx", "xltm", "xls", "et", "ods",
    "fods", "html", "htm", "xhtml", "mht", "mhtml", "txt", "csv", "tsv", "xml",
];

impl Input {
    /// A file that an argument names.
    pub(super) fn of(path: &Path) -> Self {
        let relative = path.file_name().map_or_else(|| path.to_owned(), PathBuf::from);
        Self { path: path.to_owned(), relative, sheet: None }
    }

    /// The same file, and of its reports the one on a sheet.
    pub(super) fn on(&self, sheet: Option<&str>) -> Self {
        Self { sheet: sheet.map(str::to_owned), ..self.clone() }
    }

    /// Its bytes.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        if self.is_stdin() {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
        fs::read(&self.path)
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Its name in messages.
    pub(super) fn name(&self, lang: Lang) -> String {
        if self.is_stdin() {
            return self.with_sheet(lang.choose("标准输入", "standard input"));
        }
        self.with_sheet(&self.path.display().to_string())
    }

    /// What tells its report from those of files with other bytes, and from the others of its own file.
    pub(super) fn key(&self, digest: &str) -> String {
        format!("{digest}{}", self.sheet.as_deref().unwrap_or_default())
    }

    fn with_sheet(&self, file: &str) -> String {
        let sheet = self.sheet.as_ref().map(|sheet| format!("［{sheet}］")).unwrap_or_default();
        harmless(&format!("{file}{sheet}"))
    }

    /// The same without its folder.
    pub(super) fn file_name(&self, lang: Lang) -> String {
        if self.is_stdin() { self.name(lang) } else { self.with_sheet(&self.relative.display().to_string()) }
    }
}

/// The files that the arguments name, folders walked in the order of their names; symbolic links in
/// folders are not followed.
pub(super) fn inputs(arguments: &[PathBuf]) -> io::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            walk(argument, argument, &mut inputs).map_err(|error| named(argument, &error))?;
        } else {
            inputs.push(Input::of(argument));
        }
    }
    Ok(inputs)
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn walk(root: &Path, folder: &Path, inputs: &mut Vec<Input>) -> io::Result<()> {
    let mut entries = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_skipped(&name) && !kind.is_symlink() {
            entries.insert((entry.path(), kind.is_dir()));
        }
    }
    for (path, is_folder) in entries {
        if is_folder {
            walk(root, &path, inputs)?;
        } else if has_known_ending(&path) {
            let relative = path.strip_prefix(root).map_or_else(|_| path.clone(), Path::to_path_buf);
            inputs.push(Input { path, relative, sheet: None });
        }
    }
    Ok(())
}

/// Lock files of Word (`~$`) and WPS (`.~`), hidden files, and what systems leave in folders.
fn is_skipped(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with('.') || name == "__MACOSX" || name == "Thumbs.db"
}

fn has_known_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}
