"""The clients' door and the public's: their tickets, the support form, the pages behind mailed links, mailed sign-in.

It finds, asks and shows. It holds no rule of the domain, and it never shows what is only ours: notes, internal
facts, machine mail, and other clients' tickets are absent from every page, list, search and file here.
"""
