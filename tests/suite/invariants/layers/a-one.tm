module layers

extend a {
  service front {
    owner: "red"
    weight: middle
    checked: false
    exposure: internet
    -> middle { protocol: http  encryption: none  timeout: none  data: [] }
  }
}
