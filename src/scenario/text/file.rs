//! Files into texts: what is no file, no text or too much of it is the user's problem, told in
//! words; what the machine refuses is the machine's.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::{Encoding, SourceId, Sources};
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
            report(&name, &error, problems);
            return None;
        }
    };
    if bytes.len() as u64 > LONGEST {
        let message = format!("{name} is longer than {} MB", LONGEST >> 20);
        problems.general(message);
        return None;
    }
    if let Some((units, encoding)) = utf16(&bytes) {
        return add_utf16(name, &units, encoding, sources, problems);
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            report_encoding(
                &name,
                error.as_bytes(),
                error.utf8_error().valid_up_to(),
                problems,
            );
            return None;
        }
    };
    if text.trim_start_matches(super::MARK).trim().is_empty() {
        problems.general(format!("{name} is empty"));
        return None;
    }
    Some(sources.add(name, text))
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

fn report(name: &str, error: &std::io::Error, problems: &mut Problems) {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            problems.general(format!("no file is called {name}"));
        }
        ErrorKind::IsADirectory => {
            problems.general(format!("{name} is a directory; a file is wanted"));
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

fn add_utf16(
    name: String,
    units: &[u16],
    encoding: Encoding,
    sources: &mut Sources,
    problems: &mut Problems,
) -> Option<SourceId> {
    let Ok(text) = String::from_utf16(units) else {
        let message = format!("{name} begins as UTF-16 text, but is none throughout");
        problems.general(message).help = Some(SAVING.into());
        return None;
    };
    if text.trim().is_empty() {
        problems.general(format!("{name} is empty"));
        return None;
    }
    Some(sources.add_from(name, text, encoding))
}

/// What to do about a file in an encoding of a country.
const SAVING: &str = "save it as UTF-8: \"CSV UTF-8\" in Excel (plain \"CSV\" there is in an encoding of the \
                      country, such as Windows-1251), the character set \"Unicode (UTF-8)\" in LibreOffice, the \
                      encoding \"UTF-8\" in an editor";

fn report_encoding(name: &str, bytes: &[u8], offset: usize, problems: &mut Problems) {
    let byte = bytes[offset];
    let message = format!("{name} is not UTF-8 text (byte 0x{byte:02X} at offset {offset})");
    problems.general(message).help = Some(SAVING.into());
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
            (b"a = \"\xff\"", "is not UTF-8 text (byte 0xFF at offset 5)"),
            // "Цена" in Windows-1251, as Excel saves it in Russia and Kazakhstan.
            (
                b"\xd6\xe5\xed\xe0;1\r\n",
                "is not UTF-8 text (byte 0xD6 at offset 0)",
            ),
            (
                b"\xff\xfea\0b",
                "begins as UTF-16 text, but is none throughout",
            ),
            (b"\xff\xfe\n\0", "is empty"),
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
                " is a directory; a file is wanted",
            ),
        ] {
            let (mut sources, mut problems) = (Sources::default(), Problems::default());
            assert_eq!(read_text(&path, &mut sources, &mut problems), None);
            assert!(problems.sorted()[0].message.contains(part));
            assert!(!problems.machine());
        }
    }
}
