//! The only place that knows what time it is.

use std::time::{SystemTime, UNIX_EPOCH};

use tm_analysis::Date;

use crate::error::{CommandError, Result};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

/// The date in UTC, as dates in models are.
pub fn today() -> Result<Date> {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    since_epoch
        .and_then(|passed| i64::try_from(passed.as_secs() / SECONDS_PER_DAY).ok())
        .and_then(Date::from_days_since_epoch)
        .ok_or_else(|| {
            CommandError::new("the clock of this machine shows no date").help("give the date with `--today`")
        })
}
