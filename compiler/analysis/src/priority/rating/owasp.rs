//! The OWASP Risk Rating: likelihood and impact, each the mean of factors from 0 to 9, and a matrix of their levels.

use super::case::{Access, Case, Privileges};
use super::tenths;
use crate::report::{Rating, Scheme};

pub(super) fn rate(case: &Case<'_>) -> Rating {
    let (likely, lost) = (likelihood(case), impact(case));
    let mean = |factors: &[(&'static str, u8)]| {
        let count = u32::try_from(factors.len()).unwrap_or(1).max(1);
        factors.iter().map(|(_, factor)| f64::from(*factor)).sum::<f64>() / f64::from(count)
    };
    let (likelihood, impact) = (mean(&likely), mean(&lost));
    let mut factors = vec![("likelihood", tenths(likelihood)), ("impact", tenths(impact))];
    factors.extend(likely.iter().chain(&lost).map(|(name, factor)| (*name, f64::from(*factor))));
    let level = match (level(impact), level(likelihood)) {
        (Level::High, Level::High) => "critical",
        (Level::High, Level::Medium) | (Level::Medium, Level::High) => "high",
        (Level::Medium, Level::Medium) | (Level::High, Level::Low) | (Level::Low, Level::High) => "medium",
        (Level::Medium, Level::Low) | (Level::Low, Level::Medium) => "low",
        (Level::Low, Level::Low) => "note",
    };
    Rating { scheme: Scheme::Owasp, score: None, level, vector: None, factors }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Low,
    Medium,
    High,
}

fn level(value: f64) -> Level {
    match value {
        ..3.0 => Level::Low,
        3.0..6.0 => Level::Medium,
        _ => Level::High,
    }
}

fn likelihood(case: &Case<'_>) -> Vec<(&'static str, u8)> {
    let business = case.factors.stake.business;
    let is_near = case.access == Access::Internet && case.factors.way.hops <= 2;
    vec![
        ("skill-level", if case.access == Access::Inside || case.needs_place { 6 } else { 3 }),
        (
            "motive",
            if business >= 0.8 || case.rank >= 4 {
                9
            } else if business > 0.0 || case.rank > 0 {
                4
            } else {
                1
            },
        ),
        (
            "opportunity",
            match (case.access, case.privileges) {
                (_, Privileges::High) => 0,
                (Access::Inside | Access::Nobody, _) => 4,
                (_, Privileges::None) => 9,
                (_, Privileges::Low) => 7,
            },
        ),
        (
            "size",
            match (case.access, case.privileges) {
                (Access::Internet, Privileges::None) => 9,
                (Access::Internet, _) => 6,
                (Access::Partner, _) => 5,
                (Access::Inside, _) => 4,
                (Access::Staff | Access::Nobody, _) => 2,
            },
        ),
        ("ease-of-discovery", if is_near { 7 } else { 3 }),
        ("ease-of-exploit", if is_near { 5 } else { 3 }),
        (
            "awareness",
            if case.is_listed {
                9
            } else if case.cwe.is_empty() {
                4
            } else {
                6
            },
        ),
        (
            "intrusion-detection",
            match (case.is_watched, case.logging) {
                (true, _) => 1,
                (false, "central") => 3,
                (false, "local") => 8,
                (false, _) => 9,
            },
        ),
    ]
}

/// What the business loses where the model says what it does there, else what is technically lost.
fn impact(case: &Case<'_>) -> Vec<(&'static str, u8)> {
    let business = case.factors.stake.business;
    if business > 0.0 {
        let regulated = case.factors.stake.regulated > 1.0;
        let financial = if business >= 1.0 {
            9
        } else if business >= 0.8 {
            7
        } else {
            3
        };
        let by_data = |least: u8, most: u8| if regulated { most } else { least };
        return vec![
            ("financial-damage", financial),
            ("reputation-damage", if case.rank >= 3 { 5 } else { 4 }),
            ("non-compliance", by_data(2, 7)),
            ("privacy-violation", by_data(3, 7)),
        ];
    }
    let lost = |has: bool, by_rank: [u8; 5], rank: u8| {
        if has { by_rank.get(usize::from(rank)).copied().unwrap_or(9) } else { 0 }
    };
    vec![
        ("loss-of-confidentiality", lost(case.letters.confidentiality(), [2, 2, 6, 7, 9], case.rank)),
        ("loss-of-integrity", lost(case.letters.integrity(), [1, 3, 5, 7, 9], case.rank)),
        ("loss-of-availability", lost(case.letters.denial, [1, 1, 5, 7, 9], case.criticality)),
        (
            "loss-of-accountability",
            match (case.audit, case.names_user) {
                ("full", true) => 1,
                ("full" | "partial", _) => 7,
                _ => 9,
            },
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::case::tests::{PRICE, price};
    use super::*;
    use crate::priority::score::{Factors, Stake};

    fn factor(rating: &Rating, name: &str) -> f64 {
        rating.factors.iter().find(|(known, _)| *known == name).map_or(f64::NAN, |(_, value)| *value)
    }

    #[test]
    fn the_price_of_a_cart() {
        let rated = rate(&price());
        // 3, 9, 7, 6, 7, 5, 9, 3 and 7, 4, 2, 3
        assert!((factor(&rated, "likelihood") - 6.1).abs() < 1e-9, "{rated:?}");
        assert!((factor(&rated, "impact") - 4.0).abs() < 1e-9, "{rated:?}");
        assert_eq!((rated.level, rated.score), ("high", None));
    }

    #[test]
    fn without_a_business_flow_the_technical_loss_counts() {
        let factors = Factors { stake: Stake { business: 0.0, ..PRICE.stake }, ..PRICE };
        let rated = rate(&Case { factors: &factors, privileges: Privileges::High, access: Access::Staff, ..price() });
        assert!((factor(&rated, "loss-of-integrity") - 5.0).abs() < 1e-9);
        assert!((factor(&rated, "loss-of-accountability") - 7.0).abs() < 1e-9);
        assert!((factor(&rated, "opportunity") - 0.0).abs() < 1e-9);
        assert_eq!(rated.level, "medium");
    }
}
