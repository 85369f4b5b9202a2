module model
use model.words
use model.platform.{gate, front, back, store, second-store as other}

data parcels { classification: confidential }

internet outside-world {
  actor visitor { trust: anonymous }
}

each flow { encryption: none }

flow enter: visitor -> gate { protocol: https  data: [parcels] }
gate -> front { protocol: http  authentication: none }
front -> back
flow load: back -> store.fetch { data: [parcels]  protocol: grpc }
flow again: front -> other

extend front { guarded-by: none }
