"""The policy: read as a document, drafted, published, applied to what is open."""
