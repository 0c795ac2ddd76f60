"""Who reads of our services without signing in: subscribers of the public stream, clients by their private addresses.

It knows what is public from `incidents.public`, and of a client what is that client's own; pages stand in the doors.
"""
