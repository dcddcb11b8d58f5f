//! Where the prose of an old report goes in the new form.

use crate::finding::{Finding, FindingKind};
use crate::grammar::{Form, Key, OrdinalStyle};
use crate::report::{Passage, Report};

/// The section of the new form that a passage under a free heading belongs to, by words of the heading.
const BY_HEADING: [(&str, &[&str]); 2] = [
    ("problems", &["问题", "不足", "改进", "下一步", "打算", "计划", "努力方向"]),
    ("other", &["收费", "减免", "其他", "附件", "说明"]),
];

/// Puts the prose under the headings of the new form, each passage once, and adds the sentence that says
/// what the migrated report is.
pub(super) fn place(source: &Report, from: &Form, target: &Form, report: &mut Report, findings: &mut Vec<Finding>) {
    report.narrative = Vec::new();
    report.narrative.extend(source.narrative.iter().filter(|passage| passage.section == "preamble").cloned());
    for section in &target.sections {
        let mut passage = Passage::new(section.name.clone(), Some(section.heading.text().to_owned()));
        for old in source.narrative.iter().filter(|old| section_of(old, from) == Some(section.name.as_str())) {
            if let Some(heading) = old.heading.as_deref().filter(|_| old.section == "passage") {
                let number = passage.paragraphs.iter().filter(|text| is_demoted(text)).count() + 1;
                passage.paragraphs.push(demote(heading, number));
            }
            passage.paragraphs.extend(old.paragraphs.iter().cloned());
        }
        report.narrative.push(passage);
    }
    let remark = FindingKind::ReferenceConversion { from: from.edition.clone(), to: target.edition.clone() };
    let remark = Finding::new(remark, None).sentence(crate::lang::Lang::Zh);
    if let Some(last) = report.narrative.last_mut() {
        last.paragraphs.push(format!("（{remark}。）"));
    }
    sign(source, from, report, findings);
}

/// The section of the new form for a passage of the old report; captions of a table have none.
fn section_of<'p>(passage: &'p Passage, from: &Form) -> Option<&'p str> {
    if passage.section != "passage" {
        return Some(&passage.section);
    }
    let heading = passage.heading.as_deref().unwrap_or_default();
    if from.sections.iter().any(|section| section.heading.accepts(heading)) {
        return None;
    }
    let words = BY_HEADING.iter().find(|(_, words)| words.iter().any(|word| heading.contains(word)));
    Some(words.map_or("overview", |(section, _)| section))
}

/// A top heading becomes a heading of the second level: `一、…` becomes `（一）…`.
fn demote(heading: &str, number: usize) -> String {
    let rest = heading.split_once(['、', '.', '．']).map_or(heading, |(_, rest)| rest);
    let number = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"].get(number - 1).copied();
    match number {
        Some(number) => format!("（{number}）{rest}"),
        None => rest.to_owned(),
    }
}

fn is_demoted(text: &str) -> bool {
    Key::of(text).ordinal.is_some_and(|ordinal| ordinal.style == OrdinalStyle::Second)
}

/// Names and telephone numbers of the old signature lines are left out of a migrated report.
fn sign(source: &Report, from: &Form, report: &mut Report, findings: &mut Vec<Finding>) {
    let signs: Vec<&Key> =
        from.sections.iter().flat_map(|section| &section.signs).flat_map(|label| label.keys()).collect();
    let is_sign = |text: &str| signs.iter().any(|sign| Key::of(text).stem.starts_with(sign.stem.as_str()));
    let lines: Vec<&String> =
        source.narrative.iter().filter(|passage| passage.section == "signature").flat_map(|p| &p.paragraphs).collect();
    let (names, kept): (Vec<&String>, Vec<&String>) = lines.into_iter().partition(|text| is_sign(text));
    if !names.is_empty() {
        findings.push(Finding::new(FindingKind::SignatureLeftOut(names.len()), None));
    }
    if !kept.is_empty() {
        let paragraphs = kept.into_iter().cloned().collect();
        report.narrative.push(Passage { paragraphs, ..Passage::new("signature", None) });
    }
}
