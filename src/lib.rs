//! Reads, checks, migrates and writes 政府信息公开工作年度报告, the annual reports on government-information
//! disclosure that Chinese organs file.
//!
//! ```text
//! bytes ─read→ Document ─recognize→ Report ─migrate→ Report ─layout→ Document ─write→ bytes
//!               blocks,   (a form says    facts by   (a crosswalk   facts      blocks,
//!               grids     what it means)  concept    says how)      again      grids
//!                                           │
//!                                           └─check→ Findings   (the form says what must foot)
//! ```
//!
//! Every arrow is a pure function, and only bytes can be an [`Error`]: from a
//! [`Document`](document::Document) on, stages return a value and what there is to say about it.
//!
//! ```
//! use nianbao::grammar::Forms;
//! use nianbao::migrate::{Policy, migrate};
//! use nianbao::{check::check, layout::layout, read, recognize::recognize, write};
//!
//! let filed = "某某县水利局2016年政府信息公开工作报告\n政府信息公开情况统计表\n\
//!              统计指标 单位 统计数\n三、依申请公开情况 ——\n(一)收到申请数 件 7\n\
//!              1.当面申请数 件 2\n2.传真申请数 件 0\n3.网络申请数 件 4\n4.信函申请数 件 0\n";
//! let forms = Forms::built_in();
//! let document = read::read(filed.as_bytes(), &read::Limits::default())?;
//! let report = recognize(&document, forms).report;
//! assert_eq!(report.edition, "2014");
//!
//! let findings = check(&report, forms);
//! assert_eq!(findings[0].code(), "does-not-foot", "7 is not 2 + 0 + 4 + 0");
//!
//! let migration = migrate(&report, forms, Policy::Standard);
//! assert_eq!(migration.report.number("requests.received.total"), Some(7.into()), "carried as printed");
//! assert_eq!(migration.report.number("requests.carried_in.total"), None, "unknown stays blank");
//!
//! let docx = write::write(&layout(&migration.report, forms), write::Format::Docx)?;
//! let back = recognize(&read::read(&docx, &read::Limits::default())?, forms).report;
//! assert_eq!(back.number("requests.received.total"), Some(7.into()));
//! # Ok::<(), nianbao::Error>(())
//! ```
//!
//! The invariants, and the test that holds each, are in `ARCHITECTURE.md`. The modules below stand in the
//! order in which they are best read.

pub mod document;
pub mod report;
pub mod grammar;
pub mod read;
pub mod recognize;
pub mod check;
pub mod suggest;
pub mod migrate;
pub mod diff;
pub mod collect;
pub mod combine;
pub mod layout;
pub mod write;
pub mod finding;
pub mod place;
pub mod error;
pub mod lang;
pub mod cli;

pub use error::Error;
