module std

/// Calls between services travel in clear text
///
/// ## What it does
///
/// Reports each call between two workloads over a network that is stated to have `encryption:
/// none`. A call within one `process` is none, unless its `protocol` is stated. Those of
/// third parties are told by `plaintext-external-traffic`.
///
/// ## Why it matters
///
/// Whoever sits between two services, on a node, in the network plane, or in a pod that answers in
/// another's place, reads what they say and changes it: credentials, personal data, amounts.
///
/// ## How to fix it
///
/// Turn on strict mutual TLS for the whole mesh, or TLS for this connection, and close the listener
/// for clear text. State `encryption: mtls` or `encryption: tls1-3`.
///
/// ## How to accept it
///
/// ```tm
/// accept plaintext-service-traffic on api-gateway->catalog {
///   reason: "public prices only; the mesh arrives with the next cluster"
///   owner: "shop-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-319: cleartext transmission of sensitive information
/// - CAPEC-158: sniffing network traffic
/// - CAPEC-94: adversary in the middle
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 12.3.1: every connection is encrypted
/// - OWASP ASVS 5.0, 12.3.3: HTTP between internal services runs over TLS
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
/// - NIST SP 800-53, SC-8(1): cryptographic protection of transmissions
/// - MITRE ATT&CK T1040: network sniffing
rule plaintext-service-traffic {
  for f: flow
  where f.service-to-service and not f.from.external and f.crosses-network and f.encryption == none
  severity: high
  stride: [information-disclosure, tampering]
  cwe: [319]
  capec: [158, 94]
  attack: ["T1040"]
  owasp-api: ["API8:2023"]
  asvs: ["12.3.1", "12.3.3"]
  nist: ["SC-8", "SC-8(1)"]
  message: "{f.from} talks to {f.target} in clear text"
  at: f.encryption
  help: "turn on strict mutual TLS for the mesh or TLS for this connection, close the clear-text listener, and state `encryption: mtls`"
}

test "clear text between services is reported" {
  service cart
  service orders
  flow book: cart -> orders { encryption: none }
  expect plaintext-service-traffic on book
}

test "encrypted traffic is not" {
  service cart
  service orders
  flow book: cart -> orders { encryption: mtls }
  expect no plaintext-service-traffic
}

test "neither is a call inside a process, nor one to a third party" {
  service cart
  service orders
  third-party provider
  flow book: cart -> orders { protocol: in-process  encryption: none }
  flow pay: cart -> provider { encryption: none }
  expect no plaintext-service-traffic
}

test "a call that does not say is a question" {
  service cart
  service orders
  flow book: cart -> orders { protocol: http }
  expect question plaintext-service-traffic on book
}

test "two services in one process are not asked about, unless a protocol is stated" {
  process host {
    service cart {
      -> orders
    }
    service orders {
      -> stock { protocol: http  encryption: none }
    }
    node inner {
      service stock {
        -> cart
      }
    }
  }
  expect plaintext-service-traffic on orders->stock
  expect no plaintext-service-traffic on cart->orders
  expect no plaintext-service-traffic on stock->cart
}

test "what leaves a process, even one in another, is" {
  process host {
    service cart {
      -> orders
      -> plugin
    }
    process sandbox { service plugin }
  }
  service orders {
    -> cart
  }
  expect question plaintext-service-traffic on cart->orders
  expect question plaintext-service-traffic on cart->plugin
  expect question plaintext-service-traffic on orders->cart
}

test "what shares a boundary of another sort shares no process" {
  node machine {
    service cart {
      -> orders
    }
    service orders
  }
  expect question plaintext-service-traffic on cart->orders
}
