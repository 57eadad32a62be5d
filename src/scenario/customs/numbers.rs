//! Numbers with separators of thousands, a decimal comma, or letters for digits.

/// How to write a number that has separators in it; nothing where none helps.
pub fn number_help(text: &str) -> Option<String> {
    let text = text.trim();
    let decimal = |number: String| format!("write {number}: decimals have a point");
    let thousands = |number: String| format!("write {number}: thousands have no separator");
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let grouped = groups_of_three(text);
    match (commas, points) {
        _ if text.contains("..") || text.contains(",,") => None,
        (1, 0) if !text.contains(is_blank) => {
            let point = shortest(&text.replace(',', "."));
            match grouped.filter(|_| !text.starts_with('0')) {
                Some(whole) => Some(format!(
                    "write {whole} (thousands have no separator) or {point} (decimals have a point)"
                )),
                None => Some(decimal(point)),
            }
        }
        (0, 1) | (0 | 1, 0) if !text.contains(is_blank) => None,
        (1, _) | (_, 1) | (0, 0) => {
            let sign = text.rfind(['.', ',']).filter(|_| commas + points > 0);
            let (whole, part) = text.split_at(sign.unwrap_or(text.len()));
            let whole = if whole.contains(|c: char| !c.is_ascii_digit()) {
                groups_of_three(whole)?
            } else {
                whole.to_owned()
            };
            let part = part.replace(',', ".");
            digits(part.trim_start_matches('.')).then(|| thousands(format!("{whole}{part}")))
        }
        _ => grouped.map(thousands),
    }
}

/// Without zeros at the end of its decimals but the first.
fn shortest(number: &str) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    match decimals.trim_end_matches('0') {
        "" => format!("{whole}.0"),
        decimals => format!("{whole}.{decimals}"),
    }
}

/// The digits of a number whose separators all stand before three of them.
fn groups_of_three(text: &str) -> Option<String> {
    let mut groups = text.split(|c: char| !c.is_ascii_digit());
    let first = groups
        .next()
        .filter(|first| (1..=3).contains(&first.len()))?;
    let rest: Vec<&str> = groups.collect();
    let fits = !rest.is_empty() && rest.iter().all(|group| group.len() == 3);
    fits.then(|| format!("{first}{}", rest.concat()))
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’' | '_')
}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that a word with letters for digits was meant to be: `7O`, `l2`.
pub fn digit_meant(word: &str) -> Option<String> {
    let digit = |c: char| match c {
        'O' | 'o' | 'О' | 'о' => Some('0'),
        'l' | 'I' | 'І' | '|' => Some('1'),
        'З' | 'з' => Some('3'),
        'б' => Some('6'),
        c if c.is_ascii_digit() || c == '.' => Some(c),
        _ => None,
    };
    let number: String = word.chars().map(digit).collect::<Option<_>>()?;
    let mixed = word.contains(|c: char| c.is_ascii_digit());
    (mixed && number != word && number.parse::<f64>().is_ok()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_other_countries_are_turned_into_ours() {
        const POINT: &str = ": decimals have a point";
        const NONE: &str = ": thousands have no separator";
        for (text, number, why) in [
            ("0,065", "0.065", POINT),
            ("18,5", "18.5", POINT),
            ("12 000", "12000", NONE),
            ("1\u{202f}200\u{a0}000", "1200000", NONE),
            ("1'200", "1200", NONE),
            ("1_200", "1200", NONE),
            ("1,200,000", "1200000", NONE),
            ("1.200.000", "1200000", NONE),
            ("12.000,50", "12000.50", NONE),
            ("12,000.50", "12000.50", NONE),
            ("12 000,5", "12000.5", NONE),
            ("12 000.5", "12000.5", NONE),
        ] {
            let expected = format!("write {number}{why}");
            assert_eq!(number_help(text), Some(expected), "{text}");
        }
        let both = "write 12000 (thousands have no separator) or 12.0 (decimals have a point)";
        assert_eq!(number_help("12,000").as_deref(), Some(both));
        for text in ["1.2.3", "12", "12.5", "1 2", "1,,2", "1 20 000", ""] {
            assert_eq!(number_help(text), None, "{text}");
        }
    }

    #[test]
    fn letters_among_digits_are_digits() {
        for (word, number) in [
            ("7O", Some("70")),
            ("1О0", Some("100")),
            ("l2", Some("12")),
            ("1З.5", Some("13.5")),
            ("70", None),
            ("O", None),
            ("7t", None),
        ] {
            assert_eq!(digit_meant(word).as_deref(), number, "{word}");
        }
    }
}
