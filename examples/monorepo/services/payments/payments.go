// Package payments charges and refunds: POST /charges, POST /refunds. Modelled in payments.tm.
package payments

// Charge is what a customer owes for an order.
type Charge struct {
	Order string
	Cents int64
}
