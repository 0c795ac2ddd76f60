"""The verbs about what clients ask of their lists, and what is mailed because of them."""
