//! The colours of the terminal form: the sixteen a user's theme defines, nothing fixed.

use anstyle::{AnsiColor, Style};

pub(super) const PLAIN: Style = Style::new();
pub(super) const YEAR: Style = Style::new().bold();
pub(super) const MONTH: Style =
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
pub(super) const DATE: Style = AnsiColor::Cyan.on_default();
pub(super) const KIND: Style = Style::new().bold();
pub(super) const SPEAKER: Style =
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
pub(super) const MODALITY: Style = AnsiColor::Magenta.on_default();
pub(super) const QUIET: Style = Style::new().dimmed();
pub(super) const OUTLET: Style = AnsiColor::Blue.on_default();
pub(super) const DIFFERENCE: Style = AnsiColor::Yellow.on_default();
pub(super) const LEFT: Style = AnsiColor::Red.on_default();
pub(super) const RIGHT: Style = AnsiColor::Green.on_default();
