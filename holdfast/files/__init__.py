"""Attachments: stored by the hash of their content, typed by what they really are, served so that nothing can run.

It owns the bytes, their safe names and the response that carries them out. It refuses to know what they are attached
to, and therefore who may have them: the page that serves one asks that first.
"""
