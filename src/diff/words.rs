//! The words of a comparison, in both languages.

use super::Verdict;
use crate::lang::Lang;

/// All that is printed around the figures.
pub(super) struct Words {
    pub(super) title: &'static str,
    pub(super) colon: &'static str,
    pub(super) comma: &'static str,
    pub(super) issuer: &'static str,
    pub(super) year: &'static str,
    pub(super) edition: &'static str,
    pub(super) not_found: &'static str,
    /// Before and after the edition that a report was carried into.
    pub(super) carried: [&'static str; 2],
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
    colon: "：",
    comma: "，",
    issuer: "机关",
    year: "年度",
    edition: "样式",
    not_found: "（未找到）",
    carried: ["转换为 ", " 后比较，两版口径不同"],
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
    colon: ": ",
    comma: ", ",
    issuer: "issuer",
    year: "year",
    edition: "edition",
    not_found: "(not found)",
    carried: ["compared as carried into ", ", which counts differently"],
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
        lang.choose(&ZH, &EN)
    }

    pub(super) fn mark(&self, verdict: Verdict) -> &'static str {
        self.marks[verdict as usize]
    }

    pub(super) fn count(&self, verdict: Verdict) -> &'static str {
        self.counts[verdict as usize]
    }
}
