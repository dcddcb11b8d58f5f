//! Reports for the benches, the same in every run.

#[path = "../tests/all/reports.rs"]
#[expect(dead_code, reason = "the tests need more of reports")]
mod reports;

use nianbao::report::Report;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

pub(crate) use reports::Cells;

/// The report of a number.
pub(crate) fn filed(nth: u32, cells: Cells) -> Report {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&nth.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    reports::filed(cells).new_tree(&mut runner).expect("every seed gives a report").current().report
}
