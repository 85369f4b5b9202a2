module std

/// A pipeline alone can change what runs in production
///
/// ## What it does
///
/// Reports each identity that delivers software (a `ci-identity`, or one that a `ci-pipeline` runs
/// as or holds) with more rights than it needs, or with nobody and nothing that has to agree before
/// its work runs. One whose targets are all stated to lie outside of production is left out.
///
/// ## Why it matters
///
/// A pipeline runs the code of many people and tools. Whoever gets one line into it owns every
/// service that it can deploy.
///
/// ## How to fix it
///
/// Pull deployments from the inside instead of pushing them, protect branches, give the pipeline a
/// short-lived identity for each target, and put a review or a policy check between build and
/// production. State `scope: narrow` and `deploy-gate: set`.
///
/// ## How to accept it
///
/// ```tm
/// accept delivery-path-can-change-production on deployer {
///   reason: "the gate is a manual approval in the hosting platform, not modelled"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-250: more privileges than needed
/// - CAPEC-438: change during manufacture
/// - CAPEC-445: malicious logic through the configuration of what is built
/// - MITRE ATT&CK T1072: software deployment tools
/// - MITRE ATT&CK T1677: poisoned pipelines
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 15.2.4: components come from the expected repository
/// - NIST SP 800-53, CM-3: configuration change control
/// - NIST SP 800-53, CM-5: access restrictions for change
/// - NIST SP 800-53, SA-10: developer configuration management
rule delivery-path-can-change-production {
  for i: identity
  let ungated = i.deploy-gate is known and i.deploy-gate == none
  let fault = if ungated then "nothing has to agree" else "may do more than that takes"
  where i.delivers
    and (i.scope.wide or i.deploy-gate == none)
    and ((no t in i.deploys) or any t in i.deploys: t.environment == prod)
  severity: high
  stride: [tampering, elevation-of-privilege]
  cwe: [250]
  capec: [438, 445]
  attack: ["T1072", "T1677"]
  owasp-api: ["API8:2023"]
  asvs: ["15.2.4"]
  nist: ["CM-3", "CM-5", "SA-10"]
  message: "{i} can change what runs in production, and {fault}"
  at: i
  help: "narrow the scope of {i} to its targets, and put a review or policy check before production (`deploy-gate: set`)"
}

test "a pipeline with wide rights is reported" {
  ci-identity deployer { scope: broad  deploy-gate: set }
  expect delivery-path-can-change-production on deployer
}

test "so is one without a gate" {
  ci-identity deployer { scope: narrow  deploy-gate: none }
  expect delivery-path-can-change-production on deployer
}

test "so is any identity that a pipeline runs as" {
  identity robot { scope: wildcard  deploy-gate: set }
  ci-pipeline build { runs-as: robot }
  expect delivery-path-can-change-production on robot
}

test "a narrow one behind a gate is not" {
  ci-identity deployer { scope: narrow  deploy-gate: set }
  expect no delivery-path-can-change-production
}

test "a test environment is not production" {
  identity robot { scope: wildcard  deploy-gate: none }
  service probe { environment: test }
  ci-pipeline build { runs-as: robot  deploys: [probe] }
  expect no delivery-path-can-change-production
}

test "an identity of a service delivers nothing" {
  identity cart-account { scope: broad  deploy-gate: none }
  service cart { runs-as: cart-account }
  expect no delivery-path-can-change-production
}

test "a pipeline that does not say is a question" {
  ci-identity deployer { scope: narrow }
  expect question delivery-path-can-change-production on deployer
}

test "so is one that delivers to production among others" {
  ci-identity robot { scope: wildcard  deploy-gate: set }
  service probe { environment: test }
  service cart
  ci-pipeline build { runs-as: robot  deploys: [probe, cart] }
  expect delivery-path-can-change-production on robot
}

test "so is one that a service shares with a pipeline" {
  identity robot { scope: wildcard  deploy-gate: set }
  service cart { runs-as: robot }
  ci-pipeline build { runs-as: robot }
  expect delivery-path-can-change-production on robot
}
