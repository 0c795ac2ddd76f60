"""Products, services and components are entered, changed and retired; which client uses which is said, and ended."""
