module std

/// The caller says who the caller is
///
/// ## What it does
///
/// Reports each endpoint that takes who its caller is from the body, the query, the path, or a
/// header that clients send. Endpoints to sign in, to restore access, and for webhooks are left
/// out: there the name comes along with its proof.
///
/// ## Why it matters
///
/// Who changes `userId=41` into `userId=42` is somebody else. No password is broken and no token is
/// stolen; the request is as valid as any.
///
/// ## How to fix it
///
/// Take user and tenant from the verified token or from the identity of the connection, and ignore
/// or refuse copies of them in the request. State `identity-from: token`.
///
/// ## How to accept it
///
/// ```tm
/// accept caller-identity-taken-from-request on survey.answer {
///   reason: "answers are anonymous, the id only groups them"
///   owner: "web-team"
///   until: 2026-12-31
/// }
/// ```
///
/// ## References
///
/// - CWE-639: authorization bypass through a user-controlled key
/// - CWE-807: reliance on untrusted inputs in a security decision
/// - CWE-290: authentication bypass by spoofing
/// - CAPEC-77: manipulating user-controlled variables
/// - CAPEC-21: exploitation of trusted identifiers
/// - OWASP API Security Top 10, API1:2023: broken object level authorization
/// - OWASP API Security Top 10, API2:2023: broken authentication
/// - OWASP ASVS 5.0, 10.3.3: a user is told by claims of the token that are never given to another
/// - OWASP ASVS 5.0, 4.1.3: headers set by an intermediary cannot be overridden by a client
/// - NIST SP 800-53, AC-3: access enforcement
/// - NIST SP 800-53, IA-2: identification and authentication
rule caller-identity-taken-from-request {
  for e: endpoint
  where e.identity-from.from-caller and not e.operation.self-authenticating
  severity: high
  stride: [spoofing, elevation-of-privilege]
  cwe: [639, 807, 290]
  capec: [77, 21]
  owasp-api: ["API1:2023", "API2:2023"]
  asvs: ["10.3.3", "4.1.3"]
  nist: ["AC-3", "IA-2"]
  message: "{e} takes who its caller is from the {e.identity-from}, which the caller writes"
  at: e.identity-from
  help: "take the user from the verified token, refuse copies in the request, and state `identity-from: token`"
}

test "an id in the body is reported" {
  service profile { endpoint change { identity-from: body } }
  expect caller-identity-taken-from-request on profile.change
}

test "so is one in the query, the path, or a header of the client" {
  service profile {
    endpoint show { identity-from: query }
    endpoint orders { identity-from: path }
    endpoint visits { identity-from: client-header }
  }
  expect caller-identity-taken-from-request on profile.show
  expect caller-identity-taken-from-request on profile.orders
  expect caller-identity-taken-from-request on profile.visits
}

test "a verified token is fine, and so is who needs no caller" {
  service profile {
    endpoint change { identity-from: token }
    endpoint help
  }
  expect no caller-identity-taken-from-request
}

test "whoever signs in says who they are, and proves it" {
  service accounts {
    endpoint sign-in { operation: login  identity-from: body }
    endpoint reset { operation: recover  identity-from: body }
    endpoint paid { operation: webhook  identity-from: body }
  }
  expect no caller-identity-taken-from-request
}

test "a source stated as unknown is a question" {
  service profile { endpoint change { identity-from: unknown } }
  expect question caller-identity-taken-from-request on profile.change
}
