//! Index types and the tables they index. Past [`crate::model`] nothing is looked up by name: a
//! reference is a small integer that only fits its own table.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// What can index a [`Table`].
pub trait Id: Copy {
    /// The id of the entry at a position.
    fn new(position: usize) -> Self;
    /// The position in its table.
    fn position(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);
        impl $name {
            /// The id of the first entry.
            pub const FIRST: Self = Self(0);
        }
        impl $crate::id::Id for $name {
            fn new(position: usize) -> Self {
                Self(position as u32)
            }
            fn position(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

pub(crate) use ids;

ids! {
    /// A named uncertain number, drawn once a trial.
    ParameterId;
    /// A price that moves.
    IndexId;
    /// Whose money.
    PartyId;
    /// What flows.
    CommodityId;
    /// A place.
    SiteId;
    /// One commodity at one site.
    StockId;
    /// A recipe at a site.
    ProcessId;
    /// A leg or a node: what a route is made of.
    ElementId;
    /// An ordered way between two sites.
    RouteId;
    /// Outside supply at a price.
    MarketId;
    /// Outside demand at a price.
    OutletId;
    /// What a state takes of imports.
    DutyId;
    /// Terms between two parties for a commodity.
    ContractId;
    /// A customer's draw on a stock.
    DemandId;
    /// Something that goes wrong.
    HazardId;
    /// A measure over another.
    RatioId;
}

/// A vector that only its own id type can index.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<I, T> {
    entries: Vec<T>,
    id: PhantomData<I>,
}

impl<I: Id, T> Table<I, T> {
    /// An empty table.
    #[must_use]
    pub fn new() -> Self {
        Self::from(Vec::new())
    }

    /// Adds an entry and returns its id.
    pub fn push(&mut self, entry: T) -> I {
        self.entries.push(entry);
        I::new(self.entries.len() - 1)
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True without entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.entries.iter()
    }

    /// The entries themselves.
    #[must_use]
    pub fn into_entries(self) -> Vec<T> {
        self.entries
    }

    /// All ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.entries.len()).map(I::new)
    }

    /// The entries in order, to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.entries.iter_mut()
    }

    /// Ids and entries in order.
    #[must_use]
    pub fn enumerate(&self) -> impl DoubleEndedIterator<Item = (I, &T)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(position, entry)| (I::new(position), entry))
    }

    /// Ids and entries in order, the entries to change.
    pub fn enumerate_mut(&mut self) -> impl Iterator<Item = (I, &mut T)> {
        self.entries
            .iter_mut()
            .enumerate()
            .map(|(position, entry)| (I::new(position), entry))
    }

    /// Makes it so many entries long, with new ones where it was shorter.
    pub fn resize_with(&mut self, length: usize, new: impl FnMut() -> T) {
        self.entries.resize_with(length, new);
    }

    /// The id of the first entry that fits.
    #[must_use]
    pub fn find(&self, fits: impl FnMut(&T) -> bool) -> Option<I> {
        self.entries.iter().position(fits).map(I::new)
    }
}

impl<I: Id, T> Default for Table<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T> From<Vec<T>> for Table<I, T> {
    fn from(entries: Vec<T>) -> Self {
        Self {
            entries,
            id: PhantomData,
        }
    }
}

impl<I: Id, T> FromIterator<T> for Table<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(entries: E) -> Self {
        Self::from(entries.into_iter().collect::<Vec<T>>())
    }
}

impl<'a, I: Id, T> IntoIterator for &'a Table<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'a, I: Id, T> IntoIterator for &'a mut Table<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter_mut()
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;
    fn index(&self, id: I) -> &T {
        &self.entries[id.position()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.entries[id.position()]
    }
}
