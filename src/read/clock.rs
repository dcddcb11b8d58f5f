//! [`Clock`]: whether the time of a file is over, looked at now and then.

use super::Limits;
use crate::error::{Error, ErrorKind};
use std::time::Instant;

/// How many steps are taken between two looks. A step is a token or so, and takes no longer than a look.
const STEPS: u32 = 1024;

/// The time of a file; a clock that was not set never ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clock {
    until: Option<Instant>,
    seconds: u64,
    n_steps: u32,
}

impl Clock {
    pub(super) fn of(limits: &Limits) -> Self {
        Self { until: limits.until, seconds: limits.file_seconds, n_steps: 0 }
    }

    /// Takes a step: looks at the first, and then at each of so many.
    pub(super) fn step(&mut self) -> Result<(), Error> {
        let is_due = self.n_steps.is_multiple_of(STEPS);
        self.n_steps = self.n_steps.wrapping_add(1);
        if is_due { self.look() } else { Ok(()) }
    }

    pub(super) fn look(self) -> Result<(), Error> {
        match self.until {
            Some(until) if Instant::now() >= until => {
                Err(ErrorKind::Limit { what: "file_seconds", limit: self.seconds }.into())
            }
            _ => Ok(()),
        }
    }
}
