module std

/// Outsiders can call an endpoint that is not meant for them
///
/// ## What it does
///
/// Reports each endpoint of a workload that is not declared for callers outside, by itself or with
/// its component, and that a request of an untrusted actor gets to directly, or through nothing
/// but gateways and load balancers. An endpoint without `exposure` counts as internal. A service
/// that is internal as a whole, behind a gateway, is the matter of
/// `internal-api-emergently-exposed`.
///
/// ## Why it matters
///
/// A route that was opened for one path matches others, `/internal/v1` among them. Nobody defended
/// the endpoint, since nobody was meant to come. And as long as it passes for internal, rules
/// about what outsiders reach do not look at it.
///
/// ## How to fix it
///
/// Take the route away at the gateway or ingress. Or declare the endpoint for whom it is
/// (`exposure: internet` or `partner`) and defend it.
///
/// ## How to accept it
///
/// ```tm
/// accept internal-endpoint-on-public-route on orders.rebuild-index {
///   reason: "the route is closed with the next release of the gateway"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-749: exposed dangerous method or function
/// - CWE-668: exposure of a resource to the wrong sphere
/// - CAPEC-121: exploit non-production interfaces
/// - MITRE ATT&CK T1133: external remote services
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.4.5: documentation and monitoring endpoints are not exposed unless that is meant
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-53, CM-7: least functionality
rule internal-endpoint-on-public-route {
  for e: endpoint
  exists a: actor
  let called = any f in e.incoming: f.from is actor and f.from.untrusted
  where a.untrusted
    and not e.offered-outside
    and e.component is workload
    and (called or not e.component.internal)
  path p: a ~> e along request {
    avoiding v: not (v is gateway
      or v is load-balancer
      or v is endpoint and (v.component is gateway or v.component is load-balancer))
  }
  severity: high
  stride: [elevation-of-privilege, information-disclosure]
  cwe: [749, 668]
  capec: [121]
  attack: ["T1133"]
  owasp-api: ["API9:2023", "API8:2023"]
  asvs: ["13.4.5"]
  nist: ["SC-7", "CM-7"]
  message: "{a} can call {e}, which is not declared for callers outside (exposure: {e.exposure})"
  at: e.exposure
  help: "take the route to {e} away, or declare it for whom it is (`exposure: internet`) and defend it"
}

test "an internal endpoint that outsiders call is reported" {
  actor visitor { trust: anonymous }
  service orders { endpoint rebuild { exposure: internal } }
  flow poke: visitor -> orders.rebuild
  expect internal-endpoint-on-public-route on orders.rebuild
}

test "so is one that is meant for the cluster or for the process" {
  actor partner-app { trust: partner }
  service orders {
    endpoint rebuild { exposure: cluster-local }
    endpoint flush { exposure: none }
  }
  partner-app -> orders.rebuild
  partner-app -> orders.flush
  expect internal-endpoint-on-public-route on orders.rebuild
  expect internal-endpoint-on-public-route on orders.flush
}

test "so is one that shares a gateway with public ones" {
  actor visitor { trust: authenticated }
  gateway front { exposure: internet }
  service orders {
    endpoint place { exposure: internet }
    endpoint rebuild { exposure: internal }
  }
  visitor -> front
  front -> orders.place
  front -> orders.rebuild
  expect internal-endpoint-on-public-route on orders.rebuild
  expect no internal-endpoint-on-public-route on orders.place
}

test "an endpoint that is declared for outsiders is not" {
  actor visitor { trust: anonymous }
  service orders { endpoint place { exposure: internet } }
  flow buy: visitor -> orders.place
  expect no internal-endpoint-on-public-route
}

test "neither is one of a component that is" {
  actor visitor { trust: anonymous }
  service orders {
    exposure: internet
    endpoint place
  }
  flow buy: visitor -> orders.place
  expect no internal-endpoint-on-public-route
}

test "staff may call what is internal" {
  actor operator { trust: workforce }
  service orders { endpoint rebuild { exposure: internal } }
  flow repair: operator -> orders.rebuild
  expect no internal-endpoint-on-public-route
}

test "a service that is called in between decides for itself" {
  actor visitor { trust: anonymous }
  service shop { endpoint buy { exposure: internet } }
  service orders {
    endpoint status { exposure: internet }
    endpoint place
  }
  flow buy: visitor -> shop.buy
  flow put: shop -> orders.place
  expect no internal-endpoint-on-public-route
}

test "and a service that is internal as a whole is another matter" {
  actor visitor { trust: anonymous }
  gateway front { exposure: internet }
  service ledger { endpoint book }
  flow enter: visitor -> front
  flow put: front -> ledger.book
  expect no internal-endpoint-on-public-route
}

test "so is one that outsiders and services call" {
  actor visitor { trust: anonymous }
  service cart
  service orders { endpoint rebuild { exposure: internal } }
  cart -> orders.rebuild
  visitor -> orders.rebuild
  expect internal-endpoint-on-public-route on orders.rebuild
}

test "so is one behind a load balancer, or behind the endpoint of what passes requests on" {
  actor visitor { trust: anonymous }
  load-balancer balancer
  load-balancer second { endpoint enter { exposure: internet } }
  gateway front { exposure: internet  endpoint enter { exposure: internet } }
  service orders {
    exposure: internal
    endpoint place { exposure: internet }
    endpoint rebuild
    endpoint wipe
    endpoint flush
  }
  visitor -> balancer
  visitor -> second.enter
  visitor -> front.enter
  balancer -> orders.rebuild
  second -> orders.flush
  front -> orders.wipe
  expect internal-endpoint-on-public-route on orders.rebuild
  expect internal-endpoint-on-public-route on orders.flush
  expect internal-endpoint-on-public-route on orders.wipe
}

test "so does a service whose endpoint states its calls" {
  actor visitor { trust: anonymous }
  service shop { endpoint buy { exposure: internet  calls: [orders.place] } }
  service orders {
    endpoint status { exposure: internet }
    endpoint place
  }
  flow buy: visitor -> shop.buy
  flow put: shop -> orders.place
  expect no internal-endpoint-on-public-route
}

test "that staff call it, beside endpoints for outsiders or with outsiders at the gateway, is as meant" {
  actor operator { trust: workforce }
  actor visitor { trust: anonymous }
  gateway front { exposure: internet }
  service orders {
    endpoint place { exposure: internet }
    endpoint rebuild
  }
  service ledger { endpoint book }
  operator -> orders.rebuild
  operator -> ledger.book
  visitor -> front
  front -> ledger.book
  expect no internal-endpoint-on-public-route
}
