//! What readers meet, in words.

use crate::document::{LeftOut, NoteKind};

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
        NoteKind::LeftOut(_) => "left-out",
        NoteKind::HiddenCells(_) => "hidden-cells",
        NoteKind::TextBox => "text-box",
        NoteKind::FieldWithoutResult => "field-without-result",
        NoteKind::UnknownSymbol => "unknown-symbol",
        NoteKind::AbsentPart => "absent-part",
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
        NoteKind::LeftOut(what) => match what {
            LeftOut::Picture => "有图片不在文件中或格式不明，未保留".into(),
            LeftOut::Unshown => "有图片在输出格式中不能显示，未保留；Word 格式可以保留".into(),
            LeftOut::Chart => "有图表或示意图，未保留；如需保留请先另存为图片".into(),
            LeftOut::Object => "有嵌入的文件对象，未保留".into(),
            LeftOut::Footnote => "有脚注或尾注，未读取其文字".into(),
            LeftOut::Link => "有链接的地址不是网址或邮箱，只保留了文字".into(),
        },
        NoteKind::HiddenCells(spans) => {
            format!("工作表中有隐藏的行或列（{spans}），其内容已一并读取，请核对")
        }
        NoteKind::TextBox => "文件含有文本框，其内容读在所在段落之后，请核对位置".into(),
        NoteKind::FieldWithoutResult => "文件用域（EQ）画出带圈或叠排的字符，读不出文字，请核对此处".into(),
        NoteKind::UnknownSymbol => "有一个符号字体的字符认不出，读作“\u{FFFD}”，请核对此处".into(),
        NoteKind::AbsentPart => "此处的一段内容存放在文件之外，或已丢失，未读取".into(),
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
        NoteKind::LeftOut(what) => match what {
            LeftOut::Picture => "a picture is not in the file or of no known kind, and was left out".into(),
            LeftOut::Unshown => {
                "a picture cannot be shown in the format that is written, and was left out; DOCX keeps it"
                    .into()
            }
            LeftOut::Chart => "a chart or diagram was left out; save it as a picture to keep it".into(),
            LeftOut::Object => "an embedded object was left out".into(),
            LeftOut::Footnote => "the text of a footnote or endnote was left out".into(),
            LeftOut::Link => {
                "the address of a link is neither of the web nor of mail; its words were kept".into()
            }
        },
        NoteKind::HiddenCells(spans) => {
            format!("rows or columns of the sheet are hidden ({spans}); what they hold was read, check it")
        }
        NoteKind::TextBox => {
            "the file holds text boxes, which were read after the paragraphs that they are fixed to".into()
        }
        NoteKind::FieldWithoutResult => {
            "a field (EQ) draws a circled or stacked character and has no text; check this place".into()
        }
        NoteKind::UnknownSymbol => {
            "a character of a symbol font is not known; it was read as `\u{FFFD}`".into()
        }
        NoteKind::AbsentPart => {
            "a part of the text is outside of the file, or missing, and was not read".into()
        }
        NoteKind::ReadThrough(program) => {
            format!("the file was read through {program}; compare it with the original")
        }
        NoteKind::LostCells { cells, first } => format!(
            "{cells} cells of the original, the first of them `{first}`, are in no table after the conversion; save it as DOCX in Word or WPS"
        ),
    }
}
