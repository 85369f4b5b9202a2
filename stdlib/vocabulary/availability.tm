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

/// By what callers are counted when their rate is limited.
enum RateLimit {
  /// There is no limit.
  none
  /// By address.
  ip
  /// All callers together.
  global
  /// By token or key.
  token
  /// By user.
  user
  /// By user and by address.
  user-and-ip
  /// By tenant.
  tenant
}

/// Whether a list can be fetched in one go.
enum Pagination {
  /// The caller decides how much it gets.
  unbounded
  /// The server caps the size of a page.
  capped
}
