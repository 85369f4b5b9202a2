module std

/// One workload that runs only once takes others down with it
///
/// ## What it does
///
/// Reports each workload with `replicas: 1` without which no actor reaches two or more other
/// workloads any more. Only those are counted that it calls, and those that these call: whatever is
/// lost behind them comes on top. Third parties are left out, and functions, of which the platform runs
/// as many as it takes.
///
/// ## Why it matters
///
/// An attacker who can stop this one process, by a flood, a crash or a full disk, has stopped
/// everything behind it, and so has the next update.
///
/// ## How to fix it
///
/// Run at least two, on different machines, behind a load balancer, and state how many (`replicas:
/// 3`). Or give callers a way to go on without it.
///
/// ## How to accept it
///
/// ```tm
/// accept single-point-of-failure on scheduler {
///   reason: "restarts within a minute; jobs wait that long"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-410: insufficient resource pool
/// - CAPEC-607: obstruction
/// - MITRE ATT&CK T1499: endpoint denial of service
/// - OWASP API Security Top 10, API4:2023: unrestricted resource consumption
/// - OWASP ASVS 5.0, 15.2.2: costly functions cannot exhaust the service
/// - NIST SP 800-53, CP-10: system recovery and reconstitution
/// - NIST SP 800-53, SC-5: denial-of-service protection
/// - NIST SP 800-53, SC-36: distributed processing and storage
rule single-point-of-failure {
  for s: workload
  let near =
    collect f in s.outgoing
      if f.to is workload
        and f.to is not third-party
        and (no g in f.to.incoming:
          g.from is actor or g.from is workload and g.from != s and g.from.reached-by-untrusted)
        and f.to.reached-by-untrusted
        and (no a in actor: a ~> f.to along request { avoiding v: v == s }): f.to
  let far =
    collect x in near, f in x.outgoing
      if f.to is workload
        and f.to is not third-party
        and (no a in actor: a ~> f.to along request { avoiding v: v == s }): f.to
  let lost = collect l in [near, far], x in l: x
  where s is not third-party and s is not function and s.replicas == 1 and (count x in lost) >= 2
  severity: medium
  stride: [denial-of-service]
  cwe: [410]
  capec: [607]
  attack: ["T1499"]
  owasp-api: ["API4:2023"]
  asvs: ["15.2.2"]
  nist: ["CP-10", "SC-5", "SC-36"]
  message: "{s} runs once, and without it nobody reaches {lost}"
  at: s.replicas
  help: "run more than one {s}, on different machines, and state how many in `replicas`"
}

test "a single gateway before two services is reported" {
  actor visitor { trust: anonymous }
  gateway front {
    replicas: 1
    -> cart
    -> catalog
  }
  service cart
  service catalog
  flow enter: visitor -> front
  expect single-point-of-failure on front
}

test "so is one with a chain behind it" {
  actor visitor { trust: anonymous }
  gateway front { replicas: 1  -> cart }
  service cart { replicas: 3  -> stock }
  service stock
  flow enter: visitor -> front
  expect single-point-of-failure on front
}

test "several replicas are enough" {
  actor visitor { trust: anonymous }
  gateway front {
    replicas: 2
    -> cart
    -> catalog
  }
  service cart
  service catalog
  flow enter: visitor -> front
  expect no single-point-of-failure
}

test "services that can be reached another way are not lost" {
  actor visitor { trust: anonymous }
  gateway left {
    replicas: 1
    -> cart
    -> catalog
  }
  gateway right {
    replicas: 1
    -> cart
    -> catalog
  }
  service cart
  service catalog
  visitor -> left
  visitor -> right
  expect no single-point-of-failure
}

test "one lost service is too few, and a third party is not ours to lose" {
  actor visitor { trust: anonymous }
  gateway front {
    replicas: 1
    -> cart
    -> provider
  }
  service cart
  third-party provider
  flow enter: visitor -> front
  expect no single-point-of-failure
}

test "a number that nobody states is a question" {
  actor visitor { trust: anonymous }
  gateway front {
    -> cart
    -> catalog
  }
  service cart
  service catalog
  flow enter: visitor -> front
  expect question single-point-of-failure on front
}

test "so is one with more behind it than two" {
  actor visitor { trust: anonymous }
  gateway front {
    replicas: 1
    -> cart
    -> catalog
    -> search-api
  }
  service cart
  service catalog
  service search-api
  flow enter: visitor -> front
  expect single-point-of-failure on front
}

test "stores and third parties behind a service that is lost do not count" {
  actor visitor { trust: anonymous }
  gateway front { replicas: 1  -> cart }
  service cart {
    -> carts
    -> provider
  }
  database carts
  third-party provider
  flow enter: visitor -> front
  expect no single-point-of-failure
}

test "neither does what is reached another way further down, or by messages" {
  actor visitor { trust: anonymous }
  gateway left { replicas: 1  -> cart }
  gateway right { replicas: 1  -> catalog }
  service cart { -> stock }
  service catalog { -> stock }
  service stock
  gateway inbox { replicas: 3  -> events }
  topic events
  service mailer
  service printer
  gateway desk {
    replicas: 1
    -> mailer
    -> printer
  }
  events -> mailer
  events -> printer
  visitor -> left
  visitor -> right
  visitor -> inbox
  visitor -> desk
  expect no single-point-of-failure
}

test "somebody else's gateway, and one that no outsider needs, are not judged" {
  actor visitor { trust: anonymous }
  third-party edge {
    replicas: 1
    -> cart
    -> catalog
  }
  worker batch {
    replicas: 1
    -> bills
    -> letters
  }
  service cart
  service catalog
  service bills
  service letters
  flow enter: visitor -> edge
  expect no single-point-of-failure
}

test "how many functions run is the platform's business" {
  actor visitor { trust: anonymous }
  function front
  service desk
  service stock
  visitor -> front
  front -> desk
  desk -> stock
  expect no single-point-of-failure
}
