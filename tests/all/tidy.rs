//! The rules of the architecture, read from the sources.

use nianbao::grammar::{Explanations, Forms};
use std::fs;
use std::path::{Path, PathBuf};

/// A source file, its path below `src/`, and its text up to its tests, without remarks.
struct Source {
    name: String,
    text: String,
    n_lines: usize,
}

fn root(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn sources() -> Vec<Source> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it can be listed").path();
            if path.is_dir() { walk(&path, files) } else { files.push(path) }
        }
    }
    let mut files = Vec::new();
    walk(&root("src"), &mut files);
    files.sort();
    let source = |path: &PathBuf| {
        let name = path
            .strip_prefix(root("src"))
            .expect("it stands in src")
            .display()
            .to_string()
            .replace('\\', "/");
        let whole = fs::read_to_string(path).expect("a source is a text");
        let n_lines = whole.lines().count();
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        Source { name, text: lines.map(|line| format!("{line}\n")).collect(), n_lines }
    };
    files.iter().map(source).collect()
}

impl Source {
    fn is_test(&self) -> bool {
        self.name.ends_with("tests.rs")
            || self.name.ends_with("round_trip.rs")
            || self.name.contains("tests/")
    }

    /// The module of the crate that it belongs to.
    fn module(&self) -> &str {
        self.name.split(['/', '.']).next().unwrap_or_default()
    }
}

/// What each module may use of the others.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("document", &[]),
    ("lang", &[]),
    ("error", &["lang"]),
    ("report", &["document"]),
    ("finding", &["document", "report", "lang"]),
    // The sources of relations and the explanations of codes are data in both languages.
    ("grammar", &["document", "report", "lang"]),
    // What a row and a column are called stands in the forms.
    ("place", &["grammar", "report", "finding", "document", "lang"]),
    ("read", &["document", "error"]),
    ("recognize", &["grammar", "document", "report", "finding"]),
    ("check", &["grammar", "report", "finding", "document"]),
    // The judge of suggestions runs the relations and the sentences of the check.
    ("suggest", &["grammar", "report", "finding", "check"]),
    ("migrate", &["grammar", "report", "finding", "document", "lang"]),
    // An older report is compared as it is migrated.
    ("diff", &["grammar", "report", "finding", "document", "migrate", "lang"]),
    // Rows of a migrated report tell what its ledger says of each figure.
    ("collect", &["grammar", "report", "finding", "place", "document", "migrate", "lang"]),
    // A sum says which of its reports do not foot, and which are there twice.
    ("combine", &["grammar", "report", "finding", "document", "collect"]),
    // The names of tables are those that recognition gives them.
    ("layout", &["grammar", "report", "document", "recognize"]),
    // JSON is written of reports, findings, ledgers and comparisons, HTML of findings, workbooks of collections.
    (
        "write",
        &[
            "document", "report", "finding", "place", "grammar", "error", "migrate", "diff", "collect",
            "combine", "lang",
        ],
    ),
];

#[test]
fn modules_use_what_they_may() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let Some((_, may_use)) = MAY_USE.iter().find(|(module, _)| *module == source.module()) else {
            continue;
        };
        for part in source.text.split("crate::").skip(1) {
            let used = part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
            let is_module = MAY_USE.iter().any(|(module, _)| *module == used) || used == "cli";
            if is_module && used != source.module() && !may_use.contains(&used) {
                wrong.push(format!("{} uses {used}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn libraries_stay_where_they_belong() {
    let places = [
        ("nom::", "grammar"),
        ("clap::", "cli"),
        ("std::fs", "cli"),
        ("io::stdout", "cli"),
        ("io::stderr", "cli"),
        ("println!", "cli"),
        ("Command::new(", "cli"),
        ("rustix::", "cli"),
        ("calamine::", "read"),
        ("rayon::", "cli"),
        ("indicatif::", "cli"),
        ("scraper::", "read"),
        ("rust_xlsxwriter::", "write"),
    ];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for (library, module) in places {
            if source.text.contains(library) && source.module() != module {
                wrong.push(format!("{} uses {library}", source.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_edition_is_named_outside_the_grammars() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test() && source.name != "grammar.rs") {
        for form in
            Forms::built_in().iter().filter(|form| source.text.contains(&format!("\"{}\"", form.edition)))
        {
            wrong.push(format!("{} names {}", source.name, form.edition));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_short_and_unwrap_nothing() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.n_lines > 500 {
            wrong.push(format!("{} has {} lines", source.name, source.n_lines));
        }
        if !source.is_test() && source.text.contains(".unwrap()") {
            wrong.push(format!("{} unwraps", source.name));
        }
        let whole = fs::read_to_string(root("src").join(&source.name)).expect("a source is a text");
        if whole.lines().any(|line| line.trim_start().starts_with("//") && line.contains(".unwrap")) {
            wrong.push(format!("an example of {} unwraps", source.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The text of a source file.
fn source(name: &str) -> String {
    sources().into_iter().find(|source| source.name == name).expect("the file is there").text
}

/// The arms `Enum::Variant … => "a-code"` of a text: the variant and its code.
fn codes(text: &str, of: &str) -> Vec<(String, String)> {
    let arm = |line: &str| {
        let (pattern, code) = line.trim().strip_prefix(of)?.split_once("=> \"")?;
        let (variant, code) =
            (pattern.split(|c: char| !c.is_alphanumeric()).next()?, code.split('"').next()?);
        let is_code = code.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        is_code.then(|| (variant.to_owned(), code.to_owned()))
    };
    text.lines().filter_map(arm).collect()
}

/// The severity of a variant, as `Finding::severity` has it; a note that it does not name is as any note.
fn severity_of(source: &str, variant: &str) -> String {
    let (_, text) = source.split_once("fn severity(").expect("a finding has a severity");
    let words =
        |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    // Between two severities stand the variants of the second.
    let arms: Vec<&str> = text.split("Severity::").collect();
    let named = arms.windows(2).find(|arms| words(arms[0]).iter().any(|word| word == variant));
    let arm = named.or_else(|| arms.windows(2).find(|arms| arms[0].contains("K::Note(_)")));
    words(arm.expect("every variant has a severity")[1])[0].to_lowercase()
}

/// The codes of files that the command alone knows of: paths and outputs are no matter of the library.
const OF_FILES: [&str; 6] =
    ["defect", "output-exists", "output-is-input", "output-outside", "same-output", "unreadable"];

/// Every code of a finding and of an error is explained and stands in both READMEs, with its severity;
/// and nothing else is explained.
#[test]
fn every_code_is_explained() {
    let notes = codes(&source("finding/note.rs"), "NoteKind::");
    let findings = codes(&source("finding.rs"), "K::").into_iter().chain(notes);
    let findings = findings.map(|(variant, code)| (code, severity_of(&source("finding.rs"), &variant)));
    let of_others = ["finding/series.rs", "finding/collection.rs"].map(source);
    let of_others = of_others.iter().flat_map(|text| {
        codes(text, "Self::").into_iter().map(|(variant, code)| (code, severity_of(text, &variant)))
    });
    let errors = codes(&source("error.rs"), "ErrorKind::").into_iter().map(|(_, code)| code);
    let errors = errors.chain(OF_FILES.map(str::to_owned)).map(|code| (code, "unusable".to_owned()));
    let codes: Vec<(String, String)> = findings.chain(of_others).chain(errors).collect();
    assert!(codes.len() > 40, "only {codes:?} were found in the sources");
    let text = |name: &str| fs::read_to_string(root(name)).expect("the README is there");
    let readmes = [
        ("README.md", text("README.md"), ["error", "warning", "notice"]),
        ("README.zh-CN.md", text("README.zh-CN.md"), ["错误", "警告", "提示"]),
    ];
    let mut wrong = Vec::new();
    for (code, severity) in &codes {
        let explained = Explanations::built_in().of(code).map(|explanation| &explanation.severity);
        if explained != Some(severity) {
            wrong.push(format!("codes.explained has {explained:?} for `{code}`, which is `{severity}`"));
        }
        let nth = ["error", "warning", "notice"].iter().position(|name| name == severity);
        for (name, text, words) in &readmes {
            let severity = nth.map_or_else(String::new, |nth| format!("{} |", words[nth]));
            let row = format!("| `{code}` | {severity}");
            if !text.contains(&row) {
                wrong.push(format!("{name} has no row {row}"));
            }
        }
    }
    let all = Explanations::built_in().iter().map(|explanation| &explanation.code);
    let others = all.filter(|explained| codes.iter().all(|(code, _)| code != *explained));
    wrong.extend(others.map(|other| format!("codes.explained has `{other}`, which is no code")));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every relation that is built in says where it comes from, at the first of its rule in each edition.
#[test]
fn every_rule_has_a_source() {
    for form in Forms::built_in().iter() {
        let relations: Vec<_> = form.tables().flat_map(|(_, table)| &table.relations).collect();
        for (nth, relation) in relations.iter().enumerate() {
            let is_first = relations[..nth].iter().all(|other| other.rule != relation.rule);
            assert!(!is_first || relation.source.is_some(), "{} of {}", relation.rule, form.edition);
        }
    }
}

/// No test is passed over, and none is content with a panic.
#[test]
fn no_test_is_ignored() {
    for source in sources() {
        let whole = fs::read_to_string(root("src").join(&source.name)).expect("a source is a text");
        assert!(!whole.contains("#[ignore") && !whole.contains("#[should_panic"), "{}", source.name);
    }
}
