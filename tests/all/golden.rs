//! Comparison with files under `golden/`; `golden/README.md` says how they are laid out and blessed.

use crate::reports::difference;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("golden").join(name)
}

/// Compares a text with a golden file, or writes the file when it is to be blessed.
#[track_caller]
pub(crate) fn compare(name: &str, text: &str) {
    let path = path(name);
    if is_blessing() {
        fs::create_dir_all(path.parent().expect("a golden file stands in a folder"))
            .expect("a folder can be made");
        fs::write(&path, text).expect("a golden file can be written");
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        expected == text,
        "{} differs; `BLESS=1 cargo test` writes it anew\n{}",
        path.display(),
        difference(text, &expected)
    );
}

/// Whether golden files are to be written anew; never where tests are run for judgement.
pub(crate) fn is_blessing() -> bool {
    std::env::var_os("BLESS").is_some() && std::env::var_os("CI").is_none()
}
