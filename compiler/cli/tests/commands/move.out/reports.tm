module shop

service reports {
  -> ledger
}

// The nightly run is small.
accept plaintext-service-traffic on reports->ledger {
  reason: "one host"
  owner: "shop-team"
}
