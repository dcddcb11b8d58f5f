//! The sentence of each finding, in both languages.

use super::{Finding, FindingKind, Suggestion, note};
use crate::lang::Lang;
use crate::report::Decimal;

impl Finding {
    pub(super) fn zh(&self) -> String {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "报告只有文字，没有任何一版的统计表".into(),
            K::MissingTable(table) => format!("没有找到“{table}”的表格"),
            K::MissingLines { table, lines } => {
                format!("“{table}”的表格缺 {} 行：{}", lines.len(), lines.join("；"))
            }
            K::MissingColumn(head) => format!("表中没有“{head}”这一栏"),
            K::DoubtfulLabel { found, taken_for } => {
                format!("“{found}”与样式不符，按所在位置当作“{taken_for}”，请核对")
            }
            K::MissingHeads(table) => format!("“{table}”的表头不在，各栏按样式的顺序读取，请核对"),
            K::UnplacedValue(text) => format!("表中的数字“{text}”不属于任何一行一栏，未计入，请核对"),
            K::UnplacedText(text) => format!("表中的文字“{text}”不是样式的内容，照录于表后"),
            K::ValueOnHeading { heading, text, likely } => {
                let likely = likely.as_ref().map(|line| format!("，可能属于“{line}”")).unwrap_or_default();
                format!("标题行“{heading}”上有数字“{text}”{likely}；照录原处，未计入任何一项")
            }
            K::ValuesDoNotFit { line, found, expected } => {
                format!("“{line}”一行应有 {expected} 个数，实际是“{found}”，无法对应到各栏，未读取")
            }
            K::StatedTwice { cell, text } => format!("“{cell}”在别处又填为“{text}”，以先读到的为准，请核对"),
            K::NotANumber { cell, text } => format!("“{cell}”填的是“{text}”，不是数字"),
            K::UnitConverted { cell, text, unit } => {
                format!("“{cell}”原文为“{text}”，已精确换算为以{unit}为单位")
            }
            K::UnitAssumed { cell, unit } => format!("“{cell}”没有写单位，按样式的单位{unit}照录"),
            K::UnitMismatch { cell, text, unit } => {
                format!("“{cell}”原文为“{text}”，与样式的单位{unit}不符，照录数字，请核对")
            }
            K::DoesNotFoot { rule, left, left_sum, right, right_sum } => {
                format!("勾稽关系 {rule} 不成立：{}，而 {}", side(left, left_sum), side(right, right_sum))
            }
            K::PartExceedsWhole { rule, part, part_sum, whole, whole_sum } => {
                format!("勾稽关系 {rule} 不成立：{part} {part_sum}，大于{whole} {whole_sum}")
            }
            K::NotAssessable { table, relations, rules } => {
                format!("“{table}”有 {relations} 条勾稽关系（{}）因有空格或非数字无法核对", rules.join("、"))
            }
            K::ProseDisagrees { heading, paragraph, text, stated, cell, value } => {
                format!(
                    "“{heading}”第 {paragraph} 段说“{text}”（{stated}），而表中“{cell}”是 {value}，请核对"
                )
            }
            K::FeeNotReported(heading) => format!("“{heading}”没有报告收取信息处理费的情况"),
            K::OverviewTooLong { heading, length, most } => {
                format!("“{heading}”有 {length} 字，篇幅原则上不超过 {most} 字")
            }
            K::ProblemsEmpty(heading) => format!("“{heading}”没有内容"),
            K::SectionMissing(heading) => format!("没有找到“{heading}”这一部分"),
            K::SectionsMisnumbered(headings) => format!("序号与样式不一致：“{}”", headings.join("”、“")),
            K::DatedBeforeYearEnd(date) => format!("落款日期“{date}”早于报告年度的年底"),
            K::YearsDiffer { first, second, file } => {
                format!("两个文件的年度不同：前一个是 {first} 年，“{file}”是 {second} 年，请确认是同一份报告")
            }
            K::Series(series) => series.zh(),
            K::Collection(collection) => collection.zh(),
            K::Note(note) => note::zh(note),
            K::AlreadyCurrent(edition) => format!("报告已是 {edition} 年样式，无需转换，原样输出"),
            K::NoCrosswalk(edition) => format!("没有从 {edition} 年样式到现行样式的对照表，未转换，原样输出"),
            K::SignatureLeftOut(labels) => {
                format!("旧表签署栏的{}涉及个人信息，转换后的文件不再列出（JSON 中保留）", labels.join("、"))
            }
            K::ReferenceConversion { from, to } => {
                format!(
                    "本表由 {from} 年样式转换为 {to} 年样式，两版统计口径不同，属参考性转换，不代替原报告"
                )
            }
            K::SuggestionTaken(suggestion) => {
                let Suggestion { name, .. } = &**suggestion;
                format!("按用户采用的建议 {name} 改动：{}", suggestion.change(Lang::Zh))
            }
        }
    }

    pub(super) fn en(&self) -> String {
        use FindingKind as K;
        match &self.kind {
            K::NoTable => "the report is prose alone, without a table of any edition".into(),
            K::MissingTable(table) => format!("the table of `{table}` is not there"),
            K::MissingLines { table, lines } => {
                format!("the table of `{table}` lacks these lines ({}): {}", lines.len(), lines.join("; "))
            }
            K::MissingColumn(head) => format!("the column `{head}` is not there"),
            K::DoubtfulLabel { found, taken_for } => {
                format!("`{found}` differs from the form and was taken for `{taken_for}` by its place")
            }
            K::MissingHeads(table) => {
                format!("`{table}` has no heads; its columns were taken in the order of the form")
            }
            K::UnplacedValue(text) => {
                format!("the number `{text}` stands in a table where no figure belongs")
            }
            K::UnplacedText(text) => {
                format!("the text `{text}` in a table is no part of the form; it is kept below the table")
            }
            K::ValueOnHeading { heading, text, likely } => {
                let likely =
                    likely.as_ref().map(|line| format!("; it may belong to `{line}`")).unwrap_or_default();
                format!(
                    "the figure `{text}` stands on the heading `{heading}` and was given to no line{likely}"
                )
            }
            K::ValuesDoNotFit { line, found, expected } => {
                format!("`{line}` should have {expected} values and has `{found}`; none was read")
            }
            K::StatedTwice { cell, text } => {
                format!("`{cell}` is stated again as `{text}`; the one read first was kept")
            }
            K::NotANumber { cell, text } => format!("`{cell}` holds `{text}`, which is not a number"),
            K::UnitConverted { cell, text, unit } => {
                format!("`{cell}` was written `{text}` and shifted exactly to {unit}")
            }
            K::UnitAssumed { cell, unit } => {
                format!("`{cell}` has no unit; that of the form, {unit}, was assumed")
            }
            K::UnitMismatch { cell, text, unit } => {
                format!("`{cell}` was written `{text}`, which is not in the unit of the form, {unit}")
            }
            K::DoesNotFoot { rule, left, left_sum, right, right_sum } => {
                format!("{rule} does not foot: {}, but {}", side(left, left_sum), side(right, right_sum))
            }
            K::PartExceedsWhole { rule, part, part_sum, whole, whole_sum } => {
                format!("{rule} does not hold: {part} {part_sum} is more than {whole} {whole_sum}")
            }
            K::NotAssessable { table, relations, rules } => format!(
                "{relations} relations of `{table}` ({}) cannot be assessed: an operand is not a number",
                rules.join(", ")
            ),
            K::ProseDisagrees { heading, paragraph, text, stated, cell, value } => {
                format!(
                    "paragraph {paragraph} of `{heading}` says `{text}` ({stated}), but the table has {value} in `{cell}`"
                )
            }
            K::FeeNotReported(heading) => format!("`{heading}` does not report the fee for information"),
            K::OverviewTooLong { heading, length, most } => {
                format!("`{heading}` has {length} characters, in principle at most {most}")
            }
            K::ProblemsEmpty(heading) => format!("`{heading}` is empty"),
            K::SectionMissing(heading) => format!("the section `{heading}` is not there"),
            K::SectionsMisnumbered(headings) => {
                format!("numbered otherwise than in the form: `{}`", headings.join("`, `"))
            }
            K::DatedBeforeYearEnd(date) => format!("dated `{date}`, before the end of the year reported on"),
            K::YearsDiffer { first, second, file } => {
                format!("the joined files are of different years: the first of {first}, `{file}` of {second}")
            }
            K::Series(series) => series.en(),
            K::Collection(collection) => collection.en(),
            K::Note(note) => note::en(note),
            K::AlreadyCurrent(edition) => {
                format!("the report is in the edition of {edition} already and passes unchanged")
            }
            K::NoCrosswalk(edition) => {
                format!("no crosswalk leads from {edition} to the current edition; it passes unchanged")
            }
            K::SignatureLeftOut(labels) => format!(
                "the personal fields of the old signature lines ({}) are not printed; JSON keeps them",
                labels.join(", ")
            ),
            K::ReferenceConversion { from, to } => {
                format!("converted from {from} to {to} for reference; the two editions count differently")
            }
            K::SuggestionTaken(suggestion) => {
                let Suggestion { name, .. } = &**suggestion;
                format!("the user took the suggestion {name}: {}", suggestion.change(Lang::En))
            }
        }
    }
}

/// A side of a relation, with its sum where there are several figures.
fn side(words: &str, sum: &Decimal) -> String {
    if words.contains(" + ") { format!("{words} = {sum}") } else { words.to_owned() }
}
