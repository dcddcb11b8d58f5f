//! Reports that nobody filed: a proptest strategy, and the text by which two reports are compared.

use nianbao::finding::Finding;
use nianbao::grammar::{Forms, Operator, Section, Table};
use nianbao::report::{Concept, Decimal, Fact, Passage, Report, Value};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::{self, Write as _};

/// What may stand in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cells {
    /// Numbers alone, and every sum is right.
    Footing,
    /// The same, of a body with little to report: few numbers, and low ones.
    Small,
    /// Numbers and strokes.
    Filled,
    /// Also blank cells.
    Gaps,
}

/// Which editions the tables of a report are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mix {
    Of(&'static str),
    /// Section 二 of 2021, with the one row （六） of 2019.
    OldOther,
    /// Section 二 of 2019, with the three rows （六） of 2021.
    NewOther,
}

const MIXES: [Mix; 5] = [Mix::Of("2014"), Mix::Of("2019"), Mix::Of("2021"), Mix::OldOther, Mix::NewOther];

impl Mix {
    pub(crate) fn edition(self) -> &'static str {
        match self {
            Self::Of(edition) => edition,
            Self::OldOther => "2021",
            Self::NewOther => "2019",
        }
    }

    /// Its tables in the order of the page.
    pub(crate) fn tables(self) -> Vec<(&'static Section, &'static Table)> {
        let form = |edition| Forms::built_in().edition(edition).expect("the edition is built in");
        let of = |section: &Section| match (self, section.name.as_str()) {
            (Self::OldOther, "requests") => "2019",
            (Self::NewOther, "requests") => "2021",
            _ => self.edition(),
        };
        let own = form(self.edition()).sections.iter();
        let sections =
            own.filter_map(move |own| form(of(own)).sections.iter().find(|section| section.name == own.name));
        sections.flat_map(|section| section.tables.iter().map(move |table| (section, table))).collect()
    }
}

/// A report, and which tables it has.
#[derive(Clone)]
pub(crate) struct Filed {
    pub(crate) mix: Mix,
    pub(crate) report: Report,
}

/// A failure prints what differs; the report itself would hide that.
impl fmt::Debug for Filed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a report of {:?}", self.mix)
    }
}

const ORGANS: [&str; 6] = [
    "某某县水利局",
    "某某市机关事务管理局",
    "示例区档案馆",
    "某某省地方志办公室",
    "示例镇人民政府",
    "某某市人民政府办公室",
];

const SENTENCES: [&str; 6] = [
    "本年度继续推进政府信息公开，及时更新公开目录。",
    "全年通过网站发布信息若干条，均经过保密审查。",
    "依申请公开渠道畅通，答复均在法定期限内作出。",
    "下一步将加强业务培训，提高公开质量。",
    "按照有关规定，本年度未收取信息处理费。",
    "无。",
];

pub(crate) fn filed(cells: Cells) -> impl Strategy<Value = Filed> {
    proptest::sample::select(&MIXES[..]).prop_flat_map(move |mix| filed_as(mix, cells))
}

pub(crate) fn filed_as(mix: Mix, cells: Cells) -> impl Strategy<Value = Filed> {
    let prose = vec(proptest::sample::select(&SENTENCES[..]), 8);
    let organ = proptest::sample::select(&ORGANS[..]);
    (organ, 2015..2026_u16, prose, vec(cell(cells), 210)).prop_map(move |(organ, year, prose, texts)| {
        let mut report = Report::new(mix.edition());
        report.issuer = Some(organ.to_owned());
        report.year = Some(year);
        report.title = Some(format!("{organ}{year}年政府信息公开工作年度报告"));
        report.narrative = narrative(mix, organ, year, &prose);
        let mut texts = texts.iter().cycle();
        for (_, table) in mix.tables() {
            for (at, concept) in table.concepts().iter().enumerate() {
                let unit = table.unit(at / table.n_columns(), at % table.n_columns());
                let text = texts.next().expect("a cycle has no end");
                report.facts.insert(concept.clone(), fact(concept, unit, text));
            }
        }
        if matches!(cells, Cells::Footing | Cells::Small) {
            mix.tables().iter().for_each(|(_, table)| foot(table, &mut report));
        }
        Filed { mix, report }
    })
}

/// What a cell says, before it is known where it stands.
#[derive(Clone, Debug)]
enum CellText {
    Whole(u32),
    Fraction(u32, u32),
    Nil(&'static str),
    Blank,
}

fn cell(cells: Cells) -> impl Strategy<Value = CellText> {
    let nils = proptest::sample::select(&["/", "—", "——", "-", "无"][..]).prop_map(CellText::Nil);
    let (nil, blank) = match cells {
        Cells::Footing | Cells::Small => (0, 0),
        Cells::Filled => (2, 0),
        Cells::Gaps => (2, 4),
    };
    let (low, most, large, money) = if cells == Cells::Small { (3, 4_u32, 0, 0) } else { (8, 100, 2, 3) };
    prop_oneof![
        8 => Just(CellText::Whole(0)),
        low => (1..most).prop_map(CellText::Whole),
        large => (1_000_000..10_000_000_u32).prop_map(CellText::Whole),
        money => (0..100_000_u32, 1..10_000_u32).prop_map(|(whole, part)| CellText::Fraction(whole, part)),
        nil => nils,
        blank => Just(CellText::Blank),
    ]
}

/// Only money has fractions, and only a change has a sign.
fn fact(concept: &Concept, unit: &str, text: &CellText) -> Fact {
    let text = match text {
        CellText::Whole(number) if concept.as_str().ends_with("items_change") && *number > 0 => {
            format!("{}{number}", if number % 2 == 0 { "+" } else { "-" })
        }
        CellText::Whole(number) => number.to_string(),
        CellText::Fraction(whole, part) if unit.ends_with('元') => format!("{whole}.{part}"),
        CellText::Fraction(whole, _) => whole.to_string(),
        CellText::Nil(stroke) => return Fact::filed(Value::Nil, *stroke, None),
        CellText::Blank => return Fact::filed(Value::Blank, "", None),
    };
    Fact::filed(nianbao::grammar::quantity(&text).value, text, None)
}

/// Makes the sums of a table right: parts stay, wholes follow.
fn foot(table: &Table, report: &mut Report) {
    let (n_rows, n_columns) = (table.n_rows(), table.n_columns());
    // The forms name wholes before their parts; what was received follows from what was handled.
    let mut relations: Vec<_> = table.relations.iter().rev().collect();
    relations.sort_by_key(|relation| relation.rule == "C1");
    relations.sort_by_key(|relation| relation.rule == "C3");
    for relation in relations {
        let is_down = relation.direction == nianbao::grammar::Direction::Column;
        for instance in 0..if is_down { n_columns } else { n_rows } {
            let outline = if is_down { &table.stub } else { &table.boxhead };
            let side = |terms: &[nianbao::grammar::Term]| -> Vec<Concept> {
                let lines = outline.lines().iter().enumerate();
                let lines =
                    lines.filter(|(_, node)| terms.iter().any(|term| term.covers(outline.line(**node))));
                let concept = |line| {
                    if is_down { table.concept(line, instance) } else { table.concept(instance, line) }
                };
                lines.map(|(line, _)| concept(line).clone()).collect()
            };
            let (left, right) = (side(&relation.left), side(&relation.right));
            let sum =
                |side: &[Concept]| -> Decimal { side.iter().filter_map(|c| report.number(c.as_str())).sum() };
            let (left_sum, right_sum) = (sum(&left), sum(&right));
            let (concept, number) = match relation.operator {
                Operator::AtMost => (left[0].clone(), left_sum.min(right_sum)),
                Operator::Equal if right.len() == 1 => (right[0].clone(), left_sum),
                Operator::Equal => {
                    report.facts.insert(left[1].clone(), whole(0.into()));
                    (left[0].clone(), right_sum)
                }
            };
            report.facts.insert(concept, whole(number));
        }
    }
}

fn whole(number: Decimal) -> Fact {
    Fact::filed(Value::Number(number), number.to_string(), None)
}

fn narrative(mix: Mix, organ: &str, year: u16, prose: &[&str]) -> Vec<Passage> {
    let passage = |section: &str, heading: Option<&str>, paragraphs: Vec<String>| Passage {
        paragraphs: paragraphs.into_iter().map(Into::into).collect(),
        ..Passage::new(section, heading.map(str::to_owned))
    };
    let one = |at: usize| vec![prose[at].to_owned()];
    let preamble =
        passage("preamble", None, vec!["根据《中华人民共和国政府信息公开条例》要求，编制本报告。".into()]);
    if mix == Mix::Of("2014") {
        let table = vec![format!("（{year}年度）"), format!("填报单位（盖章）：{organ}")];
        return vec![
            preamble,
            passage("passage", Some("一、概述"), vec![prose[0].into(), prose[1].into()]),
            passage("passage", Some("二、存在的问题"), one(3)),
            passage("passage", Some("政府信息公开情况统计表"), table),
            passage("signature", None, vec!["单位负责人： 审核人： 填报人： 填报日期：".into()]),
        ];
    }
    let form = Forms::built_in().edition(mix.edition()).expect("the edition is built in");
    let mut narrative = vec![preamble];
    for (at, section) in form.sections.iter().enumerate() {
        let paragraphs = match section.name.as_str() {
            "overview" => vec![prose[0].into(), prose[1].into(), prose[2].into()],
            _ if section.tables.is_empty() => one(at),
            _ => Vec::new(),
        };
        narrative.push(passage(&section.name, Some(section.heading.text()), paragraphs));
    }
    narrative.push(passage("signature", None, vec![organ.into(), format!("{}年1月20日", year + 1)]));
    narrative
}

/// What two reports must share to be equal, after "Round trips" of the contract, but for findings.
pub(crate) fn essence(report: &Report) -> String {
    let mut text = format!("{} {:?} {:?} {:?}\n", report.edition, report.issuer, report.year, report.title);
    text.push_str(&facts(report));
    for passage in &report.narrative {
        let _ = writeln!(
            text,
            "# {} {:?} {:?}",
            passage.section,
            passage.heading,
            passage.lines().collect::<Vec<_>>()
        );
    }
    text
}

/// Every figure, a line each, in the order of names.
pub(crate) fn facts(report: &Report) -> String {
    let line = |(concept, fact): (&Concept, &Fact)| {
        // Which stroke it was matters for what is written, not for what is read.
        let value = if fact.value == Value::Nil { String::new() } else { fact.value.to_string() };
        format!("{concept} {} {value}\n", fact.value.kind())
    };
    let mut lines: Vec<String> = report.facts.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

/// The codes of findings with their concepts, sorted.
pub(crate) fn codes(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let concepts: Vec<&str> = finding.concepts.iter().map(Concept::as_str).collect();
        format!("{} {}\n", finding.code(), concepts.join(" "))
    };
    let mut lines: Vec<String> = findings.iter().map(line).collect();
    lines.sort();
    lines.concat()
}

/// The lines in which two texts differ, or nothing.
pub(crate) fn difference(found: &str, expected: &str) -> String {
    let (found, expected): (Vec<&str>, Vec<&str>) = (found.lines().collect(), expected.lines().collect());
    let more = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {line}\n"));
    let less = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("- {line}\n"));
    let lines: Vec<String> = more.chain(less).collect();
    let n = lines.len();
    let shown: String = lines.into_iter().take(40).collect();
    if n > 40 { format!("{shown}… {n} lines in all\n") } else { shown }
}
