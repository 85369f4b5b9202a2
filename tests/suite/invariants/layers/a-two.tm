module layers

extend a {
  service middle {
    weight: heavy
    checked: false
    -> deep { protocol: http  encryption: none }
  }
}
