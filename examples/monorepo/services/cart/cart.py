"""The cart: `POST /cart/items`, `POST /cart/checkout`. Modelled in `cart.tm`."""


def add_item(baskets, customer, isbn):
    baskets.setdefault(customer, []).append(isbn)
    return {"items": baskets[customer]}
