//! CVSS 4.0 and 3.1. The vectors are made here; FIRST's arithmetic is that of the `cvss` crate.

use std::str::FromStr;

use cvss::Cvss;

use super::case::{Access, Case, Privileges};
use super::tenths;
use crate::report::{Rating, Scheme};

/// Weaknesses that somebody else has to visit or confirm something for: scripts and requests across sites, clickjacking, open
/// redirects.
const NEEDS_A_VICTIM: [u32; 4] = [79, 352, 601, 1021];

pub(super) fn version_4(case: &Case<'_>) -> Rating {
    let [confidentiality, integrity, availability] = impacts(case);
    let further = further(case);
    let of_others = |own: &str| if own == "N" { "N" } else { further };
    let mut vector = format!(
        "CVSS:4.0/AV:{}/AC:{}/AT:{}/PR:{}/UI:{}/VC:{confidentiality}/VI:{integrity}/VA:{availability}/SC:{}/SI:{}/SA:{}",
        access(case),
        if case.is_guarded() { "H" } else { "L" },
        if case.needs_credential() || case.needs_place { "P" } else { "N" },
        privileges(case),
        if needs_a_victim(case) { "P" } else { "N" },
        of_others(confidentiality),
        of_others(integrity),
        of_others(availability),
    );
    if case.is_known_technique && !case.is_guarded() {
        vector.push_str("/E:P");
    }
    if let Some(requirement) = requirement(case) {
        vector.push_str(&format!("/CR:{requirement}/IR:{requirement}/AR:{requirement}"));
    }
    rating(Scheme::Cvss4, vector)
}

pub(super) fn version_3(case: &Case<'_>) -> Rating {
    let [confidentiality, integrity, availability] = impacts(case);
    let vector = format!(
        "CVSS:3.1/AV:{}/AC:{}/PR:{}/UI:{}/S:{}/C:{confidentiality}/I:{integrity}/A:{availability}",
        access(case),
        if case.is_guarded() || case.needs_credential() || case.needs_place { "H" } else { "L" },
        privileges(case),
        if needs_a_victim(case) { "R" } else { "N" },
        if case.blast.others > 0 { "C" } else { "U" },
    );
    rating(Scheme::Cvss3, vector)
}

fn access(case: &Case<'_>) -> &'static str {
    match case.access {
        Access::Internet | Access::Partner | Access::Staff => "N",
        Access::Inside => "A",
        Access::Nobody => "L",
    }
}

fn privileges(case: &Case<'_>) -> &'static str {
    match case.privileges {
        Privileges::None => "N",
        Privileges::Low => "L",
        Privileges::High => "H",
    }
}

fn needs_a_victim(case: &Case<'_>) -> bool {
    case.cwe.iter().any(|cwe| NEEDS_A_VICTIM.contains(cwe))
}

fn impacts(case: &Case<'_>) -> [&'static str; 3] {
    let much = if case.rank >= 3 || case.criticality >= 3 { "H" } else { "L" };
    let letters = case.letters;
    [letters.confidentiality(), letters.integrity(), letters.denial].map(|has| if has { much } else { "N" })
}

/// What is lost beside the vulnerable element.
fn further(case: &Case<'_>) -> &'static str {
    match (case.blast.others, case.blast.others_grave) {
        (0, _) => "N",
        (_, true) => "H",
        (_, false) => "L",
    }
}

fn requirement(case: &Case<'_>) -> Option<&'static str> {
    match (case.rank, case.criticality) {
        (0, 0) => None,
        (4.., _) | (_, 4..) => Some("H"),
        (3, _) | (_, 3) => Some("M"),
        _ => Some("L"),
    }
}

fn rating(scheme: Scheme, vector: String) -> Rating {
    // It is well formed: were it not, there would be no score.
    let score = Cvss::from_str(&vector).ok().map(|vector| tenths(vector.score()));
    let level = match score {
        None | Some(..0.1) => "none",
        Some(0.1..4.0) => "low",
        Some(4.0..7.0) => "medium",
        Some(7.0..9.0) => "high",
        Some(_) => "critical",
    };
    Rating { scheme, score, level, vector: Some(vector), factors: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::case::tests::price;
    use super::*;
    use crate::priority::blast::Blast;
    use crate::priority::rating::Letters;

    /// The scores are those of another implementation, Red Hat's `cvss` for Python.
    #[test]
    fn the_arithmetic_gives_known_scores() {
        for (vector, score) in [
            ("CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.3),
            ("CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", 7.7),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N", 8.8),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", 10.0),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0.0),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:H/VA:N/SC:N/SI:L/SA:N", 7.1),
            ("CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:H/VA:N/SC:N/SI:L/SA:N/CR:M/IR:M/AR:M", 5.7),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", 7.5),
            ("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 6.1),
            ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8),
        ] {
            let parsed = rating(Scheme::Cvss4, vector.to_owned());
            assert_eq!(parsed.score, Some(score), "{vector}");
        }
    }

    #[test]
    fn the_price_of_a_cart() {
        let rated = version_4(&price());
        let vector = "CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:H/VA:N/SC:N/SI:L/SA:N/CR:M/IR:M/AR:M";
        assert_eq!(rated.vector.as_deref(), Some(vector));
        assert_eq!((rated.score, rated.level), (Some(5.7), "medium"));
        let rated = version_3(&price());
        assert_eq!(rated.vector.as_deref(), Some("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:N/I:H/A:N"));
        assert_eq!((rated.score, rated.level), (Some(7.7), "high"));
    }

    /// Every vector that can be made is one, whatever the case.
    #[test]
    fn every_case_has_a_score() {
        let letters = (0..32_u8).map(|bits| Letters {
            spoofing: bits & 1 != 0,
            tampering: bits & 2 != 0,
            disclosure: bits & 4 != 0,
            denial: bits & 8 != 0,
            elevation: bits & 16 != 0,
        });
        for letters in letters {
            for (rank, criticality) in [(0, 0), (2, 1), (3, 2), (4, 4)] {
                for access in [Access::Internet, Access::Partner, Access::Inside, Access::Staff, Access::Nobody] {
                    for privileges in [Privileges::None, Privileges::Low, Privileges::High] {
                        for (others, others_grave) in [(0, false), (3, false), (3, true)] {
                            for needs_place in [false, true] {
                                let blast = Blast { others, others_grave, ..Blast::default() };
                                let case = super::super::Case {
                                    letters,
                                    rank,
                                    criticality,
                                    access,
                                    privileges,
                                    blast,
                                    needs_place,
                                    cwe: &[79],
                                    is_known_technique: needs_place,
                                    ..price()
                                };
                                let (four, three) = (version_4(&case), version_3(&case));
                                assert!(four.score.is_some() && three.score.is_some(), "{four:?} {three:?}");
                                assert_eq!(four.score == Some(0.0), letters == Letters::default(), "{four:?}");
                            }
                        }
                    }
                }
            }
        }
    }
}
