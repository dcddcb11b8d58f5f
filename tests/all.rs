//! The tests that run on the crate as a whole; each module says what it holds.

// Texts to compare are put together in the plainest way, and a test may say what it leaves out.
#![allow(clippy::format_collect, clippy::needless_for_each, clippy::print_stderr)]
// How a page is written is a list of yes and no.
#![allow(clippy::struct_excessive_bools, clippy::needless_pass_by_value)]

#[path = "all/annex.rs"]
mod annex;
#[path = "all/annotation.rs"]
mod annotation;
#[path = "all/archive.rs"]
mod archive;
#[path = "all/arithmetic.rs"]
mod arithmetic;
#[path = "all/cli.rs"]
mod cli;
#[path = "all/collect.rs"]
mod collect;
#[path = "all/containers.rs"]
mod containers;
#[path = "all/diff.rs"]
mod diff;
#[path = "all/external.rs"]
mod external;
#[path = "all/fill.rs"]
mod fill;
#[path = "all/generated.rs"]
mod generated;
#[path = "all/golden.rs"]
mod golden;
#[path = "all/harm.rs"]
mod harm;
#[path = "all/hostile.rs"]
mod hostile;
#[path = "all/migration.rs"]
mod migration;
#[path = "all/oddity.rs"]
mod oddity;
#[path = "all/page.rs"]
mod page;
#[path = "all/press.rs"]
mod press;
#[path = "all/programs.rs"]
mod programs;
#[path = "all/properties.rs"]
mod properties;
#[path = "all/quirks.rs"]
mod quirks;
#[path = "all/real.rs"]
mod real;
#[path = "all/reports.rs"]
mod reports;
#[path = "all/series.rs"]
mod series;
#[path = "all/shapes.rs"]
mod shapes;
#[path = "all/suggestions.rs"]
mod suggestions;
#[path = "all/tidy.rs"]
mod tidy;
#[path = "all/variants.rs"]
mod variants;
