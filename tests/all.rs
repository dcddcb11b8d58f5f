//! The tests that run on the crate as a whole; each module says what it holds.

#[path = "all/page.rs"]
mod page;
#[path = "all/properties.rs"]
mod properties;
#[path = "all/reports.rs"]
mod reports;
#[path = "all/shapes.rs"]
mod shapes;
