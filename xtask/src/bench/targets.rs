//! What speed and memory are meant to be. No test fails on them: what they say depends on the machine and its load.

use super::table::{Table, count, growth, mega, or_nothing};

/// At most so much of the time of pytm, for [`SMALL`] services.
const SHARE_OF_PYTM: f64 = 1.0 / 40.0;
/// For [`LARGE`] services.
const SECONDS: f64 = 1.0;
const MEGABYTES: f64 = 500.0;
/// Of the time per service, from [`SMALL`] to [`LARGE`] services.
const GROWTH: f64 = 1.2;

pub const SMALL: u32 = 1_000;
pub const LARGE: u32 = 10_000;

/// What was measured of what has a target; nothing where it was not.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    pub share_of_pytm: Option<f64>,
    pub seconds: Option<f64>,
    pub bytes: Option<u64>,
    pub growth: Option<f64>,
}

struct Target {
    what: String,
    limit: String,
    measured: Option<String>,
    is_met: Option<bool>,
}

fn targets(measured: &Measured) -> [Target; 4] {
    let target = |what: String, limit: f64, measured: Option<f64>, write: fn(f64) -> String| Target {
        what,
        limit: write(limit),
        measured: measured.map(write),
        is_met: measured.map(|measured| measured <= limit),
    };
    let (small, large) = (count(u64::from(SMALL)), count(u64::from(LARGE)));
    [
        target(format!("{small} services: time against pytm"), SHARE_OF_PYTM, measured.share_of_pytm, share),
        target(format!("{large} services: time"), SECONDS, measured.seconds, |seconds| format!("{seconds:.3} s")),
        target(format!("{large} services: memory"), MEGABYTES, measured.bytes.map(mega), |size| {
            format!("{size:.0} MB")
        }),
        target(format!("time per service, from {small} to {large}"), GROWTH, measured.growth, growth),
    ]
}

/// `1/40`; rounded so that it never looks better than it is.
pub fn share(ratio: f64) -> String {
    format!("1/{:.0}", (1.0 / ratio).floor())
}

pub fn table(measured: &Measured) -> Table {
    let mut table = Table::new(["target", "at most", "measured", "met"]);
    for target in targets(measured) {
        let is_met = target.is_met.map(|is_met| if is_met { "yes" } else { "no" }.to_owned());
        table.row([target.what, target.limit, or_nothing(target.measured), or_nothing(is_met)]);
    }
    table
}

/// The targets that were measured and are missed.
pub fn missed(measured: &Measured) -> Vec<String> {
    let missed = targets(measured).into_iter().filter(|target| target.is_met == Some(false));
    missed.map(|target| target.what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_measured_is_neither_met_nor_missed() {
        let measured = Measured::default();
        assert!(missed(&measured).is_empty());
        assert_eq!(table(&measured).to_string().matches("| - | - |").count(), 4);
    }

    #[test]
    fn a_target_may_be_reached_and_not_passed() {
        let limit = Measured {
            share_of_pytm: Some(1.0 / 40.0),
            seconds: Some(1.0),
            bytes: Some(500_000_000),
            growth: Some(1.2),
        };
        assert!(missed(&limit).is_empty());
        let beyond = Measured {
            share_of_pytm: Some(1.0 / 39.9),
            seconds: Some(1.001),
            bytes: Some(500_000_001),
            growth: Some(1.21),
        };
        assert_eq!(missed(&beyond).len(), 4);
        let table = table(&beyond).to_string();
        assert!(table.contains("| 1,000 services: time against pytm | 1/40 | 1/39 | no |"), "{table}");
    }
}
