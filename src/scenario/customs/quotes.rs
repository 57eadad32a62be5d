//! Quotation marks and spaces that word processors make, and yes and no in other words.

/// True for a mark that stands around words elsewhere.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '“' | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '″'
            | '′'
            | '`'
            | '´'
            | '＂'
            | '「'
            | '」'
    )
}

/// True for a space or a sign without width that is neither a blank nor a tab.
pub fn is_odd_space(c: char) -> bool {
    !c.is_ascii() && c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// What it is called.
pub fn space_name(c: char) -> &'static str {
    match c {
        '\u{a0}' | '\u{202f}' | '\u{2007}' => "a non-breaking space",
        '\u{ad}' => "a soft hyphen, which is not to be seen,",
        c if c.is_whitespace() => "a space of another kind",
        _ => "a sign that is not to be seen",
    }
}

/// The text with straight marks and plain blanks at these places (bytes).
pub fn straight(text: &str, odd: &[usize]) -> String {
    let plain = |(at, c): (usize, char)| match c {
        c if !odd.contains(&at) => Some(c),
        c if is_quote(c) => Some('"'),
        c if c.is_whitespace() => Some(' '),
        _ => None,
    };
    text.char_indices().filter_map(plain).collect()
}

/// The truth that a word stands for elsewhere.
pub fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "true" | "yes" | "on" | "да" | "истина" | "иә" | "có" | "đúng" => Some(true),
        "false" | "no" | "off" | "нет" | "ложь" | "жоқ" | "không" | "sai" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_made_straight_where_they_are_odd_and_nowhere_else() {
        let text = "a\u{a0}= “18 d” # “so”";
        let odd: Vec<usize> = text
            .char_indices()
            .take_while(|(_, c)| *c != '#')
            .filter(|(_, c)| is_quote(*c) || is_odd_space(*c))
            .map(|(at, _)| at)
            .collect();
        assert_eq!(straight(text, &odd), "a = \"18 d\" # “so”");
    }
}
