//! What readers meet, in words.

use crate::document::NoteKind;

/// The stable name of a note.
pub(super) fn code(note: &NoteKind) -> &'static str {
    match note {
        NoteKind::TrackedChanges => "tracked-changes",
        NoteKind::HiddenText => "hidden-text",
        NoteKind::PlaceholderText => "placeholder-text",
        NoteKind::HiddenSheet(_) => "hidden-sheet",
        NoteKind::CoveredValue(_) => "covered-value",
        NoteKind::LongNumber(_) => "long-number",
        NoteKind::IrregularSpans => "irregular-spans",
        NoteKind::ReadThrough(_) => "read-through",
        NoteKind::LostCells { .. } => "lost-cells",
    }
}

/// A note in Chinese.
pub(super) fn zh(note: &NoteKind) -> String {
    match note {
        NoteKind::TrackedChanges => "文件含有修订痕迹，已按接受全部修订读取".into(),
        NoteKind::HiddenText => "文件含有隐藏文字，未读取".into(),
        NoteKind::PlaceholderText => "文件含有未填写的内容控件，按空白读取".into(),
        NoteKind::HiddenSheet(name) => format!("工作表“{name}”是隐藏的，未读取"),
        NoteKind::CoveredValue(value) => format!("合并单元格遮住了“{value}”，未读取"),
        NoteKind::LongNumber(text) => format!("数字“{text}”超过 15 位，Excel 可能已改变其末位"),
        NoteKind::IrregularSpans => "表格的合并单元格前后矛盾，请核对所在表".into(),
        NoteKind::ReadThrough(program) => format!("文件经 {program} 转换后读取，请与原文件核对"),
        NoteKind::LostCells { cells, first } => format!(
            "原文件表格中有 {cells} 格（第一格是“{first}”）转换后不在任何表格里；请用 Word 或 WPS 另存为 DOCX 再读取"
        ),
    }
}

/// A note in English.
pub(super) fn en(note: &NoteKind) -> String {
    match note {
        NoteKind::TrackedChanges => {
            "the file holds tracked changes and was read as if all were accepted".into()
        }
        NoteKind::HiddenText => "the file holds hidden text, which was left out".into(),
        NoteKind::PlaceholderText => "the file holds empty content controls, which were read as blank".into(),
        NoteKind::HiddenSheet(name) => format!("the sheet `{name}` is hidden and was left out"),
        NoteKind::CoveredValue(value) => format!("a merged range covers `{value}`, which was left out"),
        NoteKind::LongNumber(text) => {
            format!("the number `{text}` has more than 15 digits, which Excel may have changed")
        }
        NoteKind::IrregularSpans => "the merged cells of a table contradict each other".into(),
        NoteKind::ReadThrough(program) => {
            format!("the file was read through {program}; compare it with the original")
        }
        NoteKind::LostCells { cells, first } => format!(
            "{cells} cells of the original, the first of them `{first}`, are in no table after the conversion; save it as DOCX in Word or WPS"
        ),
    }
}
