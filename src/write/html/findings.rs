//! What was found in reports, as one page of HTML for reading and for the printer.
//!
//! The page holds all it needs: no script, no picture, nothing from elsewhere, and a policy that forbids
//! them. Whatever comes from an input is escaped.

mod culprits;

use super::markup::{self, Page};
use crate::document::{Block, Document};
use crate::finding::{Finding, Severity};
use crate::grammar::{Explanation, Explanations};
use crate::lang::Lang;
use crate::place::Places;
use crate::report::Report;
use culprits::Culprits;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A report that was checked: what it was called, what it says, and what there is to say about it.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The name of the file.
    pub name: &'a str,
    /// The report.
    pub report: &'a Report,
    /// The same report laid out.
    pub document: &'a Document,
    /// What was found.
    pub findings: &'a [Finding],
    /// Where that stands.
    pub places: &'a Places,
}

/// A page as it grows, report by report.
///
/// ```
/// use nianbao::{document::Document, lang::Lang, place::Places, report::Report};
/// use nianbao::write::{Checked, FindingsPage};
/// let mut page = FindingsPage::new(Lang::Zh);
/// let (report, document, places) = (Report::new("2021"), Document::default(), Places::default());
/// page.report(Checked { name: "<a>.docx", report: &report, document: &document, findings: &[], places: &places });
/// let html = page.finish();
/// assert!(html.contains("&lt;a&gt;.docx") && html.contains("没有发现问题"));
/// ```
#[derive(Clone, Debug)]
pub struct FindingsPage {
    lang: Lang,
    n_reports: usize,
    summary: String,
    body: String,
    codes: BTreeSet<&'static str>,
}

impl FindingsPage {
    /// A page without reports.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        let (summary, body) = (String::new(), String::new());
        Self { lang, n_reports: 0, summary, body, codes: BTreeSet::new() }
    }

    /// Adds a report, its findings and its tables.
    pub fn report(&mut self, checked: Checked<'_>) {
        let Checked { name, report, document, findings, .. } = checked;
        let title = report.title.as_deref().unwrap_or(self.choose("（没有标题）", "(no title)"));
        let counts = Severity::counts(findings);
        let number = self.begin(name, title, &report.edition, counts.map(|n| n.to_string()));
        self.facts(name, report);
        self.counts(counts);
        self.findings(number, findings, checked.places);
        let mut culprits = Culprits::new(number, checked, self.lang);
        let tables: String = document.blocks.iter().map(|block| culprits.block(block)).collect();
        if document.blocks.iter().any(|block| matches!(block, Block::Table(_))) {
            let heading = self.choose("表格", "Tables");
            let legend = self.choose(
                "粗框是错误，虚线框是警告，点线框是提示，角上的数字是上面的序号；有下划线的是同一勾稽关系的其他各项。",
                "A thick frame is an error, a dashed one a warning, a dotted one a notice; the raised number is that of \
                 the list above. Underlined are the other figures of the same relation.",
            );
            let _ = writeln!(self.body, "<h3>{heading}</h3>\n<p class=\"legend\">{legend}</p>\n{tables}");
        }
        self.body.push_str("</section>\n");
    }

    /// Adds what was found between reports of neighbouring years.
    pub fn series(&mut self, findings: &[Finding]) {
        let title = self.choose("历年核对", "From year to year");
        let counts = Severity::counts(findings).map(|n| n.to_string());
        let number = self.begin(title, title, "—", counts);
        self.findings(number, findings, &Places::default());
        self.body.push_str("</section>\n");
    }

    /// Adds a file that could not be used, by the code and the sentence of the reason.
    pub fn refused(&mut self, name: &str, code: &'static str, sentence: &str) {
        let none = ["—"; 3].map(str::to_owned);
        self.begin(name, name, self.choose("不能使用", "unusable"), none);
        self.codes.insert(code);
        let link = code_link(code);
        let _ = writeln!(self.body, "<p class=\"refused\">{link} {}</p>\n</section>", escaped(sentence));
    }

    /// The page, whole.
    #[must_use]
    pub fn finish(self) -> String {
        let title = self.choose("年度报告核对结果", "Check of annual reports");
        let lang = self.choose("zh-CN", "en");
        let heads =
            self.choose("文件 报告 样式 错误 警告 提示", "file report edition errors warnings notices");
        let heads = heads.replace(' ', "</th><th scope=\"col\">");
        let heads = format!("<th scope=\"col\">{heads}</th>");
        let summary = match self.n_reports {
            0 | 1 => String::new(),
            _ => format!(
                "<table class=\"summary\">\n<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{}</tbody>\n</table>\n",
                self.summary
            ),
        };
        let body = format!("<h1>{title}</h1>\n{summary}{}{}", self.body, self.explanations());
        let style = include_str!("findings/style.css");
        Page { lang, title, lets_in: "", style, body: &body }.html()
    }

    fn choose<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        self.lang.choose(zh, en)
    }

    /// Begins the section of a file, and adds its line to the summary.
    fn begin(&mut self, name: &str, title: &str, edition: &str, counts: [String; 3]) -> usize {
        self.n_reports += 1;
        let number = self.n_reports;
        let counts = counts.map(|count| format!("<td>{count}</td>")).concat();
        let (name, title) = (escaped(name), escaped(title));
        let _ = writeln!(
            self.summary,
            "<tr><td><a href=\"#r{number}\">{name}</a></td><td>{title}</td><td>{}</td>{counts}</tr>",
            escaped(edition)
        );
        let _ = writeln!(self.body, "<section class=\"report\" id=\"r{number}\">\n<h2>{title}</h2>");
        number
    }

    /// What report it is.
    fn facts(&mut self, name: &str, report: &Report) {
        let year = report.year.map(|year| year.to_string());
        let unknown = self.choose("（未找到）", "(not found)");
        let rows = [
            (self.choose("机关", "Issuer"), report.issuer.as_deref()),
            (self.choose("年度", "Year"), year.as_deref()),
            (self.choose("样式", "Edition"), Some(report.edition.as_str())),
            (self.choose("文件", "File"), Some(name)),
        ];
        let rows = rows.map(|(term, value)| {
            format!("<div><dt>{term}</dt><dd>{}</dd></div>", escaped(value.unwrap_or(unknown)))
        });
        let _ = writeln!(self.body, "<dl class=\"facts\">{}</dl>", rows.concat());
    }

    fn counts(&mut self, counts: [usize; 3]) {
        let count = |(severity, count): (Severity, usize)| {
            format!("<span class=\"{}\">{} {count}</span>", severity.as_str(), severity.word(self.lang))
        };
        let counts: String = Severity::ALL.into_iter().zip(counts).map(count).collect();
        let _ = writeln!(self.body, "<p class=\"counts\">{counts}</p>");
    }

    /// The findings in a list, each with its place and what to do.
    fn findings(&mut self, number: usize, findings: &[Finding], places: &Places) {
        if findings.is_empty() {
            let nothing = self.choose("没有发现问题。", "Nothing to report.");
            let _ = writeln!(self.body, "<p>{nothing}</p>");
            return;
        }
        let _ = writeln!(self.body, "<h3>{}</h3>\n<ol class=\"findings\">", self.choose("结果", "Findings"));
        for (nth, finding) in findings.iter().enumerate() {
            self.codes.insert(finding.code());
            let severity = finding.severity();
            let place = places.of(finding, self.lang);
            let place = place.map(|place| format!(" <span class=\"place\">{}</span>", escaped(&place)));
            let remedy = Explanations::built_in().of(finding.code());
            let remedy = remedy.map_or("", |explanation| explanation.text(self.lang).remedy.as_str());
            let _ = writeln!(
                self.body,
                "<li id=\"r{number}-f{}\" class=\"{}\"><p><b>{}</b> {}{}</p>\n\
                 <p>{}</p>\n<p class=\"remedy\">{}{}</p></li>",
                nth + 1,
                severity.as_str(),
                severity.word(self.lang),
                code_link(finding.code()),
                place.unwrap_or_default(),
                escaped(&finding.sentence(self.lang)),
                self.choose("办法：", "What to do: "),
                escaped(remedy),
            );
        }
        self.body.push_str("</ol>\n");
    }

    /// What the codes on this page mean.
    fn explanations(&self) -> String {
        if self.codes.is_empty() {
            return String::new();
        }
        let explained = self.codes.iter().filter_map(|code| Explanations::built_in().of(code));
        let explained: String = explained.map(|explanation| self.explanation(explanation)).collect();
        let heading = self.choose("代码说明", "The codes");
        format!("<section class=\"codes\">\n<h2>{heading}</h2>\n<dl>\n{explained}</dl>\n</section>\n")
    }

    fn explanation(&self, explanation: &Explanation) -> String {
        let text = explanation.text(self.lang);
        let [rule, example] = [self.choose("依据：", "Rule: "), self.choose("例：", "Example: ")];
        format!(
            "<dt id=\"code-{code}\"><code>{code}</code></dt>\n<dd><p>{}</p><p>{rule}{}</p><p>{example}{}</p></dd>\n",
            escaped(&text.means),
            escaped(&text.rule),
            escaped(&text.example),
            code = explanation.code,
        )
    }
}

/// A code, linked to its explanation at the end of the page.
fn code_link(code: &str) -> String {
    format!("<a href=\"#code-{code}\"><code>{code}</code></a>")
}

/// A text in one line without marks that turn the direction of writing, which could make one sentence read as
/// another, and nothing that cannot be shown.
fn escaped(text: &str) -> String {
    let shown = |c: char| match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{FFFD}',
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c => c,
    };
    markup::escaped(&text.chars().map(shown).collect::<String>())
}

#[cfg(test)]
mod tests;
