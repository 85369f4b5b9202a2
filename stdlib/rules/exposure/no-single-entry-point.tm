module std

/// Outsiders call several services, and there is no gateway
///
/// ## What it does
///
/// Reports a project in which untrusted actors call more than one workload directly while no
/// gateway is in the model. Identity providers, which users are sent to on purpose, and what
/// others run are left out.
///
/// ## Why it matters
///
/// Each service on the edge has to get authentication, limits, validation and logging right by
/// itself, and each does it a little differently. The weakest one is the door.
///
/// ## How to fix it
///
/// Put one gateway or ingress in front that enforces what all of them need, and let each service
/// decide on its own what only it can know. Add it to the model as a `gateway`.
///
/// ## How to accept it
///
/// ```tm
/// accept no-single-entry-point on project {
///   reason: "two services, run by one team with one library at the edge"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-653: improper isolation or compartmentalization
/// - CAPEC-169: footprinting
/// - OWASP API Security Top 10, API9:2023: improper inventory management
/// - NIST SP 800-53, SC-7: boundary protection
/// - NIST SP 800-204, API gateway
/// - OWASP Microservices Security Cheat Sheet
rule no-single-entry-point {
  let entries =
    collect s in workload if s is not identity-provider and not s.external and s.entry-point: s
  where (count s in entries) > 1 and no g in gateway
  severity: medium
  stride: [elevation-of-privilege]
  cwe: [653]
  capec: [169]
  owasp-api: ["API9:2023"]
  nist: ["SC-7"]
  message: "outsiders call {entries} directly, and no gateway enforces what all of them need"
  help: "put a gateway in front of {entries}, and add it to the model"
}

test "two services that outsiders call are reported" {
  actor visitor { trust: anonymous }
  service orders
  service catalog
  visitor -> orders
  visitor -> catalog
  expect no-single-entry-point on project
}

test "a gateway anywhere is enough for this rule" {
  actor visitor { trust: anonymous }
  gateway front
  service orders
  service catalog
  visitor -> orders
  visitor -> catalog
  expect no no-single-entry-point
}

test "one service is an entry by itself" {
  actor visitor { trust: anonymous }
  service orders { -> catalog }
  service catalog
  visitor -> orders
  expect no no-single-entry-point
}

test "where users sign in, and what others run, does not count" {
  actor visitor { trust: anonymous }
  service orders
  identity-provider login
  third-party psp
  partner-network hosting { service blog }
  visitor -> orders
  visitor -> login
  visitor -> psp
  visitor -> blog
  expect no no-single-entry-point
}

test "staff are no outsiders" {
  actor operator { trust: workforce }
  service orders
  service catalog
  operator -> orders
  operator -> catalog
  expect no no-single-entry-point
}
