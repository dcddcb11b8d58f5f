//! Transcripts: the built command, run in a folder of its own.

use crate::golden;
use crate::programs;
use nianbao::grammar::{Forms, quantity};
use nianbao::layout::layout;
use nianbao::report::{Concept, Fact, Passage, Report};
use nianbao::write::{Format, write};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A small report with a sum that is wrong.
const REPORT: &str = "某某县水利局2021年政府信息公开工作年度报告\n一、总体情况\n略。\n二、主动公开政府信息情况\n\
    第二十条第（五）项\n信息内容\n本年处理决定数量\n行政许可\n12\n四、政府信息公开行政复议、行政诉讼情况\n\
    行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n\
    结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n结果维持\n结果纠正\n其他结果\n尚未审结\n总计\n\
    1\n0\n0\n0\n2\n0\n0\n0\n0\n0\n0\n0\n0\n0\n0\n";

/// A list with a figure one row too high.
const FAULTY: &str = "某某县档案局2016年政府信息公开工作报告\n政府信息公开情况统计表\n统计指标 | 单位 | 统计数 |\n\
    一、主动公开情况 | —— | 102 |\n（一）主动公开政府信息数 | 条 | |\n\
    其中：主动公开规范性文件数 | 条 | 19 |\n制发规范性文件总数 | 件 | 20 |\n";

/// The beginning of a compound file with a stream of this name.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = vec![0; 4096];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    let name: Vec<u8> = stream.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    bytes[1024..1024 + name.len()].copy_from_slice(&name);
    bytes
}

/// The files that transcripts begin with; those of other programs stand in a folder `bin`.
fn prepare(folder: &Path, has_programs: bool) {
    let report = crate::properties::open(REPORT.as_bytes()).report;
    let docx = write(&layout(&report, Forms::built_in()), Format::Docx).expect("a report can be written");
    let locked = compound("EncryptedPackage");
    let page = format!("<html><body><p>{}</p></body></html>", REPORT.replace('\n', "</p><p>"));
    let files: [(&str, &[u8]); 16] = [
        ("report.txt", REPORT.as_bytes()),
        ("report.docx", &docx),
        ("faulty.txt", FAULTY.as_bytes()),
        ("in/a.txt", REPORT.as_bytes()),
        ("in/deep/b.html", page.as_bytes()),
        ("in/~$a.docx", b"lock"),
        ("nothing/readme.md", b"# none"),
        ("empty.docx", b""),
        ("junk.docx", &[0, 1, 2, 3, 4, 5, 6, 7, 255, 254, 0, 0, 9]),
        ("locked.docx", &locked),
        ("short.docx", &docx[..docx.len() / 2]),
        ("old.docx", include_bytes!("../../golden/convert/2014.docx")),
        ("inputs.list", "in/a.txt\r\nyears/2020.txt\r\n".as_bytes()),
        ("letter.txt", "各位同事：\n下周开会。\n".as_bytes()),
        ("foreign/report.pdf", b"%PDF-1.7\n"),
        ("foreign/report.doc", &compound("WordDocument")),
    ];
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
        fs::write(path, bytes).expect("a file can be written");
    }
    if has_programs {
        programs::install(folder, &docx, &compound("WordDocument"));
    }
    let years = folder.join("years");
    fs::create_dir(&years).expect("a folder can be made");
    for year in ["2019.txt", "2020.txt", "2021.txt", "2022.txt"] {
        fs::copy(golden::path("years").join(year), years.join(year)).expect("the report is there");
    }
    parts(folder);
    fs::write(folder.join("book.xml"), book()).expect("a file can be written");
    let forms = folder.join("forms");
    fs::create_dir(&forms).expect("a folder can be made");
    fs::write(forms.join("fujian.form"), include_str!("../forms/fujian.form"))
        .expect("a file can be written");
}

/// A workbook of Excel 2003 with a report on each of two sheets, the second of them on another with its table of reviews.
fn book() -> String {
    let row = |cells: &[&str]| {
        let cell = |text: &&str| format!("<Cell><Data ss:Type=\"String\">{text}</Data></Cell>");
        format!("<Row>{}</Row>", cells.iter().map(cell).collect::<String>())
    };
    let sheet = |name: &str, rows: &[&[&str]]| {
        let rows: String = rows.iter().map(|cells| row(cells)).collect();
        format!("<Worksheet ss:Name=\"{name}\"><Table>{rows}</Table></Worksheet>")
    };
    let report = |organ: &str, number: &str| {
        let title = format!("某某县{organ}2024年政府信息公开工作年度报告");
        let rows: [&[&str]; 4] =
            [&[&title], &["第二十条第（五）项"], &["信息内容", "本年处理决定数量"], &["行政许可", number]];
        sheet(organ, &rows)
    };
    let more: [&[&str]; 4] =
        [&["第二十条第（六）项"], &["信息内容", "本年处理决定数量"], &["行政处罚", "4"], &["行政强制", "0"]];
    let sheets = [report("水利局", "12"), report("教育局", "7"), sheet("教育局 续", &more)].concat();
    let namespace = "urn:schemas-microsoft-com:office:spreadsheet";
    format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"{namespace}\" xmlns:ss=\"{namespace}\">{sheets}</Workbook>"
    )
}

/// The review results of a report: upheld, corrected, other, pending, total; and normative documents issued.
type Figures = [&'static str; 6];

/// Reports to be added up: twelve that foot, and some of which each breaks a rule. An empty text is a blank cell, `-` a
/// line that is not there.
fn parts(folder: &Path) {
    let organs = [
        "财政局",
        "教育局",
        "民政局",
        "司法局",
        "水利局",
        "农业农村局",
        "商务局",
        "文化旅游局",
        "卫生健康局",
        "审计局",
        "统计局",
        "档案局",
    ];
    for (nth, organ) in (1..).zip(organs) {
        let own = if nth % 4 == 0 { ["1", "0", "2", "1", "4", "3"] } else { ["0", "1", "0", "0", "1", "0"] };
        part(folder, &format!("parts/{nth:02}.docx"), organ, 2024, own);
    }
    part(folder, "odd/a.docx", "财政局", 2024, ["2", "1", "0", "0", "3", "5"]);
    part(folder, "odd/b.docx", "教育局", 2024, ["", "/", "0", "若干", "4", "2"]);
    part(folder, "odd/c.docx", "民政局", 2023, ["1", "0", "0", "0", "2", "-"]);
    part(folder, "odd/d.docx", "财政局", 2024, ["2", "1", "0", "0", "3", "0"]);
    let list = ["财政局", "教育局", "水利局"].map(|organ| format!("某县{organ}\n"));
    fs::write(folder.join("list.txt"), list.concat()).expect("a file can be written");
}

fn part(folder: &Path, file: &str, organ: &str, year: u16, figures: Figures) {
    let concepts = [
        "review.upheld",
        "review.corrected",
        "review.other",
        "review.pending",
        "review.total",
        "disclosure.normative_documents.issued",
    ];
    let issuer = format!("某县{organ}");
    let mut report = Report { year: Some(year), ..Report::new("2021") };
    report.title = Some(format!("{issuer}{year}年政府信息公开工作年度报告"));
    for (concept, text) in concepts.iter().zip(figures).filter(|(_, text)| *text != "-") {
        report.facts.insert(Concept::new(concept), Fact::filed(quantity(text).value, text, None));
    }
    let mut overview = Passage::new("overview", Some("一、总体情况".into()));
    overview.paragraphs.push("本年度工作平稳。".into());
    report.narrative = vec![overview];
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder can be made");
    let bytes = write(&layout(&report, Forms::built_in()), Format::Docx).expect("a report can be written");
    fs::write(path, bytes).expect("a file can be written");
}

/// What a command prints and ends with. `ls` lists the folder, `cat` a file, `notes` the notes on the cells of a file; `<`
/// names a file for standard input. No other programs are found but those in the folder `bin`.
fn run(line: &str, folder: &Path) -> String {
    let mut words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["ls"] => return listing(folder, folder),
        ["cat", file] => return fs::read_to_string(folder.join(file)).expect("the file is a text"),
        ["notes", file] => return notes(&fs::read(folder.join(file)).expect("the file is there")),
        _ => {}
    }
    assert_eq!(words.remove(0), "nianbao", "a transcript runs this command alone");
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianbao"));
    command.stdin(Stdio::null()).current_dir(folder).env("NO_COLOR", "1").env("COLUMNS", "100");
    command.env("PATH", folder.join("bin")).env_remove("NIANBAO_PDFTOTEXT").env_remove("NIANBAO_SOFFICE");
    if let Some(at) = words.iter().position(|word| *word == "<") {
        command.stdin(fs::File::open(folder.join(words[at + 1])).expect("the input is there"));
        words.truncate(at);
    }
    let output = command.args(&words).output().expect("the command was built");
    let mut text = String::new();
    text.push_str(&untimed(&String::from_utf8_lossy(&output.stdout)));
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        let _ = writeln!(text, "! {line}");
    }
    match output.status.code() {
        Some(0) => {}
        code => {
            let _ = writeln!(text, "= {}", code.map_or_else(|| "signal".to_owned(), |code| code.to_string()));
        }
    }
    text
}

/// Records without the time that each took, and without what tells the options of the run.
fn untimed(text: &str) -> String {
    let without = |text: &str, field: &str| {
        let mut parts = text.split(field);
        let first = parts.next().unwrap_or_default().to_owned();
        let rest = |part: &str| part[part.find([',', '}']).unwrap_or(0)..].to_owned();
        parts.fold(first, |text, part| format!("{text}{field}…{}", rest(part)))
    };
    without(&without(text, "\"ms\":"), "\"run\":")
}

/// The comments of a text of Word or of a workbook, a line each.
fn notes(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (_, text) in golden::package(bytes).iter().filter(|(name, _)| name.contains("/comments")) {
        for comment in text.split("</comment>").flat_map(|text| text.split("</w:comment>")) {
            let texts = comment.split("<w:t ").chain(comment.split("<t>").skip(1));
            let texts = texts.filter_map(|text| text.split_once('<').map(|(words, _)| words));
            let words: String =
                texts.map(|text| text.trim_start_matches("xml:space=\"preserve\">")).collect();
            if !words.is_empty() {
                let _ = writeln!(out, "{words}");
            }
        }
    }
    out
}

fn listing(root: &Path, folder: &Path) -> String {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    let line = |path: &Path| {
        let name = path.strip_prefix(root).expect("it stands in the folder").display().to_string();
        if path.is_dir() { listing(root, path) } else { format!("{}\n", name.replace('\\', "/")) }
    };
    paths.iter().map(|path| line(path)).collect()
}

#[test]
fn transcripts() {
    for entry in fs::read_dir(golden::path("cli")).expect("the folder of transcripts is there") {
        let path = entry.expect("it can be listed").path();
        let has_programs = path.ends_with("external.txt");
        if has_programs && !cfg!(unix) {
            eprintln!("no shell scripts here; left out: {}", path.display());
            continue;
        }
        let folder = tempfile::tempdir().expect("a folder can be made");
        prepare(folder.path(), has_programs);
        let text = fs::read_to_string(&path).expect("a transcript is a text");
        let mut out = String::new();
        for line in text.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let _ = write!(out, "$ {line}\n{}", run(line, folder.path()));
        }
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        golden::compare(&format!("cli/{name}"), &out);
    }
}

/// Where findings stand and what stands around them; of English the places alone.
#[test]
fn places() {
    golden::check_cases("places", |text| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (_, report) = text.split_once("\n\n").expect("a case has a title and a blank line");
        fs::write(folder.path().join("report"), report).expect("a file can be written");
        let (mut out, mut has_place) = (String::new(), false);
        for line in run("nianbao check report", folder.path()).lines().skip(1) {
            if !line.starts_with("    ") {
                has_place = line.contains("] ");
            }
            if has_place && !line.starts_with('=') {
                let _ = writeln!(out, "{}", line.strip_prefix("  ").unwrap_or(line));
            }
        }
        let english = run("nianbao check --brief --lang en report", folder.path());
        for line in english.lines().filter_map(|line| line.split_once("] ")) {
            let _ = writeln!(out, "{}", line.1.split(": ").next().unwrap_or_default());
        }
        out
    });
}

/// Long outputs are looked at in one point each.
#[test]
fn scripts_and_manual() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(&format!("nianbao completions {shell}"), folder.path());
        assert!(script.contains("nianbao") && !script.contains("\n= "), "{shell}");
    }
    assert!(run("nianbao man", folder.path()).contains(".TH nianbao"));
    for command in [
        "convert",
        "migrate",
        "collect",
        "combine",
        "check",
        "diff",
        "explain",
        "inspect",
        "forms",
        "completions",
        "man",
    ] {
        let help = run(&format!("nianbao {command} --help"), folder.path());
        assert!(help.contains("Usage:") && !help.contains("\n= "), "{command}: {help}");
    }
}
