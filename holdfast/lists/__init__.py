"""What the emergency distribution lists say and hear: proofs of addresses, changes asked for, confirmations, drills (E8)."""
