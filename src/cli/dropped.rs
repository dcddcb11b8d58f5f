//! Files that were dropped onto the program: Windows starts it with their paths and nothing else.

use super::args::Args;
use super::say;
use crate::grammar::Forms;
use clap::CommandFactory;
use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::path::Path;

/// The commands that arguments stand for which are paths of files and folders that are there; none if they are not.
///
/// Files are migrated beside themselves, and a folder into another beside it; both add the edition to the name.
pub(super) fn commands(arguments: &[OsString]) -> Vec<Vec<OsString>> {
    let paths = arguments.get(1..).unwrap_or_default();
    if !paths.iter().all(|path| Path::new(path).exists()) {
        return Vec::new();
    }
    // A file may be called as a command is.
    if paths.first().is_some_and(|first| Args::command().find_subcommand(first).is_some()) {
        return Vec::new();
    }
    let (folders, files): (Vec<&Path>, Vec<&Path>) =
        paths.iter().map(Path::new).partition(|path| path.is_dir());
    let of_files = files.chunk_by(|a, b| a.parent() == b.parent()).map(|files| {
        let folder = files[0].parent().filter(|folder| !folder.as_os_str().is_empty());
        migrate(folder.unwrap_or(Path::new(".")).into(), Some(with_edition("{stem}", "{edition}")), files)
    });
    let of_folders = folders.iter().map(|folder| migrate(beside(folder), None, &[folder]));
    of_files.chain(of_folders).collect()
}

/// `nianbao migrate --output-dir FOLDER --name NAME -- INPUTS`
fn migrate(folder: OsString, name: Option<String>, inputs: &[&Path]) -> Vec<OsString> {
    let mut command: Vec<OsString> = ["nianbao", "migrate", "--output-dir"].map(OsString::from).into();
    command.push(folder);
    command.extend(name.into_iter().flat_map(|name| ["--name".into(), OsString::from(name)]));
    command.push("--".into());
    command.extend(inputs.iter().map(|input| input.as_os_str().to_owned()));
    command
}

/// `年报（2021年样式）`
fn with_edition(name: &str, edition: &str) -> String {
    format!("{name}（{edition}年样式）")
}

/// A folder beside one, also where that is given as `.`.
fn beside(folder: &Path) -> OsString {
    let edition = Forms::built_in().current().map_or("", |form| &form.edition);
    let whole = match folder.file_name() {
        Some(_) => folder.to_owned(),
        None => folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
    };
    let name = whole.file_name().unwrap_or_default().to_string_lossy();
    whole.with_file_name(with_edition(&name, edition)).into()
}

/// A console that was opened for the program closes with it, before anyone can have read what it says. Whose it is
/// cannot be asked without unsafe code, so a command line that names files alone waits too.
pub(super) fn wait() {
    if cfg!(windows) && io::stdin().is_terminal() && io::stderr().is_terminal() {
        say("按回车键结束 · press Enter to end");
        let _ = io::stdin().read_line(&mut String::new());
    }
}
