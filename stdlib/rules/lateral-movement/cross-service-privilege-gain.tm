module std

/// A call by a lesser role ends in what only a higher one may do
///
/// ## What it does
///
/// Reports each endpoint that asks for a higher role (`min-role`) than another from which requests
/// get there, if it leaves the decision to the gateway, to its caller or to nobody. Calls are
/// followed as far as endpoints state them (`calls`), past endpoints that state no role, up to the
/// next one that does. If that one asks for enough but does not decide either, the finding is about
/// it. One that outsiders may use is shown first.
///
/// ## Why it matters
///
/// Each service asks for the role that fits itself. A user who may do little asks the first
/// service, which asks the next, and at the end of the chain something happens that only an
/// administrator may do. No single service did anything wrong.
///
/// ## How to fix it
///
/// Decide on the user's role where the effect is, and state `authorization-at: service`, `sidecar`
/// or `pdp` there. Or ask for the role of the effect at the beginning already. Rights must not grow
/// along a chain of calls.
///
/// ## How to accept it
///
/// ```tm
/// accept cross-service-privilege-gain on accounts.close {
///   reason: "users close their own account by this chain, and it is checked at its start"
///   owner: "accounts-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-863: incorrect authorization
/// - CWE-269: improper privilege management
/// - CAPEC-233: privilege escalation
/// - OWASP API Security Top 10, API5:2023: broken function level authorization
/// - OWASP ASVS 5.0, 10.3.2: decisions follow the claims that say what was delegated
/// - OWASP ASVS 5.0, 8.3.1: authorization is enforced at a trusted service layer
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, AC-6: least privilege
/// - NIST SP 800-53, AC-24: access control decisions
rule cross-service-privilege-gain {
  for t: endpoint
  exists e: endpoint
  where t.authorization-at in [none, caller, gateway] and e.min-role < t.min-role
  path p: e ~> t along calls {
    avoiding v: v is endpoint and v.min-role is set
  }
  prefer: [e.offered-outside]
  severity: high
  stride: [elevation-of-privilege]
  cwe: [863, 269]
  capec: [233]
  owasp-api: ["API5:2023"]
  asvs: ["10.3.2", "8.3.1"]
  nist: ["AC-3", "AC-6", "AC-24"]
  message: "{t} asks for role {t.min-role}, but callers of {e} get there with role {e.min-role}"
  at: t.authorization-at
  help: "decide on the user's role in {t.component} and state `authorization-at: service`, or ask for role {t.min-role} at {e}"
}

test "an effect that is left to the caller is reported" {
  service portal { endpoint cancel { min-role: 1  calls: [accounts.close] } }
  service accounts { endpoint close { min-role: 3  authorization-at: caller } }
  expect cross-service-privilege-gain on accounts.close
}

test "so is one at the end of a chain, left to the gateway" {
  service portal { endpoint cancel { min-role: 1  calls: [desk.request] } }
  service desk {
    endpoint request { min-role: 2  authorization-at: service  calls: [accounts.close] }
  }
  service accounts { endpoint close { min-role: 3  authorization-at: gateway } }
  expect cross-service-privilege-gain on accounts.close
  expect no cross-service-privilege-gain on desk.request
}

test "so is one behind an endpoint that states no role" {
  service portal { endpoint cancel { min-role: 1  calls: [desk.request] } }
  service desk { endpoint request { calls: [accounts.close] } }
  service accounts { endpoint close { min-role: 3  authorization-at: caller } }
  expect cross-service-privilege-gain on accounts.close
}

test "so is one that nobody decides on" {
  service portal { endpoint cancel { min-role: 1  calls: [accounts.close] } }
  service accounts { endpoint close { min-role: 3  authorization-at: none } }
  expect cross-service-privilege-gain on accounts.close
}

test "an endpoint on the way that asks for enough is where the question is decided" {
  service portal { endpoint cancel { min-role: 1  calls: [desk.request] } }
  service desk {
    endpoint request { min-role: 3  authorization-at: service  calls: [accounts.close] }
  }
  service accounts { endpoint close { min-role: 3  authorization-at: caller } }
  expect no cross-service-privilege-gain
}

test "a decision where the effect is suffices" {
  service portal { endpoint cancel { min-role: 1  calls: [accounts.close] } }
  service accounts { endpoint close { min-role: 3  authorization-at: service } }
  expect no cross-service-privilege-gain
}

test "roles that do not grow, or that nobody states, are left alone" {
  service portal {
    endpoint cancel { min-role: 3  calls: [accounts.close] }
    endpoint look { calls: [accounts.close] }
  }
  service accounts { endpoint close { min-role: 3  authorization-at: none } }
  expect no cross-service-privilege-gain
}

test "a place of decision that nobody states is a question" {
  service portal { endpoint cancel { min-role: 1  calls: [accounts.close] } }
  service accounts { endpoint close { min-role: 3 } }
  expect question cross-service-privilege-gain on accounts.close
}
