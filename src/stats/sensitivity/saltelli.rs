//! Where the points of a Saltelli design stand.

/// How the points follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Base point by base point, as `SALib` writes them: A, then AB of each input, then BA of each
    /// input where there are any, then B.
    ByPoint,
    /// All of A, all of B, then all of AB of the first input, of the second and so on.
    ByMatrix,
}

/// A Saltelli design: two independent samples A and B, and A with one input at a time taken from B.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saltelli {
    /// Base points.
    pub n: usize,
    /// Inputs.
    pub inputs: usize,
    /// How the points follow one another.
    pub order: Order,
    /// Points a base point.
    width: usize,
}

impl Saltelli {
    /// Finds the design by the inputs themselves, with as many base points as are told where they are;
    /// none where no order makes a Saltelli design of these points, or there is one input alone: its
    /// shares are all or nothing, and a part of a larger design would pass for it.
    #[must_use]
    pub fn recognise(inputs: &[&[f64]], n: Option<usize>) -> Option<Self> {
        let rows = inputs.first()?.len();
        let k = inputs.len();
        let design = |width, order| Self {
            n: rows / width,
            inputs: k,
            order,
            width,
        };
        [
            design(k + 2, Order::ByPoint),
            design(2 * k + 2, Order::ByPoint),
            design(k + 2, Order::ByMatrix),
        ]
        .into_iter()
        .filter(|design| k > 1 && design.n > 0 && design.n * design.width == rows)
        .filter(|design| n.is_none_or(|n| n == design.n))
        .find(|design| design.holds(inputs))
    }

    /// The design of so many base points and inputs, matrix by matrix.
    #[must_use]
    pub const fn by_matrix(n: usize, inputs: usize) -> Self {
        Self {
            n,
            inputs,
            order: Order::ByMatrix,
            width: inputs + 2,
        }
    }

    #[expect(clippy::float_cmp, reason = "an input was taken over or it was not")]
    fn holds(&self, inputs: &[&[f64]]) -> bool {
        (0..self.n).all(|i| {
            let (a, b) = (self.a(i), self.b(i));
            (0..self.inputs).all(|swapped| {
                let ab = self.ab(i, swapped);
                let from = |input| if input == swapped { b } else { a };
                let back = |input| if input == swapped { a } else { b };
                let mut all = inputs.iter().enumerate();
                all.all(|(input, column)| {
                    let ba = self.ba(i, swapped);
                    let is_back = ba.is_none_or(|ba| column[ba] == column[back(input)]);
                    is_back && column[ab] == column[from(input)]
                })
            })
        })
    }

    /// The row of base point `i` in A.
    #[must_use]
    pub fn a(&self, i: usize) -> usize {
        match self.order {
            Order::ByPoint => i * self.width,
            Order::ByMatrix => i,
        }
    }

    /// The row of base point `i` in B.
    #[must_use]
    pub fn b(&self, i: usize) -> usize {
        match self.order {
            Order::ByPoint => (i + 1) * self.width - 1,
            Order::ByMatrix => self.n + i,
        }
    }

    /// The row of base point `i` of B with one input from A, where the design has any.
    fn ba(&self, i: usize, input: usize) -> Option<usize> {
        let has = self.width == 2 * self.inputs + 2;
        has.then(|| i * self.width + 1 + self.inputs + input)
    }

    /// The row of base point `i` of A with one input from B.
    #[must_use]
    pub fn ab(&self, i: usize, input: usize) -> usize {
        match self.order {
            Order::ByPoint => i * self.width + 1 + input,
            Order::ByMatrix => (2 + input) * self.n + i,
        }
    }
}
