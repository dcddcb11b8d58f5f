//! The parts of a DOCX that are the same in every document: styles, settings, fonts.
//!
//! Measures are those of GB/T 9704-2012: 22 lines of 28 characters in a text area of 156 × 225 mm.

use super::markup::text;
use super::part::{Part, XML};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// The parts that every document has, but for the main one and what depends on its pages.
pub(super) fn common(title: &str) -> Vec<Part> {
    let part = |name, content_type, id, text: Cow<'static, str>| Part { name, content_type, id, text };
    vec![
        part(
            "word/styles.xml",
            "officedocument.wordprocessingml.styles",
            Some("rId1"),
            STYLES_PART.as_str().into(),
        ),
        part("word/settings.xml", "officedocument.wordprocessingml.settings", Some("rId2"), SETTINGS.into()),
        part("word/fontTable.xml", "officedocument.wordprocessingml.fontTable", Some("rId3"), FONTS.into()),
        part("word/theme/theme1.xml", "officedocument.theme", Some("rId6"), THEME.as_str().into()),
        part("docProps/core.xml", "package.core-properties", None, core(title).into()),
        part("docProps/app.xml", "officedocument.extended-properties", None, APP.into()),
    ]
}

/// The namespaces of the parts of Word.
pub(super) const NAMES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
);

/// What lies between two tables and after the last one, a line that is nearly nothing; a section may end
/// with it.
pub(super) fn separator(ending: &str) -> String {
    format!(
        "<w:p><w:pPr><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:rPr><w:sz w:val=\"2\"/><w:szCs w:val=\"2\"/></w:rPr>{ending}</w:pPr></w:p>"
    )
}

/// `_rels/.rels`
pub(super) const PACKAGE_RELATIONSHIPS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/>",
    "</Relationships>"
);

/// `word/settings.xml`
const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:zoom w:percent=\"100\"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>",
    "<w:defaultTabStop w:val=\"640\"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"compressPunctuation\"/>",
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>",
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>",
    "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>"
);

/// `word/fontTable.xml`: each face of the standard with the one to fall back on.
const FONTS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:font w:name=\"Times New Roman\"><w:charset w:val=\"00\"/><w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"方正小标宋简体\"><w:altName w:val=\"华文中宋\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"仿宋_GB2312\"><w:altName w:val=\"仿宋\"/><w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"楷体_GB2312\"><w:altName w:val=\"楷体\"/><w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"黑体\"><w:altName w:val=\"SimHei\"/><w:charset w:val=\"86\"/><w:family w:val=\"modern\"/><w:pitch w:val=\"variable\"/></w:font>",
    "<w:font w:name=\"宋体\"><w:altName w:val=\"SimSun\"/><w:charset w:val=\"86\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>",
    "</w:fonts>"
);

/// `docProps/app.xml`
const APP: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">",
    "<Application>nianbao</Application></Properties>"
);

/// `docProps/core.xml`, without a date: the same document gives the same bytes.
fn core(title: &str) -> String {
    let mut out = String::from(XML);
    out.push_str(concat!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" ",
        "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"
    ));
    text(&mut out, &title.replace(['\n', '\r', '\t'], " "));
    out.push_str("</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>");
    out
}

/// A style of paragraphs: id, name, what comes after its name, paragraph and run properties.
type Style = (&'static str, &'static str, &'static str, &'static str, &'static str);

const NO_INDENT: &str = "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";

const STYLES: [Style; 9] = [
    (
        "Title",
        "Title",
        "<w:qFormat/>",
        "<w:keepNext/><w:snapToGrid w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"579\" w:line=\"680\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "<w:rFonts w:eastAsia=\"方正小标宋简体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"44\"/><w:szCs w:val=\"44\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "<w:qFormat/>",
        "<w:keepNext/><w:outlineLvl w:val=\"0\"/>",
        "<w:rFonts w:eastAsia=\"黑体\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "<w:qFormat/>",
        "<w:keepNext/><w:outlineLvl w:val=\"1\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "<w:qFormat/>",
        "<w:keepNext/><w:outlineLvl w:val=\"2\"/>",
        "<w:rFonts w:eastAsia=\"仿宋_GB2312\"/>",
    ),
    (
        "Caption",
        "caption",
        "<w:qFormat/>",
        "<w:keepNext/><w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"center\"/>",
        "",
    ),
    (
        "Signature",
        "Signature",
        "",
        "<w:ind w:rightChars=\"200\" w:right=\"640\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>",
        "",
    ),
    (
        "Remark",
        "Remark",
        "",
        "<w:spacing w:line=\"400\" w:lineRule=\"exact\"/><w:ind w:firstLine=\"480\"/>",
        "<w:rFonts w:eastAsia=\"楷体_GB2312\"/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    (
        "CommentText",
        "annotation text",
        "",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>\
         <w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
        "<w:rFonts w:eastAsia=\"宋体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    (
        "Footer",
        "footer",
        "",
        "<w:snapToGrid w:val=\"0\"/><w:spacing w:line=\"240\" w:lineRule=\"auto\"/>\
         <w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"left\"/>",
        "<w:rFonts w:ascii=\"宋体\" w:hAnsi=\"宋体\" w:eastAsia=\"宋体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
    ),
];

/// `word/styles.xml`
static STYLES_PART: LazyLock<String> = LazyLock::new(styles);

/// Writes all styles.
///
/// 28 characters of 16 pt are wider than the 156 mm of the text area, so that each is set closer by a
/// quarter of a point. A character grid (`linesAndChars`) says the same to Word, but other programs
/// lay it out with gaps.
fn styles() -> String {
    let mut out = format!(
        "{XML}<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Times New Roman\" \
         w:hAnsi=\"Times New Roman\" w:eastAsia=\"仿宋_GB2312\" w:cs=\"Times New Roman\"/><w:spacing w:val=\"-5\"/>\
         <w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/><w:qFormat/><w:pPr><w:spacing w:line=\"579\" w:lineRule=\"exact\"/>\
         <w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:jc w:val=\"both\"/></w:pPr></w:style>"
    );
    for (id, name, marks, paragraph, run) in STYLES {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" {}w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/>{marks}<w:pPr>{paragraph}</w:pPr>{}</w:style>",
            if id == "Remark" { "w:customStyle=\"1\" " } else { "" },
            if run.is_empty() { String::new() } else { format!("<w:rPr>{run}</w:rPr>") },
        );
    }
    for size in [24, 21, 18] {
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"TableText{size}\">\
             <w:name w:val=\"Table Text {size}\"/><w:basedOn w:val=\"Normal\"/><w:pPr><w:snapToGrid w:val=\"0\"/>\
             <w:spacing w:line=\"{}\" w:lineRule=\"atLeast\"/>{NO_INDENT}<w:jc w:val=\"center\"/></w:pPr>\
             <w:rPr><w:spacing w:val=\"0\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr></w:style>",
            size * 13,
        );
    }
    out.push_str(
        "<w:style w:type=\"character\" w:styleId=\"CommentReference\"><w:name w:val=\"annotation reference\"/>\
         <w:rPr><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/></w:rPr></w:style></w:styles>",
    );
    out
}

/// `word/theme/theme1.xml`: black on white; nothing refers to it, but a validator asks for one.
static THEME: LazyLock<String> = LazyLock::new(theme);

fn theme() -> String {
    let mut out = format!(
        "{XML}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"nianbao\"><a:themeElements>\
         <a:clrScheme name=\"nianbao\">"
    );
    let colours = [
        "dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6",
        "hlink", "folHlink",
    ];
    for name in colours {
        let colour = if name.starts_with("lt") { "FFFFFF" } else { "000000" };
        let _ = write!(out, "<a:{name}><a:srgbClr val=\"{colour}\"/></a:{name}>");
    }
    out.push_str("</a:clrScheme><a:fontScheme name=\"nianbao\">");
    for font in ["majorFont", "minorFont"] {
        let _ = write!(
            out,
            "<a:{font}><a:latin typeface=\"Times New Roman\"/><a:ea typeface=\"仿宋_GB2312\"/><a:cs typeface=\"\"/></a:{font}>"
        );
    }
    let fill = "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>";
    let [fills, lines] = [fill.repeat(3), format!("<a:ln w=\"6350\">{fill}</a:ln>").repeat(3)];
    let effects = "<a:effectStyle><a:effectLst/></a:effectStyle>".repeat(3);
    let _ = write!(
        out,
        "</a:fontScheme><a:fmtScheme name=\"nianbao\"><a:fillStyleLst>{fills}</a:fillStyleLst><a:lnStyleLst>{lines}\
         </a:lnStyleLst><a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{fills}</a:bgFillStyleLst>\
         </a:fmtScheme></a:themeElements></a:theme>"
    );
    out
}
