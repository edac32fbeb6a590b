//! Running something again whenever files change.

use super::shared::{Failure, Outcome};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Time between two looks at the files.
const PAUSE: Duration = Duration::from_millis(400);

/// Runs until the process is ended.  Looks at the times of the files, so that it works on every
/// file system.
pub fn forever(paths: &[&Path], mut run: impl FnMut()) -> Result<Outcome, Failure> {
    let mut seen = None;
    loop {
        let now = newest(paths);
        if seen != Some(now) {
            seen = Some(now);
            // Clears the screen, where there is one.
            write!(anstream::stdout(), "\x1b[2J\x1b[H")?;
            run();
            io::stdout().flush()?;
            writeln!(anstream::stderr(), "watching; end with Ctrl-C")?;
        }
        std::thread::sleep(PAUSE);
    }
}

/// The number of files and the newest of their times; snapshots do not count.
fn newest(paths: &[&Path]) -> (usize, Option<SystemTime>) {
    let files =
        paths.iter().flat_map(|p| ignore::WalkBuilder::new(p).build()).filter_map(Result::ok);
    let times = files
        .filter(|f| f.path().extension().is_none_or(|e| e != "snap"))
        .filter_map(|f| f.metadata().ok().filter(|m| m.is_file())?.modified().ok());
    times.fold((0, None), |(n, newest), time| (n + 1, newest.max(Some(time))))
}
