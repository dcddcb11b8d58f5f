//! Why bytes could not be used at all. From a [`Document`](crate::document::Document) on nothing fails.

use crate::lang::Lang;
use std::fmt;

/// The bytes could not be used; what was being read, what was found, and the remedy.
///
/// ```
/// use nianbao::read::{Limits, read};
/// let error = read(b"", &Limits::default()).expect_err("nothing is no file");
/// assert_eq!(error.code(), "empty-input");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// In a box, so that what can fail hands over no more than a pointer when all is well.
    kind: Box<ErrorKind>,
}

/// The reasons, private to the crate so that they may grow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// No bytes at all, or only white space.
    Empty,
    /// Bytes of no container that is known.
    UnknownContainer,
    /// A container that is known and not read; its name.
    Unsupported(&'static str),
    /// A container that other programs turn into one that is read.
    Foreign(Foreign),
    /// Another program could not turn it into one; the program and the reason.
    External { program: String, reason: External },
    /// A PDF of pictures alone.
    NoText,
    /// The file asks for a password.
    Encrypted,
    /// The file ends before its content does; the part that is cut.
    Truncated(String),
    /// The container or a part of it contradicts its format; the part and the reason.
    Malformed { part: String, reason: String },
    /// More than the limits allow; the field of `Limits`, and the limit.
    Limit { what: &'static str, limit: u64 },
    /// It was read, and holds neither title nor sections nor a table of any edition.
    NotAReport,
    /// It holds several reports, and one was asked for; their sheets.
    SeveralReports(Vec<String>),
    /// The output could not be made; the reason.
    Unwritable(String),
}

/// A container that is read with the help of another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// PDF, through `pdftotext`.
    Pdf,
    /// Word 97 to 2003 and what WPS saves in that format, through LibreOffice.
    Word,
}

/// Why another program was of no help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum External {
    /// It took longer than this many seconds, and was ended.
    TimedOut(u64),
    /// It wrote more than this many bytes, and was ended.
    TooLong(u64),
    /// It could not be started, or gave nothing; what it or the system said.
    Failed(String),
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self { kind: Box::new(kind) }
    }
}

impl Error {
    /// An output that could not be made, for a reason of the library or the system that makes it.
    pub(crate) fn unwritable<T: fmt::Display>(reason: T) -> Self {
        ErrorKind::Unwritable(reason.to_string()).into()
    }

    /// A kebab-case word for programs; it never changes.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &*self.kind {
            ErrorKind::Empty => "empty-input",
            ErrorKind::UnknownContainer => "unknown-container",
            ErrorKind::Unsupported(_) | ErrorKind::Foreign(_) => "unsupported-container",
            ErrorKind::External { .. } => "external-failed",
            ErrorKind::NoText => "no-text",
            ErrorKind::Encrypted => "encrypted",
            ErrorKind::Truncated(_) => "truncated",
            ErrorKind::Malformed { .. } => "malformed",
            ErrorKind::Limit { .. } => "limit-exceeded",
            ErrorKind::NotAReport => "not-a-report",
            ErrorKind::SeveralReports(_) => "several-reports",
            ErrorKind::Unwritable(_) => "unwritable",
        }
    }

    /// What other programs may turn the bytes into something that is read.
    pub(crate) fn foreign(&self) -> Option<Foreign> {
        match *self.kind {
            ErrorKind::Foreign(foreign) => Some(foreign),
            _ => None,
        }
    }

    /// What went wrong and what to do, in one sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.zh(),
            Lang::En => self.en(),
        }
    }

    fn zh(&self) -> String {
        match &*self.kind {
            ErrorKind::Empty => "文件是空的；请检查是否下载或保存完整".into(),
            ErrorKind::UnknownContainer => {
                "认不出文件格式；可读取 DOCX、RTF、XLSX、XLS、ODS、HTML、MHTML 和纯文本，请另存为其中一种"
                    .into()
            }
            ErrorKind::Unsupported(name) => {
                format!("这是 {name} 文件，目前不能直接读取；请用 Word、WPS 或 Excel 另存为 DOCX 或 XLSX")
            }
            ErrorKind::Foreign(Foreign::Pdf) => {
                "这是 PDF 文件，要由 pdftotext 读出文字；请安装 Poppler（不加 --no-external），\
                 或用 Word、WPS 打开后另存为 DOCX"
                    .into()
            }
            ErrorKind::Foreign(Foreign::Word) => {
                "这是 Word 97-2003 或 WPS 文件（.doc、.wps），要由 LibreOffice 转换；请安装 LibreOffice\
                 （不加 --no-external），或用 Word、WPS 打开后另存为 DOCX"
                    .into()
            }
            ErrorKind::External { program, reason } => {
                let reason = match reason {
                    External::TimedOut(seconds) => {
                        format!("超过 {seconds} 秒没有结束，已中止；请用 --timeout 放宽时限，或")
                    }
                    External::TooLong(bytes) => format!("输出超过 {bytes} 字节，已中止；请"),
                    External::Failed(reason) => format!("没有得到结果（{reason}）；请"),
                };
                format!("{program} {reason}用 Word、WPS 打开原文件，另存为 DOCX")
            }
            ErrorKind::NoText => {
                "PDF 里没有文字，多半是扫描件；数字不能从图像中猜，请取得原文件（DOCX、XLSX），\
                 或经文字识别并逐项核对后再读取"
                    .into()
            }
            ErrorKind::Encrypted => "文件设有打开密码；请先在 Word、WPS 或 Excel 中取消密码再转换".into(),
            ErrorKind::Truncated(part) => format!("`{part}` 不完整，文件中途断开；请重新下载或复制原文件"),
            ErrorKind::Malformed { part, reason } => {
                format!("`{part}` 损坏：{reason}；请用 Word、WPS 或 Excel 打开并重新保存")
            }
            ErrorKind::Limit { what, limit } if FIXED.contains(what) => {
                format!("{}超过上限 {limit}；请拆成几个文件", limit_zh(what))
            }
            ErrorKind::Limit { what, limit } => {
                format!(
                    "{}超过上限 {limit}；如确认文件可信，请放宽这一上限（--limit {what}=N）",
                    limit_zh(what)
                )
            }
            ErrorKind::NotAReport => {
                "没有找到年度报告的标题、章节或任何一版的统计表；请确认文件是政府信息公开工作年度报告".into()
            }
            ErrorKind::SeveralReports(sheets) => format!(
                "工作簿中有 {} 份报告（{}），这里只能用一份；请先用 convert --output-dir 分成几个文件",
                sheets.len(),
                sheets.join("、")
            ),
            ErrorKind::Unwritable(reason) => format!("无法生成输出：{reason}"),
        }
    }

    fn en(&self) -> String {
        match &*self.kind {
            ErrorKind::Empty => "the file is empty; check that it was downloaded or saved whole".into(),
            ErrorKind::UnknownContainer => {
                "the format is not known; DOCX, RTF, XLSX, XLS, ODS, HTML, MHTML and plain text are read: \
                 save the file as one of them"
                    .into()
            }
            ErrorKind::Unsupported(name) => {
                format!("this is a {name} file, which is not read yet; save it as DOCX or XLSX")
            }
            ErrorKind::Foreign(Foreign::Pdf) => {
                "this is a PDF file, which is read through pdftotext; install Poppler (and do without \
                 --no-external), or open it in an office program and save it as DOCX"
                    .into()
            }
            ErrorKind::Foreign(Foreign::Word) => {
                "this is a Word 97-2003 or WPS file (.doc, .wps), which is read through LibreOffice; install \
                 LibreOffice (and do without --no-external), or open it in Word or WPS and save it as DOCX"
                    .into()
            }
            ErrorKind::External { program, reason } => {
                let reason = match reason {
                    External::TimedOut(seconds) => {
                        format!("was ended after {seconds} s; give it more time with --timeout, or")
                    }
                    External::TooLong(bytes) => format!("was ended after {bytes} bytes of output;"),
                    External::Failed(reason) => format!("gave no result ({reason});"),
                };
                format!("{program} {reason} open the file in an office program and save it as DOCX")
            }
            ErrorKind::NoText => {
                "the PDF holds no text, so it is probably a scan; figures are not guessed from pictures: get \
                 the original (DOCX, XLSX), or recognise its text and compare every figure"
                    .into()
            }
            ErrorKind::Encrypted => "the file asks for a password; remove the password first".into(),
            ErrorKind::Truncated(part) => {
                format!("`{part}` ends too early; download or copy the original again")
            }
            ErrorKind::Malformed { part, reason } => {
                format!("`{part}` is damaged: {reason}; open it in an office program and save it again")
            }
            ErrorKind::Limit { what, limit } if FIXED.contains(what) => {
                format!("`{what}` exceeds the limit of {limit}; split the file")
            }
            ErrorKind::Limit { what, limit } => {
                format!("`{what}` exceeds the limit of {limit}; raise that limit if the file can be trusted (--limit {what}=N)")
            }
            ErrorKind::NotAReport => {
                "neither a title nor sections nor a table of any edition were found; is this an annual report?".into()
            }
            ErrorKind::SeveralReports(sheets) => format!("the workbook holds {} reports ({}), and one is wanted here; part it with convert --output-dir", sheets.len(), sheets.join(", ")),
            ErrorKind::Unwritable(reason) => format!("the output could not be made: {reason}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(Lang::En))
    }
}

impl std::error::Error for Error {}

/// Limits that no option raises, as more would not be safe for any file.
const FIXED: [&str; 2] = ["nesting", "sheets"];

/// What a field of [`Limits`](crate::read::Limits) measures.
fn limit_zh(field: &str) -> &str {
    match field {
        "file_bytes" => "文件大小（字节）",
        "entries" => "压缩包内的文件数",
        "part_bytes" => "压缩包内单个文件解压后的大小（字节）",
        "total_bytes" => "压缩包解压后的总大小（字节）",
        "ratio" => "压缩比",
        "depth" => "标签嵌套层数",
        "characters" => "文字数",
        "paragraphs" => "段落或文本行数",
        "table_columns" => "表格列数",
        "table_rows" => "表格行数",
        "cells" => "单元格数",
        "file_seconds" => "处理时间（秒）",
        "sheets" => "工作表数",
        "nesting" => "文件套文件的层数",
        other => other,
    }
}
