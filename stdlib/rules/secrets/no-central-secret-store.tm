module std

/// Static secrets are in use, and no secret store is
///
/// ## What it does
///
/// Reports a project in which a workload runs as, or holds the credential of, an identity with a
/// static secret, while no secret store is in the model. A workload that states `secret-source:
/// vault` or `workload-identity` has one that is not modelled. Secrets of an orchestrator are a
/// place to put them, not a store: nobody rotates them and nobody is told who reads them.
///
/// ## Why it matters
///
/// Without one place for secrets there is no rotation, no record of who read which, and no way to
/// revoke one in a hurry.
///
/// ## How to fix it
///
/// Run a managed secret store with a policy for each consumer and an audit log, add it to the model
/// as a `secret-store`, or state where the secrets come from (`secret-source: vault`).
///
/// ## How to accept it
///
/// ```tm
/// accept no-central-secret-store on project {
///   reason: "the store comes with the move to the new platform"
///   owner: "platform-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-522: credentials that are not well protected
/// - CAPEC-560: use of known credentials
/// - MITRE ATT&CK T1552: unsecured credentials
/// - OWASP API Security Top 10, API8:2023: security misconfiguration
/// - OWASP ASVS 5.0, 13.3.1: secrets are managed by a vault
/// - NIST SP 800-53, SC-12: key establishment and management
/// - NIST SP 800-53, IA-5: authenticator management
rule no-central-secret-store {
  let users =
    collect s in workload
      if (any i in s.identities: i.credential.static)
        and s.secret-source not in [vault, workload-identity]: s
  where (any s in users) and no v in secret-store
  severity: medium
  stride: [information-disclosure]
  cwe: [522]
  capec: [560]
  attack: ["T1552"]
  owasp-api: ["API8:2023"]
  asvs: ["13.3.1"]
  nist: ["SC-12", "IA-5"]
  message: "workloads hold static secrets, and no secret store is in the model"
  help: "run a secret store with a policy for each consumer, add it as a `secret-store`, or state where secrets come from (`secret-source: vault`)"
}

test "a static secret without a store is reported" {
  identity shared-token { credential: static-token }
  service cart { credentials: [shared-token]  secret-source: config-file }
  expect no-central-secret-store on project
}

test "so is one that a workload runs as" {
  service cart {
    identity cart-key { credential: password }
    secret-source: env-plain
  }
  expect no-central-secret-store on project
}

test "a store is enough" {
  identity shared-token { credential: static-token }
  service cart { credentials: [shared-token]  secret-source: config-file }
  secret-store vault
  expect no no-central-secret-store
}

test "so is one that is not modelled" {
  identity shared-token { credential: static-token }
  service cart { credentials: [shared-token]  secret-source: vault }
  expect no no-central-secret-store
}

test "secrets of an orchestrator are no store" {
  identity shared-token { credential: static-token }
  service cart { credentials: [shared-token]  secret-source: orchestrator }
  expect no-central-secret-store on project
}

test "credentials that expire need no store" {
  identity cart-account { credential: short-lived }
  service cart { runs-as: cart-account }
  expect no no-central-secret-store
}

test "a credential that nobody states is a question" {
  identity cart-account
  service cart { runs-as: cart-account  secret-source: config-file }
  expect question no-central-secret-store on project
}

test "so is one among credentials that expire" {
  identity shared-token { credential: static-token }
  identity cart-account { credential: short-lived }
  service cart { runs-as: cart-account  credentials: [shared-token]  secret-source: image }
  expect no-central-secret-store on project
}

test "a platform that vouches is no holder of secrets" {
  identity shared-token { credential: static-token }
  service cart { credentials: [shared-token]  secret-source: workload-identity }
  expect no no-central-secret-store
}
