module shop

service `[2Jx` {
