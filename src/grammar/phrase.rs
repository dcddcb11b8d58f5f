//! Phrases of prose: the title, dates, and what web pages print around a report.

use super::label::single_digit;
use crate::document::{fold, fold_short, folded_chars};
use nom::IResult;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, digit1, one_of};
use nom::combinator::{all_consuming, map_opt, opt, verify};
use nom::sequence::{preceded, terminated};
use std::sync::OnceLock;

/// The title of a report, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The organ it names.
    pub issuer: Option<String>,
    /// The year it names.
    pub year: Option<u16>,
}

/// Reads a line as the title of a report.
///
/// ```text
/// title = [ issuer ] year [ "度" ] … ( "信息公开" | "政务公开" ) … ( "报告" | "年报" )
///       | year [ "度" ] issuer ( "政府信息" | "信息公开" | "政务公开" ) … ( "报告" | "年报" )
/// ```
///
/// ```
/// let title = nianbao::grammar::title("2019年某某市人民政府办公厅政府信息公开工作年度报告").expect("it is a title");
/// assert_eq!(title.issuer.as_deref(), Some("某某市人民政府办公厅"));
/// assert_eq!(title.year, Some(2019));
/// assert_eq!(nianbao::grammar::title("现将政府信息公开工作情况报告如下。"), None);
/// ```
#[must_use]
pub fn title(text: &str) -> Option<Title> {
    // Most lines are prose, in which not even one character of 报告 or 年报 stands.
    if !text.contains('报') {
        return None;
    }
    let folded = fold(text);
    // A remark such as （公开版） may follow the title; breadcrumbs, attachments and sentences are no titles.
    let words = strip_remark(&folded);
    let is_title = (words.ends_with("报告") || words.ends_with("年报"))
        && (words.contains("信息公开") || words.contains("政务公开"))
        && words.chars().count() <= 70
        && !words.contains(['>', '。', ';', ':', '|', ','])
        && !["附件", "关于印发", "一、", "依据", "根据"].iter().any(|start| words.starts_with(start));
    is_title.then(|| take_apart(words))
}

fn strip_remark(folded: &str) -> &str {
    match folded.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        Some(at) if at > 0 => &folded[..at],
        _ => folded,
    }
}

fn take_apart(words: &str) -> Title {
    let mut starts = words.char_indices().filter(|(_, c)| begins_year(*c));
    let found = starts.find_map(|(at, _)| {
        terminated(year, opt(char('度'))).parse(&words[at..]).ok().map(|(rest, year)| (at, rest, year))
    });
    let Some((at, rest, year)) = found else {
        return Title { issuer: issuer_before_subject(words), year: None };
    };
    let before = words[..at].trim_start_matches("关于");
    let issuer = if before.is_empty() { issuer_before_subject(rest) } else { Some(before.to_owned()) };
    Title { issuer, year: Some(year) }
}

/// The organ that stands before what the report is about.
fn issuer_before_subject(words: &str) -> Option<String> {
    let subjects = ["政府信息", "信息公开", "政务公开"];
    let at = subjects.iter().filter_map(|subject| words.find(subject)).min()?;
    Some(words[..at].to_owned()).filter(|issuer| !issuer.is_empty())
}

/// `2021年` or `二〇二一年`.
pub(crate) fn year(input: &str) -> IResult<&str, u16> {
    let arabic = map_opt(digit1, |digits: &str| digits.parse().ok());
    let chinese = map_opt(take_while_m_n(4, 4, |c| chinese_digit(c).is_some()), |digits: &str| {
        digits.chars().try_fold(0u16, |number, c| Some(number * 10 + chinese_digit(c)?))
    });
    let plausible = verify(alt((arabic, chinese)), |year| (1990..=2100).contains(year));
    terminated(plausible, char('年')).parse(input)
}

/// Whether a year may begin with a character.
pub(crate) fn begins_year(c: char) -> bool {
    c.is_ascii_digit() || chinese_digit(c).is_some()
}

fn chinese_digit(c: char) -> Option<u16> {
    match c {
        '〇' | '○' | '零' | 'O' => Some(0),
        // The others are what ordinals are made of.
        _ => single_digit(c).and_then(|digit| u16::try_from(digit).ok()),
    }
}

/// Whether a line is nothing but a date: `2022年1月14日`, `二〇二二年一月十四日` or `2022-01-14`; its year.
///
/// ```
/// assert_eq!(nianbao::grammar::date("2022年 1月14日"), Some(2022));
/// assert_eq!(nianbao::grammar::date("2022年1月14日前提交"), None);
/// ```
#[must_use]
pub fn date(text: &str) -> Option<u16> {
    folded_chars(text).next().filter(|c| begins_year(*c))?;
    let folded = fold_short(text, LONGEST_DATE)?;
    all_consuming(alt((official_date, iso_date))).parse(&*folded).ok().map(|(_, year)| year)
}

/// How many characters a date has at most.
const LONGEST_DATE: usize = 40;

fn official_date(input: &str) -> IResult<&str, u16> {
    let number = || {
        let arabic = map_opt(digit1, |digits: &str| digits.parse::<u32>().ok());
        verify(alt((arabic, super::label::chinese_number)), |number| (1..=31).contains(number))
    };
    let day = terminated(number(), one_of("日号"));
    (year, terminated(number(), char('月')), opt(day)).map(|(year, _, _)| year).parse(input)
}

fn iso_date(input: &str) -> IResult<&str, u16> {
    let year =
        map_opt(take_while_m_n(4, 4, |c: char| c.is_ascii_digit()), |digits: &str| digits.parse().ok());
    let part = || preceded(one_of("-/."), take_while_m_n(1, 2, |c: char| c.is_ascii_digit()));
    terminated(year, (part(), part())).parse(input)
}

/// The heading of the old tables that a migrated report carries along.
///
/// ```
/// use nianbao::grammar::{annex_title, is_annex_title};
/// assert!(is_annex_title(&annex_title("2014")));
/// assert!(!is_annex_title("附表：政府信息公开情况统计表"));
/// ```
#[must_use]
pub fn annex_title(edition: &str) -> String {
    format!("附表：{edition} 年样式原表及各项去向")
}

/// The head of the column of an annex that says what became of each line.
pub const FATE: &str = "转换去向";

/// The line above one of these tables: which section of the old form it is.
///
/// ```
/// use nianbao::grammar::{annex_table_title, is_annex_title};
/// let title = annex_table_title("2014", "政府信息公开情况统计表");
/// assert_eq!(title, "附表：2014 年样式原表及各项去向（政府信息公开情况统计表）");
/// assert!(is_annex_title(&title));
/// ```
#[must_use]
pub fn annex_table_title(edition: &str, section: &str) -> String {
    format!("{}（{section}）", annex_title(edition))
}

/// Whether a line is the heading of an annex, or of a table of one.
#[must_use]
pub fn is_annex_title(text: &str) -> bool {
    text.starts_with("附表") && fold(text).contains("年样式原表及各项去向")
}

/// What stood in a table and is no part of the form, as it is printed below the table, so that it can
/// never be read as a figure or a label.
///
/// ```
/// use nianbao::grammar::{stray, stray_row};
/// assert_eq!(stray(&stray_row("备注：12")), Some("备注：12"));
/// assert_eq!(stray("备注：12"), None);
/// ```
#[must_use]
pub fn stray_row(text: &str) -> String {
    format!("{STRAY}{text}")
}

/// The text of such a row.
#[must_use]
pub fn stray(row: &str) -> Option<&str> {
    row.strip_prefix(STRAY)
}

/// What a row of this kind begins with.
const STRAY: &str = "【原表其他内容】";

/// A page number such as `-3-` that a page break left between the lines.
pub(crate) fn is_page_number(text: &str) -> bool {
    let mut folded = folded_chars(text).peekable();
    let is_digit = |c: &char| c.is_ascii_digit();
    let starts = folded.next() == Some('-') && folded.peek().is_some_and(is_digit);
    starts && folded.by_ref().find(|c| !is_digit(c)) == Some('-') && folded.next().is_none()
}

/// How many characters a line has at most that web pages print around a text.
const LONGEST_PAGE_LINE: usize = 80;

struct Page {
    metadata: Vec<String>,
    chrome: Vec<String>,
    attachment: Vec<String>,
}

fn page() -> &'static Page {
    static PAGE: OnceLock<Page> = OnceLock::new();
    PAGE.get_or_init(|| {
        let lines = include_str!("../../grammars/page.phrases").lines();
        let folded = |word| fold(word).into_owned();
        let of =
            |keyword: &str| lines.clone().filter_map(|line| line.strip_prefix(keyword)).map(folded).collect();
        Page { metadata: of("metadata "), chrome: of("chrome "), attachment: of("attachment ") }
    })
}

/// Whether a line is what web pages print above a text: `索引号：…`, `发布日期：…`.
///
/// ```
/// assert!(nianbao::grammar::is_metadata("索 引 号：000-2022"));
/// ```
#[must_use]
pub fn is_metadata(text: &str) -> bool {
    let is_sign = |c: &char| matches!(c, '-' | '(');
    page().metadata.iter().any(|word| begins(folded_chars(text).skip_while(is_sign), word))
        && is_page_line(text)
}

/// Whether a line is what web pages print around a text: `分享到`, `打印本页`, the name of an attachment.
///
/// ```
/// assert!(nianbao::grammar::is_chrome("【打印本页】 【关闭窗口】"));
/// ```
#[must_use]
pub fn is_chrome(text: &str) -> bool {
    let Some(folded) = fold_short(text, LONGEST_PAGE_LINE) else { return false };
    !folded.ends_with('。') && page().chrome.iter().any(|word| folded.contains(word.as_str()))
}

/// Whether a line names what is attached to a report: `附件：政府信息公开情况统计表`. It stands above the
/// signature (GB/T 9704-2012, 7.3.4).
///
/// ```
/// use nianbao::grammar::is_attachment;
/// assert!(is_attachment("附件：政府信息公开情况统计表") && !is_attachment("附件下载次数有所增加。"));
/// ```
#[must_use]
pub fn is_attachment(text: &str) -> bool {
    page().attachment.iter().any(|word| begins(folded_chars(text), word))
        && fold_short(text, LONGEST_PAGE_LINE).is_some_and(|folded| !folded.ends_with('。'))
}

/// Whether a text begins with a word.
fn begins(mut text: impl Iterator<Item = char>, word: &str) -> bool {
    word.chars().all(|c| text.next() == Some(c))
}

/// Whether a line may be one that web pages print around a text.
fn is_page_line(text: &str) -> bool {
    folded_chars(text).nth(LONGEST_PAGE_LINE).is_none()
}
