"""The form as a product's console opens it (A6): in a frame of the product's own page, or apart; without a cookie."""
