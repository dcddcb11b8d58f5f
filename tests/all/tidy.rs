//! The rules of the architecture, read from the sources.

use nianbao::grammar::Forms;
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
const MAY_USE: [(&str, &[&str]); 13] = [
    ("document", &[]),
    ("lang", &[]),
    ("error", &["lang"]),
    ("report", &["document"]),
    ("finding", &["document", "report", "lang"]),
    ("grammar", &["document", "report"]),
    ("read", &["document", "error"]),
    ("recognize", &["grammar", "document", "report", "finding"]),
    ("check", &["grammar", "report", "finding", "document"]),
    // The judge of suggestions runs the relations and the sentences of the check.
    ("suggest", &["grammar", "report", "finding", "check"]),
    ("migrate", &["grammar", "report", "finding", "document", "lang"]),
    // The names of tables are those that recognition gives them.
    ("layout", &["grammar", "report", "document", "recognize", "migrate", "lang"]),
    // JSON is written of reports, findings and ledgers.
    ("write", &["document", "report", "finding", "grammar", "error", "migrate", "lang"]),
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
        ("calamine::", "read"),
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
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every code of a finding and of an error stands in the README, and nothing else does.
#[test]
fn every_code_is_explained() {
    let Ok(readme) = fs::read_to_string(root("README.md")) else { return };
    let mut codes = Vec::new();
    for source in sources().iter().filter(|source| ["finding.rs", "error.rs"].contains(&source.name.as_str()))
    {
        for line in source.text.lines().filter(|line| line.contains("=> \"")) {
            let code = line.split('"').nth(1).unwrap_or_default();
            if code.contains('-') && code.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
                codes.push(code.to_owned());
            }
        }
    }
    assert!(codes.len() > 25, "only {codes:?} were found in the sources");
    let missing: Vec<&String> =
        codes.iter().filter(|code| !readme.contains(&format!("| `{code}` |"))).collect();
    assert!(missing.is_empty(), "README.md does not tell of {missing:?}");
}

/// No test is passed over, and none is content with a panic.
#[test]
fn no_test_is_ignored() {
    for source in sources() {
        let whole = fs::read_to_string(root("src").join(&source.name)).expect("a source is a text");
        assert!(!whole.contains("#[ignore") && !whole.contains("#[should_panic"), "{}", source.name);
    }
}
