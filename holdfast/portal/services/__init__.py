"""A client reads how its own services are: signed in, or by a private address."""
