"""Business time: hours of a zone, holidays, dated exceptions, and the exact arithmetic on them.

It owns calendars and their versions, and answers when they are open, when so much open time will have passed,
and how much passed between two instants. It refuses to know what is due, to whom, or why a clock stops.
"""
