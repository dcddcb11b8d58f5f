//! The tests that run on the crate as a whole; each module says what it holds.

#[path = "all/arithmetic.rs"]
mod arithmetic;
#[path = "all/golden.rs"]
mod golden;
#[path = "all/page.rs"]
mod page;
#[path = "all/properties.rs"]
mod properties;
#[path = "all/real.rs"]
mod real;
#[path = "all/reports.rs"]
mod reports;
#[path = "all/shapes.rs"]
mod shapes;
#[path = "all/variants.rs"]
mod variants;
