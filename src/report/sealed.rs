//! Files of trials: a line that names the format, values one after the other in the format of postcard, and
//! the SHA-256 of all that. Written and read in a stream; nothing of a file counts before all of it was found
//! to be as it was written.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Take, Write};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::directory::Failure;

const HASH: usize = 32;
/// The texts of a file take no more; values are far fewer bytes each.
const MOST_TEXT: u64 = 1 << 26;
/// Bytes that are read or written at once.
const AT_ONCE: usize = 1 << 16;

/// A file that is being written.
pub(super) struct Sealing<W: Write> {
    out: BufWriter<Hashing<W>>,
}

impl<W: Write> Sealing<W> {
    pub(super) fn begin(format: &[u8], out: W) -> io::Result<Self> {
        let hashing = Hashing {
            out,
            hash: Sha256::new(),
            failed: None,
        };
        let mut out = BufWriter::with_capacity(AT_ONCE, hashing);
        out.write_all(format)?;
        Ok(Self { out })
    }

    pub(super) fn add<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        let added = postcard::to_io(value, &mut self.out).map(|_| ());
        // Postcard does not tell why it could not write.
        added.map_err(|e| self.reason().unwrap_or_else(|| io::Error::other(e)))
    }

    fn reason(&mut self) -> Option<io::Error> {
        self.out.get_mut().failed.take()
    }

    /// Ends it with its checksum.
    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()?;
        let Hashing { out, hash, .. } = self.out.get_mut();
        out.write_all(&hash.finalize_reset())?;
        out.flush()
    }
}

struct Hashing<W> {
    out: W,
    hash: Sha256,
    failed: Option<io::Error>,
}

impl<W> Hashing<W> {
    fn noted<R>(&mut self, result: io::Result<R>) -> io::Result<R> {
        result.inspect_err(|reason| {
            self.failed = Some(io::Error::new(reason.kind(), reason.to_string()));
        })
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        let written = self.noted(written)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.noted(flushed)
    }
}

/// Why a file cannot be used.
#[derive(Debug)]
pub enum Fault {
    /// The machine could not read it.
    Unreadable(io::Error),
    /// It begins as no file of this version does.
    Foreign,
    /// It ends before it should.
    NotWhole,
    /// Something in it has changed since it was written.
    Changed,
    /// It is as it was written, but holds something else.
    NoTrials,
}

impl Fault {
    /// In words that follow the name of the file.
    #[must_use]
    pub fn words(&self) -> String {
        let words = match self {
            Self::Unreadable(reason) => return format!("cannot be read: {reason}"),
            Self::Foreign => "was written by another version of lichain",
            Self::NotWhole => "is not whole",
            Self::Changed => "is not as it was written: its checksum differs",
            Self::NoTrials => "does not hold the trials of a run",
        };
        words.to_owned()
    }

    /// As a failure of whoever wanted to read the file.
    #[must_use]
    pub fn of(self, path: &Path) -> Failure {
        match self {
            Self::Unreadable(reason) => Failure::machine("read", path, &reason),
            fault => Failure::Refused(format!("{} {}", path.display(), fault.words())),
        }
    }
}

impl From<io::Error> for Fault {
    fn from(reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::UnexpectedEof => Self::NotWhole,
            _ => Self::Unreadable(reason),
        }
    }
}

/// A file that was found to be as it was written, read value by value.
#[derive(Debug)]
pub struct Sealed {
    content: Take<BufReader<File>>,
    /// Room for texts; pages of it that are not used take no memory.
    texts: Vec<u8>,
}

impl Sealed {
    pub(super) fn open(path: &Path, format: &[u8]) -> Result<Self, Fault> {
        let mut file = File::open(path)?;
        let length = file.metadata()?.len();
        let mut begins = Vec::new();
        (&file).take(format.len() as u64).read_to_end(&mut begins)?;
        if begins != format {
            return Err(begun_otherwise(&begins, format));
        }
        let rest = length.checked_sub((format.len() + HASH) as u64);
        let content = rest.ok_or(Fault::NotWhole)?;
        if !is_as_written(&file, Sha256::new_with_prefix(format), content)? {
            return Err(Fault::Changed);
        }
        file.seek(SeekFrom::Start(format.len() as u64))?;
        Ok(Self {
            content: BufReader::with_capacity(AT_ONCE, file).take(content),
            texts: vec![0; content.min(MOST_TEXT) as usize],
        })
    }

    /// The value that comes next.
    ///
    /// # Errors
    /// Another value than is wanted.
    pub fn read<T: DeserializeOwned>(&mut self) -> Result<T, Fault> {
        let from = (&mut self.content, self.texts.as_mut_slice());
        let (value, _) = postcard::from_io(from).map_err(|_| Fault::NoTrials)?;
        Ok(value)
    }
}

impl Sealed {
    /// True where what comes next is the same in another one, to the end.
    pub(super) fn rest_is_that_of(self, other: Self) -> io::Result<bool> {
        if self.content.limit() != other.content.limit() {
            return Ok(false);
        }
        let (mut own, mut others) = (self.content, other.content);
        let (mut a, mut b) = (vec![0; AT_ONCE], vec![0; AT_ONCE]);
        while own.limit() > 0 {
            let some = own.limit().min(AT_ONCE as u64) as usize;
            own.read_exact(&mut a[..some])?;
            others.read_exact(&mut b[..some])?;
            if a[..some] != b[..some] {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// A file that does not begin with its format: one of another number, or what was left of it.
fn begun_otherwise(begins: &[u8], format: &[u8]) -> Fault {
    let name = format.iter().rposition(|byte| *byte == b' ').unwrap_or(0);
    if format.starts_with(begins) {
        Fault::NotWhole
    } else if begins.starts_with(&format[..=name]) {
        Fault::Foreign
    } else {
        Fault::Changed
    }
}

/// True where so many bytes of content have the checksum that follows them.
fn is_as_written(file: &File, mut hash: Sha256, content: u64) -> io::Result<bool> {
    let (mut left, mut bytes) = (content, vec![0; AT_ONCE]);
    let mut file = file;
    while left > 0 {
        let some = &mut bytes[..left.min(AT_ONCE as u64) as usize];
        file.read_exact(some)?;
        hash.update(&some);
        left -= some.len() as u64;
    }
    let mut told = [0; HASH];
    file.read_exact(&mut told)?;
    Ok(hash.finalize().as_slice() == told)
}
