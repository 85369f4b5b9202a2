//! Orders: `POST /orders`. Modelled in `orders.tm`.

/// An order that has been paid for.
pub struct Order {
    pub customer: String,
    pub isbns: Vec<String>,
}
