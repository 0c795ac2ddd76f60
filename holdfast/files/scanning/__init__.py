"""Every content is shown to a virus scanner, where the operator runs one; what it says stands beside the file (T39).

A scanner is anything with the two methods of `scanner.Scanner`; `clamd` is the one that ships.
"""
