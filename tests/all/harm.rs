//! Files made to do harm, each with what it is.

use crate::archive::{Entry, MAIN, PLAIN, TYPES, W, end, main_part, package, plain, word, zip};
use flate2::Crc;

/// Archives that lie about themselves.
pub(crate) fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = || Entry::repeated("word/document.xml", &vec![0; 1 << 20], 1024);
    let whole = package(plain(), &[]);
    let one = Entry::new("word/document.xml", &vec![b'A'; 1_000_000]);
    let shared: Vec<u8> = (0..2000)
        .flat_map(|nth| Entry { name: format!("a{nth}.xml").into_bytes(), ..one.clone() }.central(0))
        .collect();
    let local = one.local();
    let overlapping = [local.as_slice(), &shared, &end(2000, shared.len(), local.len())].concat();
    let names = [
        "../../evil.txt",
        "/etc/evil",
        "C:\\evil.txt",
        "..\\..\\evil",
        "word/../../x",
        "word//x.xml",
        "a\0b.xml",
        "CON.xml",
    ];
    let odd: Vec<Entry> = names.iter().map(|name| Entry::new(name, b"x")).collect();
    let mut cut_size = bomb();
    cut_size.size = 10;
    let mut other_name = plain();
    other_name.local_name = b"word/d0cument.xml".to_vec();
    let noise = Entry { packed: vec![0xFF; 500], size: 5000, ..plain() };
    let empty: Vec<Entry> = (0..60_000).map(|nth| Entry::new(&format!("f{nth}"), b"")).collect();
    vec![
        ("plain", whole.clone()),
        ("a bomb of 1 GiB", package(bomb(), &[])),
        ("a bomb that says it is small", package(cut_size, &[])),
        ("entries that share their bytes", overlapping),
        ("an entry inside another", quoted()),
        ("an archive that counts 1,099,511,627,776 entries", countless(&whole)),
        ("names that lead elsewhere", package(plain(), &odd)),
        ("two parts of one name", package(plain(), &[plain()])),
        ("two names that differ in case", package(plain(), &[Entry::new("word/DOCUMENT.xml", b"x")])),
        (
            "a symbolic link",
            zip(&[Entry { attributes: 0o120_777 << 16, ..Entry::new("link", b"/etc/passwd") }]),
        ),
        ("half of an archive", whole[..whole.len() / 2].to_vec()),
        ("an archive without its last bytes", whole[..whole.len() - 10].to_vec()),
        ("the end of an archive alone", end(0, 0, 0)),
        ("something before the archive", [b"MZ".as_slice(), &[0; 500], &whole].concat()),
        ("something after the archive", [whole.as_slice(), &b"PADDING".repeat(100)].concat()),
        ("zeros after the archive", [whole.as_slice(), &vec![0; 1 << 20]].concat()),
        ("headers that differ", package(other_name, &[])),
        ("a part with a password", package(Entry { flags: 1, ..plain() }, &[])),
        ("a method that nobody knows", package(Entry { method: 9, ..plain() }, &[])),
        ("a wrong checksum", package(Entry { crc: 123, ..plain() }, &[])),
        ("noise for a part", package(noise, &[])),
        ("60,000 entries", zip(&empty)),
    ]
}

/// An entry whose bytes are those of another entry, header and all.
fn quoted() -> Vec<u8> {
    let inner = plain();
    let mut crc = Crc::new();
    crc.update(&inner.local());
    let size = u32::try_from(inner.local().len()).expect("a part is small");
    let outer =
        Entry { method: 0, packed: inner.local(), size, crc: crc.sum(), ..Entry::new("outer.xml", b"") };
    let local = outer.local();
    let directory = [outer.central(0), inner.central(local.len() - inner.local().len())].concat();
    [local.as_slice(), &directory, &end(2, directory.len(), local.len())].concat()
}

/// An archive with the ending for large ones, whose count is a lie.
fn countless(whole: &[u8]) -> Vec<u8> {
    let (body, end) = whole.split_at(whole.len() - 22);
    let count = (1_u64 << 40).to_le_bytes();
    let place = [&end[12..16], &[0; 4], &end[16..20], &[0; 4]].concat();
    let large =
        [b"PK\x06\x06\x2C\0\0\0\0\0\0\0\x2D\0\x2D\0\0\0\0\0\0\0\0\0", &count[..], &count, &place].concat();
    let at = u64::try_from(body.len()).expect("the archive is small").to_le_bytes();
    let locator = [b"PK\x06\x07\0\0\0\0", &at[..], &[1, 0, 0, 0]].concat();
    [body, &large, &locator, b"PK\x05\x06\0\0\0\0\xFF\xFF\xFF\xFF", &[0xFF; 8], &[0; 2]].concat()
}

/// Texts of Word that lie about themselves.
pub(crate) fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let entity = format!(
        "<!DOCTYPE x [<!ENTITY a \"9\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\
         <w:document {W}><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"
    );
    let outside = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate\" \
         Target=\"http://127.0.0.1:9/x.dotm\" TargetMode=\"External\"/></Relationships>";
    let escaping = MAIN.replace("word/document.xml", "../../../etc/passwd");
    let escaping = [
        Entry::new("[Content_Types].xml", TYPES.as_bytes()),
        Entry::new("_rels/.rels", escaping.as_bytes()),
        plain(),
    ];
    let broken = Entry::new("word/document.xml", b"<w:document>\xD6\xD0\xFF</w:document>");
    let span = |span: &str| format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{span}\"/></w:tcPr><w:p/></w:tc>");
    let before = "<w:trPr><w:gridBefore w:val=\"-5\"/></w:trPr>";
    let table = |row: &str| format!("<w:tbl><w:tr>{row}</w:tr></w:tbl>");
    let rows = format!("<w:tr>{}</w:tr>", "<w:tc><w:p/></w:tc>".repeat(50));
    vec![
        ("100,000 nested tables", word("<w:tbl><w:tr><w:tc>", "<w:p/>", "</w:tc></w:tr></w:tbl>", 100_000)),
        ("200,000 nested controls", word("<w:sdt><w:sdtContent>", PLAIN, "</w:sdtContent></w:sdt>", 200_000)),
        ("400 nested controls", word("<w:sdt><w:sdtContent>", PLAIN, "</w:sdtContent></w:sdt>", 400)),
        ("a span of 2,147,483,647 columns", word("", &table(&span("2147483647")), "", 1)),
        ("5,000 spans of 65,535 columns", word("", &table(&span("65535").repeat(5000)), "", 1)),
        ("a span of -1 after -5 columns", word("", &table(&(before.to_owned() + &span("-1"))), "", 1)),
        ("30,000,000 characters", word("<w:p><w:r><w:t>", &"汉".repeat(30_000_000), "</w:t></w:r></w:p>", 1)),
        ("1,000,000 paragraphs", word("<w:p/>", "", "", 1_000_000)),
        ("2,000,000 cells", word("<w:tbl>", &rows.repeat(40_000), "</w:tbl>", 1)),
        ("entities", package(main_part(&entity), &[])),
        ("bytes that are no UTF-8", package(broken, &[])),
        (
            "relations to elsewhere",
            package(plain(), &[Entry::new("word/_rels/document.xml.rels", outside.as_bytes())]),
        ),
        ("a main part elsewhere", zip(&escaping)),
    ]
}

/// Markup that is no XML, or more of it than anybody writes.
pub(crate) fn markup() -> Vec<(&'static str, Vec<u8>)> {
    let body = |inner: &str| format!("<w:document {W}><w:body>{inner}</w:body></w:document>");
    let plain = body(PLAIN);
    let utf_16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let attributes: String = (0..50_000).map(|nth| format!(" a{nth}=\"\"")).collect();
    let namespaces: String = (0..5_000).map(|nth| format!(" xmlns:a{nth}=\"a\"")).collect();
    let texts = [
        ("a part that stops with elements open", plain.replace("</w:body></w:document>", "")),
        ("a part that ends within a tag", plain.replace("</w:document>", "</w:docu")),
        ("a part with two roots", plain.repeat(2)),
        ("a part with text after its root", plain.clone() + "一"),
        ("a character that XML has not", body("<w:p><w:r><w:t>一\0&#x1F;</w:t></w:r></w:p>")),
        ("a prefix that means nothing", plain.replace("<w:p>", "<v:p>").replace("</w:p>", "</v:p>")),
        ("an end that fits no beginning", plain.replace("</w:p>", "</w:q>")),
        ("a tag within an attribute", body("<w:p a=\"<w:p>\"/>")),
        ("an attribute twice", body("<w:p a=\"1\" a=\"2\"/>")),
        ("50,000 attributes", body(&format!("<w:p{attributes}/>"))),
        ("5,000 namespaces", body(&format!("<w:p{namespaces}/>"))),
        ("an attribute of 20,000,000 letters", body(&format!("<w:p a=\"{}\"/>", "A".repeat(20_000_000)))),
        ("2,000,000 nested elements", "<a>".repeat(2_000_000)),
        ("a remark without an end", body(&format!("<!--{}", "-".repeat(1_000_000)))),
    ];
    let mut files: Vec<_> = texts.iter().map(|(name, xml)| (*name, package(main_part(xml), &[]))).collect();
    files.push((
        "a part in UTF-16",
        package(Entry::new("word/document.xml", &[b"\xFF\xFE", &utf_16[..]].concat()), &[]),
    ));
    files
}

/// Reports that are made to take long.
pub(crate) fn reports() -> Vec<(&'static str, Vec<u8>)> {
    let title = "某某县水利局2021年政府信息公开工作年度报告\n";
    let report = include_str!("../../golden/convert/2019.source.txt");
    let overview = |line: &str, times| format!("{title}一、总体情况\n{}", line.repeat(times));
    let page = |rows: &str, times| {
        format!(
            "<html><h1>{title}</h1><table><tr><td>信息内容<td>本年处理决定数量</tr>{}</table>",
            rows.repeat(times)
        )
    };
    let texts = [
        ("a report 300 times", report.repeat(300)),
        ("50,000 claims in one sentence", overview("收到政府信息公开申请1件，", 50_000)),
        (
            "20,000 paragraphs of claims",
            report.replace(
                "。\n",
                &"。收到申请110件，予以公开4件，行政处罚2件。\n"
                    .repeat(20_000 / report.matches("。\n").count()),
            ),
        ),
        ("500,000 brackets that nobody closes", overview("（", 500_000)),
        ("a number of 1,000,000 digits", overview("1", 1_000_000)),
        ("100,000 headings", overview("一、总体情况\n", 100_000)),
        ("100,000 titles", title.repeat(100_000)),
        ("50,000 signatures and dates", overview("某某县水利局\n2022年1月20日\n", 50_000)),
        ("1,000,000 values without a label", format!("{report}{}", "0 | ".repeat(1_000_000))),
        ("200,000 rows of one label", format!("{report}{}", "其他 | 1 |\n".repeat(200_000))),
        ("19,000 rows of a label", page("<tr><td>行政处罚<td>1</tr>", 19_000)),
        (
            "19,000 rows of a doubtful label",
            page("<tr><td>5.要求行政机关确认或重薪出具已获取信息<td>1</tr>", 19_000),
        ),
        ("10,000 rows of 60 labels", page(&format!("<tr>{}</tr>", "<td>总计".repeat(60)), 10_000)),
        (
            "20,000 tables of two cells",
            format!("<html><h1>{title}</h1>{}", "<table><tr><td>行政处罚<td>1</table>".repeat(20_000)),
        ),
    ];
    texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

/// Files of other kinds.
pub(crate) fn others() -> Vec<(&'static str, Vec<u8>)> {
    let sheet = |rows: &str| {
        let types = TYPES
            .replace("word/document.xml", "xl/workbook.xml")
            .replace("wordprocessingml.document", "spreadsheetml.sheet");
        let main = MAIN.replace("word/document.xml", "xl/workbook.xml");
        let s = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        let r = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        let book = format!(
            "<workbook {s} {r}><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        let rels = main_relation("worksheet", "worksheets/sheet1.xml");
        let sheet = format!("<worksheet {s}><sheetData>{rows}</sheetData></worksheet>");
        zip(&[
            Entry::new("[Content_Types].xml", types.as_bytes()),
            Entry::new("_rels/.rels", main.as_bytes()),
            Entry::new("xl/workbook.xml", book.as_bytes()),
            Entry::new("xl/_rels/workbook.xml.rels", rels.as_bytes()),
            Entry::new("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ])
    };
    let whole = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    let ods = "<office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         office:mimetype=\"application/vnd.oasis.opendocument.spreadsheet\"><office:body><office:spreadsheet>\
         <table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"1000000\">\
         <table:table-cell table:number-columns-repeated=\"16000\"><text:p>9</text:p></table:table-cell>\
         </table:table-row></table:table></office:spreadsheet></office:body></office:document>";
    vec![
        (
            "a cell in the last corner",
            sheet(
                "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>",
            ),
        ),
        ("a cell beyond the last corner", sheet("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>")),
        ("a cell of row 0", sheet("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>")),
        (
            "a text that is not among the shared ones",
            sheet("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>4294967295</v></c></row>"),
        ),
        (
            "a style that there is not",
            sheet("<row r=\"1\"><c r=\"A1\" s=\"4294967295\"><v>1e300</v></c></row>"),
        ),
        (
            "a merged range of the whole sheet",
            sheet(&format!("{whole}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells><sheetData>")),
        ),
        (
            "50,000 merged ranges of one place",
            sheet(&format!(
                "{whole}<mergeCells>{}</mergeCells><sheetData>",
                "<mergeCell ref=\"A1:Z1000\"/>".repeat(50_000)
            )),
        ),
        ("a million rows of repeated cells", ods.as_bytes().to_vec()),
        ("40,000 nested divisions", format!("<html><body>{}一", "<div>".repeat(40_000)).into_bytes()),
        (
            "100,000 unclosed bold words",
            format!("<html><body><p>{}", "<b>一<p>".repeat(100_000)).into_bytes(),
        ),
        (
            "a page with a span of 2,147,483,647",
            b"<html><table><tr><td colspan=2147483647 rowspan=2147483647>1".to_vec(),
        ),
        ("RTF that says it holds 2,147,483,647 bytes", b"{\\rtf1 {\\bin2147483647 x}".to_vec()),
        (
            "500,000 cells of RTF",
            format!("{{\\rtf1 \\trowd\\cellx-5{}\\row}}", "\\cell".repeat(500_000)).into_bytes(),
        ),
        ("5,000 messages in each other", nested_messages(5_000)),
        ("100,000 groups of RTF", format!("{{\\rtf1 {}", "{".repeat(100_000)).into_bytes()),
        ("one line of 9,000,000 characters", "一".repeat(9_000_000).into_bytes()),
        ("3,000,000 lines of one word", "其他\n".repeat(3_000_000).into_bytes()),
        ("150,000 lines of one word", "其他\n".repeat(150_000).into_bytes()),
        ("1,000,000 paragraphs of RTF", format!("{{\\rtf1 {}}}", "a\\par ".repeat(1_000_000)).into_bytes()),
        ("200,000 blank cells of text", "|\n".repeat(200_000).into_bytes()),
        ("2,000,000 labels in one line", "其他 ".repeat(2_000_000).into_bytes()),
        ("one picture of 5,000,000 letters, shown 20,000 times", {
            let letters = "A".repeat(5_000_000);
            let again = "<img src=\"data:image/png;base64,*0\">".repeat(20_000);
            format!("<html><body>一<img src=\"data:image/png;base64,{letters}\">{again}").into_bytes()
        }),
        ("a cell of 100,000 lines", format!("项目,\"{}\"\n规章,1\n", "其他\n".repeat(100_000)).into_bytes()),
        ("300,000 cells without a label", "1,2,3\n".repeat(100_000).into_bytes()),
        ("two set rows of 100,000 words", format!("{0}  1\n{0}  1\n", "一  ".repeat(100_000)).into_bytes()),
        ("nothing", Vec::new()),
    ]
}

/// A message that holds a message, again and again.
fn nested_messages(times: usize) -> Vec<u8> {
    let head = |nth: usize| format!("Content-Type: multipart/related; boundary=b{nth}\r\n\r\n--b{nth}\r\n");
    let heads: String = (0..times).map(head).collect();
    format!("MIME-Version: 1.0\r\n{heads}Content-Type: text/html\r\n\r\n一\r\n").into_bytes()
}

fn main_relation(kind: &str, target: &str) -> String {
    MAIN.replace("/officeDocument\"", &format!("/{kind}\"")).replace("word/document.xml", target)
}
