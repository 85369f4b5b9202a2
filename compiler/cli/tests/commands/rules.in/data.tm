module shop

/// What a shopper has bought.
data orders { classification: confidential }
