//! Writes a timeline that was built by hand, in the format the file's ending names:
//! `cargo run --example page -- FILE [ENTRIES]`.
//!
//! Shows how to use [`onrecord::render`] with a [`onrecord::timeline::Timeline`] of your own;
//! `.ci/browser` and `.ci/consumers` open what it writes.

#[path = "../tests/render/sample.rs"]
mod sample;

use onrecord::render::{self, Format, Options};
use sample::Sample;
use std::{env, error, fs, io, path::PathBuf};

fn main() -> Result<(), Box<dyn error::Error>> {
    let mut arguments = env::args().skip(1);
    let path = PathBuf::from(arguments.next().ok_or("give the file to write")?);
    let sample = match arguments.next() {
        Some(entries) => Sample::crowd(entries.parse()?),
        None => Sample::harbour(),
    };
    let format = Format::from_path(&path).ok_or("the file's ending names no format")?;
    let options = Options { title: Some("The Port Sable talks".to_owned()), ..Options::default() };
    let mut file = io::BufWriter::new(fs::File::create(path)?);
    Ok(render::write(&sample.timeline, format, &sample.texts, &mut file, &options)?)
}
