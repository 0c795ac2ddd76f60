"""On duty: who is, the rotas, what is paged, and one's own ways."""
