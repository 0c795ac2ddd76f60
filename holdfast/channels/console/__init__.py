"""The product's own console (A6): its signed-in users write to us already known, by a token that their product signs."""
