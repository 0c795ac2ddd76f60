"""Articles in and out as files: Markdown with a few lines of front matter, or pages of HTML; nothing is ever fetched."""
