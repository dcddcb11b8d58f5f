//! Scripts that stand for `pdftotext` and LibreOffice in a transcript, and the files that they understand.
//!
//! The file says what the script does: the first line of a PDF is a version and a word, what follows is what is
//! printed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// A page; each Chinese character is as wide as two others.
const PAGE: &str = "
        某某县水利局2021年政府信息公开工作年度报告
    一、总体情况
    略。
    二、主动公开政府信息情况
                      第二十条第（一）项
   信息内容      本年制发件数    本年废止件数    现行有效件数
     规章             1               0               5
 行政规范性文件                                      12
                      第二十条第（五）项
   信息内容              本年处理决定数量
   行政许可                   1207
";

/// The page as `pdftotext -bbox` writes it.
fn boxes() -> String {
    let mut out = String::from(
        "<html><head><title>年报</title></head><body>\n<doc>\n<page width=\"600\" height=\"800\">\n",
    );
    for (row, line) in (1..).zip(PAGE.lines()) {
        let mut at = 0;
        for part in line.split_inclusive(' ') {
            let (word, end) = (part.trim(), at + part.width());
            if !word.is_empty() {
                let (left, right, top) = (6 * at, 6 * (at + word.width()), 20 * row);
                let _ = writeln!(
                    out,
                    "<word xMin=\"{left}\" yMin=\"{top}\" xMax=\"{right}\" yMax=\"{}\">{word}</word>",
                    top + 14
                );
            }
            at = end;
        }
    }
    out + "</page>\n</doc>\n</body></html>\n"
}

/// What stands for `pdftotext`.
const PDFTOTEXT: &str = "
read -r version does
case $does in
    locked) echo 'Command Line Error: Incorrect password' >&2; exit 1 ;;
    broken) echo \"Syntax Error: Couldn't find trailer dictionary\" >&2; exit 1 ;;
    slow) sleep 60 ;;
    endless) while :; do cat \"$0\"; done ;;
    old) [ \"$1\" = -layout ] || exit 99 ;;
esac
cat
";

/// What stands for LibreOffice: it ends well whether it writes a file or not.
const SOFFICE: &str = "
for file; do :; done
grep -q broken \"$file\" && { echo 'Error: source file could not be loaded'; exit 0; }
cp \"${0%/*}/report.docx\" \"${file%.doc}.docx\"
";

/// Puts the scripts and their files into a folder; `docx` is what the stand-in of LibreOffice writes.
pub(crate) fn install(folder: &Path, docx: &[u8], word: &[u8]) {
    let bin = folder.join("bin");
    fs::create_dir(&bin).expect("a folder can be made");
    fs::write(bin.join("report.docx"), docx).expect("a file can be written");
    script(&bin.join("pdftotext"), PDFTOTEXT);
    script(&bin.join("soffice"), SOFFICE);
    let pdf = |does: &str, rest: &str| format!("%PDF-1.7 {does}\n{rest}").into_bytes();
    let broken = [word, b"broken"].concat();
    let files = [
        ("report.pdf", pdf("new", &boxes())),
        ("old.pdf", pdf("old", PAGE)),
        ("scan.pdf", pdf("new", "<doc>\n<page width=\"600\" height=\"800\">\n</page>\n</doc>\n")),
        ("locked.pdf", pdf("locked", "")),
        ("broken.pdf", pdf("broken", "")),
        ("slow.pdf", pdf("slow", "")),
        ("report.doc", word.to_vec()),
        ("broken.doc", broken),
    ];
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).expect("a file can be written");
    }
}

/// Writes a script; it looks for its own programs where the tests do.
#[cfg(unix)]
fn script(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    let search = std::env::var("PATH").unwrap_or_default();
    fs::write(path, format!("#!/bin/sh\nPATH='{search}'\n{text}")).expect("a file can be written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("its owner may change it");
}

#[cfg(not(unix))]
fn script(_: &Path, _: &str) {}
