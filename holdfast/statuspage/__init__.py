"""The public status page and the formats in which others read it: what is, what was, what is planned.

It holds no rules and never knows which clients are affected. Its formats are pure functions of what is shown.
"""
