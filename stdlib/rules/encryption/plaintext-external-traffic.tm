module std

/// Traffic from or to the outside travels in clear text
///
/// ## What it does
///
/// Reports each flow over a network with `encryption: none` that comes from or goes to an actor, or
/// from or to a third party. It is critical, and high where the actor is the organisation's own:
/// staff, administrators, pipelines.
///
/// ## Why it matters
///
/// Between the user and the edge lie networks that belong to anybody: a café, a provider, a
/// country. All of them read what passes, take the session over, and change amounts and pages on
/// the way.
///
/// ## How to fix it
///
/// Take TLS 1.2 and later only, at the edge and towards partners. Tell browsers to come back with
/// TLS (HSTS), and refuse clear text from programs in place of redirecting it. State `encryption:
/// tls1-3`.
///
/// ## How to accept it
///
/// ```tm
/// accept plaintext-external-traffic on sensor->collector {
///   reason: "the radio link encrypts; the devices cannot"
///   owner: "devices-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-319: cleartext transmission of sensitive information
/// - CAPEC-94: adversary in the middle
/// - CAPEC-158: sniffing network traffic
/// - MITRE ATT&CK T1557: adversary-in-the-middle
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 12.2.1: connections of clients run over TLS
/// - OWASP ASVS 5.0, 4.4.1: WebSocket connections run over TLS
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
rule plaintext-external-traffic {
  for f: flow
  where (f.from is actor or f.to is actor or f.from.external or f.to.external)
    and f.crosses-network
    and f.encryption == none
  severity:
    if f.from is actor and f.from.trust in [workforce, admin, automation] then high else critical
  stride: [information-disclosure, tampering]
  cwe: [319]
  capec: [94, 158]
  attack: ["T1557"]
  owasp-api: ["API8:2023"]
  asvs: ["12.2.1", "4.4.1"]
  nist: ["SC-8"]
  message: "{f.from} talks to {f.target} in clear text, from or to the outside"
  at: f.encryption
  help: "take TLS 1.2 or later only between {f.from} and {f.to} and state `encryption: tls1-3`"
}

test "a user who comes in clear text is reported" {
  actor visitor { trust: anonymous }
  gateway front
  flow browse: visitor -> front { protocol: http  encryption: none }
  expect plaintext-external-traffic on browse
}

test "so are an app, and a call to a third party" {
  mobile app
  gateway front
  third-party provider
  flow use-it: app -> front { encryption: none }
  flow pay: front -> provider { encryption: none }
  expect plaintext-external-traffic on use-it
  expect plaintext-external-traffic on pay
}

test "so is what is sent to an actor" {
  actor visitor { trust: anonymous }
  service mailer
  flow notify: mailer -> visitor { protocol: smtp  encryption: none }
  expect plaintext-external-traffic on notify
}

test "a device that writes to a broker is told once" {
  actor sensor { trust: authenticated }
  topic readings
  flow report: sensor -> readings { protocol: mqtt  encryption: none }
  expect plaintext-external-traffic on report
  expect no plaintext-to-store-or-broker
}

test "encrypted traffic is not reported" {
  actor visitor { trust: anonymous }
  gateway front
  third-party provider
  flow browse: visitor -> front { encryption: tls1-3 }
  flow pay: front -> provider { encryption: tls1-2 }
  expect no plaintext-external-traffic
}

test "neither are calls between services, which have a rule of their own, nor those in a process" {
  actor visitor { trust: anonymous }
  service cart
  service orders
  flow book: cart -> orders { encryption: none }
  flow embedded: visitor -> cart { protocol: in-process  encryption: none }
  expect no plaintext-external-traffic
}

test "traffic that does not say is a question" {
  actor visitor { trust: anonymous }
  gateway front
  flow browse: visitor -> front
  expect question plaintext-external-traffic on browse
}

test "so is a call to a model that somebody else runs" {
  service desk
  partner-network provider { llm model }
  flow ask: desk -> model { protocol: http  encryption: none }
  expect plaintext-external-traffic on ask
  expect no plaintext-service-traffic
}

test "so is one of somebody else's systems, and it is told once" {
  third-party lab
  service intake
  flow results: lab -> intake { encryption: none }
  expect plaintext-external-traffic on results
  expect no plaintext-service-traffic
}
