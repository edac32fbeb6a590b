//! A progress bar for long work, on a terminal only.

use super::shared::Common;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::Duration;

/// Counts articles and bytes.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar that is shown only on a terminal, and only once the work takes a moment.
    pub fn new(common: &Common) -> Self {
        if common.quiet || !std::io::stderr().is_terminal() {
            return Self { bar: ProgressBar::hidden() };
        }
        let bar = ProgressBar::new_spinner();
        if let Ok(style) =
            ProgressStyle::with_template("{spinner} {pos} articles, {msg}, {elapsed}")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar }
    }

    /// A step of which nothing can be counted, with the time it takes.
    pub fn of_one_step(common: &Common, what: &'static str) -> Self {
        let progress = Self::new(common);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
            progress.bar.set_style(style);
        }
        progress.bar.set_message(what);
        progress
    }

    /// So many more articles of so many bytes are done.
    pub fn advance(&self, articles: usize, bytes: usize) {
        self.bar.inc(articles as u64);
        let speed = self.bar.position() as f64 / self.bar.elapsed().as_secs_f64().max(0.001);
        self.bar.set_message(format!("{speed:.0} a second, last {:.1} MB", bytes as f64 / 1e6));
    }

    /// Prints something without tearing the bar.
    pub fn suspend(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// The work is done.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
