//! What happens to cargo on a lane beyond time and freight.

use super::accounts::{AccountId, Chart, Driver, Kind, TariffId};
use super::{LaneId, LanePlan};
use crate::id::{ElementId, RouteId};
use crate::model::{ElementKind, Market, Model, Price, Scalar};

/// What happens to cargo on a lane beyond time and freight; on a market's its carbon alone.
#[derive(Clone, Debug, Default)]
pub struct CarriagePlan {
    /// Share of the value at departure, and its account.
    pub insurance: Option<(TariffId, AccountId)>,
    /// Shares that are lost, one after the other.
    pub losses: Vec<Scalar>,
    /// What leaves is a whole number of containers.
    pub whole_feu: bool,
    /// Emissions on the way, where there are any.
    pub carbon: Option<CarbonPlan>,
}

/// Emissions of what travels on a lane.
#[derive(Clone, Debug)]
pub enum CarbonPlan {
    /// Of carrying it.
    Way {
        /// Tonnes in a unit, packing included.
        mass_t: Scalar,
        /// Kilometres of each leg, and tonnes of carbon dioxide equivalents per tonne and kilometre.
        legs: Vec<[Scalar; 2]>,
    },
    /// Of making and delivering what a market sells: tonnes of carbon dioxide equivalents per unit.
    Bought(Scalar),
}

/// The carriage of a lane from a market.
pub fn from_market(market: &Market) -> CarriagePlan {
    CarriagePlan {
        carbon: market.emissions_t.clone().map(CarbonPlan::Bought),
        ..CarriagePlan::default()
    }
}

/// The carriage of a lane that follows a route.
pub fn compile(
    model: &Model,
    chart: &mut Chart,
    id: LaneId,
    lane: &LanePlan,
    route: RouteId,
) -> CarriagePlan {
    let way = &model.routes[route];
    let elements = || way.path.iter().map(|&id| &model.elements[id]);
    let losses = elements().map(|element| &element.effects.loss);
    CarriagePlan {
        whole_feu: way.terms.whole_feu,
        carbon: carbon(model, lane, route),
        insurance: insurance(model, chart, id, lane, route),
        losses: losses.filter(|loss| !loss.is_nothing()).cloned().collect(),
    }
}

fn carbon(model: &Model, lane: &LanePlan, route: RouteId) -> Option<CarbonPlan> {
    let commodity = model.stocks[lane.customer].commodity;
    let leg = |&id: &ElementId| {
        let element = &model.elements[id];
        let emissions = &element.effects.emissions;
        match &element.kind {
            ElementKind::Leg {
                distance_km: Some(km),
                ..
            } if !emissions.is_nothing() => Some([km.clone(), emissions.clone()]),
            _ => None,
        }
    };
    let legs: Vec<_> = model.routes[route].path.iter().filter_map(leg).collect();
    let mass_t = model.commodities[commodity].nature.mass_t.clone()?;
    (!legs.is_empty()).then_some(CarbonPlan::Way { mass_t, legs })
}

fn insurance(
    model: &Model,
    chart: &mut Chart,
    id: LaneId,
    lane: &LanePlan,
    route: RouteId,
) -> Option<(TariffId, AccountId)> {
    let way = &model.routes[route];
    let terms = way.terms.insurance.as_ref()?;
    let price = Price::settled(terms.share.clone());
    if price.is_nothing() {
        return None;
    }
    let parties = (lane.owner, terms.insurer);
    let stock = Some(lane.customer);
    let account = chart.account(parties, Kind::Resource, "insurance", &way.name, stock);
    let tariff = chart.charge(Driver::Insured(id), &price, &Scalar::default(), account);
    Some((tariff, account))
}
