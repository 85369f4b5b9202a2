//! Who is called when a service stops.
module platform.on-call

/// When somebody is called.
scale Tier { nobody < office-hours < always }

extend service {
  /// When somebody is called because it has stopped.
  control on-call: Tier
}
