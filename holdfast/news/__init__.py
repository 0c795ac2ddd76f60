"""Product upgrades and newsletters: composed, previewed, sent to those who want them, left by one click.

It is the other stream: it never touches who hears of interruptions and maintenance.
"""
