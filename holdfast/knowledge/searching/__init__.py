"""Find articles: by words, by words nearly right, and what helps while somebody writes."""
