//! What the services hold. A class says how bad a leak would be; rules compare the classes.

/// What a user sees of the own account.
data account-data { classification: confidential }

/// What a user is charged for.
data billing-data { classification: restricted }
