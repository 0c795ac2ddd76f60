"""The desk: pages for the people of the vendor; it finds, asks and shows, and holds no rule."""
