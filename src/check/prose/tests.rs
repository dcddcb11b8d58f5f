//! Sentences against tables, and the notices on sections; the cases are text.

use crate::check::check;
use crate::document::fold;
use crate::finding::Finding;
use crate::grammar::Forms;
use crate::report::{Concept, Decimal, Fact, Passage, Report, Value};

const CASES: &str = include_str!("cases.txt");

const SHORT: [(&str, &str); 9] = [
    ("issued", "disclosure.normative_documents.issued"),
    ("repealed", "disclosure.normative_documents.repealed"),
    ("in_force", "disclosure.normative_documents.in_force"),
    ("received", "requests.received.total"),
    ("carried_in", "requests.carried_in.total"),
    ("handled", "requests.handled_total.total"),
    ("carried_out", "requests.carried_out.total"),
    ("granted", "requests.granted.total"),
    ("partial", "requests.partial.total"),
];

#[derive(Default)]
struct Setting<'a> {
    edition: &'a str,
    issuer: &'a str,
    year: Option<u16>,
}

impl Setting<'_> {
    /// A report with this sentence in its first section. Other figures are 0 or blank; `raised` adds to all.
    fn report(&self, figures: &str, sentence: &str, raised: u32) -> Report {
        let mut report = Report::new(self.edition);
        (report.issuer, report.year) = (Some(self.issuer.into()), self.year);
        let mut set =
            |concept: &str, value| report.facts.insert(Concept::new(concept), Fact::filed(value, "", None));
        let form = Forms::built_in().edition(self.edition).expect("a built-in edition");
        for concept in form.concepts() {
            let is_blank = figures.starts_with("blank");
            set(concept.as_str(), if is_blank { Value::Blank } else { Value::Number(raised.into()) });
        }
        for (name, number) in figures.split(';').filter_map(|figure| figure.trim().rsplit_once(' ')) {
            let concept = SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, concept)| concept);
            let concept = if name == "review" { "review.total" } else { concept };
            assert!(form.cell(concept).is_some(), "{concept}");
            let number = Decimal::from_str_exact(number).expect("a number");
            set(concept, Value::Number(number + Decimal::from(raised)));
        }
        let mut passage = Passage::new("overview", Some("一、总体情况".into()));
        passage.paragraphs.push(sentence.into());
        report.narrative.push(passage);
        report
    }

    fn disagrees(&self, figures: &str, sentence: &str, raised: u32) -> bool {
        let findings = check(&self.report(figures, sentence, raised), Forms::built_in());
        findings.iter().any(|finding| finding.code() == "prose-disagrees")
    }

    /// A match is told from silence by raising the figures: then it must become a disagreement.
    fn verdict(&self, figures: &str, sentence: &str) -> &'static str {
        match (self.disagrees(figures, sentence, 0), self.disagrees(figures, sentence, 100_000)) {
            (true, _) => "disagree",
            (false, true) => "match",
            (false, false) => "silent",
        }
    }
}

#[test]
fn sentences_against_tables() {
    let mut setting = Setting::default();
    let mut wrong = Vec::new();
    for line in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        match (columns.as_slice(), line.split_once(" = ")) {
            ([verdict, figures, sentence], _) => {
                let found = setting.verdict(figures, sentence);
                wrong.extend((found != *verdict).then(|| format!("{found} instead of {line}")));
            }
            (_, Some(("edition", edition))) => setting.edition = edition,
            (_, Some(("issuer", issuer))) => setting.issuer = issuer,
            (_, Some(("year", year))) => setting.year = year.parse().ok(),
            _ => panic!("{line}"),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A report of six sections, each a heading and a paragraph after `|`, and a last line that signs.
fn sections(edition: &str, year: u16, text: &str) -> Vec<Finding> {
    let mut report = Report::new(edition);
    report.year = Some(year);
    let names = ["overview", "disclosure", "requests", "disputes", "problems", "other"];
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (heading, paragraph) = line.split_once('|').unwrap_or(("", line));
        let by_words = ["总体", "主动公开", "收到和处理", "复议", "问题", "其他"];
        let section = by_words.iter().position(|words| heading.contains(words));
        let section = section.map_or("signature", |at| names[at]);
        let mut passage = Passage::new(section, Some(heading.into()).filter(|_| section != "signature"));
        passage.paragraphs.extend(Some(paragraph).filter(|text| !text.is_empty()).map(Into::into));
        report.narrative.push(passage);
    }
    check(&report, Forms::built_in())
}

fn codes(edition: &str, year: u16, text: &str) -> String {
    let findings = sections(edition, year, text);
    findings.iter().map(Finding::code).collect::<Vec<_>>().join(" ")
}

const WHOLE: &str = "一、总体情况|略有进展。\n二、主动公开政府信息情况|\n三、收到和处理政府信息公开申请情况|\n\
                     四、政府信息公开行政复议、行政诉讼情况|\n五、存在的主要问题及改进情况|还有不足。\n\
                     六、其他需要报告的事项|未收取信息处理费。\n2022年1月14日";

#[test]
fn a_whole_report_gives_no_notice() {
    assert_eq!(codes("2021", 2021, WHOLE), "");
}

#[test]
fn the_fee_for_information_must_be_reported() {
    let other_fee = WHOLE.replace("信息处理费", "行政事业性收费");
    assert_eq!(codes("2021", 2021, &other_fee), "fee-not-reported");
    assert_eq!(codes("2021", 2019, &other_fee), "", "a migrated report of an earlier year");
    assert_eq!(codes("2019", 2019, &other_fee.replace("2022年", "2020年")), "");
}

#[test]
fn sections_that_are_too_long_or_empty() {
    let text = WHOLE.replace("略有进展。", &"字".repeat(1001)).replace("还有不足。", "");
    assert_eq!(codes("2021", 2021, &text), "overview-too-long problems-empty");
    assert_eq!(codes("2021", 2021, &WHOLE.replace("还有不足。", "无。")), "problems-empty");
    assert_eq!(codes("2021", 2021, &WHOLE.replace("略有进展。", &"字".repeat(1000))), "");
}

#[test]
fn sections_that_are_missing_or_misnumbered() {
    assert_eq!(codes("2021", 2021, &WHOLE.replace("二、", "三、")), "sections-misnumbered");
    assert_eq!(codes("2021", 2021, &WHOLE.replace("二、", "2、")), "");
    let text = WHOLE.replace("五、存在的主要问题及改进情况|还有不足。\n", "");
    assert_eq!(codes("2021", 2021, &text), "section-missing");
    assert_eq!(codes("2021", 2021, "一、总体情况|略。\n二、主动公开政府信息情况|"), "", "too little to say");
}

#[test]
fn dated_before_the_end_of_the_year() {
    assert_eq!(
        codes("2021", 2021, &WHOLE.replace("2022年1月14日", "2021年12月20日")),
        "dated-before-year-end"
    );
    assert_eq!(codes("2021", 2021, &WHOLE.replace("2022年1月14日", "2021年12月31日")), "");
}

#[test]
fn a_sentence_says_where_it_stands() {
    let setting = Setting { edition: "2021", issuer: "某某局", year: Some(2021) };
    let mut report = setting.report("received 16", "（一）依申请公开方面", 0);
    report.narrative[0].paragraphs.extend(["共收到政府信息公开申请15".into(), "件，均已办结。".into()]);
    let findings = check(&report, Forms::built_in());
    let words = findings.last().map(|finding| finding.sentence(crate::lang::Lang::Zh)).unwrap_or_default();
    let expected = "“一、总体情况”第 1 段说“共收到政府信息公开申请15件”(15),而表中\
                    “一、本年新收政府信息公开申请数量 × 申请人情况 / 总计”是 16,请核对";
    assert_eq!(fold(&words), fold(expected));
}
