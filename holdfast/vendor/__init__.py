"""The vendor's own settings: name, addresses, how mail leaves; one row, edited in the product."""
