//! Words in a box of a fixed width: where each line of them stands. The letters are the reader's, so that
//! their widths are those of a wide font, and words that fit here fit anywhere.

use super::Card;

/// Width of a box, and between its edge and its words [px].
pub(super) const WIDTH: f64 = 300.0;
pub(super) const PAD: f64 = 10.0;
/// Between lines [px].
const LINE: f64 = 16.0;
/// Of a letter, and of one in bold, which is wider than it is high [px].
const SIZE: f64 = 12.0;
const BOLD: f64 = 14.6;
/// Where words begin after a mark, and where those of a line that is continued.
const AFTER_MARK: f64 = 15.0;
const CONTINUED: f64 = 10.0;

/// What stands before a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A triangle: something goes wrong here.
    Hazard,
}

/// A box with its words in place.
pub(super) struct Lettered {
    pub height: f64,
    pub lines: Vec<Line>,
}

/// A line of words.
pub(super) struct Line {
    pub x: f64,
    pub y: f64,
    pub words: String,
    pub bold: bool,
    /// The first of what was wrapped.
    pub starts: bool,
    pub mark: Mark,
}

/// Puts the words of a box in their places.
pub(super) fn letter(card: &Card) -> Lettered {
    let mut lines = Vec::new();
    let mut y = PAD + SIZE;
    let heading = (Mark::None, card.heading.clone());
    // Where some lines have marks, all words stand behind them.
    let is_marked = card.lines.iter().any(|(mark, _)| *mark == Mark::Hazard);
    let marked = if is_marked { AFTER_MARK } else { 0.0 };
    for (number, (mark, words)) in std::iter::once(&heading).chain(&card.lines).enumerate() {
        let bold = number == 0;
        let begins = PAD + if bold { 0.0 } else { marked };
        let (size, continued) = if bold { (BOLD, 0.0) } else { (SIZE, CONTINUED) };
        let room = WIDTH - PAD - begins - continued;
        for (at, words) in wrapped(words, room / size).into_iter().enumerate() {
            let further = if at > 0 && !bold { CONTINUED } else { 0.0 };
            lines.push(Line {
                x: begins + further,
                y,
                words,
                bold,
                starts: at == 0,
                mark: *mark,
            });
            y += LINE;
        }
    }
    Lettered {
        height: y - LINE + PAD,
        lines,
    }
}

/// Words in lines of so many letters' sizes; a word that does not fit is broken.
pub(super) fn wrapped(words: &str, room: f64) -> Vec<String> {
    let width = |text: &str| text.chars().map(width_of).sum::<f64>();
    let mut lines = vec![String::new()];
    for word in words.split(' ').flat_map(|word| pieces(word, room)) {
        let last = lines.len() - 1;
        let joined = if lines[last].is_empty() {
            word.clone()
        } else {
            format!("{} {word}", lines[last])
        };
        if lines[last].is_empty() || width(&joined) <= room {
            lines[last] = joined;
        } else {
            lines.push(word);
        }
    }
    lines
}

/// A word in pieces that fit into so many letters' sizes.
fn pieces(word: &str, room: f64) -> Vec<String> {
    let (mut pieces, mut used) = (vec![String::new()], 0.0);
    for letter in word.chars() {
        let width = width_of(letter);
        if used + width > room && used > 0.0 {
            pieces.push(String::new());
            used = 0.0;
        }
        used += width;
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces
}

/// The width of a letter in a wide sans serif, in its size.
fn width_of(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.33,
        ' ' | '\u{a0}' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | 'ш' | 'щ' | 'ж' | 'ю' | 'м' => 0.98,
        letter if letter.is_uppercase() => 0.74,
        letter if u32::from(letter) >= 0x1100 && !is_latin_again(letter) => 1.05,
        _ => 0.64,
    }
}

/// Vietnamese letters and punctuation, which stand beyond those of East Asia only in part.
fn is_latin_again(letter: char) -> bool {
    matches!(u32::from(letter), 0x1E00..=0x1EFF | 0x2000..=0x2FFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_to_the_box_and_none_is_lost() {
        let card = Card {
            heading: "carbonate-by-lianyungang".to_owned(),
            lines: vec![
                (
                    Mark::None,
                    "refinery to cell_plant with all the words that one could want of it"
                        .to_owned(),
                ),
                (
                    Mark::Hazard,
                    "a-very-long-name-without-any-blank-in-it-that-must-be-broken-somewhere"
                        .to_owned(),
                ),
            ],
        };
        let lettered = letter(&card);
        let words: Vec<&str> = lettered
            .lines
            .iter()
            .map(|line| line.words.as_str())
            .collect();
        let all: String = words.concat().replace(' ', "");
        let wanted: String = card.lines.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(all, format!("{}{wanted}", card.heading).replace(' ', ""));
        for line in &lettered.lines {
            let width: f64 = line.words.chars().map(width_of).sum::<f64>() * SIZE;
            assert!(
                line.x + width <= WIDTH - PAD + 1e-9,
                "{} is {width} wide",
                line.words
            );
            assert!(line.y < lettered.height, "{}", line.words);
        }
        assert!(lettered.lines.len() >= 5, "{words:?}");
    }
}
