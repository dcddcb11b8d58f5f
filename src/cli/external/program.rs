//! Where other programs are, and how LibreOffice is told to be careful.

use crate::error::Foreign;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A program that is installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Its name in messages.
    pub(super) name: &'static str,
    pub(super) path: PathBuf,
}

/// The program that reads a container, if it is installed.
pub(super) fn find(foreign: Foreign) -> Option<Program> {
    let (name, files, places) = match foreign {
        Foreign::Pdf => ("pdftotext", &["pdftotext"][..], Vec::new()),
        // On Windows `soffice.exe` returns at once; `soffice.com` waits for the end.
        Foreign::Word if cfg!(windows) => ("LibreOffice", &["soffice.com", "soffice"][..], office_folders()),
        Foreign::Word => ("LibreOffice", &["soffice", "libreoffice"][..], office_folders()),
    };
    let search = env::var_os("PATH").unwrap_or_default();
    // A relative folder would mean another one wherever the command is run.
    let folders = env::split_paths(&search).chain(places).filter(|folder| folder.is_absolute());
    let path =
        folders.into_iter().find_map(|folder| files.iter().find_map(|file| program_in(&folder, file)))?;
    Some(Program { name, path })
}

/// The file of a program in a folder.
fn program_in(folder: &Path, file: &str) -> Option<PathBuf> {
    let path = folder.join(file);
    let path = if cfg!(windows) && path.extension().is_none() { path.with_extension("exe") } else { path };
    path.is_file().then_some(path)
}

/// Where LibreOffice is when it is not on the search path, as on Windows and macOS it is not.
fn office_folders() -> Vec<PathBuf> {
    let installed = ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"].into_iter().filter_map(env::var_os);
    let mut folders: Vec<PathBuf> =
        installed.map(|folder| PathBuf::from(folder).join("LibreOffice").join("program")).collect();
    if cfg!(target_os = "macos") {
        folders.push("/Applications/LibreOffice.app/Contents/MacOS".into());
    }
    folders
}

/// What a new profile says: no macros, no links to other files or pages.
const SETTINGS: [(&str, &str, &str); 6] = [
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Common/Misc", "FirstRun", "false"),
];

/// Writes the profile that LibreOffice is run with, so that it neither reads nor changes that of the user.
pub(super) fn write_profile(profile: &Path) -> io::Result<()> {
    let user = profile.join("user");
    fs::create_dir_all(&user)?;
    let item = |(path, name, value): &(&str, &str, &str)| {
        format!(
            "<item oor:path=\"/org.openoffice.Office.{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\">\
             <value>{value}</value></prop></item>\n"
        )
    };
    let items: Vec<String> = SETTINGS.iter().map(item).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">\n{}</oor:items>\n",
        items.concat()
    );
    fs::write(user.join("registrymodifications.xcu"), text)
}

/// The arguments that let LibreOffice write a DOCX of a file into a folder, and do nothing else.
pub(super) fn convert_arguments(profile: &Path, folder: &Path, file: &Path) -> Vec<OsString> {
    let quiet =
        ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"];
    let mut arguments: Vec<OsString> = quiet.map(OsString::from).into();
    arguments.push(format!("-env:UserInstallation={}", url(profile)).into());
    arguments.extend(["--convert-to", "docx:MS Word 2007 XML", "--outdir"].map(OsString::from));
    arguments.extend([folder.into(), file.into()]);
    arguments
}

/// The address of a folder, as `file:///tmp/x` or `file:///C:/Temp/x`.
fn url(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/:._-~".contains(&b);
    let escape = |b: u8| if is_plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
    let escaped: String = text.bytes().map(escape).collect();
    format!("file:///{}", escaped.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::url;
    use std::path::Path;

    #[test]
    fn folders_have_addresses() {
        assert_eq!(url(Path::new("/tmp/a b/年")), "file:///tmp/a%20b/%E5%B9%B4");
        assert_eq!(url(Path::new("C:\\Temp\\x")), "file:///C:/Temp/x");
    }
}
