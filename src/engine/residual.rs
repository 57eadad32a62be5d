//! Capital by plant or phase, and what a party has left of it when the horizon ends.

use super::scratch::Scratch;
use super::wide::Wide;
use crate::id::{Id, PartyId, ProcessId};
use crate::plan::{InvestorPlan, Plan, ResidualPlan};

impl<const N: usize> Scratch<N> {
    /// First day and amount [USD] of each of a process's expenditures of capital: one for each of its
    /// phases, or one for all of it.
    pub(super) fn for_capital(
        &self,
        plan: &Plan,
        process: ProcessId,
        mut each: impl FnMut(Wide<N>, Wide<N>),
    ) {
        let plant = plan.processes[process].plant.map(|at| &self.plants[at]);
        match plant.map(|plant| &plant.phases) {
            Some(phases) if !phases.is_empty() => {
                for phase in phases {
                    each(phase.first_day, phase.capex_usd);
                }
            }
            _ => {
                let state = &self.processes[process];
                each(state.first_day, state.capex_usd);
            }
        }
    }

    /// Plants, goods and claims of a party on the last evening [USD].
    pub(super) fn residual(
        &self,
        plan: &Plan,
        investor: &InvestorPlan,
        residual: &ResidualPlan,
    ) -> Wide<N> {
        let mut usd = self.book_value_of_goods(plan, investor.party);
        for (&plant, days) in residual.plants.iter().zip(&residual.written_off_days) {
            usd += self.book_value_of_plant(plan, plant, self.scalar(days));
        }
        for &(account, sign) in &investor.accounts {
            usd += self.ledger.outstanding[account.position()] * sign;
        }
        usd
    }

    /// Capital that was paid in the books, less what is written off in a straight line [USD].
    fn book_value_of_plant(&self, plan: &Plan, plant: ProcessId, over: Wide<N>) -> Wide<N> {
        let (opening, end) = (f64::from(plan.warmup), Wide::all(f64::from(plan.days)));
        let mut usd = Wide::ZERO;
        self.for_capital(plan, plant, |first_day, capex_usd| {
            let paid = first_day.at_least(Wide::all(opening)) & first_day.below(end);
            let left = (Wide::all(1.0) - (end - first_day) / over).or_zero();
            usd += paid.of(capex_usd * left);
        });
        usd
    }

    /// Book cost of a party's goods in stock, at doors, in process and on the way [USD].
    fn book_value_of_goods(&self, plan: &Plan, party: PartyId) -> Wide<N> {
        let mut usd = Wide::ZERO;
        for (id, stock) in plan.stocks.enumerate().filter(|(_, s)| s.owner == party) {
            let state = &self.stocks[id];
            usd += state.hand.cost_usd + state.door.goods.cost_usd;
            for &maker in &stock.makers {
                usd += self.processes[maker].inside_goods.cost_usd;
            }
        }
        for (id, _) in plan.lanes.enumerate().filter(|(_, l)| l.owner == party) {
            usd += self.lanes[id].on_the_way.cost_usd;
        }
        usd
    }
}
