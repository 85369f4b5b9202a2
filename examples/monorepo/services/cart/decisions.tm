module bookshop.cart

dismiss service-call-unauthenticated on look-up {
  reason: "what books there are is for everybody, and changes nothing"
  reviewer: "security-team"
}

mitigate static-credential-between-services on order {
  plan: "call with the identity of the workload, as the other services do"
  owner: "cart-team"
  due: 2026-11-30
}
