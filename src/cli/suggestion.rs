//! Suggestions: how they are shown, and how they are taken by name.

use super::{Opened, Session};
use crate::finding::{Finding, Suggestion};
use crate::lang::Lang;
use crate::suggest::{settle, take};
use std::fmt::Write as _;

impl Session {
    /// The report with the suggestions of these names taken, or what to say if there is none of a name.
    pub(super) fn take(&self, opened: Opened, names: &[String]) -> Result<Opened, String> {
        let Opened { document, mut recognition, findings, .. } = self.explained(opened);
        let known: Vec<&Suggestion> = findings.iter().filter_map(|own| own.suggestion.as_deref()).collect();
        if let Some(name) = names.iter().find(|name| known.iter().all(|own| own.name != **name)) {
            return Err(self.no_suggestion(name, &known));
        }
        let taken: Vec<&Suggestion> = known.into_iter().filter(|own| names.contains(&own.name)).collect();
        for suggestion in &taken {
            recognition.report = take(&recognition.report, &self.forms, suggestion);
        }
        let met = &findings[..recognition.findings.len()];
        recognition.findings = settle(met, &taken);
        Ok(self.reviewed(document, recognition))
    }

    fn no_suggestion(&self, name: &str, known: &[&Suggestion]) -> String {
        let there_are: Vec<String> = known.iter().map(|own| format!("`{}`", own.name)).collect();
        match (self.lang, known) {
            (Lang::Zh, []) => format!("没有名为 `{name}` 的建议；对这份报告没有建议"),
            (Lang::En, []) => format!("no suggestion is named `{name}`; there is none for this report"),
            (Lang::Zh, _) => format!("没有名为 `{name}` 的建议；有的是 {}", there_are.join("、")),
            (Lang::En, _) => format!("no suggestion is named `{name}`; there are {}", there_are.join(", ")),
        }
    }

    /// The lines under a finding that tell its explanation and how to take it.
    pub(super) fn suggestion_lines(&self, finding: &Finding) -> String {
        let Some(suggestion) = &finding.suggestion else { return String::new() };
        let (sentence, name) = (suggestion.sentence(self.lang), &suggestion.name);
        match self.lang {
            Lang::Zh => format!("    建议：{sentence}\n    采用：convert 或 migrate 加 --apply {name}\n"),
            Lang::En => format!(
                "    suggestion: {sentence}\n    to take it: convert or migrate with --apply {name}\n"
            ),
        }
    }

    /// That there are suggestions, where they are not shown.
    pub(super) fn suggestion_count(&self, findings: &[Finding]) -> String {
        let mut text = String::new();
        let n = findings.iter().filter(|finding| finding.suggestion.is_some()).count();
        let _ = match (n, self.lang) {
            (0, _) => Ok(()),
            (_, Lang::Zh) => writeln!(text, "  有 {n} 条建议，用 --suggest 查看"),
            (1, Lang::En) => writeln!(text, "  there is 1 suggestion; --suggest shows it"),
            (_, Lang::En) => writeln!(text, "  there are {n} suggestions; --suggest shows them"),
        };
        text
    }
}
