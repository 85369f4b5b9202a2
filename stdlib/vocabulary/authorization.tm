//! Who decides what a caller may do, where, and on which grounds.
module std

/// The place that enforces a decision about the caller (policy enforcement point, NIST SP 800-207).
enum EnforcementPoint {
  /// Nobody gets past it to the protected resource.
  field at-target: bool = false
  /// Nowhere.
  none
  /// The caller is trusted to have checked.
  caller
  /// The gateway at the edge.
  gateway
  /// The proxy beside the service, which all traffic to it passes.
  sidecar { at-target: true }
  /// The service itself.
  service { at-target: true }
  /// A policy decision point (PDP) that the service asks (NIST SP 800-162).
  pdp { at-target: true }
}

/// What an endpoint compares before it serves a request.
enum Check {
  /// Nothing, on purpose: the resource is for everybody.
  public
  /// The caller's role (role-based access control, INCITS 359).
  role
  /// The scopes of the caller's token (RFC 6749, section 3.3).
  scope
  /// Whether the caller may use this function (OWASP API5:2023).
  function
  /// Whether this object belongs to the caller (OWASP API1:2023).
  object
  /// Which fields of the object the caller may see or change (OWASP API3:2023).
  property
  /// Whether the object belongs to the caller's tenant.
  tenant
}

/// The peers from which a workload takes connections.
enum PeerPolicy {
  /// It admits workloads that have no business with it.
  field wide: bool = false
  /// Any peer.
  allow-all { wide: true }
  /// Any peer whose principal matches a wildcard.
  wildcard-principal { wide: true }
  /// Any peer in the namespace.
  namespace-wide { wide: true }
  /// The principals of its callers, by name.
  named-principals
}

/// On which grounds the callee lets this caller in.
enum CalleeAuthorization {
  /// None.
  none
  /// Any authenticated workload may call.
  any-authenticated
  /// Workloads with the right label may call.
  service-label
  /// Callers are listed by name.
  named-callers
  /// Callers are listed by name for each operation.
  per-operation
}

/// Where the rules stand by which access is decided.
enum PolicySource {
  /// In the code of each service.
  inline-code
  /// In a library that services share.
  shared-library
  /// In one policy that all decision points load.
  central
}

/// What happens to requests when the policy decision point does not answer (CWE-636).
enum FailureMode {
  /// They are let through.
  open
  /// They are refused.
  closed
}

test "nobody gets past these to what they protect" {
  actor visitor { trust: anonymous }
  service portal { exposure: internet }
  each flow {
    identity-propagation: signed-jwt
    validates: [sig, iss, aud, exp]
    callee-authorization: any-authenticated
  }
  service by-none { authorization-at: none }
  service by-caller { authorization-at: caller }
  service by-gateway { authorization-at: gateway }
  service by-sidecar { authorization-at: sidecar }
  service by-service { authorization-at: service }
  service by-pdp { authorization-at: pdp }
  visitor -> portal
  portal -> by-none
  portal -> by-caller
  portal -> by-gateway
  portal -> by-sidecar
  portal -> by-service
  portal -> by-pdp
  expect internal-api-emergently-exposed on by-none
  expect internal-api-emergently-exposed on by-caller
  expect internal-api-emergently-exposed on by-gateway
  expect no internal-api-emergently-exposed on by-sidecar
  expect no internal-api-emergently-exposed on by-service
  expect no internal-api-emergently-exposed on by-pdp
}
