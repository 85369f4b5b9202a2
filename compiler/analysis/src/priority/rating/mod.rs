//! Findings in the schemes that others use. Estimates from the design: these schemes rate what was found in a running system.

mod case;
mod cvss;
mod dread;
mod owasp;

pub(super) use case::{Access, Case, Letters, Privileges};

use crate::report::{Rating, Scheme};

pub(super) fn rate(scheme: Scheme, case: &Case<'_>) -> Rating {
    match scheme {
        Scheme::Cvss4 => cvss::version_4(case),
        Scheme::Cvss3 => cvss::version_3(case),
        Scheme::Dread => dread::rate(case),
        Scheme::Owasp => owasp::rate(case),
    }
}

/// With one decimal, as all these schemes do.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
