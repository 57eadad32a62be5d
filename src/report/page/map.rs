//! Where the sites and what lies on the way are, where the scenario has coordinates.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH, px};
use crate::report::chain::{Chain, Place};
use crate::report::words::{Locale, Word};

/// A point of the map, by its name.
struct Point {
    name: String,
    /// Latitude and longitude in degrees.
    place: [f64; 2],
    is_site: bool,
}

/// Degrees to units of the view box: equirectangular, true to scale in the middle of the map.
struct Projection {
    west: f64,
    north: f64,
    per_degree: f64,
    narrowing: f64,
    height: f64,
}

const EDGE: f64 = 26.0;

/// The section.
pub fn section(page: &Page) -> Markup {
    let locale = page.locale;
    let points = page.of.chain.as_ref().map(points).unwrap_or_default();
    if points.iter().filter(|point| point.is_site).count() < 2 {
        return html! { p { (locale.say(Word::NoMap)) } };
    }
    let to = projection(&points);
    let title = locale.say(Word::Map);
    let about: Vec<String> = points.iter().map(|point| told(locale, point)).collect();
    let body = html! {
        (graticule(&to))
        @for line in page.of.chain.iter().flat_map(ways) { (drawn(&to, &line)) }
        @for point in points.iter().filter(|p| !p.is_site) { (mark(locale, &to, point)) }
        @for point in points.iter().filter(|p| p.is_site) { (mark(locale, &to, point)) }
        (labels(&to, &points))
    };
    let headings = vec![
        locale.say(Word::Place).to_owned(),
        locale.say(Word::Latitude).to_owned(),
        locale.say(Word::Longitude).to_owned(),
    ];
    let row = |point: &Point| {
        let degrees = point.place.map(|x| locale.written(&format!("{x:.2}")));
        [point.name.clone()].into_iter().chain(degrees).collect()
    };
    let rows: Vec<Vec<String>> = points.iter().map(row).collect();
    html! {
        p { (locale.say(Word::MapWords)) }
        div.wide { (chart::chart("map", title, &about.join("; "), to.height, &body)) }
        (chart::numbers(locale, title, &headings, &rows))
    }
}

/// Sites of all variants, then nodes, each once.
fn points(chain: &Chain) -> Vec<Point> {
    let sites = chain.variants.iter().flat_map(|n| &n.sites);
    let sites = sites.filter_map(|s| Some((s.title.clone(), s.at?, true)));
    let stops = chain
        .variants
        .iter()
        .flat_map(|n| &n.routes)
        .flat_map(|r| &r.path);
    let stops = stops.filter_map(|s| Some((s.title.clone(), s.place?, false)));
    let mut points: Vec<Point> = Vec::new();
    for (name, place, is_site) in sites.chain(stops) {
        if points.iter().all(|known| known.name != name) {
            points.push(Point {
                name,
                place,
                is_site,
            });
        }
    }
    points
}

/// The places each route passes, as far as they are known.
fn ways(chain: &Chain) -> Vec<(String, Vec<[f64; 2]>)> {
    let mut found: Vec<(String, Vec<[f64; 2]>)> = Vec::new();
    for network in &chain.variants {
        for way in &network.routes {
            let site = |name: &str| network.sites.iter().find(|s: &&Place| s.name == name)?.at;
            let stops = way.path.iter().map(|stop| stop.place);
            let passed = std::iter::once(site(&way.from))
                .chain(stops)
                .chain([site(&way.to)]);
            let line = (way.title.clone(), passed.flatten().collect::<Vec<_>>());
            if line.1.len() > 1 && !found.contains(&line) {
                found.push(line);
            }
        }
    }
    found
}

fn projection(points: &[Point]) -> Projection {
    let ends = |axis: usize| {
        let all = points.iter().map(|p| p.place[axis]);
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| {
            (low.min(x), high.max(x))
        })
    };
    let ((south, north), (west, east)) = (ends(0), ends(1));
    let narrowing = libm::cos(f64::midpoint(south, north).to_radians()).max(0.1);
    let wide = ((east - west) * narrowing)
        .max((north - south) / 1.3)
        .max(0.5);
    let per_degree = (WIDTH - 2.0 * EDGE) / wide;
    // What is narrower than the map stands in its middle.
    let spare = (wide / narrowing - (east - west)) / 2.0;
    Projection {
        west: west - spare,
        north,
        per_degree,
        narrowing,
        height: (north - south) * per_degree + 2.0 * EDGE,
    }
}

impl Projection {
    fn at(&self, [north, east]: [f64; 2]) -> (f64, f64) {
        (
            EDGE + (east - self.west) * self.narrowing * self.per_degree,
            EDGE + (self.north - north) * self.per_degree,
        )
    }
}

/// Meridians and parallels, ten degrees apart or less.
fn graticule(to: &Projection) -> Markup {
    let wide = WIDTH / (to.per_degree * to.narrowing);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0]
        .into_iter()
        .find(|s| wide / s <= 6.0)
        .unwrap_or(30.0);
    let first = |from: f64| (libm::ceil(from / step) as i64, step);
    let (east, _) = first(to.west - EDGE / (to.per_degree * to.narrowing));
    let (south, _) = first(to.north - (to.height - EDGE) / to.per_degree);
    html! {
        @for degree in (0..12).map(|n| (east + n) as f64 * step) {
            @let x = to.at([0.0, degree]).0;
            @if x < WIDTH {
                (chart::line("grid", (x, 0.0), (x, to.height)))
                (chart::text("tick mid", x, to.height - 3.0, &format!("{degree}°")))
            }
        }
        @for degree in (0..20).map(|n| (south + n) as f64 * step) {
            @let y = to.at([degree, 0.0]).1;
            @if y > 8.0 && y < to.height - 14.0 {
                (chart::line("grid", (0.0, y), (WIDTH, y)))
                (chart::text("tick", 2.0, y - 2.0, &format!("{degree}°")))
            }
        }
    }
}

fn drawn(to: &Projection, (name, places): &(String, Vec<[f64; 2]>)) -> Markup {
    let points: Vec<String> = places
        .iter()
        .map(|place| to.at(*place))
        .map(|(x, y)| format!("{},{}", px(x), px(y)))
        .collect();
    html! { polyline class="way" points=(points.join(" ")) { title { (name) } } }
}

fn told(locale: Locale, point: &Point) -> String {
    let [north, east] = point.place.map(|x| locale.written(&format!("{x:.1}")));
    format!("{} ({north}; {east})", point.name)
}

fn mark(locale: Locale, to: &Projection, point: &Point) -> Markup {
    let (x, y) = to.at(point.place);
    let (class, r) = if point.is_site {
        ("site dot", "5")
    } else {
        ("stop dot", "3")
    };
    html! { circle class=(class) cx=(px(x)) cy=(px(y)) r=(r) { title { (told(locale, point)) } } }
}

/// Names beside their points, moved down where another name stands already; stops have theirs where there is room.
fn labels(to: &Projection, points: &[Point]) -> Markup {
    let mut taken: Vec<(f64, f64, f64, f64)> = Vec::new();
    let mut placed = Vec::new();
    let sites = points.iter().filter(|p| p.is_site);
    for point in sites.chain(points.iter().filter(|p| !p.is_site)) {
        let (x, y) = to.at(point.place);
        let words = chart::short(&point.name, 26);
        let long = 5.6 * words.chars().count() as f64;
        let left = x + 8.0 + long > WIDTH;
        let start = if left { x - 8.0 - long } else { x + 8.0 };
        let shifts: &[f64] = if point.is_site {
            &[4.0, 16.0, -8.0, 28.0, 40.0]
        } else {
            &[4.0, -6.0, 14.0]
        };
        let free = shifts
            .iter()
            .map(|shift| (start, y + shift, long))
            .find(|(x, y, long)| {
                let own = (*x, *y - 9.0, *x + *long, *y + 2.0);
                let hits = |o: &(f64, f64, f64, f64)| {
                    own.0 < o.2 && o.0 < own.2 && own.1 < o.3 && o.1 < own.3
                };
                own.0 > 0.0 && own.3 < to.height - 13.0 && !taken.iter().any(hits)
            });
        if let Some((x, y, long)) = free {
            taken.push((x, y - 9.0, x + long, y + 2.0));
            placed.push((x, y, words, point.is_site));
        }
    }
    html! {
        @for (x, y, words, is_site) in &placed {
            (chart::text(if *is_site { "label halo" } else { "tick halo" }, *x, *y, words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_up_east_is_right_and_all_is_on_the_map() {
        let point = |place| Point {
            name: String::new(),
            place,
            is_site: true,
        };
        let points = [[49.95, 82.62], [18.11, 106.39], [34.38, 109.05]].map(point);
        let to = projection(&points);
        let placed = points.each_ref().map(|p| to.at(p.place));
        assert!(placed[0].1 < placed[1].1 && placed[0].0 < placed[1].0);
        for (x, y) in placed {
            assert!((EDGE - 1e-9..=WIDTH - EDGE + 1e-9).contains(&x), "{x}");
            assert!((EDGE - 1e-9..=to.height - EDGE + 1e-9).contains(&y), "{y}");
        }
    }
}
