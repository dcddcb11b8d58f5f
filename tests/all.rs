//! The tests that run on the crate as a whole; each module says what it holds.

#![expect(clippy::print_stderr, reason = "who runs the tests should know what was left out")]
#![expect(clippy::struct_excessive_bools, reason = "a shape of a page is a set of independent oddities")]
#![expect(clippy::format_collect, reason = "pages are put together from their rows")]

#[path = "all/arithmetic.rs"]
mod arithmetic;
#[path = "all/cli.rs"]
mod cli;
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
#[path = "all/tidy.rs"]
mod tidy;
#[path = "all/variants.rs"]
mod variants;
