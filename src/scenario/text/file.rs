//! Files into texts: what is no file, no text or too much of it is the user's problem, told in
//! words; what the machine refuses is the machine's.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::{Encoding, SourceId, Sources, kind, missing};
use crate::scenario::problem::Problems;

/// Bytes of the longest file that is read: far above any table, far below any memory.
const LONGEST: u64 = 16 << 20;

/// Reads a file as text into the sources, under its path as the user gave it: UTF-8, with a byte order
/// mark or without, or UTF-16 with one ("Unicode text"). A missing file, a directory, another encoding, a file that is too long or
/// holds nothing but white space are problems; no permission and failures while reading are the
/// machine's.
pub fn read_text(path: &Path, sources: &mut Sources, problems: &mut Problems) -> Option<SourceId> {
    let name = path.display().to_string();
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            report(path, &error, problems);
            return None;
        }
    };
    match text_of(bytes) {
        Ok((text, None)) => Some(sources.add(name, text)),
        Ok((text, Some(encoding))) => Some(sources.add_from(name, text, encoding)),
        Err((words, help)) => {
            problems.general(format!("{name} {words}")).help = help;
            None
        }
    }
}

/// The text, with its encoding where that is not UTF-8; or what else the bytes are and what to do.
fn text_of(bytes: Vec<u8>) -> Result<(String, Option<Encoding>), (String, Option<String>)> {
    if bytes.len() as u64 > LONGEST {
        return Err((format!("is longer than {} MB", LONGEST >> 20), None));
    }
    if let Some((units, encoding)) = utf16(&bytes) {
        let text = String::from_utf16(&units).map_err(|_| {
            let words = "begins as UTF-16 text, but is none throughout";
            (words.to_owned(), Some(kind::SAVE.to_owned()))
        })?;
        let text = some(text)?;
        // Keys and numbers are ASCII: without any these are other bytes that begin with a mark by chance.
        if !text.chars().any(|c| c.is_ascii_alphanumeric()) {
            let words = "begins as UTF-16 text, but holds no letter or digit of a scenario; UTF-8 is wanted";
            return Err((words.to_owned(), Some(kind::SAVE.to_owned())));
        }
        return Ok((text, Some(encoding)));
    }
    if let Some((words, help)) = kind::no_text(&bytes) {
        return Err((words, Some(help)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let (words, help) =
            kind::other_encoding(error.as_bytes(), error.utf8_error().valid_up_to());
        (words, Some(help))
    })?;
    some(text).map(|text| (text, None))
}

/// A text that is not empty.
fn some(text: String) -> Result<String, (String, Option<String>)> {
    if text.trim_start_matches(super::MARK).trim().is_empty() {
        return Err(("is empty".to_owned(), None));
    }
    Ok(text)
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    // A directory opens on some systems and fails only when read.
    if path.is_dir() {
        return Err(ErrorKind::IsADirectory.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn report(path: &Path, error: &std::io::Error, problems: &mut Problems) {
    let name = path.display().to_string();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            let problem = problems.general(format!("no file is called {name}"));
            problem.help = missing::instead(path, &name, true);
        }
        ErrorKind::IsADirectory => {
            let message = format!("{name} is a folder; a file is wanted");
            problems.general(message).help = missing::scenarios_in(path);
        }
        ErrorKind::PermissionDenied => {
            problems.machine_failure(format!("no permission to read {name}"));
        }
        _ => problems.machine_failure(format!("{name} cannot be read: {error}")),
    }
}

/// The units behind the byte order mark of UTF-16, where there is one; half a unit at the end is no text.
fn utf16(bytes: &[u8]) -> Option<(Vec<u16>, Encoding)> {
    let (encoding, unit): (_, fn([u8; 2]) -> u16) = match bytes.get(..2)? {
        [0xff, 0xfe] => (Encoding::Utf16Low, u16::from_le_bytes),
        [0xfe, 0xff] => (Encoding::Utf16High, u16::from_be_bytes),
        _ => return None,
    };
    let (pairs, rest) = bytes[2..].as_chunks();
    let half = (!rest.is_empty()).then_some(0xd800);
    let units = pairs.iter().map(|pair| unit(*pair)).chain(half);
    Some((units.collect(), encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_bytes(bytes: &[u8]) -> (Sources, Problems) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("x.toml");
        std::fs::write(&path, bytes).unwrap();
        let (mut sources, mut problems) = (Sources::default(), Problems::default());
        let id = read_text(&path, &mut sources, &mut problems);
        assert_eq!(id.is_some(), problems.is_empty());
        (sources, problems)
    }

    #[test]
    fn a_file_with_or_without_a_mark_is_read() {
        for bytes in [&b"a = 1\r\n"[..], b"\xef\xbb\xbfa = 1\r\n"] {
            let (sources, _) = read_bytes(bytes);
            let text = sources.iter().next().unwrap();
            assert_eq!(text.text, "a = 1\r\n");
            assert_eq!(text.bytes(), bytes);
        }
    }

    #[test]
    fn text_of_two_bytes_a_letter_is_read_and_told_byte_by_byte() {
        let low = b"\xff\xfea\0\t\0\x16\x04\r\0\n\0";
        let high = b"\xfe\xff\0a\0\t\x04\x16\0\r\0\n";
        for bytes in [low, high] {
            let (sources, _) = read_bytes(bytes);
            let text = sources.iter().next().unwrap();
            assert_eq!(text.text, "a\tЖ\r\n");
            assert_eq!(text.bytes(), bytes);
        }
    }

    #[test]
    fn what_is_no_text_is_told_by_its_kind() {
        for (bytes, end) in [
            (&b""[..], "is empty"),
            (b" \r\n\t\n", "is empty"),
            (b"\xef\xbb\xbf\n", "is empty"),
            (
                b"a = \"\xff\"",
                "is not UTF-8 text: line 1 has a letter in another encoding",
            ),
            // "Цена" in Windows-1251, as Excel saves it in Russia and Kazakhstan.
            (
                b"\xd6\xe5\xed\xe0;1\r\n",
                "is not UTF-8 text: line 1 has letters in another encoding (windows-1251, it seems: \"Цена\")",
            ),
            (
                b"\xff\xfea\0b",
                "begins as UTF-16 text, but is none throughout",
            ),
            (b"\xff\xfe\n\0", "is empty"),
            (
                b"\xff\xfe\x00\x01",
                "begins as UTF-16 text, but holds no letter or digit of a scenario; UTF-8 is wanted",
            ),
            (
                b"a\0 \0=\0 \x001\0",
                "is UTF-16 text without its mark; UTF-8 is wanted",
            ),
        ] {
            let (_, problems) = read_bytes(bytes);
            let message = &problems.sorted()[0].message;
            assert!(message.ends_with(end), "{message}");
            assert!(!problems.machine());
        }
    }

    #[test]
    fn a_file_past_the_limit_is_refused() {
        let (_, problems) = read_bytes(&vec![b'#'; (16 << 20) + 1]);
        assert!(
            problems.sorted()[0]
                .message
                .ends_with("is longer than 16 MB")
        );
    }

    #[test]
    fn a_missing_file_and_a_directory_are_the_users() {
        let directory = tempfile::tempdir().unwrap();
        for (path, part) in [
            (directory.path().join("none.toml"), "no file is called "),
            (
                directory.path().to_path_buf(),
                " is a folder; a file is wanted",
            ),
        ] {
            let (mut sources, mut problems) = (Sources::default(), Problems::default());
            assert_eq!(read_text(&path, &mut sources, &mut problems), None);
            assert!(problems.sorted()[0].message.contains(part));
            assert!(!problems.machine());
        }
    }
}
