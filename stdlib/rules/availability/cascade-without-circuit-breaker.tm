module std

/// A flood at the edge takes down a service behind it
///
/// ## What it does
///
/// Reports each workload that an untrusted actor's requests reach over synchronous calls, through
/// an endpoint that outsiders may call without a rate limit, and by a last call without a circuit
/// breaker. Gateways are left out: they are the edge. It is medium, and high where a caller on the
/// way is stated to try again without end (`retry: unbounded`).
///
/// ## Why it matters
///
/// What floods one endpoint floods everything that it waits for. Without a breaker the callers keep
/// calling a service that already fails, retry, and fail with it, until the whole chain is down.
/// Each caller that tries again multiplies the flood for all that is behind it.
///
/// ## How to fix it
///
/// Put a circuit breaker on the call into the service, with a bounded budget of retries and an
/// answer to fall back on (`circuit-breaker: set`, `retry: budgeted`), and limit the rate at the
/// entry (`rate-limit: user-and-ip`). Breakers pay most on calls into the service on which most
/// others depend.
///
/// ## How to accept it
///
/// ```tm
/// accept cascade-without-circuit-breaker on search {
///   reason: "search may fail; pages are shown without it"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-400: uncontrolled resource consumption
/// - CWE-405: a small request causes much work elsewhere
/// - CAPEC-125: flooding
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 16.5.2: the application stays safe when a resource fails
/// - OWASP ASVS 5.0, 13.2.6: connections follow the documented limits and timeouts
/// - NIST SP 800-53, SC-5: denial-of-service protection
/// - NIST SP 800-53, CP-2: contingency plan
/// - MITRE ATT&CK T1499: endpoint denial of service
/// - NIST SP 800-204: circuit breakers
rule cascade-without-circuit-breaker {
  for s: workload
  exists a: actor
  where a.untrusted and s is not gateway
  path p: a ~> s along request {
    no h: h.via is flow and h.via.mode == async
    any h: h.via is flow and h.via.endpoint.offered-outside and h.via.endpoint.rate-limit == none
    last h: h.via is flow and h.via.from is workload and h.via.circuit-breaker == none
  }
  severity:
    if (any h in p.hops: h.via is flow and h.via.retry is known and h.via.retry == unbounded)
      then high
    else medium
  stride: [denial-of-service]
  cwe: [400, 405]
  capec: [125]
  attack: ["T1499"]
  owasp-api: ["API4:2023"]
  asvs: ["16.5.2", "13.2.6"]
  nist: ["SC-5", "CP-2"]
  message: "a flood from {a} takes down {s} in {p.length} hops"
  help: "put a circuit breaker on the last call into {s} (`circuit-breaker: set`), give retries a budget (`retry: budgeted`), and limit the rate at the entry (`rate-limit: user-and-ip`)"
}

test "a chain without a breaker is reported" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  service stock
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: set }
  flow count-items: catalog -> stock { circuit-breaker: none }
  expect cascade-without-circuit-breaker on stock
  expect no cascade-without-circuit-breaker on catalog
}

test "the entry itself goes down with the first call" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: none }
  expect cascade-without-circuit-breaker on catalog
}

test "an endpoint of an exposed service is an entry, whatever it says itself" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { exposure: partner  endpoint products { rate-limit: none } }
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: none }
  expect cascade-without-circuit-breaker on catalog
}

test "retries without end make it worse" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  service stock
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: set  retry: unbounded }
  flow count-items: catalog -> stock { circuit-breaker: none }
  expect cascade-without-circuit-breaker on stock
}

test "a breaker stops the cascade" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  service stock
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: set }
  flow count-items: catalog -> stock { circuit-breaker: set }
  expect no cascade-without-circuit-breaker
}

test "so does a limit at the entry" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: user } }
  service stock
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: none }
  flow count-items: catalog -> stock { circuit-breaker: none }
  expect no cascade-without-circuit-breaker
}

test "a queue absorbs the flood" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  service stock
  flow browse: visitor -> front
  flow list: front -> catalog.products { circuit-breaker: set }
  flow count-items: catalog -> stock { mode: async  circuit-breaker: none }
  expect no cascade-without-circuit-breaker
}

test "a breaker that nobody states is a question" {
  actor visitor { trust: anonymous }
  gateway front
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  flow browse: visitor -> front
  flow list: front -> catalog.products
  expect question cascade-without-circuit-breaker on catalog
}

test "staff send no flood, and the first call of an actor is no link of the chain" {
  actor clerk { trust: workforce }
  actor visitor { trust: anonymous }
  service catalog { endpoint products { exposure: internet  rate-limit: none } }
  service desk { endpoint list { exposure: internet  rate-limit: none } }
  service stock
  flow look: clerk -> desk.list { circuit-breaker: none }
  flow count-items: desk -> stock { circuit-breaker: none }
  flow browse: visitor -> catalog.products { circuit-breaker: none }
  expect no cascade-without-circuit-breaker
}

test "neither is a gateway in it, nor an entry that is meant for services" {
  actor visitor { trust: anonymous }
  gateway front
  gateway inner { endpoint enter { exposure: internet  rate-limit: none } }
  service catalog { endpoint products { rate-limit: none } }
  flow browse: visitor -> front
  flow pass: front -> inner.enter { circuit-breaker: none }
  flow list: front -> catalog.products { circuit-breaker: none }
  expect no cascade-without-circuit-breaker
}
