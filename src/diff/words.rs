//! The words of a comparison, in both languages.

use super::Verdict;
use crate::lang::Lang;

/// All that is printed around the figures.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) subjects: &'static str,
    /// Of the heads of the two reports: file, title, organ, year, edition.
    pub(super) heads: [&'static str; 5],
    pub(super) not_found: &'static str,
    /// Before the edition that a report was carried into.
    pub(super) carried_to: &'static str,
    pub(super) cells: &'static str,
    pub(super) line: &'static str,
    pub(super) column: &'static str,
    pub(super) compared: &'static str,
    /// After the letter of a report.
    pub(super) origin: &'static str,
    pub(super) place: &'static str,
    pub(super) left_over: &'static str,
    pub(super) figure: &'static str,
    pub(super) reason: &'static str,
    /// The reason where the newer form has no such line.
    pub(super) no_counterpart: &'static str,
    pub(super) absent: &'static str,
    pub(super) unknown: &'static str,
    pub(super) blank: &'static str,
    /// What stands between the two sides of a row, in the order of [`Verdict::ALL`].
    marks: [&'static str; 5],
    /// What the rows of a kind are counted as.
    counts: [&'static str; 5],
}

const ZH: Words = Words {
    title: "两份年度报告对照",
    subjects: "两份报告",
    heads: ["文件", "标题", "机关", "年度", "样式"],
    not_found: "（未找到）",
    carried_to: "，转换后比较：",
    cells: "逐格对照",
    line: "项目",
    column: "栏",
    compared: "比较",
    origin: "来由",
    place: "位置",
    left_over: "没有参加比较的旧项",
    figure: "数",
    reason: "说明",
    no_counterpart: "没有对应项",
    absent: "（无此项）",
    unknown: "（不详）",
    blank: "（空白）",
    marks: ["=", "≠", "仅 A", "仅 B", "不可比"],
    counts: ["相同", "不同", "仅 A 有", "仅 B 有", "不可比"],
};

const EN: Words = Words {
    title: "Two annual reports compared",
    subjects: "The reports",
    heads: ["file", "title", "issuer", "year", "edition"],
    not_found: "(not found)",
    carried_to: ", compared as carried into ",
    cells: "Cell by cell",
    line: "line",
    column: "column",
    compared: "A : B",
    origin: "origin",
    place: "place",
    left_over: "old figures that were not compared",
    figure: "figure",
    reason: "reason",
    no_counterpart: "no counterpart",
    absent: "(no such line)",
    unknown: "(unknown)",
    blank: "(blank)",
    marks: ["=", "≠", "A only", "B only", "not comparable"],
    counts: ["equal", "different", "only in A", "only in B", "not comparable"],
};

impl Words {
    pub(super) fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    pub(super) fn mark(&self, verdict: Verdict) -> &'static str {
        self.marks[verdict as usize]
    }

    pub(super) fn count(&self, verdict: Verdict) -> &'static str {
        self.counts[verdict as usize]
    }
}
