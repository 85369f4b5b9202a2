service a {
    -> b { encryption: tsl1-3  protocol: http }
}
service b
