//! Reads, checks, migrates and writes 政府信息公开工作年度报告.

pub mod check;
pub mod cli;
pub mod document;
pub mod error;
pub mod finding;
pub mod grammar;
pub mod lang;
pub mod layout;
pub mod migrate;
pub mod read;
pub mod recognize;
pub mod report;
pub mod write;

pub use error::Error;
