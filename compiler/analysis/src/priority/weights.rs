//! The numbers of the score. [Priority](../../../../docs/priority.md) says what each stands for.

use crate::report::Severity;

pub(super) fn severity(severity: Severity) -> f64 {
    match severity {
        Severity::Critical => 1.0,
        Severity::High => 0.8,
        Severity::Medium => 0.5,
        Severity::Low => 0.25,
        Severity::Info => 0.05,
    }
}

/// Who can begin, by `trust`. What is not stated counts as staff: rules do not take it for an outsider either.
pub(super) fn actor(trust: &str) -> f64 {
    match trust {
        "anonymous" => ANYBODY,
        "authenticated" => 0.85,
        "partner" => PARTNER,
        "admin" | "automation" => 0.3,
        _ => 0.45,
    }
}

/// Anybody on the internet.
pub(super) const ANYBODY: f64 = 1.0;
pub(super) const PARTNER: f64 = 0.7;
/// An attacker who is inside a workload already.
pub(super) const INSIDE: f64 = 0.55;
/// Inside one that is not in production.
pub(super) const INSIDE_TEST: f64 = 0.65;
/// Nobody is known to get there.
pub(super) const LATENT: f64 = 0.15;
/// What each further hop leaves.
pub(super) const HOP: f64 = 0.85;
/// A finding that hangs on what is not stated.
pub(super) const POSSIBLE: f64 = 0.5;

/// A credential that has to be obtained.
pub(super) const LASTING: f64 = 0.8;
pub(super) const SHORT_LIVED: f64 = 0.5;
pub(super) const BOUND: f64 = 0.25;

/// How much of the attacks a safeguard keeps off.
pub(super) fn safeguard(status: &str, has_evidence: bool) -> f64 {
    match (status, has_evidence) {
        ("verified", _) => 0.9,
        ("implemented", true) => 0.7,
        ("implemented", false) => 0.4,
        _ => 0.0,
    }
}

/// By rank of the classification; 0: there is no data, or nobody says how sensitive it is.
pub(super) fn data(rank: u8) -> f64 {
    match rank {
        0 | 1 => LEAST,
        2 => 0.3,
        3 => 0.7,
        _ => 1.0,
    }
}

/// What any finding weighs.
pub(super) const LEAST: f64 = 0.1;

pub(super) fn business(flow: &str) -> f64 {
    match flow {
        "" | "none" => 0.0,
        "payment" | "payout" => 1.0,
        "purchase" | "refund" | "entitlement" | "export" => 0.8,
        _ => 0.6,
    }
}

/// By rank of the criticality, from 1.
pub(super) fn availability(rank: u8) -> f64 {
    match rank {
        0 | 1 => 0.3,
        2 => 0.5,
        3 => 0.8,
        _ => 1.0,
    }
}

/// Personal, health or card data may be lost: the law has a say.
pub(super) const REGULATED: f64 = 1.1;
