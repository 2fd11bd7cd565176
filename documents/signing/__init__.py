"""Signing finished PDFs and reading signatures back: bytes in, bytes out. Nothing is stored, no network is asked.

`chosen.provider()` is the door for signing, `reading.signature_of()` the door for reading; both import pyHanko (0.6 s)
only when there is something to do. What a stranger uploads is read through `apart.signature_of_stranger()`.
"""
