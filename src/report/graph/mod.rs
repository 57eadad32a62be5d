//! A chain as a drawing of its own: sites from the source on the left to the customer on the right, the
//! routes between them, each in a box with its words. Nothing overlaps, whatever the chain: what is in
//! a column stands below each other, and lines run in the blank between columns or in lanes of their own.
//!
//! The file is SVG that loads nothing and follows the reader's light or dark setting. Places are in
//! CSS pixels, rounded to tenths, so that the same chain gives the same bytes.

mod layout;
mod lettering;
mod order;

use std::fmt::Write;

use maud::{Markup, PreEscaped, html};

use layout::{Layout, Side};
pub use lettering::Mark;
use lettering::{Lettered, letter};

/// Around the drawing.
const MARGIN: f64 = 24.0;
/// No drawing is narrower.
const NARROWEST: f64 = 620.0;
/// Between lines of the title, and of what is told above and below the drawing.
const TITLE: f64 = 24.0;
const NOTE: f64 = 18.0;
/// Between these and the drawing.
const APART: f64 = 20.0;
/// Between lines that end at one box.
const PORT: f64 = 18.0;
/// Lines are no thicker and no thinner.
const THICK: (f64, f64) = (1.4, 7.0);

/// A chain to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Above it.
    pub title: String,
    /// Below the title.
    pub subtitle: String,
    /// Below the drawing.
    pub legend: String,
    /// The sites.
    pub sites: Vec<Card>,
    /// The routes between them.
    pub routes: Vec<Way>,
}

/// A box of words.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// In bold.
    pub heading: String,
    /// Below it, each wrapped by itself.
    pub lines: Vec<(Mark, String)>,
}

/// A route.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// Positions of the sites at its ends.
    pub ends: (usize, usize),
    /// What is told of it.
    pub card: Card,
    /// What is expected to travel it, in any unit that all routes share.
    pub traffic: f64,
}

/// The drawing as a file.
#[must_use]
pub fn svg(graph: &Graph) -> String {
    let mut sites: Vec<Lettered> = graph.sites.iter().map(letter).collect();
    for (at, site) in sites.iter_mut().enumerate() {
        site.height = site.height.max(PORT * (ports(graph, at) + 1.0));
    }
    let ways: Vec<Lettered> = graph.routes.iter().map(|way| letter(&way.card)).collect();
    let heights = |cards: &[Lettered]| cards.iter().map(|card| card.height).collect::<Vec<_>>();
    let ends: Vec<(usize, usize)> = graph.routes.iter().map(|way| way.ends).collect();
    let layout = Layout::of(&heights(&sites), &heights(&ways), &ends);
    let width = (layout.width + 2.0 * MARGIN).max(NARROWEST);
    let room = width - 2.0 * MARGIN;
    let title = note("title", &graph.title, (room, MARGIN + 16.0, 18.0, TITLE));
    let subtitle = note("faint", &graph.subtitle, (room, title.1, 12.0, NOTE));
    let top = subtitle.1 + APART - NOTE;
    let below = top + layout.height + APART + NOTE;
    let legend = note("faint", &graph.legend, (room, below, 12.0, NOTE));
    let height = legend.1 - NOTE + MARGIN;
    let drawing = html! {
        svg xmlns="http://www.w3.org/2000/svg" role="img" lang="en" width=(px(width)) height=(px(height))
            viewBox=(format!("0 0 {} {}", px(width), px(height))) aria-labelledby="t d" {
            title id="t" { (graph.title) }
            desc id="d" { (about(graph)) }
            style { (PreEscaped(include_str!("style.css"))) }
            (arrow())
            rect class="ground" width=(px(width)) height=(px(height)) {}
            (title.0)
            (subtitle.0)
            g transform=(format!("translate({} {})", px(MARGIN), px(top))) {
                @for (at, way) in graph.routes.iter().enumerate() { (line(&layout, graph, at, way)) }
                @for (at, card) in sites.iter().enumerate() {
                    (boxed("site", layout.sites[at], card))
                }
                @for (at, card) in ways.iter().enumerate() {
                    (boxed("way", layout.ways[at], card))
                }
            }
            (legend.0)
        }
    };
    drawing.into_string() + "\n"
}

/// How many lines end on the busier side of a site.
fn ports(graph: &Graph, site: usize) -> f64 {
    let count = |end: &dyn Fn(&Way) -> usize| {
        let there = graph.routes.iter().filter(|way| end(way) == site);
        there.count()
    };
    count(&|way| way.ends.0).max(count(&|way| way.ends.1)) as f64
}

/// Words across the drawing, and where those below begin: room, first line, size of a letter, line.
fn note(class: &str, words: &str, (room, y, size, line): (f64, f64, f64, f64)) -> (Markup, f64) {
    let lines = lettering::wrapped(words, room / size);
    let below = y + line * lines.len() as f64;
    let drawn = html! {
        @for (at, words) in lines.iter().enumerate() {
            text class=(class) x=(px(MARGIN)) y=(px(y + line * at as f64)) { (words) }
        }
    };
    (drawn, below)
}

/// A place as SVG has it.
fn px(place: f64) -> String {
    let text = format!("{place:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0" } else { text }.to_owned()
}

/// Everything in words, for those who do not see it.
fn about(graph: &Graph) -> String {
    let card = |card: &Card| {
        let lines: Vec<&str> = card.lines.iter().map(|(_, words)| words.as_str()).collect();
        format!("{}: {}.", card.heading, lines.join("; "))
    };
    let sites = graph.sites.iter().map(card);
    let ways = graph.routes.iter().map(|way| {
        let (from, to) = way.ends;
        let ends = (&graph.sites[from].heading, &graph.sites[to].heading);
        format!("From {} to {}: {}", ends.0, ends.1, card(&way.card))
    });
    let all: Vec<String> = std::iter::once(graph.subtitle.clone())
        .chain(sites)
        .chain(ways)
        .collect();
    all.join(" ")
}

fn arrow() -> Markup {
    html! {
        defs {
            marker id="arrow" markerUnits="userSpaceOnUse" markerWidth="12" markerHeight="12"
                refX="9" refY="6" orient="auto" { path class="head" d="M0 1L10 6L0 11Z" {} }
        }
    }
}

/// A box with its words.
fn boxed(class: &str, (x, y): (f64, f64), card: &Lettered) -> Markup {
    html! {
        g class=(class) transform=(format!("translate({} {})", px(x), px(y))) {
            rect width=(px(lettering::WIDTH)) height=(px(card.height)) rx="7" {}
            @for line in &card.lines {
                @if line.starts && line.mark == Mark::Hazard {
                    path class="warn" d=(format!("M{} {}l5 -9l5 9z", px(lettering::PAD), px(line.y))) {}
                }
                text class=(if line.bold { "bold" } else { "words" }) x=(px(line.x)) y=(px(line.y)) {
                    (line.words)
                }
            }
        }
    }
}

/// A route from its site into its box and on to the other, through the columns between.
fn line(layout: &Layout, graph: &Graph, at: usize, way: &Way) -> Markup {
    let most = graph
        .routes
        .iter()
        .map(|way| way.traffic)
        .fold(0.0, f64::max);
    let share = if most > 0.0 { way.traffic / most } else { 0.0 };
    let thick = THICK.0 + (THICK.1 - THICK.0) * share;
    let class = if share > 0.0 { "line" } else { "line unused" };
    let [into, on] = layout.lines(at);
    html! {
        path class=(class) d=(path(&into, layout.gutter)) stroke-width=(px(thick)) {}
        path class=(class) d=(path(&on, layout.gutter)) stroke-width=(px(thick)) marker-end="url(#arrow)" {}
    }
}

/// A curve through points, level at each; between two of a lane it runs straight.
fn path(points: &[(f64, f64, Side)], gutter: f64) -> String {
    let mut path = String::new();
    for (at, &(x, y, side)) in points.iter().enumerate() {
        let place = format!("{} {}", px(x), px(y));
        let Some(&(from_x, from_y, from_side)) =
            at.checked_sub(1).and_then(|before| points.get(before))
        else {
            let _ = write!(path, "M{place}");
            continue;
        };
        if from_side == Side::Lane && side == Side::LaneEnd {
            let _ = write!(path, "L{place}");
            continue;
        }
        let out = from_x + from_side.away(x - from_x) * gutter * 0.55;
        let into = x + side.away(from_x - x) * gutter * 0.55;
        let (out, from_y, into, y) = (px(out), px(from_y), px(into), px(y));
        let _ = write!(path, "C{out} {from_y} {into} {y} {place}");
    }
    path
}
