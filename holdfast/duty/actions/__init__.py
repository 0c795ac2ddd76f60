"""What is done to rotas, to ways and to pages."""
