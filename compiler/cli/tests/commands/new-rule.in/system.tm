service cart
