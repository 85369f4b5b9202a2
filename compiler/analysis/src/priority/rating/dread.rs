//! DREAD: the mean of five numbers from 0 to 10.

use super::case::{Access, Case};
use super::tenths;
use crate::report::{Rating, Scheme};

pub(super) fn rate(case: &Case<'_>) -> Rating {
    let way = &case.factors.way;
    let steady = if case.needs_place { 0.6 } else { 1.0 };
    let near = way.hops <= 2;
    let parts = [
        ("damage", 10.0 * case.factors.stake.impact()),
        ("reproducibility", 10.0 * way.credentials * steady),
        ("exploitability", (10.0 * case.factors.exploitability() / way.distance()).min(10.0)),
        ("affected-users", 10.0 * case.factors.stake.blast),
        (
            "discoverability",
            match case.access {
                Access::Internet if near => 9.0,
                Access::Partner => 7.0,
                Access::Internet => 5.0,
                Access::Inside | Access::Staff | Access::Nobody => 3.0,
            },
        ),
    ];
    let score = tenths(parts.iter().map(|(_, part)| part).sum::<f64>() / 5.0);
    let level = match score {
        8.0.. => "critical",
        6.0..8.0 => "high",
        3.0..6.0 => "medium",
        _ => "low",
    };
    let factors = parts.into_iter().map(|(name, part)| (name, tenths(part))).collect();
    Rating { scheme: Scheme::Dread, score: Some(score), level, vector: None, factors }
}

#[cfg(test)]
mod tests {
    use super::super::case::tests::price;
    use super::*;

    #[test]
    fn the_price_of_a_cart() {
        let rated = rate(&price());
        let parts = [
            ("damage", 6.7),
            ("reproducibility", 10.0),
            ("exploitability", 8.5),
            ("affected-users", 6.0),
            ("discoverability", 9.0),
        ];
        assert_eq!(rated.factors, parts);
        assert_eq!((rated.score, rated.level), (Some(8.0), "critical"));
        let inside = rate(&Case { access: Access::Inside, needs_place: true, ..price() });
        assert_eq!((inside.score, inside.level), (Some(6.0), "high"));
    }
}
