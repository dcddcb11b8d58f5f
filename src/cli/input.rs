//! Which files to read.

use super::args::InputArgs;
use super::file_name::ending;
use super::harmless;
use crate::lang::Lang;
use crate::read::decode;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

/// A file to read, and where it stands under the folder that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// The folder that was given; a hundred thousand inputs share one.
    folder: Arc<Path>,
    /// Its path below that folder; for a file that was given, its name.
    pub(super) relative: Box<Path>,
    /// The sheet that its report begins on, where a workbook holds several.
    pub(super) sheet: Option<Box<str>>,
}

/// What a report may be named; only for files found in folders, as content decides what a file is.
const ENDINGS: [&str; 25] = [
    "docx", "docm", "dotx", "dotm", "doc", "wps", "rtf", "xlsx", "xlsm", "xltx", "xltm", "xls", "et", "ods",
    "fods", "pdf", "html", "htm", "xhtml", "mht", "mhtml", "txt", "csv", "tsv", "xml",
];

impl Input {
    /// A file that an argument names.
    pub(super) fn of(path: &Path) -> Self {
        let relative = path.file_name().map_or(path, Path::new);
        let folder = path.parent().filter(|_| path.file_name().is_some()).unwrap_or(Path::new(""));
        Self { folder: folder.into(), relative: relative.into(), sheet: None }
    }

    /// A file of a list; below the working folder it keeps the folders it is in.
    fn listed(path: &Path) -> Self {
        let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
        if path.components().all(is_plain) {
            Self { folder: Path::new("").into(), relative: path.into(), sheet: None }
        } else {
            Self::of(path)
        }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.folder.join(&self.relative)
    }

    /// The same file, and of its reports the one on a sheet.
    pub(super) fn on(&self, sheet: Option<&str>) -> Self {
        Self { sheet: sheet.map(Box::from), ..self.clone() }
    }

    /// Its bytes.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        if self.is_stdin() {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            return Ok(bytes);
        }
        fs::read(self.path())
    }

    /// How many bytes it has, as far as the system says.
    pub(super) fn size(&self) -> u64 {
        fs::metadata(self.path()).map_or(0, |metadata| metadata.len())
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.path() == Path::new("-")
    }

    /// Its name in messages.
    pub(super) fn name(&self, lang: Lang) -> String {
        if self.is_stdin() {
            return self.with_sheet(lang.choose("标准输入", "standard input"));
        }
        self.with_sheet(&self.path().display().to_string())
    }

    /// What tells its report from those of files with other bytes, and from the others of its own file.
    pub(super) fn key(&self, digest: &str) -> String {
        format!("{digest}{}", self.sheet.as_deref().unwrap_or_default())
    }

    fn with_sheet(&self, file: &str) -> String {
        harmless(&format!("{file}{}", self.on_sheet()))
    }

    /// What tells its report from the others of its file.
    fn on_sheet(&self) -> String {
        self.sheet.as_ref().map(|sheet| format!("［{sheet}］")).unwrap_or_default()
    }

    /// Its name in the record of a run.
    pub(super) fn recorded(&self) -> String {
        format!("{}{}", self.path().to_string_lossy(), self.on_sheet())
    }

    /// The same without its folder.
    pub(super) fn file_name(&self, lang: Lang) -> String {
        if self.is_stdin() { self.name(lang) } else { self.with_sheet(&self.relative.display().to_string()) }
    }

    /// Its path below the folder that was given, the same on every system.
    fn portable_name(&self) -> String {
        let parts = self.relative.components().map(|part| part.as_os_str().to_string_lossy());
        parts.collect::<Vec<_>>().join("/")
    }
}

/// One of several parts of a run, each for a machine of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shard {
    index: u64,
    of: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match numbers {
            Some((index, of)) if index < of => Ok(Self { index, of }),
            _ => Err("I/N, 0 <= I < N".into()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}of{}", self.index, self.of)
    }
}

impl Shard {
    /// Whether an input is of this part; the same on every machine and in every version.
    fn has(self, input: &Input) -> bool {
        let digest = Sha256::digest(input.portable_name());
        let (first, _) = digest.as_slice().split_at(8);
        let number = first.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.index
    }
}

/// Which files of a folder are wanted.
struct Wanted {
    include: Option<GlobSet>,
    exclude: GlobSet,
    /// Folders that the outputs go to: what was made by a run before this one is no input.
    outputs: Vec<PathBuf>,
}

impl Wanted {
    fn new(args: &InputArgs, outputs: &[&Path]) -> io::Result<Self> {
        let include = (!args.include.is_empty()).then(|| globs(&args.include)).transpose()?;
        let outputs = outputs.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        Ok(Self { include, exclude: globs(&args.exclude)?, outputs })
    }

    fn has_folder(&self, folder: &Path) -> bool {
        let is_named = self.outputs.iter().any(|output| output.file_name() == folder.file_name());
        !is_named || folder.canonicalize().map_or(true, |folder| !self.outputs.contains(&folder))
    }

    fn has(&self, input: &Input) -> bool {
        let name = input.portable_name();
        self.include.as_ref().is_none_or(|include| include.is_match(&name)) && !self.exclude.is_match(&name)
    }
}

/// A pattern without a folder is one of names.
fn globs(patterns: &[String]) -> io::Result<GlobSet> {
    let wrong = |error: globset::Error| io::Error::new(io::ErrorKind::InvalidInput, error.to_string());
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let pattern = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
        let glob = GlobBuilder::new(&pattern).literal_separator(true).case_insensitive(true).build();
        set.add(glob.map_err(wrong)?);
    }
    set.build().map_err(wrong)
}

/// The files that the arguments name, folders walked in the order of their names; symbolic links in
/// folders are not followed, and those that outputs go to are passed over.
pub(super) fn inputs(args: &InputArgs, outputs: &[&Path]) -> io::Result<Vec<Input>> {
    let wanted = Wanted::new(args, outputs)?;
    let mut inputs = Vec::new();
    for argument in &args.inputs {
        if argument.is_dir() {
            walk(&argument.as_path().into(), Path::new(""), &wanted, &mut inputs)
                .map_err(|error| named(argument, &error))?;
        } else {
            inputs.push(Input::of(argument));
        }
    }
    if let Some(list) = &args.files_from {
        inputs.extend(listed(list).map_err(|error| named(list, &error))?);
    }
    inputs.retain(|input| args.shard.is_none_or(|shard| shard.has(input)));
    Ok(inputs)
}

/// The files of a list: one a line, or ended by NUL, as `find -print0` writes them.
fn listed(list: &Path) -> io::Result<Vec<Input>> {
    let bytes = Input::of(list).read()?;
    // PowerShell writes UTF-16, and the console of a Chinese Windows GBK; elsewhere a path may be any bytes.
    let is_wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    let is_foreign = is_wide || cfg!(windows) && std::str::from_utf8(&bytes).is_err();
    let bytes = if is_foreign { decode(&bytes).into_bytes() } else { bytes };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == separator);
    let names = names.map(|name| name.strip_suffix(b"\r").unwrap_or(name)).filter(|name| !name.is_empty());
    Ok(names.map(|name| Input::listed(&path(name))).collect())
}

#[cfg(unix)]
fn path(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path(name: &[u8]) -> PathBuf {
    PathBuf::from(&*String::from_utf8_lossy(name))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn walk(root: &Arc<Path>, folder: &Path, wanted: &Wanted, inputs: &mut Vec<Input>) -> io::Result<()> {
    let mut entries: Vec<(OsString, bool)> = Vec::new();
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let is_skipped = is_skipped(&entry.file_name().to_string_lossy()) || is_hidden(&entry)?;
        if !is_skipped && !kind.is_symlink() {
            entries.push((entry.file_name(), kind.is_dir()));
        }
    }
    entries.sort_unstable();
    for (name, is_folder) in entries {
        let relative = folder.join(name);
        if is_folder {
            if wanted.has_folder(&root.join(&relative)) {
                walk(root, &relative, wanted, inputs)?;
            }
        } else if has_known_ending(&relative) {
            let input = Input { folder: Arc::clone(root), relative: relative.into(), sheet: None };
            inputs.extend(Some(input).filter(|input| wanted.has(input)));
        }
    }
    Ok(())
}

/// Lock files of Word (`~$`) and WPS (`.~`), hidden files, and what systems leave in folders.
fn is_skipped(name: &str) -> bool {
    name.starts_with("~$") || name.starts_with('.') || name == "__MACOSX" || name == "Thumbs.db"
}

/// Whether a file has the attribute that hides it on Windows; elsewhere names alone tell.
#[cfg(windows)]
fn is_hidden(entry: &fs::DirEntry) -> io::Result<bool> {
    use std::os::windows::fs::MetadataExt;
    const HIDDEN: u32 = 0x2;
    Ok(entry.metadata()?.file_attributes() & HIDDEN != 0)
}

#[cfg(not(windows))]
#[expect(clippy::unnecessary_wraps, reason = "Windows has to ask the file")]
fn is_hidden(_: &fs::DirEntry) -> io::Result<bool> {
    Ok(false)
}

fn has_known_ending(path: &Path) -> bool {
    ending(path).is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::listed;
    use std::fs;
    use std::path::PathBuf;

    /// A list as `find`, `find -print0`, an editor of Windows, and PowerShell write it.
    #[test]
    fn lists_of_paths() {
        let wide: Vec<u8> =
            "\u{FEFF}年报/一.docx\r\n二.docx\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let lists: [&[u8]; 4] = [
            "年报/一.docx\n二.docx\n".as_bytes(),
            "年报/一.docx\0二.docx\0".as_bytes(),
            "\u{FEFF}年报/一.docx\r\n\r\n二.docx".as_bytes(),
            &wide,
        ];
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        for list in lists {
            fs::write(file.path(), list).expect("a file can be written");
            let inputs = listed(file.path()).expect("the list can be read");
            let paths: Vec<PathBuf> = inputs.iter().map(|input| input.relative.to_path_buf()).collect();
            assert_eq!(paths, [PathBuf::from("年报/一.docx"), PathBuf::from("二.docx")]);
        }
    }
}
