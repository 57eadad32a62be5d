//! The chain of each variant: sites in layers from the source down to the customer, routes as thick as what
//! travels them.

use maud::{Markup, html};

use super::Page;
use super::chart::{self, WIDTH, px};
use crate::report::chain::{Network, Place, Way};
use crate::report::layers;
use crate::report::words::{Locale, Word};

const TALL: f64 = 46.0;
const GAP: f64 = 74.0;
const WIDEST: f64 = 168.0;
/// A line is no thicker than this [units of the view box].
const THICK: f64 = 14.0;

/// The section: what every variant moves, and by which way.
pub fn section(page: &Page) -> Markup {
    let locale = page.locale;
    let Some(chain) = &page.of.chain else {
        return html! { p { (locale.say(Word::NoChain)) } };
    };
    let feu = |network: &Network, way: &Way| mean(page, network, "feu", way);
    let all = chain
        .variants
        .iter()
        .flat_map(|n| n.routes.iter().filter_map(move |w| feu(n, w)));
    let most = all.fold(0.0, f64::max);
    html! {
        p { (locale.say(Word::ChainWords)) }
        @for (at, network) in chain.variants.iter().enumerate() {
            div class=(format!("flow {}", page.colour(&network.name))) {
                @if chain.variants.len() > 1 { h3 { span.chip {} (network.name) } p { (network.title) } }
                div.beside {
                    (diagram(page, at, network, most))
                    (table(page, network))
                }
            }
        }
    }
}

fn mean(page: &Page, network: &Network, measure: &str, way: &Way) -> Option<f64> {
    let name = format!("{measure}@{}", way.name);
    page.of.line(&network.name, &name)?.mean
}

/// A site in its place.
struct Boxed<'a> {
    site: &'a Place,
    x: f64,
    y: f64,
    width: f64,
}

fn depths(network: &Network) -> Vec<usize> {
    let place = |name: &str| network.sites.iter().position(|site| site.name == name);
    let ways = network.routes.iter();
    let ways = ways.filter_map(|way| Some((place(&way.from)?, place(&way.to)?)));
    layers::depths(network.sites.len(), &ways.collect::<Vec<_>>())
}

fn boxes(network: &Network) -> (Vec<Boxed<'_>>, f64) {
    let depths = depths(network);
    let layers = depths.iter().max().map_or(0, |most| most + 1);
    let mut boxed = Vec::new();
    for layer in 0..layers {
        let own: Vec<usize> = (0..depths.len())
            .filter(|&at| depths[at] == layers - 1 - layer)
            .collect();
        let room = (WIDTH - 8.0) / own.len().max(1) as f64;
        for (at, &site) in own.iter().enumerate() {
            let width = (room - 8.0).min(WIDEST);
            boxed.push(Boxed {
                site: &network.sites[site],
                x: 4.0 + room * (at as f64 + 0.5) - width / 2.0,
                y: 4.0 + layer as f64 * (TALL + GAP),
                width,
            });
        }
    }
    (boxed, layers as f64 * (TALL + GAP) - GAP + 8.0)
}

fn diagram(page: &Page, at: usize, network: &Network, most: f64) -> Markup {
    let locale = page.locale;
    let (boxed, height) = boxes(network);
    let title = format!("{}: {}", locale.say(Word::Chain), network.name);
    let about: Vec<String> = network
        .routes
        .iter()
        .map(|way| told(page, network, way))
        .collect();
    let ends: Vec<_> = network
        .routes
        .iter()
        .map(|way| ends(network, &boxed, way))
        .collect();
    let body = html! {
        @for (way, ends) in network.routes.iter().zip(&ends) {
            @if let Some((from, to)) = ends {
                (curve(page, (network, way), *from, *to, most))
            }
        }
        @for site in &boxed { (site_box(locale, site)) }
        @for (number, ends) in ends.iter().enumerate() {
            @if let Some((from, to)) = ends { (badge(number + 1, *from, *to)) }
        }
    };
    chart::chart(
        &format!("flow{at}"),
        &title,
        &about.join("; "),
        height,
        &body,
    )
}

/// Where a route leaves and arrives: routes of a site share its edge, in the order of their other ends.
fn ends(network: &Network, boxed: &[Boxed], way: &Way) -> Option<((f64, f64), (f64, f64))> {
    let find = |name: &str| boxed.iter().find(|b| b.site.name == name);
    let (from, to) = (find(&way.from)?, find(&way.to)?);
    let share = |own: &dyn Fn(&Way) -> bool, other: &dyn Fn(&Way) -> &str| {
        let mut all: Vec<&Way> = network.routes.iter().filter(|w| own(w)).collect();
        let x = |w: &Way| find(other(w)).map_or(0.0, |b| b.x);
        all.sort_by(|a, b| x(a).total_cmp(&x(b)));
        let place = all.iter().position(|w| w.name == way.name).unwrap_or(0);
        (place as f64 + 1.0) / (all.len() as f64 + 1.0)
    };
    let out = share(&|w| w.from == way.from, &|w| &w.to);
    let into = share(&|w| w.to == way.to, &|w| &w.from);
    Some((
        (from.x + from.width * out, from.y + TALL),
        (to.x + to.width * into, to.y),
    ))
}

fn curve(
    page: &Page,
    (network, way): (&Network, &Way),
    from: (f64, f64),
    to: (f64, f64),
    most: f64,
) -> Markup {
    let share = mean(page, network, "feu", way).map_or(0.0, |feu| feu / most.max(1e-12));
    let thick = if share > 0.0 {
        (THICK * share).max(1.2)
    } else {
        1.0
    };
    let bend = (to.1 - from.1).abs() / 2.0;
    let d = format!(
        "M{} {}C{} {} {} {} {} {}",
        px(from.0),
        px(from.1),
        px(from.0),
        px(from.1 + bend),
        px(to.0),
        px(to.1 - bend),
        px(to.0),
        px(to.1)
    );
    let class = if share > 0.0 { "route" } else { "route unused" };
    html! { path class=(class) d=(d) stroke-width=(px(thick)) { title { (told(page, network, way)) } } }
}

/// The number of a route, in the middle of its curve.
fn badge(number: usize, from: (f64, f64), to: (f64, f64)) -> Markup {
    // Here and there along the way, so that routes side by side do not hide each other's numbers.
    let along = [0.26, 0.42, 0.58, 0.74][number % 4];
    let bend = (to.1 - from.1).abs() / 2.0;
    let at = |a: f64, b: f64, c: f64, d: f64| {
        let (s, t) = (1.0 - along, along);
        s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
    };
    let x = at(from.0, from.0, to.0, to.0);
    let y = at(from.1, from.1 + bend, to.1 - bend, to.1);
    html! {
        circle class="badge" cx=(px(x)) cy=(px(y)) r="9" {}
        (chart::text("tick mid bold", x, y + 4.0, &number.to_string()))
    }
}

fn site_box(locale: Locale, site: &Boxed) -> Markup {
    let letters = (site.width / 6.9) as usize;
    let made = match (&site.site.makes[..], &site.site.buys[..]) {
        ([], []) => String::new(),
        ([], buys) => locale.fill(Word::BoughtHere, &[("what", &buys.join(", "))]),
        (makes, _) => locale.fill(Word::Makes, &[("what", &makes.join(", "))]),
    };
    let country = if site.site.country.is_empty() {
        String::new()
    } else {
        format!(" ({})", site.site.country)
    };
    let name = format!("{}{country}", site.site.title);
    html! {
        g {
            title { (name) @if !made.is_empty() { ": " (made) } }
            rect class="site" x=(px(site.x)) y=(px(site.y)) width=(px(site.width)) height=(px(TALL)) rx="5" {}
            (chart::text("label mid", site.x + site.width / 2.0, site.y + 19.0, &chart::short(&name, letters)))
            (chart::text("tick mid", site.x + site.width / 2.0, site.y + 35.0, &chart::short(&made, letters)))
        }
    }
}

fn volume(page: &Page, network: &Network, way: &Way) -> String {
    estimate(page, network, &format!("feu@{}", way.name))
}

fn estimate(page: &Page, network: &Network, measure: &str) -> String {
    let line = page.of.line(&network.name, measure);
    let told =
        line.and_then(|line| Some(page.locale.with_half(line.mean?, line.half(), &line.unit)));
    told.unwrap_or_else(|| "–".to_owned())
}

fn told(page: &Page, network: &Network, way: &Way) -> String {
    format!(
        "{}: {} → {}, {}",
        way.title,
        way.from,
        way.to,
        volume(page, network, way)
    )
}

fn table(page: &Page, network: &Network) -> Markup {
    let locale = page.locale;
    let headings = chart::headings(
        locale,
        [
            Word::Route,
            Word::FromTo,
            Word::Carries,
            Word::Volume,
            Word::DoorToDoor,
            Word::Freight,
            Word::By,
        ],
    );
    let row = |(at, way): (usize, &Way)| {
        let title = |name: &str| page.of.title(&network.name, name).to_owned();
        let nodes = way.path.iter().filter(|stop| stop.mode.is_empty());
        let stops: Vec<&str> = nodes.map(|stop| stop.title.as_str()).collect();
        vec![
            format!("{}. {}", at + 1, way.title),
            format!("{} → {}", title(&way.from), title(&way.to)),
            way.carries.join(", "),
            volume(page, network, way),
            estimate(page, network, &format!("door_to_door_days@{}", way.name)),
            estimate(page, network, &format!("usd_per_feu@{}", way.name)),
            stops.join(" → "),
        ]
    };
    let rows: Vec<Vec<String>> = network.routes.iter().enumerate().map(row).collect();
    let caption = format!("{}: {}", locale.say(Word::Routes), network.name);
    chart::table(locale, &caption, &headings, &rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(routes: &[(&str, &str)]) -> Network {
        let mut sites: Vec<Place> = Vec::new();
        for name in routes.iter().flat_map(|(from, to)| [from, to]) {
            if sites.iter().all(|site| site.name != *name) {
                sites.push(Place {
                    name: (*name).to_owned(),
                    ..Place::default()
                });
            }
        }
        let way = |(from, to): &(&str, &str)| Way {
            name: format!("{from}-{to}"),
            from: (*from).to_owned(),
            to: (*to).to_owned(),
            ..Way::default()
        };
        let routes = routes.iter().map(way).collect();
        Network {
            sites,
            routes,
            ..Network::default()
        }
    }

    #[test]
    fn a_site_stands_above_all_it_sends_to() {
        let chain = network(&[
            ("mine", "refinery"),
            ("refinery", "plant"),
            ("china", "plant"),
            ("mine", "plant"),
        ]);
        assert_eq!(depths(&chain), [2, 1, 0, 1]);
    }

    #[test]
    fn a_loop_of_returns_is_drawn_too() {
        let chain = network(&[("plant", "gate"), ("gate", "plant")]);
        let (boxed, height) = boxes(&chain);
        assert_eq!(boxed.len(), 2);
        assert!(height > TALL, "{height}");
    }
}
