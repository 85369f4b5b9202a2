//! The arithmetic of the score, and what it was made of.

use tm_model::ElementId;

use super::weights;
use crate::report::Priority;

/// Where an attack begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    Actor(ElementId),
    /// Inside a workload that was taken over before; which one, if the rule says so.
    Inside(Option<ElementId>),
    /// On the way of a flow through a network that others share.
    Between(ElementId),
    /// Nobody is known to get there.
    Nobody,
}

/// How an attacker gets there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Way {
    pub begin: Begin,
    pub weight: f64,
    /// Up to the vulnerable element.
    pub hops: u32,
    /// Of credentials to obtain on the way.
    pub credentials: f64,
    /// What safeguards on the way leave.
    pub gates: f64,
}

impl Way {
    pub const NONE: Self =
        Self { begin: Begin::Nobody, weight: weights::LATENT, hops: 0, credentials: 1.0, gates: 1.0 };

    /// What the hops leave.
    pub fn distance(&self) -> f64 {
        distance(self.hops)
    }

    pub fn likelihood(&self) -> f64 {
        self.weight * self.distance() * self.credentials * self.gates
    }
}

pub(super) fn distance(hops: u32) -> f64 {
    weights::HOP.powi(i32::try_from(hops.saturating_sub(1)).unwrap_or(i32::MAX))
}

/// What is lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stake {
    pub data: f64,
    pub business: f64,
    pub availability: f64,
    /// The share of everything that lies open afterwards.
    pub blast: f64,
    pub regulated: f64,
}

impl Stake {
    pub fn worst(&self) -> f64 {
        self.data.max(self.business).max(self.availability).max(weights::LEAST)
    }

    pub fn impact(&self) -> f64 {
        (self.worst() * (0.6 + 0.4 * self.blast) * self.regulated).min(1.0)
    }
}

/// All that a score is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Factors {
    pub severity: f64,
    pub way: Way,
    pub certainty: f64,
    pub stake: Stake,
}

impl Factors {
    pub fn exploitability(&self) -> f64 {
        self.way.likelihood() * self.certainty
    }

    pub fn priority(&self) -> Priority {
        let (exploitability, impact) = (self.exploitability(), self.stake.impact());
        Priority {
            score: hundredths((self.severity * exploitability * impact).cbrt()),
            exploitability: hundredths(exploitability),
            impact: hundredths(impact),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 100")]
fn hundredths(part: f64) -> u8 {
    (part.clamp(0.0, 1.0) * 100.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Band;

    const PLAIN: Stake = Stake { data: 0.0, business: 0.0, availability: 0.0, blast: 0.0, regulated: 1.0 };

    fn way(weight: f64, hops: u32, credentials: f64) -> Way {
        Way { begin: Begin::Inside(None), weight, hops, credentials, gates: 1.0 }
    }

    fn priority(severity: f64, way: Way, stake: Stake) -> Priority {
        Factors { severity, way, certainty: 1.0, stake }.priority()
    }

    /// A price that the client sets, a token of one service that another can use, a list that anybody can flood: a shop, in the
    /// order of its own engineers.
    #[test]
    fn three_findings_of_a_shop() {
        let price = priority(0.8, way(0.85, 2, 1.0), Stake { business: 0.8, blast: 0.6, ..PLAIN });
        let token = priority(0.8, way(0.55, 1, 0.8), Stake { data: 1.0, blast: 0.4, regulated: 1.1, ..PLAIN });
        let flood = priority(0.5, way(0.85, 2, 1.0), Stake { availability: 0.3, blast: 0.5, ..PLAIN });
        assert_eq!(
            [price, token, flood].map(|it| (it.score, it.band())),
            [(73, Band::P0), (67, Band::P1), (44, Band::P2)]
        );
        assert_eq!((price.exploitability, price.impact), (72, 67));
    }

    #[test]
    fn nothing_is_worth_nothing_and_nothing_more_than_everything() {
        let least = priority(0.05, Way::NONE, PLAIN);
        assert_eq!((least.score, least.band()), (8, Band::P3));
        let most = priority(1.0, way(1.0, 0, 1.0), Stake { data: 1.0, blast: 1.0, regulated: 1.1, ..PLAIN });
        assert_eq!((most.score, most.impact), (100, 100));
    }

    #[test]
    fn it_falls_with_every_hop_gate_and_doubt() {
        let near = Factors { severity: 0.8, way: way(0.85, 1, 1.0), certainty: 1.0, stake: PLAIN };
        let far = Factors { way: way(0.85, 4, 1.0), ..near };
        let gated = Factors { way: Way { gates: 0.3, ..near.way }, ..near };
        let possible = Factors { certainty: weights::POSSIBLE, ..near };
        for lower in [far, gated, possible] {
            assert!(lower.priority().score < near.priority().score);
        }
        assert!(way(0.85, u32::MAX, 1.0).likelihood() >= 0.0);
    }
}
