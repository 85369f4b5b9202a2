module std

/// The mesh takes clear text as well
///
/// ## What it does
///
/// Reports each cluster with a service mesh (`mesh`) whose `mesh-mode` is `permissive` or
/// `disabled`. What a single connection uses is told by `plaintext-service-traffic`.
///
/// ## Why it matters
///
/// In the permissive mode a workload with a certificate is served, and one without it too.
/// Everybody believes that the mesh authenticates callers, and an intruder simply does not offer a
/// certificate. Most meshes are permissive until they are told otherwise, and stay so when the
/// migration is over.
///
/// ## How to fix it
///
/// Watch for connections in clear text, finish what still makes them, then set the policy for the
/// whole mesh to strict, and be told if it changes. State `mesh-mode: strict`.
///
/// ## How to accept it
///
/// ```tm
/// accept mesh-mtls-permissive on prod {
///   reason: "the last workloads join the mesh this quarter"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-319: cleartext transmission of sensitive information
/// - CWE-757: a weaker protection can be negotiated
/// - CAPEC-220: client-server protocol manipulation
/// - CAPEC-620: drop encryption level
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - NIST SP 800-53, SC-8: transmission confidentiality and integrity
/// - NIST SP 800-53, CM-6: configuration settings
/// - NIST SP 800-204A: service mesh
rule mesh-mtls-permissive {
  for c: cluster
  where c.mesh != none and c.mesh-mode in [disabled, permissive]
  severity: medium
  stride: [spoofing, information-disclosure]
  cwe: [319, 757]
  capec: [220, 620]
  owasp-api: ["API8:2023"]
  nist: ["SC-8", "CM-6"]
  message: "the {c.mesh} mesh of {c} takes clear text: {c.mesh-mode}"
  at: c.mesh-mode
  help: "let the mesh of {c} refuse connections without mutual TLS and state `mesh-mode: strict`"
}

test "a permissive mesh is reported, and so is one that is switched off" {
  cluster prod { mesh: istio  mesh-mode: permissive }
  cluster lab { mesh: other  mesh-mode: disabled }
  expect mesh-mtls-permissive on prod
  expect mesh-mtls-permissive on lab
}

test "a strict mesh is not" {
  cluster prod { mesh: linkerd  mesh-mode: strict }
  expect no mesh-mtls-permissive
}

test "neither is a cluster without one" {
  cluster prod { mesh: none  mesh-mode: disabled }
  cluster lab
  expect no mesh-mtls-permissive
}

test "a mesh that does not say is a question" {
  cluster prod { mesh: istio }
  expect question mesh-mtls-permissive on prod
}
