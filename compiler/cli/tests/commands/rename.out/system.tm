module shop

service cart {
  endpoint add
  -> orders
}

service orders

data `cart contents`

accept bare-cart on cart {
  reason: "the cart is a lab"
  owner: "shop-team"
}
