"""The PostgreSQL that Holdfast brings along: its programs, its folder, its process.

Owns where the programs are found, whose account they run under, how a database is made, started and
stopped, and the role, database and extensions in it. Refuses to know what is stored there.
Never imports Django, for the supervisor uses it.
"""
