module shop

/// The mesh signs in every service.
assume mesh-signs-in {
  about: [front]
  each flow { authentication: mtls }
  owner: "platform-team"
  expires: 2027-01-31
}

accept plaintext-service-traffic on cart->orders {
  reason: "one host until the move"
  owner: "shop-team"
  until: 2026-12-31
}
