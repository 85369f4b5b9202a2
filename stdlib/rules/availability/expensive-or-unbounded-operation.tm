module std

/// One request of an outsider can cost as much as it likes
///
/// ## What it does
///
/// Reports each endpoint for callers outside whose work grows with what is asked for (`operation:
/// search`, `report` or `export`, or `cost: high`) with `cost-limit: none`, and each that fetches
/// many objects (`list`, `search`, `report` or `export`) with `pagination: unbounded`.
///
/// ## Why it matters
///
/// A rate limit counts requests, and here a few will do. One query over everything, one deep
/// nesting, one picture of a hundred megapixels holds the database, the memory or the bill of the
/// month.
///
/// ## How to fix it
///
/// Give each caller a budget by what requests cost: depth of a query, bytes, rows, seconds
/// (`cost-limit: set`). Cap the size of a page on the server (`pagination: capped`). Move heavy
/// work into a queue with a quota.
///
/// ## How to accept it
///
/// ```tm
/// accept expensive-or-unbounded-operation on catalog.search {
///   reason: "answered by a search service that limits by itself"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-400: uncontrolled resource consumption
/// - CWE-770: allocation of resources without limits
/// - CAPEC-130: excessive allocation
/// - CAPEC-231: oversized serialized data payloads
/// - MITRE ATT&CK T1499: endpoint denial of service
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 15.1.3: the documentation names what is costly
/// - OWASP ASVS 5.0, 15.2.2: costly functions cannot exhaust the service
/// - OWASP ASVS 5.0, 4.3.1: the cost of GraphQL queries is limited
/// - NIST SP 800-53, SC-5(2): capacity, bandwidth, and redundancy
/// - NIST SP 800-53, SC-6: resource availability
rule expensive-or-unbounded-operation {
  for e: endpoint
  where e.exposure.outside
    and ((e.cost == high or e.operation.costly) and e.cost-limit == none
      or e.operation in [list, search, report, export] and e.pagination == unbounded)
  severity: medium
  stride: [denial-of-service]
  cwe: [400, 770]
  capec: [130, 231]
  attack: ["T1499"]
  owasp-api: ["API4:2023"]
  asvs: ["15.1.3", "15.2.2", "4.3.1"]
  nist: ["SC-5(2)", "SC-6"]
  message: "a few requests of outsiders to {e} can use up {e.component}"
  at: e
  help: "budget what one request to {e} may cost (`cost-limit: set`) and cap the size of a page (`pagination: capped`)"
}

test "a search without a budget is reported" {
  service catalog {
    endpoint find { operation: search  exposure: internet  cost-limit: none  pagination: capped }
  }
  expect expensive-or-unbounded-operation on catalog.find
}

test "so is anything else that costs much" {
  service pictures { endpoint scale { exposure: partner  cost: high  cost-limit: none } }
  expect expensive-or-unbounded-operation on pictures.scale
}

test "so is a list without an end" {
  service catalog {
    endpoint products { operation: list  exposure: internet  pagination: unbounded }
  }
  expect expensive-or-unbounded-operation on catalog.products
}

test "budgets and pages are enough" {
  service catalog {
    endpoint find { operation: search  exposure: internet  cost-limit: set  pagination: capped }
    endpoint products { operation: list  exposure: internet  pagination: capped }
    endpoint scale { exposure: internet  cost: high  cost-limit: set }
  }
  expect no expensive-or-unbounded-operation
}

test "a cheap request and one from inside are left alone" {
  service catalog {
    each endpoint { cost-limit: none  pagination: unbounded }
    endpoint show { operation: read  exposure: internet }
    endpoint find { operation: search }
  }
  expect no expensive-or-unbounded-operation
}

test "a budget that nobody states is a question, and so is the size of a page" {
  service catalog {
    endpoint find { operation: search  exposure: internet  pagination: capped }
    endpoint products { operation: list  exposure: internet }
  }
  expect question expensive-or-unbounded-operation on catalog.find
  expect question expensive-or-unbounded-operation on catalog.products
}

test "so is a search, a report or an export without an end, whatever its budget" {
  service catalog {
    each endpoint { exposure: internet  cost-limit: set  pagination: unbounded }
    endpoint find { operation: search }
    endpoint sum-up { operation: report }
    endpoint take-out { operation: export }
  }
  expect expensive-or-unbounded-operation on catalog.find
  expect expensive-or-unbounded-operation on catalog.sum-up
  expect expensive-or-unbounded-operation on catalog.take-out
}
