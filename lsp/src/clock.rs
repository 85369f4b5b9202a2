//! What day it is.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tm_analysis::Date;

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// Where the server learns what day it is.
pub trait Clock: Send + 'static {
    /// The date in UTC, as dates in models are; `None` if there is none to be had.
    fn today(&self) -> Option<Date>;

    /// When to look again. A machine that sleeps over midnight is why this is not the time until midnight.
    fn look_again(&self) -> Duration;
}

/// The clock of this machine.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn today(&self) -> Option<Date> {
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        Date::from_days_since_epoch(i64::try_from(since_epoch.as_secs() / SECONDS_PER_DAY).ok()?)
    }

    fn look_again(&self) -> Duration {
        Duration::from_secs(30)
    }
}
