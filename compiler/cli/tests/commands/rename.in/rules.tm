/// A cart is bare
rule bare-cart {
  for s: service
  where s.name == "cart"
  severity: low
  stride: [tampering]
  message: "{s} is bare"
}
