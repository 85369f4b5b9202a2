module layers

internet outside {
  actor visitor { trust: anonymous }
}

cluster prod {
  namespace a {
    each flow { trace: none }
  }
  namespace b {
    each flow { trace: none }
  }
}

flow enter: visitor -> front { protocol: https  encryption: tls1-3 }
