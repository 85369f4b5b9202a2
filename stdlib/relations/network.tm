module std

/// Where packets can go between workloads, whatever calls were intended.
///
/// A packet goes up from a workload through the boundaries around it, and from a network zone down
/// to any workload inside. The zones on the way down bar it if they drop by default, and so does the
/// one in which it turns. At the end the workload's own peer policy counts: `named-principals` admits
/// nobody by default, `namespace-wide` whoever is in the same namespace. Boundaries that are not
/// network zones, such as nodes and tenants, are passed unnoticed. Zones are nodes, so the graph stays
/// linear in the model. A policy that nobody stated makes the hop possible, not certain.
relation network {
  edge x -> x.boundary via x for x: workload
  edge x -> z via x for x: workload, z in x.also-in
  edge b -> b.parent via b for b: network-zone
  edge b -> b.parent for b: boundary where b is not network-zone
  edge z -> y via y for y: workload, z in y.zones
    where y.peer-policy != named-principals
      and (y.peer-policy != namespace-wide or z.within-namespace or z == y.boundary)
      and no b in y.zones if b == z or z in b.boundaries: b.network-policy == default-deny
}

test "from one zone into its neighbour" {
  cluster prod {
    network-policy: default-allow
    namespace shop {
      service cart { authentication-at: gateway  peer-policy: allow-all }
    }
    namespace lab { service probe }
  }
  expect gateway-bypass on cart
}

test "a zone that drops by default is closed to its neighbours" {
  cluster prod {
    network-policy: default-allow
    namespace shop {
      network-policy: default-deny
      service cart { authentication-at: gateway  peer-policy: allow-all }
    }
    namespace lab { service probe }
  }
  expect no gateway-bypass on cart
}

test "and what drops by default at the top separates what is below" {
  cluster prod {
    network-policy: default-deny
    namespace shop {
      network-policy: none
      service cart { authentication-at: gateway  peer-policy: allow-all }
    }
    namespace lab { network-policy: none  service probe }
  }
  expect no gateway-bypass
}

test "a policy for the whole namespace admits whoever is in it" {
  cluster prod {
    network-policy: default-allow
    namespace shop {
      service cart { authentication-at: gateway  peer-policy: namespace-wide }
      service stock
    }
  }
  expect gateway-bypass on cart
}

test "and nobody else" {
  cluster prod {
    network-policy: default-allow
    namespace shop {
      service cart { authentication-at: gateway  peer-policy: namespace-wide }
    }
    namespace lab { service probe }
    service loose
  }
  expect no gateway-bypass on cart
}

test "a subnet inside a namespace is the same namespace" {
  namespace shop {
    network-policy: none
    subnet left { service cart { authentication-at: gateway  peer-policy: namespace-wide } }
    subnet right { service stock }
  }
  expect gateway-bypass on cart
}

test "callers by name admit nobody else" {
  namespace shop {
    network-policy: none
    service cart { authentication-at: gateway  peer-policy: named-principals }
    service stock
  }
  expect no gateway-bypass on cart
}

test "nodes and tenants are passed unnoticed" {
  cluster prod {
    network-policy: default-allow
    node one {
      tenant acme { service cart { authentication-at: gateway  peer-policy: allow-all } }
    }
    node two { service probe }
  }
  expect gateway-bypass on cart
}

test "networks without a zone around them are apart" {
  account main {
    vpc left {
      network-policy: none
      service cart { authentication-at: gateway  peer-policy: allow-all }
    }
    vpc right { network-policy: none  service probe }
  }
  expect no gateway-bypass
}

test "what nobody states of a zone or a workload is a question" {
  cluster prod {
    network-policy: default-allow
    namespace shop { service cart { authentication-at: gateway } }
    namespace lab { service probe }
  }
  cluster dev {
    namespace shop-dev {
      service cart-dev { authentication-at: gateway  peer-policy: allow-all }
    }
    namespace lab-dev { service probe-dev }
  }
  expect question gateway-bypass on cart
  expect question gateway-bypass on cart-dev
}

test "a zone inside a namespace lets its neighbours in though the namespace drops" {
  namespace shop {
    network-policy: default-deny
    subnet outer {
      network-policy: none
      service stock
      subnet inner {
        network-policy: none
        service cart { authentication-at: gateway  peer-policy: namespace-wide }
      }
    }
  }
  expect gateway-bypass on cart
}

test "without a namespace, the policy for it admits the zone itself alone" {
  vpc main {
    network-policy: none
    subnet left {
      service cart { authentication-at: gateway  peer-policy: namespace-wide }
      service stock
    }
    subnet right {
      service orders { authentication-at: gateway  peer-policy: namespace-wide }
    }
  }
  expect gateway-bypass on cart
  expect no gateway-bypass on orders
}

test "what drops around a zone does not separate what is in it" {
  cluster prod {
    network-policy: default-deny
    namespace shop {
      network-policy: none
      service cart { authentication-at: gateway  peer-policy: allow-all }
      service stock
    }
  }
  expect gateway-bypass on cart
}

test "a workload sends from each zone that it is in" {
  dmz edge {
    network-policy: none
    service cart { authentication-at: gateway  peer-policy: allow-all }
  }
  vpc office {
    network-policy: none
    service probe { also-in: [edge] }
  }
  expect gateway-bypass on cart
}

test "zones within zones are no namespace" {
  vpc main {
    network-policy: none
    subnet outer {
      service stock
      subnet inner { service cart { authentication-at: gateway  peer-policy: namespace-wide } }
    }
  }
  expect no gateway-bypass on cart
}
