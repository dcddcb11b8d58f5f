//! Where outputs go: written beside their place and renamed, never over an input, never half.

use super::Session;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Why an output was not written.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is there already.
    Exists,
    /// It is the input itself.
    IsInput,
    /// The system says no.
    Io(io::Error),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Refusal {
    pub(super) fn sentence(&self, session: &Session, path: &Path) -> String {
        let path = path.display();
        match self {
            Self::Exists => session
                .choose(
                    "`{}` 已存在，未覆盖；如要覆盖请加 --overwrite",
                    "`{}` exists; add --overwrite to replace it",
                )
                .replace("{}", &path.to_string()),
            Self::IsInput => session
                .choose(
                    "`{}` 就是输入文件，不能覆盖；请换一个输出",
                    "`{}` is the input itself; name another output",
                )
                .replace("{}", &path.to_string()),
            Self::Io(error) => format!("{}`{path}`：{error}", session.choose("不能写入 ", "cannot write ")),
        }
    }
}

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8], inputs: &[&Path], overwrite: bool) -> Result<(), Refusal> {
    let mut output = Output::create(path, inputs, overwrite)?;
    output.file().write_all(bytes)?;
    output.finish()
}

/// A file that is there once it is finished, and else never was.
pub(super) struct Output<'p> {
    path: &'p Path,
    overwrite: bool,
    file: NamedTempFile,
}

impl<'p> Output<'p> {
    /// Begins a file, unless one is there that must stay.
    pub(super) fn create(path: &'p Path, inputs: &[&Path], overwrite: bool) -> Result<Self, Refusal> {
        if inputs.iter().any(|input| is_same_file(input, path)) {
            return Err(Refusal::IsInput);
        }
        if !overwrite && path.symlink_metadata().is_ok() {
            return Err(Refusal::Exists);
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let file = tempfile::Builder::new().prefix(".nianbao-").suffix(".tmp").tempfile_in(folder)?;
        Ok(Self { path, overwrite, file })
    }

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

fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}
