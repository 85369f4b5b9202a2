module shop

data payment-card { classification: restricted }

cluster prod {
  network-policy: default-deny
  service checkout {
    owner: "shop-team"
    -> billing.chrage { protocol: grpc  data: [payment-crad] }
  }
  servce billing {
    owner: "shop-team"
    endpoint charge
  }
    service warehouse { owner: "shop-team"  exposure: internal }
}

accept gateway-bypass on warehous {
  reason: "one host until the move"
  owner: "shop-team"
}
