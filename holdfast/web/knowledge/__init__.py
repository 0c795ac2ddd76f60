"""Articles at the desk: listed, written, looked at by a second person, put into replies, made of tickets."""
