"""Promises: made, run, paused, kept, broken, waived; every deadline of the policy is a row with a clock (F1)."""
