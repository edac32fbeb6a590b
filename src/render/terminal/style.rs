//! The colours of the terminal form: the sixteen a user's theme defines, nothing fixed.

use anstyle::{AnsiColor, Style};

pub(in crate::render) const PLAIN: Style = Style::new();
pub(in crate::render) const YEAR: Style = Style::new().bold();
pub(in crate::render) const MONTH: Style =
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
pub(in crate::render) const DATE: Style = AnsiColor::Cyan.on_default();
pub(in crate::render) const KIND: Style = Style::new().bold();
pub(in crate::render) const SPEAKER: Style =
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
pub(in crate::render) const MODALITY: Style = AnsiColor::Magenta.on_default();
pub(in crate::render) const QUIET: Style = Style::new().dimmed();
pub(in crate::render) const OUTLET: Style = AnsiColor::Blue.on_default();
pub(in crate::render) const DIFFERENCE: Style = AnsiColor::Yellow.on_default();
pub(in crate::render) const LEFT: Style = AnsiColor::Red.on_default();
pub(in crate::render) const RIGHT: Style = AnsiColor::Green.on_default();
