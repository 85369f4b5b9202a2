module std

/// Something in operation was not compared with this model since it changed
///
/// ## What it does
///
/// Reports each component that is `live` and was never `reviewed`, or last before it `changed`.
/// The dates come from a pipeline or from hand.
///
/// ## Why it matters
///
/// The model describes what was there then. A call or a field that was added since is judged by
/// nobody, and the model says that all is well.
///
/// ## How to fix it
///
/// Compare it with the model, as a part of the change that triggers it, and state the date in
/// `reviewed`.
///
/// ## How to accept it
///
/// ```tm
/// accept live-without-model-review on cart {
///   reason: "the change was a new colour; the next review is in March"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-1059: insufficient technical documentation
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, RA-3: risk assessment
/// - NIST SP 800-53, SA-11: developer testing and evaluation
/// - NIST SP 800-53, CA-7: continuous monitoring
rule live-without-model-review {
  for c: component
  where c.live and (c.reviewed is not set or c.reviewed < c.changed)
  severity: medium
  cwe: [1059]
  owasp-api: ["API9:2023"]
  nist: ["RA-3", "SA-11", "CA-7"]
  message: "{c} is in operation, and was not compared with this model since it changed"
  at: c.reviewed
  help: "compare {c} with the model and state the date in `reviewed`"
}

test "something live that was never reviewed is reported" {
  service cart { live: true }
  expect live-without-model-review on cart
}

test "so is something that changed since" {
  service cart { live: true  reviewed: 2025-05-01  changed: 2025-06-01 }
  expect live-without-model-review on cart
}

test "a review after the change is enough" {
  service cart { live: true  reviewed: 2025-06-02  changed: 2025-06-01 }
  expect no live-without-model-review
}

test "so is a review if no change is known" {
  service cart { live: true  reviewed: 2025-05-01 }
  expect no live-without-model-review
}

test "what is not in operation yet needs none" {
  service cart { changed: 2025-06-01 }
  expect no live-without-model-review
}

test "a review on the day of the change counts" {
  service cart { live: true  changed: 2025-12-01  reviewed: 2025-12-01 }
  expect no live-without-model-review
}
