module std

/// An assumption says validated upstream, and that can be avoided
///
/// ## What it does
///
/// Reports each assumption with `claim: upstream-validated` about a workload that leaves validation
/// to others (`validation-at: upstream`), if a workload other than a gateway can send it packets,
/// or something calls it that is no gateway and not named in `validated-by`.
///
/// ## Why it matters
///
/// Validation upstream protects only what has a single way in. Each caller who does not come
/// through it brings input that nobody looked at.
///
/// ## How to fix it
///
/// Validate in the workload itself (`validation-at: local`) and withdraw the claim, or leave the
/// gateway as the only way in.
///
/// ## How to accept it
///
/// ```tm
/// accept upstream-validated-refuted on input-is-clean {
///   reason: "the second caller is switched off this month"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CWE-1059: insufficient technical documentation
/// - CAPEC-554: functionality bypass
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, RA-3: risk assessment
/// - NIST SP 800-53, AC-4: information flow enforcement
rule upstream-validated-refuted {
  for m: assumption
  exists s in m.about
  where m.claim == upstream-validated
    and s is workload
    and s.validation-at == upstream
    and s.validation-avoidable
  severity: high
  stride: [elevation-of-privilege]
  cwe: [807, 1059]
  capec: [554]
  owasp-api: ["API9:2023"]
  nist: ["RA-3", "AC-4"]
  message: "{m} claims that input to {s} is validated upstream, but other callers get in"
  at: m.claim
  help: "validate input in {s} itself and state `validation-at: local`, or leave the gateway as the only way in"
}

test "a caller beside the gateway refutes the claim" {
  gateway front
  service orders
  service ledger { validation-at: upstream }
  flow place: front -> ledger
  flow book: orders -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect upstream-validated-refuted on clean
}

test "a caller that is named as the one who validates does not" {
  service orders
  service ledger { validation-at: upstream  validated-by: [orders]  peer-policy: named-principals }
  flow book: orders -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no upstream-validated-refuted
}

test "then a gateway beside it refutes the claim" {
  gateway front
  service orders
  service ledger { validation-at: upstream  validated-by: [orders]  peer-policy: named-principals }
  flow place: front -> ledger
  flow book: orders -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect upstream-validated-refuted on clean
}

test "so does a neighbour on an open network" {
  namespace shop {
    network-policy: none
    gateway front
    service ledger { validation-at: upstream  peer-policy: allow-all }
    service catalog
    front -> ledger
  }
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect upstream-validated-refuted on clean
}

test "a message does too" {
  channel booked
  service ledger { validation-at: upstream }
  flow hear: booked -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect upstream-validated-refuted on clean
}

test "the gateway as the only way in bears the claim out" {
  namespace shop {
    network-policy: default-deny
    gateway front
    service ledger { validation-at: upstream }
    service catalog
    front -> ledger
  }
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no upstream-validated-refuted
}

test "a workload that validates for itself rests on no claim" {
  service orders
  service ledger { validation-at: local }
  flow book: orders -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no upstream-validated-refuted
}

test "a workload that does not say where it validates is a question" {
  service orders
  service ledger
  flow book: orders -> ledger
  assume clean {
    about: [ledger]
    claim: upstream-validated
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect question upstream-validated-refuted on clean
}

test "other claims are judged by other rules" {
  service orders
  service ledger { validation-at: upstream }
  flow book: orders -> ledger
  assume later {
    about: [ledger]
    claim: temporary
    owner: "payments-team"
    expires: 2026-12-31
  }
  expect no upstream-validated-refuted
}
