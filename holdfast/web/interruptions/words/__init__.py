"""The words about an interruption while they are written: shared, previewed, then sent."""
