//! Opens a file or standard input and unpacks it on the way.
//!
//! In: an [`Input`].  Out: a reader of plain bytes and the first of them to look at.  Compression
//! is told by the first bytes, whatever the name says, and data that grows beyond all proportion
//! is refused while it is read.

use super::error::{ReadError, Reason};
use super::inputs::Input;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that are looked at before anything is decided.
const HEAD: u64 = 4096;
/// Bytes read at a time.
const BUFFER: usize = 1 << 17;

/// An input being read.
pub(super) struct Opened {
    pub(super) head: Vec<u8>,
    pub(super) reader: Box<dyn BufRead + Send>,
    /// Bytes of the file, where it is known and not compressed.
    pub(super) size: Option<u64>,
}

impl Opened {
    /// Whether the head is all there is.
    pub(super) fn is_whole(&self) -> bool {
        (self.head.len() as u64) < HEAD
    }
}

/// How far an input may grow when it is unpacked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Growth {
    /// Output below this many bytes is always allowed.
    pub(super) free: u64,
    /// Beyond it, output may be this many times the input.
    pub(super) factor: u64,
}

pub(super) fn open(input: &Input, growth: Growth) -> Result<Opened, ReadError> {
    match input {
        Input::Stdin => {
            unpack(Box::new(BufReader::with_capacity(BUFFER, io::stdin())), None, growth)
                .map_err(|error| ReadError::new(Path::new("-"), error.into()))
        }
        Input::File(path) => {
            open_file(path, growth).map_err(|error| ReadError::new(path, error.into()))
        }
    }
}

fn open_file(path: &Path, growth: Growth) -> io::Result<Opened> {
    let file = File::open(path)?;
    let size =
        file.metadata().ok().filter(|metadata| metadata.is_file()).map(|metadata| metadata.len());
    unpack(Box::new(BufReader::with_capacity(BUFFER, file)), size, growth)
}

fn unpack(
    reader: Box<dyn BufRead + Send>,
    size: Option<u64>,
    growth: Growth,
) -> io::Result<Opened> {
    let (head, reader) = peek(reader)?;
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: reader, read: Arc::clone(&packed) };
    let (format, unpacked): (_, Box<dyn Read + Send>) = if head.starts_with(b"\x1F\x8B") {
        ("gzip", Box::new(MultiGzDecoder::new(counted)))
    } else if head.starts_with(b"\x28\xB5\x2F\xFD") {
        ("zstd", Box::new(zstd::Decoder::with_buffer(counted)?))
    } else {
        return Ok(Opened { head, reader: counted.inner, size });
    };
    let guarded = Guarded { inner: unpacked, format, packed, unpacked: 0, growth };
    let (head, reader) = peek(Box::new(BufReader::with_capacity(BUFFER, guarded)))?;
    Ok(Opened { head, reader, size: None })
}

/// Reads the first bytes and puts them back.
fn peek(mut reader: Box<dyn BufRead + Send>) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let mut head = Vec::new();
    reader.by_ref().take(HEAD).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(reader);
    Ok((head, Box::new(whole)))
}

/// Counts the compressed bytes that were used.
struct Counted {
    inner: Box<dyn BufRead + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        self.read.fetch_add(length as u64, Ordering::Relaxed);
        self.inner.consume(length);
    }
}

/// Stops reading unpacked data that grows beyond all proportion.
struct Guarded {
    inner: Box<dyn Read + Send>,
    format: &'static str,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    growth: Growth,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.inner.read(buffer).map_err(|error| self.broken(&error))?;
        self.unpacked += length as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.unpacked > self.growth.free.max(packed.saturating_mul(self.growth.factor)) {
            return Err(Reason::Bomb(self.growth.factor).into());
        }
        Ok(length)
    }
}

impl Guarded {
    fn broken(&self, error: &io::Error) -> io::Error {
        Reason::Unpack { format: self.format, detail: error.to_string() }.into()
    }
}
