//! [`Summary`]: how many inputs ended how, by edition.

use crate::lang::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// How many inputs of each edition went well, and how many of no edition did not.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// Without and with findings.
    made: BTreeMap<String, [usize; 2]>,
    n_failed: usize,
    n_skipped: usize,
}

impl Summary {
    pub(super) fn made(&mut self, edition: &str, has_findings: bool) {
        self.made.entry(edition.to_owned()).or_default()[usize::from(has_findings)] += 1;
    }

    pub(super) fn failed(&mut self) {
        self.n_failed += 1;
    }

    pub(super) fn skipped(&mut self) {
        self.n_skipped += 1;
    }

    /// A line for each edition, and one for each of what was not made.
    pub(super) fn table(&self, lang: Lang) -> String {
        let heads = lang.choose(["样式", "无提示", "有提示"], ["edition", "ok", "ok with findings"]);
        let mut rows: Vec<[String; 3]> = vec![heads.map(str::to_owned)];
        for (edition, [plain, with_findings]) in &self.made {
            rows.push([edition.clone(), plain.to_string(), with_findings.to_string()]);
        }
        let widths: [usize; 3] =
            std::array::from_fn(|at| rows.iter().map(|row| row[at].width()).max().unwrap_or_default());
        let mut text = String::new();
        for row in rows.iter().filter(|_| !self.made.is_empty()) {
            let [edition, counts @ ..] = row;
            let _ = write!(text, "{edition}{}", " ".repeat(widths[0] - edition.width()));
            for (count, width) in counts.iter().zip(&widths[1..]) {
                let _ = write!(text, "  {}{count}", " ".repeat(width - count.width()));
            }
            text.push('\n');
        }
        let n_made: usize = self.made.values().flatten().sum();
        let counts = [
            (lang.choose("完成", "done"), n_made),
            (lang.choose("失败", "failed"), self.n_failed),
            (lang.choose("已有记录而跳过", "skipped, as recorded"), self.n_skipped),
        ];
        let counts = counts.iter().filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(words, count)| format!("{words} {count}")).collect();
        let _ = writeln!(text, "{}", counts.join(lang.choose("，", ", ")));
        text
    }
}
