//! What watches the system.
module std

/// Where a workload's log goes (NIST SP 800-92).
enum Logging {
  /// There is none.
  none
  /// It stays where the workload runs.
  local
  /// It goes to a central system that somebody watches.
  central
}

/// What takes in what the system says about itself.
abstract kind telemetry is workload
/// A collector of logs, metrics or traces.
kind log-collector is telemetry
/// A system that measures, charts and alerts.
kind monitoring is telemetry { derive management: bool = true }
/// A store and viewer of traces.
kind tracing is telemetry
