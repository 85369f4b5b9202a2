//! How much a component matters, and what keeps it up.
module std

/// What the loss of a component would mean for the business.
scale Criticality {
  /// An inconvenience.
  low <
  /// A part of the service is degraded.
  medium <
  /// A part of the business stops.
  high <
  /// The business stops.
  mission
}

/// By what callers are counted when their rate is limited (OWASP API4:2023).
enum RateLimit {
  /// It keeps off floods, and says nothing of what one caller does.
  field coarse: bool = false
  /// There is no limit.
  none
  /// By address.
  ip { coarse: true }
  /// All callers together.
  global { coarse: true }
  /// By token or key.
  token
  /// By user.
  user
  /// By user and by address.
  user-and-ip
  /// By tenant.
  tenant
  /// There is a limit, and nobody noted by what.
  other { coarse: unknown }
}

/// Whether a list can be fetched in one go.
enum Pagination {
  /// The caller decides how much it gets.
  unbounded
  /// The server caps the size of a page.
  capped
}

/// What one request costs the server.
enum Cost {
  /// About as much as it costs the caller.
  low
  /// Far more than it costs the caller: joins, rendering, cryptography, models.
  high
}

/// What a caller does when a call fails.
enum Retry {
  /// It gives up.
  none
  /// It tries again, without end or in step with all others.
  unbounded
  /// It tries again a few times, with growing pauses, jitter and a budget (exponential backoff).
  budgeted
}

test "these limits do not know the caller" {
  service shop {
    each endpoint { exposure: internet  business-flow: promotion }
    endpoint on-none { rate-limit: none }
    endpoint on-ip { rate-limit: ip }
    endpoint on-global { rate-limit: global }
    endpoint on-token { rate-limit: token }
    endpoint on-user { rate-limit: user }
    endpoint on-user-and-ip { rate-limit: user-and-ip }
    endpoint on-tenant { rate-limit: tenant }
    endpoint on-other { rate-limit: other }
  }
  expect no coarse-rate-limit-on-sensitive-flow on shop.on-none
  expect coarse-rate-limit-on-sensitive-flow on shop.on-ip
  expect coarse-rate-limit-on-sensitive-flow on shop.on-global
  expect no coarse-rate-limit-on-sensitive-flow on shop.on-token
  expect no coarse-rate-limit-on-sensitive-flow on shop.on-user
  expect no coarse-rate-limit-on-sensitive-flow on shop.on-user-and-ip
  expect no coarse-rate-limit-on-sensitive-flow on shop.on-tenant
  expect question coarse-rate-limit-on-sensitive-flow on shop.on-other
}
