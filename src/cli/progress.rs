//! [`Progress`]: how far a batch is, on a terminal.

use super::say;
use crate::lang::Lang;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{self, IsTerminal};
use std::time::Duration;

/// A bar on a terminal, with what is said above it; elsewhere lines alone.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    n_failed: u64,
    lang: Lang,
}

impl Progress {
    pub(super) fn new(n_inputs: usize, is_quiet: bool, lang: Lang) -> Self {
        let is_shown = n_inputs > 1 && !is_quiet && io::stderr().is_terminal();
        let bar = is_shown.then(|| {
            let template = lang.choose(
                "{wide_bar} {pos}/{len} 每秒 {per_sec} 还需 {eta} {msg}",
                "{wide_bar} {pos}/{len} {per_sec} {eta} left {msg}",
            );
            let bar = ProgressBar::new(n_inputs as u64);
            if let Ok(style) = ProgressStyle::with_template(template) {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(200));
            bar
        });
        Self { bar, n_failed: 0, lang }
    }

    pub(super) fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say(line)),
            None => say(line),
        }
    }

    /// A report more is done, or failed; with the first of an input the bar goes on.
    pub(super) fn step(&mut self, is_first: bool, has_failed: bool) {
        self.n_failed += u64::from(has_failed);
        if let Some(bar) = &self.bar {
            bar.inc(u64::from(is_first));
            if has_failed {
                bar.set_message(format!("{} {}", self.lang.choose("失败", "failed"), self.n_failed));
            }
        }
    }

    pub(super) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
