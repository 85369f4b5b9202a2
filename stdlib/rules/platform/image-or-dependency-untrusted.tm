module std

/// Somebody outside decides what a workload runs
///
/// ## What it does
///
/// Reports each workload on an orchestrator whose image is not signed, comes from a registry that
/// nobody vetted or by a tag that can move, or whose dependencies nobody searches for known
/// vulnerabilities.
///
/// ## Why it matters
///
/// What is deployed is what was pulled, not what was reviewed. A tag that moves or a dependency that
/// was taken over runs in production with the rights of the service.
///
/// ## How to fix it
///
/// Pin images by digest, sign them and verify the signature at admission, and keep a bill of
/// materials with a gate on known vulnerabilities. State `image-source`, `image-signed: true` and
/// `dependency-scan: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept image-or-dependency-untrusted on shop.cart {
///   reason: "the base image is rebuilt weekly; signing follows"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-494: code is fetched without a check of its integrity
/// - CWE-829: functionality from an untrusted sphere
/// - CWE-1104: third-party components that nobody maintains
/// - CAPEC-184: attack on the integrity of software
/// - CAPEC-446: a malicious component is brought into a product
/// - MITRE ATT&CK T1195.002: compromise of the software supply chain
/// - MITRE ATT&CK T1204.003: malicious images that somebody runs
/// - MITRE ATT&CK T1525: implanted images
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 15.1.2: there is an inventory of third-party components
/// - OWASP ASVS 5.0, 15.2.4: components come from the expected repository
/// - NIST SP 800-53, CM-14: signed components
/// - NIST SP 800-53, SI-7: software and information integrity
/// - NIST SP 800-53, SR-11: component authenticity
rule image-or-dependency-untrusted {
  for s: workload
  let unsigned = s.image-signed is known and s.image-signed == false
  let unvetted = s.image-source is known and s.image-source.untrusted
  let fault =
    if unvetted then "comes from where anybody can change it"
    else if unsigned then "runs without anybody having verified its signature"
    else "is not searched for known vulnerabilities"
  where s.orchestrated
    and not s.external
    and (s.image-signed == false or s.image-source.untrusted or s.dependency-scan == none)
  severity: medium
  stride: [tampering]
  cwe: [494, 829, 1104]
  capec: [184, 446]
  attack: ["T1195.002", "T1204.003", "T1525"]
  owasp-api: ["API8:2023"]
  asvs: ["15.1.2", "15.2.4"]
  nist: ["CM-14", "SI-7", "SR-11"]
  message: "the software of {s} {fault}"
  at: s.image-source
  help: "pin and sign the image of {s}, verify it at admission, scan its dependencies; state `image-source`, `image-signed: true` and `dependency-scan: set`"
}

test "an image without a signature is reported" {
  namespace shop {
    service cart { image-signed: false  image-source: own-registry  dependency-scan: set }
  }
  expect image-or-dependency-untrusted on cart
}

test "so is a tag that can move" {
  namespace shop {
    service cart { image-signed: true  image-source: public-unpinned  dependency-scan: set }
  }
  expect image-or-dependency-untrusted on cart
}

test "so is a registry that nobody vetted" {
  namespace shop {
    service cart { image-signed: true  image-source: unknown-registry  dependency-scan: set }
  }
  expect image-or-dependency-untrusted on cart
}

test "so are dependencies that nobody searches" {
  namespace shop {
    service cart { image-signed: true  image-source: own-registry  dependency-scan: none }
  }
  expect image-or-dependency-untrusted on cart
}

test "all three in place are not" {
  namespace shop {
    service cart { image-signed: true  image-source: public-pinned  dependency-scan: set }
  }
  expect no image-or-dependency-untrusted
}

test "what does not run from images is not judged" {
  service cart { image-signed: false }
  expect no image-or-dependency-untrusted
}

test "a workload that does not say is a question" {
  namespace shop { service cart { image-signed: true  image-source: own-registry } }
  expect question image-or-dependency-untrusted on cart
}

test "what others run there is theirs" {
  namespace shop { third-party sensor { image-signed: false  image-source: unknown-registry } }
  expect no image-or-dependency-untrusted
}
