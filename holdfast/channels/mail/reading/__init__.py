"""What a raw mail says: headers, body, new words, attachments, and whether a machine wrote it.

Pure: bytes in, plain values out. It refuses to know tickets, people, the database and the network, so that
hostile mail can be read in a child process with limits, and so that every rule here is tested on bytes alone.
"""
