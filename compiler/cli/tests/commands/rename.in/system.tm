module shop

service cart {
  endpoint add
  -> orders
}

service orders

data cart

accept bare-cart on cart {
  reason: "the cart is a lab"
  owner: "shop-team"
}
