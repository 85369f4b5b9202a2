service cart {
  -> orders { protocol: http  encryption: none }
}
service orders
