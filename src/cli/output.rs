//! Where outputs go: written beside their place and renamed, never over an input, never half, never out of the
//! folder that was named.

use super::{Outcome, Session, fail};
use crate::lang::Lang;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// Why an output was not written.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is there already, and is something else.
    Exists,
    /// It is the input itself.
    IsInput,
    /// A symbolic link leads out of the folder that was named.
    Outside,
    /// The system says no.
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Refusal {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Exists => "output-exists",
            Self::IsInput => "output-is-input",
            Self::Outside => "output-outside",
            Self::Io(_) => "unwritable",
        }
    }

    /// Whether every other output would meet the same.
    pub(super) fn is_final(&self) -> bool {
        use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        matches!(self, Self::Io(error) if matches!(error.kind(), StorageFull | QuotaExceeded | ReadOnlyFilesystem))
    }

    pub(super) fn sentence(&self, session: &Session, path: &Path) -> String {
        let path = path.display();
        let [zh, en] = match self {
            Self::Exists => [
                "`{}` 已存在，未覆盖；如要覆盖请加 --overwrite",
                "`{}` exists; add --overwrite to replace it",
            ],
            Self::IsInput => {
                ["`{}` 就是输入文件，不能覆盖；请换一个输出", "`{}` is the input itself; name another output"]
            }
            Self::Outside => [
                "`{}` 经符号链接通到输出文件夹之外，未写入；请移走链接或换一个输出文件夹",
                "`{}` leads out of the output folder by a symbolic link; remove the link or name another folder",
            ],
            Self::Io(error) => {
                let remedy = match error.kind() {
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                        session.choose("；请腾出空间或换一个磁盘", "; make room or name another disk")
                    }
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => session.choose(
                        "；请换一个可以写入的文件夹，或在别的程序中关闭此文件",
                        "; name a folder that can be written, or close the file in other programs",
                    ),
                    _ => "",
                };
                return format!("{}`{path}`：{error}{remedy}", session.choose("不能写入 ", "cannot write "));
            }
        };
        session.choose(zh, en).replace("{}", &path.to_string())
    }
}

/// What was done with an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Put {
    Written,
    /// It was there already, the same to the byte.
    Same,
    /// Nothing was to be written.
    Planned,
}

impl Put {
    /// What there is to say of it.
    pub(super) fn remark(self, lang: Lang) -> &'static str {
        match self {
            Self::Written => "",
            Self::Same => lang.choose("（已有，内容相同）", " (there already, the same)"),
            Self::Planned => lang.choose("（未写入）", " (not written)"),
        }
    }
}

/// Begins the names of temporary files, so that those of a run that was killed are known.
const PREFIX: &str = ".nianbao-";
const SUFFIX: &str = ".tmp";

/// Writes outputs, all of them below one folder where one is named.
#[derive(Debug, Default)]
pub(super) struct Writer {
    overwrite: bool,
    /// Whether it only sees what could be written.
    is_dry: bool,
    /// The folder that nothing may be written outside of.
    root: Option<PathBuf>,
    /// Folders that are there and within the root.
    sound: Mutex<HashSet<PathBuf>>,
    prefix: String,
}

impl Writer {
    /// A writer of single files.
    pub(super) fn new(overwrite: bool, is_dry: bool) -> Self {
        Self { overwrite, is_dry, prefix: PREFIX.to_owned(), ..Self::default() }
    }

    /// The same below a folder; runs that go on beside each other have names of their own.
    pub(super) fn below(self, root: &Path, run: &str) -> Self {
        Self { root: Some(root.to_owned()), prefix: format!("{PREFIX}{run}"), ..self }
    }

    /// Writes a file whole or not at all.
    pub(super) fn write(
        &self,
        path: &Path,
        bytes: &[u8],
        is_input: impl Fn(&Path) -> bool,
    ) -> Result<Put, Refusal> {
        match self.check(path, is_input) {
            Err(Refusal::Exists) if holds(path, bytes)? => return Ok(Put::Same),
            checked => checked?,
        }
        if self.is_dry {
            return Ok(Put::Planned);
        }
        let mut output = self.begin(path)?;
        output.file().write_all(bytes)?;
        output.finish()?;
        Ok(Put::Written)
    }

    /// Begins a file, unless one is there that must stay.
    pub(super) fn create<'p>(
        &self,
        path: &'p Path,
        is_input: impl Fn(&Path) -> bool,
    ) -> Result<Output<'p>, Refusal> {
        self.check(path, is_input)?;
        self.begin(path)
    }

    fn check(&self, path: &Path, is_input: impl Fn(&Path) -> bool) -> Result<(), Refusal> {
        match path.symlink_metadata() {
            Ok(_) if is_input(path) => Err(Refusal::IsInput),
            Ok(_) if !self.overwrite => Err(Refusal::Exists),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    fn begin<'p>(&self, path: &'p Path) -> Result<Output<'p>, Refusal> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        self.prepare(folder)?;
        let file = tempfile::Builder::new().prefix(&self.prefix).suffix(SUFFIX).tempfile_in(folder)?;
        Ok(Output { path, overwrite: self.overwrite, file })
    }

    /// Makes a folder, and sees that no link leads out of the root.
    fn prepare(&self, folder: &Path) -> Result<(), Refusal> {
        let sound = || self.sound.lock().unwrap_or_else(PoisonError::into_inner);
        if sound().contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder)?;
        if let Some(root) = &self.root {
            fs::create_dir_all(root)?;
            if !folder.canonicalize()?.starts_with(root.canonicalize()?) {
                return Err(Refusal::Outside);
            }
        }
        sound().insert(folder.to_owned());
        Ok(())
    }

    /// Removes what a run of the same name left half-written when it was killed.
    pub(super) fn clean(&self) -> io::Result<()> {
        match &self.root {
            Some(root) if root.is_dir() => self.clean_folder(root),
            _ => Ok(()),
        }
    }

    fn clean_folder(&self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if kind.is_dir() {
                self.clean_folder(&entry.path())?;
            } else if kind.is_file() && name.starts_with(&self.prefix) && name.ends_with(SUFFIX) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A file that is there once it is finished, and else never was.
pub(super) struct Output<'p> {
    path: &'p Path,
    overwrite: bool,
    file: NamedTempFile,
}

impl Output<'_> {
    /// The file to write to.
    pub(super) fn file(&mut self) -> &mut fs::File {
        self.file.as_file_mut()
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        let Self { path, overwrite, file } = self;
        share(file.as_file())?;
        let persisted = if overwrite { file.persist(path) } else { file.persist_noclobber(path) };
        match persisted {
            Ok(_) => Ok(()),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(Refusal::Exists),
            Err(error) => Err(Refusal::Io(error.error)),
        }
    }
}

/// Writes one file, or says why it was not written.
pub(super) fn write(
    session: &Session,
    path: &Path,
    bytes: &[u8],
    inputs: &[PathBuf],
    overwrite: bool,
) -> Result<Put, Outcome> {
    let put = Writer::new(overwrite, false).write(path, bytes, is_one_of(inputs));
    put.map_err(|refusal| fail(&refusal.sentence(session, path)))
}

/// Whether a file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let metadata = path.symlink_metadata()?;
    Ok(metadata.is_file() && metadata.len() == bytes.len() as u64 && fs::read(path)? == bytes)
}

/// A temporary file is the owner's alone; an output is as readable as any other file.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Tells files that are one of these, by whatever path.
pub(super) fn is_one_of(paths: &[PathBuf]) -> impl Fn(&Path) -> bool {
    |path| paths.iter().map(PathBuf::as_path).any(is_file(path))
}

/// Tells other paths of this file from those of others.
pub(super) fn is_file(path: &Path) -> impl Fn(&Path) -> bool {
    let own = path.canonicalize().ok();
    move |other| own.is_some() && other.canonicalize().ok() == own
}
