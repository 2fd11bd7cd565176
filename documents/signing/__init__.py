"""Signing finished PDFs and reading signatures back: bytes in, bytes out; nothing is stored, nothing goes to the network.

`chosen.provider()` is the door for signing, `reading.signature_of()` the door for reading; both import pyHanko only when
there is something to do (0.6 s).
"""
