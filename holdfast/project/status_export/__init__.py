"""The status page as files, so that it outlives the help desk: in a folder or a bucket, once or again and again."""
