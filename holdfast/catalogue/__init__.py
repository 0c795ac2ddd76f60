"""What the vendor sells and runs: products now; services and components, and which client uses which, grow here."""
