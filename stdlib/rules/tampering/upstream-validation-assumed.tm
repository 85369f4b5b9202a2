module std

/// Validation is left to others, and there is a way around them
///
/// ## What it does
///
/// Reports each workload with `validation-at: upstream` that can be sent input past whoever
/// validates it: by a flow from something that is not named in `validated-by`, or by packets from
/// another workload. Where `validated-by` is not stated, gateways are taken to validate. Messages
/// count: a channel validates nothing. Gateways, load balancers and third parties are left out.
///
/// ## Why it matters
///
/// A check that happens somewhere else holds for those who come through there. A second caller, a
/// consumer of messages, a migration job, or an intruder in the next pod brings input that nobody
/// looked at to code that was written as if somebody had.
///
/// ## How to fix it
///
/// Validate where the consequence happens, in the workload itself, and take the check upstream for
/// a filter of what is obviously wrong. State `validation-at: local`. Else leave the validators as
/// the only way in: `network-policy: default-deny` and `peer-policy: named-principals`.
///
/// ## How to accept it
///
/// ```tm
/// accept upstream-validation-assumed on ledger {
///   reason: "its second caller sends generated ids only"
///   owner: "payments-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-602: client-side enforcement of server-side security
/// - CAPEC-554: functionality bypass
/// - CAPEC-207: removing important client functionality
/// - OWASP API Security Top 10, API10:2023: unsafe consumption of APIs
/// - OWASP ASVS 5.0, 2.2.2: validation happens at a trusted service layer
/// - OWASP ASVS 5.0, 8.3.1: rules are enforced where the caller cannot get around them
/// - NIST SP 800-53, SI-10: information input validation
rule upstream-validation-assumed {
  for s: workload
  exists x: component
  where s is not gateway
    and s is not load-balancer
    and not s.external
    and s.validation-at == upstream
    and (x ~> s along data-flow {
        last h: h.to is workload
          and h.to == h.via.to
          and h.from != h.to
          and h.from not in h.to.validated-by
          and (h.from is not gateway or any v in h.to.validated-by)
      }
      or x is workload and x is not gateway and x ~> s along network)
  severity: high
  stride: [tampering]
  cwe: [602]
  capec: [554, 207]
  owasp-api: ["API10:2023"]
  asvs: ["2.2.2", "8.3.1"]
  nist: ["SI-10"]
  message: "{s} leaves validation to others, and {x} gets past them"
  at: s.validation-at
  help: "validate in {s} itself and state `validation-at: local`; if {x} does validate what it passes on, name it in `validated-by`"
}

test "a caller beside the gateway is reported" {
  gateway front
  service orders
  service ledger { validation-at: upstream  peer-policy: named-principals }
  flow place: front -> ledger
  flow book: orders -> ledger
  expect upstream-validation-assumed on ledger
}

test "so is a channel" {
  topic booked
  service ledger { validation-at: upstream  peer-policy: named-principals }
  flow hear: booked -> ledger
  expect upstream-validation-assumed on ledger
}

test "so is a neighbour on an open network" {
  namespace shop {
    network-policy: none
    gateway front
    service ledger { validation-at: upstream  peer-policy: allow-all }
    service catalog
    front -> ledger
  }
  expect upstream-validation-assumed on ledger
}

test "so is a gateway, where somebody else is the one who validates" {
  gateway front
  service orders
  service ledger {
    validation-at: upstream
    validated-by: [orders]
    peer-policy: named-principals
  }
  flow place: front -> ledger
  flow book: orders -> ledger
  expect upstream-validation-assumed on ledger
}

test "the gateway as the only way in validates for it" {
  namespace shop {
    network-policy: default-deny
    gateway front
    service ledger { validation-at: upstream  peer-policy: allow-all }
    service catalog
    front -> ledger
  }
  expect no upstream-validation-assumed
}

test "so does a caller that is named" {
  service orders { validation-at: local }
  service ledger {
    validation-at: upstream
    validated-by: [orders]
    peer-policy: named-principals
  }
  orders -> ledger
  expect no upstream-validation-assumed
}

test "what validates for itself, calls only itself, a gateway, and somebody else's service are left alone" {
  service orders { validation-at: local }
  service ledger { validation-at: local }
  service loner { validation-at: upstream  -> loner }
  gateway inner { validation-at: upstream }
  third-party provider { validation-at: upstream }
  orders -> ledger
  orders -> inner
  orders -> provider
  expect no upstream-validation-assumed
}

test "a workload that does not say where it validates is a question" {
  service orders
  service ledger { peer-policy: named-principals }
  flow book: orders -> ledger
  expect question upstream-validation-assumed on ledger
}

test "so is a network that nobody states" {
  namespace shop {
    gateway front
    service ledger { validation-at: upstream  peer-policy: allow-all }
    service catalog
    front -> ledger
  }
  expect question upstream-validation-assumed on ledger
}

test "so is a neighbour where there is no gateway" {
  namespace shop {
    network-policy: none
    service ledger { validation-at: upstream  peer-policy: allow-all }
    service catalog
  }
  expect upstream-validation-assumed on ledger
}

test "the gateway as a neighbour gets past nobody" {
  namespace shop {
    network-policy: none
    gateway front
    service ledger { validation-at: upstream  peer-policy: allow-all }
    front -> ledger
  }
  expect no upstream-validation-assumed
}

test "what a service asks for, of others or of itself, is no input that somebody should have validated" {
  data prices { classification: internal }
  gateway front
  service catalog { validation-at: local }
  service ledger {
    validation-at: upstream
    peer-policy: named-principals
    -> catalog { returns: [prices] }
    -> ledger
  }
  front -> ledger
  expect no upstream-validation-assumed
}

test "what passes packets on has no input" {
  service desk
  load-balancer balancer
  desk -> balancer
  expect no upstream-validation-assumed
}
