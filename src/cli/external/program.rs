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

/// The program that reads a container: the one that is named, else one that is installed.
pub(super) fn find(foreign: Foreign, named: Option<&Path>) -> Option<Program> {
    let (name, files) = match foreign {
        Foreign::Pdf => ("pdftotext", &["pdftotext"][..]),
        // On Windows `soffice.exe` returns at once; `soffice.com` waits for the end.
        Foreign::Word if cfg!(windows) => ("LibreOffice", &["soffice.com", "soffice"][..]),
        Foreign::Word => ("LibreOffice", &["soffice", "libreoffice"][..]),
    };
    let search = env::var_os("PATH").unwrap_or_default();
    // A relative folder would mean another one wherever the command is run.
    let folders =
        env::split_paths(&search).chain(usual_folders(foreign)).filter(|folder| folder.is_absolute());
    let mut paths = folders.filter_map(|folder| files.iter().find_map(|file| program_in(&folder, file)));
    let path = named.map(Path::to_owned).or_else(|| paths.next())?;
    Some(Program { name, path })
}

/// The file of a program in a folder.
fn program_in(folder: &Path, file: &str) -> Option<PathBuf> {
    let path = folder.join(file);
    let path = if cfg!(windows) && path.extension().is_none() { path.with_extension("exe") } else { path };
    path.is_file().then_some(path)
}

/// Where a program is when it is not on the search path, as on Windows and macOS it often is not.
fn usual_folders(foreign: Foreign) -> Vec<PathBuf> {
    let (on_windows, on_macos) = match foreign {
        // Git for Windows brings the `pdftotext` of Xpdf.
        Foreign::Pdf => (
            &["poppler/Library/bin", "poppler/bin", "Git/mingw64/bin"][..],
            &["/opt/homebrew/bin", "/usr/local/bin"][..],
        ),
        Foreign::Word => {
            (&["LibreOffice/program"][..], &["/Applications/LibreOffice.app/Contents/MacOS"][..])
        }
    };
    if cfg!(target_os = "macos") {
        return on_macos.iter().map(PathBuf::from).collect();
    }
    let installed = ["ProgramFiles", "ProgramW6432", "ProgramFiles(x86)"].into_iter().filter_map(env::var_os);
    installed.flat_map(|root| on_windows.iter().map(move |folder| Path::new(&root).join(folder))).collect()
}

/// What a new profile says: no macros, no links to other files or pages. LibreOffice asks for linked pictures all the
/// same, so each page is asked of a proxy that is not there.
const SETTINGS: [(&str, &str, &str); 14] = [
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    ("Inet/Settings", "ooInetHTTPProxyName", NOWHERE.0),
    ("Inet/Settings", "ooInetHTTPProxyPort", NOWHERE.1),
    ("Inet/Settings", "ooInetHTTPSProxyName", NOWHERE.0),
    ("Inet/Settings", "ooInetHTTPSProxyPort", NOWHERE.1),
    ("Inet/Settings", "ooInetFTPProxyName", NOWHERE.0),
    ("Inet/Settings", "ooInetFTPProxyPort", NOWHERE.1),
];

/// This machine, and a port at which nothing answers.
const NOWHERE: (&str, &str) = ("127.0.0.1", "9");

/// Writes the profile that LibreOffice is run with, so that it neither reads nor changes that of the user.
pub(super) fn write_profile(profile: &Path) -> io::Result<()> {
    let user = profile.join("user");
    fs::create_dir_all(&user)?;
    let item = |(path, name, value): &(&str, &str, &str)| {
        format!(
            "<item oor:path=\"/org.openoffice.{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\">\
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
