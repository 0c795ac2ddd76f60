"""The help site: articles for whom they are for, search, and what may answer while somebody writes."""
