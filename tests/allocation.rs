//! A trial allocates nothing, once the first few have made room.

mod common;

use common::{KAZAKHSTAN_VIETNAM, Results, SIX_STAGE, load};
use lichain::engine::{self, SIDE_BY_SIDE, Scratch, Silent};
use lichain::outcome::Row;
use lichain::plan::Plan;
use std::alloc::{GlobalAlloc, Layout, System};
use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};

/// The system's allocator, which counts for the thread that asked it to.
struct Counting;

thread_local! {
    /// Allocations of this thread are counted.
    static COUNTS: Cell<bool> = const { Cell::new(false) };
    /// Allocations so far.
    static COUNT: Cell<u64> = const { Cell::new(0) };
    /// Where the first came from.
    static FIRST: RefCell<Option<Backtrace>> = const { RefCell::new(None) };
}

/// Notes an allocation. Whatever noting it allocates is not counted.
fn note() {
    if COUNTS.try_with(|counts| counts.replace(false)) != Ok(true) {
        return;
    }
    COUNT.with(|count| count.set(count.get() + 1));
    FIRST.with(|first| {
        first
            .borrow_mut()
            .get_or_insert_with(Backtrace::force_capture);
    });
    COUNTS.with(|counts| counts.set(true));
}

#[allow(
    unsafe_code,
    reason = "an allocator cannot be written without; every call goes to the system's unchanged"
)]
// SAFETY: all requests are handed to the system's allocator as they came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: the caller's promises are those that the system's allocator asks for.
        unsafe { System.alloc(layout) }
    }
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        note();
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        note();
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What some work allocates on this thread, and where the first of it came from.
fn allocations(work: impl FnOnce()) -> (u64, String) {
    COUNT.set(0);
    COUNTS.set(true);
    work();
    COUNTS.set(false);
    let first = FIRST.take();
    (
        COUNT.get(),
        first.map_or(String::new(), |trace| trace.to_string()),
    )
}

#[test]
fn the_counter_counts() {
    // A frame of its own, whose name is there with and without debugging information.
    #[inline(never)]
    fn allocates_here() -> usize {
        std::hint::black_box(vec![1, 2, 3]).len()
    }
    let (count, place) = allocations(|| {
        std::hint::black_box(allocates_here());
    });
    assert_eq!(count, 1);
    assert!(place.contains("allocates_here"), "{place}");
    assert_eq!(allocations(|| ()).0, 0);
}

/// Rings that may meet a longer wait in some eighty trials than in those before.
const RINGS: u64 = 4;

#[test]
fn trials_allocate_nothing_after_the_first_three() {
    for path in [
        KAZAKHSTAN_VIETNAM,
        SIX_STAGE,
        "scenarios/lessons/growing-plant.toml",
        "scenarios/lessons/mine-with-an-end.toml",
        "scenarios/lessons/index-models.toml",
        "scenarios/lessons/price-histories.toml",
        "scenarios/lessons/price-regimes.toml",
        "scenarios/lessons/exchange-rates.toml",
        "scenarios/lessons/correlated-prices.toml",
    ] {
        for model in &load(path, &[]).variants {
            let plan = Plan::compile(model);
            let mut scratch = Scratch::<SIDE_BY_SIDE>::default();
            let mut results: Vec<Results> =
                (0..SIDE_BY_SIDE).map(|_| Results::new(&plan)).collect();
            let mut rows: Vec<Row> = results.iter_mut().map(Results::row).collect();
            let mut trials = |round: u64| {
                let first = 1 + round * SIDE_BY_SIDE as u64;
                let broken =
                    engine::simulate(&plan, 1, first, &mut scratch, &mut rows, &mut Silent);
                assert_eq!(broken, None);
            };
            let (warm, _) = allocations(|| (0..3).for_each(&mut trials));
            assert!(warm > 0, "the first trials make room");
            let (count, place) = allocations(|| (3..13).for_each(&mut trials));
            // Rings grow when a wait is longer than any before: seldom, and to twice its length.
            assert!(
                count <= RINGS,
                "{path}, {}: {count}, first at\n{place}",
                model.variant
            );
        }
    }
}
