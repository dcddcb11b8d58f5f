//! The encoding of a text whose bytes do not come in a package: a mark, a declaration, or a guess.
//!
//! Not supported: encodings of scripts other than Chinese unless they are declared, and UTF-32.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

/// How many bytes are searched for a declaration; browsers search 1024, but Word puts styles first.
const PRESCAN: usize = 4096;

/// How many bytes are looked at to tell whether they are UTF-16.
const SHAPE: usize = 1 << 16;

/// The text of the bytes. A byte order mark decides, then a declaration that the bytes keep to, then
/// what they look like; bytes that fit nothing become U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> String {
    decode_labelled(bytes, None)
}

/// The text of bytes that come with the label of an encoding, which goes before what they declare themselves.
pub(super) fn decode_labelled(bytes: &[u8], label: Option<&str>) -> String {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return lossy(encoding, &bytes[length..]).0;
    }
    if let Some(encoding) = utf_16_shape(bytes) {
        return lossy(encoding, bytes).0;
    }
    let declared = label.and_then(labelled).or_else(|| declared(bytes));
    if let Some(encoding) = declared {
        // Pages are saved in another encoding than they declare, so a declaration that the bytes
        // contradict counts only when nothing else fits.
        let (text, malformed) = lossy(encoding, bytes);
        if !malformed {
            return text;
        }
    }
    let encoding =
        if is_utf_8(bytes) { UTF_8 } else { declared.filter(|e| *e != UTF_8).unwrap_or(guess(bytes)) };
    lossy(encoding, bytes).0
}

fn lossy(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let (text, malformed) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), malformed)
}

/// UTF-16 without a mark: it has NUL bytes, and read so nearly every character is a likely one.
fn utf_16_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(SHAPE) & !1];
    if !start.contains(&0) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| {
        let (text, _) = lossy(encoding, start);
        let (mut all, mut likely) = (0, 0);
        for c in text.chars() {
            all += 1;
            likely += usize::from(is_likely(c));
        }
        likely * 10 > all * 9
    })
}

fn is_likely(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}' | '‐'..='※' | '①'..='⒛' | '\u{3000}'..='〟'
            | '\u{4E00}'..='\u{9FFF}' | '！'..='￥'
    )
}

/// What a `meta` element or the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let after = match start.find("<meta") {
        Some(meta) => start[meta..].split_once("charset")?.1,
        None if start.trim_start().starts_with("<?xml") => {
            start.split_once("?>")?.0.split_once("encoding")?.1
        }
        None => return None,
    };
    let label = after.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label = label.split(['"', '\'', ' ', ';', '>', '/']).next()?;
    labelled(label)
}

/// The encoding of a label.
fn labelled(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    // A declaration that could be read byte by byte is not in UTF-16, whatever it says.
    let wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if wide {
        UTF_8
    } else if encoding == GBK {
        GB18030
    } else {
        encoding
    })
}

/// Whether the bytes are UTF-8 but for a cut at the end or a few damaged characters.
fn is_utf_8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    if error.error_len().is_none() {
        return true;
    }
    let (mut damaged, mut wide) = (0, 0);
    for c in String::from_utf8_lossy(bytes).chars() {
        damaged += usize::from(c == char::REPLACEMENT_CHARACTER);
        wide += usize::from(!c.is_ascii());
    }
    damaged * 50 < wide
}

/// Big5 where the bytes look like it, else GB18030: a report is in Chinese.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    if detector.guess(None, Utf8Detection::Deny) == BIG5 { BIG5 } else { GB18030 }
}

#[cfg(test)]
mod tests {
    use super::decode;
    use encoding_rs::{BIG5, GB18030};

    #[track_caller]
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes), expected);
    }

    fn utf_16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn a_mark_decides() {
        check("\u{FEFF}<meta charset=gbk>一".as_bytes(), "<meta charset=gbk>一");
        check(&utf_16("\u{FEFF}一\t1", u16::to_le_bytes), "一\t1");
        check(&utf_16("\u{FEFF}一\t1", u16::to_be_bytes), "一\t1");
    }

    #[test]
    fn utf_16_is_known_without_a_mark() {
        check(&utf_16("一、总体情况\n无。1 2\n", u16::to_le_bytes), "一、总体情况\n无。1 2\n");
        check(&utf_16("一、总体情况\n无。1 2\n", u16::to_be_bytes), "一、总体情况\n无。1 2\n");
    }

    #[test]
    fn gb2312_is_read_as_gb18030() {
        let text = "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=gb2312\">镕〇";
        check(&GB18030.encode(text).0, text);
    }

    #[test]
    fn a_declaration_that_the_bytes_contradict_does_not_count() {
        let text = "<meta charset='gb2312'>本年新收政府信息公开申请数量，无。";
        check(text.as_bytes(), text);
        let text = "<meta charset='utf-8'>本年新收政府信息公开申请数量，无。";
        check(&GB18030.encode(text).0, text);
    }

    #[test]
    fn bytes_without_declaration_are_guessed() {
        let text = "项目,数量\r\n受理,\"1,234\"\r\n本年度办理结果,56\r\n";
        check(&GB18030.encode(text).0, text);
        let text = "政府資訊公開年度報告，本年度收到申請的數量為零，沒有其他需要報告的事項。";
        check(&BIG5.encode(text).0, text);
    }

    #[test]
    fn a_cut_or_damaged_character_does_not_change_the_guess() {
        check(&"总体情况".as_bytes()[..11], "总体情\u{FFFD}");
        let mut bytes = "总体情况".repeat(50).into_bytes();
        bytes[0] = 0xFF;
        assert!(decode(&bytes).ends_with("总体情况"));
    }
}
