//! Problems as text for a terminal.

use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::{Problem, Problems, cell};
use crate::scenario::text::{SourceText, Span};

/// Problems shown; the rest is counted.
pub const SHOWN: usize = 20;
/// Characters of a line that are shown.
const WIDEST: usize = 160;
/// Bytes looked at from the caret on, in a line of any length.
const LONGEST: usize = 2000;

pub(super) fn render(problems: &Problems, colour: bool) -> String {
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(WIDEST);
    let list = problems.sorted();
    let mut text = String::new();
    for problem in list.iter().take(SHOWN) {
        text += &one(problems, problem, &renderer);
        text += "\n\n";
    }
    text + &count(problems, &list, &renderer)
}

fn one(problems: &Problems, problem: &Problem, renderer: &Renderer) -> String {
    let title = Level::ERROR.primary_title(title(problem));
    let mut group = match problem.span {
        Some(span) => located(problems, span, title),
        None => title.elements(Vec::<Origin>::new()),
    };
    if let Some(cell) = problem
        .span
        .and_then(|span| cell::told(&problems.sources, span))
    {
        group = group.element(Level::NOTE.message(cell));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn title(problem: &Problem) -> String {
    match &problem.variant {
        Some(variant) if variant.contains("\", \"") => {
            format!("in variants \"{variant}\": {}", problem.message)
        }
        Some(variant) => format!("in variant \"{variant}\": {}", problem.message),
        None => problem.message.clone(),
    }
}

fn located<'a>(
    problems: &'a Problems,
    span: Span,
    title: annotate_snippets::Title<'a>,
) -> annotate_snippets::Group<'a> {
    let source = problems.sources.text(span.source);
    let (line, _) = problems.sources.line_column(span);
    let (shown, caret) = excerpt(source, span);
    let annotation = AnnotationKind::Primary.span(caret);
    let snippet = Snippet::source(shown)
        .path(source.name.as_str())
        .line_start(line)
        .annotation(annotation);
    title.element(snippet)
}

/// The line a place begins in (the renderer cuts it to the width), and the place within it up to the
/// end of the line.
fn excerpt(source: &SourceText, span: Span) -> (&str, Range<usize>) {
    let text = source.text.as_str();
    let at = text.floor_char_boundary(span.start);
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let from = (at - start).min(line.len());
    let to = line
        .floor_char_boundary(span.end.saturating_sub(start))
        .max(from);
    let end = line.floor_char_boundary(from + LONGEST);
    (&line[..end], from..to.min(end))
}

fn count(problems: &Problems, list: &[Problem], renderer: &Renderer) -> String {
    let places: BTreeSet<&str> = list
        .iter()
        .filter_map(|p| p.span)
        .map(|span| problems.sources.text(span.source).name.as_str())
        .collect();
    let places: Vec<&str> = places.into_iter().collect();
    let counted = match list.len() {
        1 => "1 problem".into(),
        n => format!("{n} problems"),
    };
    let place = if places.is_empty() {
        String::new()
    } else {
        format!(" in {}", places.join(", "))
    };
    let rest = if list.len() > SHOWN {
        format!("; the first {SHOWN} are shown")
    } else {
        String::new()
    };
    let counted = Level::ERROR.primary_title(counted + &place + &rest);
    let advice = problems.advice.as_deref();
    let lines = [
        Some(counted),
        advice.map(|words| Level::HELP.primary_title(words)),
    ];
    let shown = |title: annotate_snippets::Title| {
        renderer.render(&[title.elements(Vec::<Origin>::new())]) + "\n"
    };
    lines.into_iter().flatten().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::text::SourceId;

    fn problems(text: &str, faults: &[(&str, &str, Option<&str>)]) -> Problems {
        let mut problems = Problems::default();
        let source = problems.sources.add("chain.toml", text);
        for (needle, message, help) in faults {
            let start = problems
                .sources
                .text(SourceId(0))
                .text
                .find(needle)
                .unwrap();
            let span = Span {
                source,
                start,
                end: start + needle.len(),
            };
            problems.at(span, *message).help = help.map(Into::into);
        }
        problems
    }

    #[test]
    fn a_problem_shows_its_line_with_a_caret_and_its_help() {
        let text = "a = 1\r\n\tageing = \"0 kg\"\r\nb = 2\r\n";
        let message = "ageing \"0 kg\" is a mass; a time is wanted, such as \"18 d\"";
        let shown = problems(text, &[("0 kg", message, Some("write a time"))]).render(false);
        let expected = r#"error: ageing "0 kg" is a mass; a time is wanted, such as "18 d"
 --> chain.toml:2:12
  |
2 |     ageing = "0 kg"
  |               ^^^^
  |
  = help: write a time

error: 1 problem in chain.toml
"#;
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_place_of_several_lines_is_shown_by_its_first() {
        let shown = problems("x = [\n 1,\n 2]", &[("[\n 1,\n 2]", "wrong", None)]).render(false);
        assert!(
            shown.contains("--> chain.toml:1:5\n  |\n1 | x = [\n  |     ^\n"),
            "{shown}"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret_and_keeps_its_column() {
        let text = format!("x = \"{}pert(1)\"{}", "ы".repeat(3000), " ".repeat(2000));
        let shown = problems(&text, &[("pert(1)", "wrong", None)]).render(false);
        assert!(shown.contains("chain.toml:1:3006") && shown.contains("ыpert(1)\""));
        assert!(
            shown.lines().all(|line| line.chars().count() < 200),
            "{shown}"
        );
    }

    #[test]
    fn problems_past_the_twentieth_are_counted_and_advice_comes_last() {
        let mut many = problems("a = 1", &[]);
        for k in 0..362 {
            many.general(format!("problem {k:03}"));
        }
        let shown = many.render(false);
        assert!(shown.contains("problem 019\n") && !shown.contains("problem 020\n"));
        assert!(shown.ends_with("\nerror: 362 problems; the first 20 are shown\n"));
        many.advise("read the page");
        assert!(
            many.render(false)
                .ends_with("are shown\nhelp: read the page\n")
        );
    }

    #[test]
    fn places_beyond_the_text_or_within_a_letter_do_no_harm() {
        for (start, end) in [(0, 0), (1, 2), (2, 1), (900, 901), (7, 7)] {
            let mut odd = problems("ыыы\n\u{1b}[31m", &[]);
            let span = Span {
                source: SourceId(0),
                start,
                end,
            };
            odd.at(span, "in \u{1b}[31m red\nand more");
            let shown = odd.render(false);
            assert!(
                shown.contains("--> chain.toml:") && !shown.contains('\u{1b}'),
                "{shown:?}"
            );
        }
    }

    #[test]
    fn colour_comes_only_when_asked_for() {
        let list = problems("a = 1", &[("1", "wrong", None)]);
        assert!(list.render(true).contains("\u{1b}["));
        assert!(!list.render(false).contains("\u{1b}["));
    }
}
