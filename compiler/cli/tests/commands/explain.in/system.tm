module shop

internet outside {
  /// Somebody with a browser.
  actor shopper { trust: anonymous }
}

cluster prod {
  owner: "platform-team"
  network-policy: default-deny

  namespace front {
    each service { authentication-at: gateway  validation-at: none }

    gateway edge {
      exposure: internet
      -> cart.add
    }

    /// What a shopper is about to buy.
    service cart {
      endpoint add {
        route: "POST /cart/items"
        authentication: oauth2
        data: [orders]
      }
      -> orders { encryption: none  data: [orders] }
    }

    service orders {
      -> mail { protocol: http  initiated: schedule }
    }

    worker mail
  }
}

flow browse: shopper -> edge { protocol: https  encryption: tls1-3 }
