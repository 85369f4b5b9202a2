module shop.zones

each service { authentication-at: gateway }

gateway edge
