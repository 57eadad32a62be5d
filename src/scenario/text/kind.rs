//! What a file is that is not UTF-8 text, by its first bytes.

/// What is wrong with the bytes of a file and what to do; nothing where they may be text.
pub fn no_text(bytes: &[u8]) -> Option<(String, String)> {
    let starts = |sign: &[u8]| bytes.starts_with(sign);
    let told = |words: &str, help: &str| Some((words.to_owned(), help.to_owned()));
    if starts(b"PK\x03\x04") || starts(b"\xd0\xcf\x11\xe0") {
        return told(
            "is a workbook or an archive; a text file is wanted: a scenario (.toml) or a table (.csv)",
            "a sheet is saved from Excel as \"CSV UTF-8\"; a scenario is written in a text editor",
        );
    }
    if starts(b"%PDF") {
        return told(
            "is a PDF; a text file is wanted: a scenario (.toml) or a table (.csv)",
            "a scenario is written in a text editor, such as Notepad",
        );
    }
    if is_utf16(bytes) {
        return told("is UTF-16 text without its mark; UTF-8 is wanted", SAVE);
    }
    let first = &bytes[..bytes.len().min(LOOKED_AT)];
    first.contains(&0).then(|| {
        let words = "is not a text file; a scenario (.toml) or a table (.csv) is wanted";
        (words.to_owned(), "is it the right file?".to_owned())
    })
}

/// Bytes looked at for signs of another kind of file.
const LOOKED_AT: usize = 4096;

/// How to save a text so that it can be read.
pub const SAVE: &str = "save it again: in Notepad choose \"Save as\" and Encoding \"UTF-8\", in Excel the type \"CSV UTF-8\"";

/// Latin letters of two bytes each.
fn is_utf16(bytes: &[u8]) -> bool {
    let pairs = bytes[..bytes.len().min(LOOKED_AT)].chunks_exact(2);
    let all = pairs.len();
    let half_empty = pairs
        .filter(|pair| (pair[0] == 0) != (pair[1] == 0))
        .count();
    all >= 4 && half_empty * 4 > all * 3
}

/// The same for bytes that are no UTF-8 from an offset on.
pub fn other_encoding(bytes: &[u8], offset: usize) -> (String, String) {
    let before = String::from_utf8_lossy(&bytes[..offset]);
    let line = 1 + before.matches('\n').count();
    let words = match cyrillic(bytes, offset) {
        Some(word) => format!(
            "is not UTF-8 text: line {line} has letters in another encoding (windows-1251, it seems: \"{word}\")"
        ),
        None => format!("is not UTF-8 text: line {line} has a letter in another encoding"),
    };
    (words, SAVE.to_owned())
}

/// The word at an offset, where its bytes are Cyrillic letters in windows-1251.
fn cyrillic(bytes: &[u8], offset: usize) -> Option<String> {
    let word: String = bytes[offset..]
        .iter()
        .map_while(|&byte| match byte {
            0xc0..=0xff => char::from_u32(u32::from(byte) - 0xc0 + 0x410),
            _ => None,
        })
        .take(20)
        .collect();
    (word.chars().count() >= 3).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_kinds_are_told_by_their_first_bytes() {
        for (bytes, part) in [
            (&b"PK\x03\x04\x14\0\x06\0"[..], Some("workbook")),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", Some("workbook")),
            (b"%PDF-1.7", Some("PDF")),
            (b"a\0 \0=\0 \x001\0\n\0", Some("UTF-16")),
            (b"\x7fELF\x02\x01\0\0\0\0\0\0", Some("not a text file")),
            (b"a = 1\n", None),
            ("a = \"Завод\"".as_bytes(), None),
        ] {
            let told = no_text(bytes).map(|(words, _)| words);
            assert_eq!(told.is_some(), part.is_some(), "{bytes:?}");
            assert!(
                told.unwrap_or_default().contains(part.unwrap_or("")),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn the_letters_of_windows_1251_are_shown() {
        // "Завод" by the table of the Unicode Consortium, CP1251.TXT.
        let text = b"a = 1\ntitle = \"\xc7\xe0\xe2\xee\xe4\"\n";
        let offset = String::from_utf8(text.to_vec())
            .unwrap_err()
            .utf8_error()
            .valid_up_to();
        let (words, _) = other_encoding(text, offset);
        assert!(
            words.contains("line 2") && words.contains("\"Завод\""),
            "{words}"
        );
        let (words, _) = other_encoding(b"a = \"\xff\"", 5);
        assert_eq!(
            words,
            "is not UTF-8 text: line 1 has a letter in another encoding"
        );
    }
}
