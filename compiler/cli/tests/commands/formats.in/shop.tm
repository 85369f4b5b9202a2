//! Two services, and what was decided about them.
module shop

service cart {
  -> orders { protocol: http  encryption: none }
  -> stock { protocol: http  encryption: none }
}

service orders
service stock

accept plaintext-service-traffic on cart->stock {
  reason: "one host until the move"
  owner: "shop-team"
  until: 2026-12-31
}
