//! What was put in for a while, and what was said about it.
module orders

/// A cron job that looks for doubled refunds each morning.
safeguard refund-reconciliation {
  about: [refund-worker]
  against: [event-replay-or-duplicate]
  status: implemented
  temporary: true
  owner: "payments-team"
}

/// The broker is inside, so nobody bad can be there.
assume broker-is-internal {
  about: [order-events]
  claim: internal-only
  owner: "platform-team"
  expires: 2026-12-31
}

/// Until each client has an account of its own.
assume one-account-for-now {
  about: [broker-client]
  claim: temporary
  owner: "platform-team"
}
