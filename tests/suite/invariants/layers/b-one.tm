module layers

extend b {
  service deep {
    weight: heavy
    checked: false
  }
}
