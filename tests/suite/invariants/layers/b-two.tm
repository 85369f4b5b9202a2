module layers

extend b {
  service alone { owner: "green" }
  service other { owner: "green" }
  alone -> other { protocol: grpc }
}
