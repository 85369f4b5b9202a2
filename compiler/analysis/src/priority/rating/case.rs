//! What all schemes ask of a finding.

use crate::priority::blast::Blast;
use crate::priority::score::Factors;

/// The letters of STRIDE that a rule is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are six letters")]
pub(in crate::priority) struct Letters {
    pub spoofing: bool,
    pub tampering: bool,
    pub disclosure: bool,
    pub denial: bool,
    pub elevation: bool,
}

impl Letters {
    pub fn confidentiality(self) -> bool {
        self.disclosure || self.spoofing || self.elevation
    }

    pub fn integrity(self) -> bool {
        self.tampering || self.spoofing || self.elevation
    }
}

/// From where it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::priority) enum Access {
    Internet,
    Partner,
    /// From inside the network.
    Inside,
    /// By the organisation's own staff or machines.
    Staff,
    Nobody,
}

/// What whoever does it has to be allowed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::priority) enum Privileges {
    None,
    Low,
    High,
}

pub(in crate::priority) struct Case<'c> {
    pub factors: &'c Factors,
    pub letters: Letters,
    pub access: Access,
    pub privileges: Privileges,
    /// One has to stand between two ends.
    pub needs_place: bool,
    /// Of the data, from 1; 0: there is none.
    pub rank: u8,
    /// From 1; 0: nobody says.
    pub criticality: u8,
    pub blast: Blast,
    pub cwe: &'c [u32],
    /// A public catalogue of attack techniques lists it.
    pub is_known_technique: bool,
    /// It is among the risks that everybody lists.
    pub is_listed: bool,
    /// `logging` of the component, and whether misuse of the operation is noticed.
    pub logging: &'c str,
    pub is_watched: bool,
    /// `audit` of the operation or its component, and whether the records name the user.
    pub audit: &'c str,
    pub names_user: bool,
}

impl Case<'_> {
    /// A safeguard that counts stands in the way.
    pub fn is_guarded(&self) -> bool {
        self.factors.way.gates <= 0.6
    }

    pub fn needs_credential(&self) -> bool {
        self.factors.way.credentials < 1.0
    }
}

#[cfg(test)]
pub(in crate::priority) mod tests {
    use super::*;
    use crate::priority::score::{Begin, Stake, Way};

    pub const PRICE: Factors = Factors {
        severity: 0.8,
        way: Way { begin: Begin::Inside(None), weight: 0.85, hops: 2, credentials: 1.0, gates: 1.0 },
        certainty: 1.0,
        stake: Stake { data: 0.3, business: 0.8, availability: 0.0, blast: 0.6, regulated: 1.0 },
    };

    /// A shopper sets the price of what is in the cart.
    pub fn price() -> Case<'static> {
        Case {
            factors: &PRICE,
            letters: Letters { tampering: true, ..Letters::default() },
            access: Access::Internet,
            privileges: Privileges::Low,
            needs_place: false,
            rank: 2,
            criticality: 3,
            blast: Blast { share: 0.6, regulated: false, others: 2, others_grave: false },
            cwe: &[602],
            is_known_technique: false,
            is_listed: true,
            logging: "central",
            is_watched: false,
            audit: "partial",
            names_user: false,
        }
    }
}
