"""Holdfast: the help desk that keeps its word."""
