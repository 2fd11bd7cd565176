"""The number of the template follows what is printed: a print job trusts it when it sets letters anew.

A change of this digest says that papers print differently than before: raise documents.content.TEMPLATE_VERSION, so
that letters frozen earlier are bound from their files, then put the new digest here. The number stays only where the
files of all these papers have been compared and are the same byte for byte.
"""

import hashlib

from documents import fonts
from documents.content import TEMPLATE_VERSION
from documents.engine import stylesheet_text
from documents.layout import lay_out
from tests.documents.printed_shapes import SHAPES
from tests.documents.witnesses import EVERY_WITNESS

DIGESTS = {6: "d5636915a40d9622cec4a8f36010a083dc53e6a3c88c5221724cb569a32d8739"}


def printed_as() -> str:
    """Return the digest of the stylesheet and of what every shape and witness is set from; the folders left out."""
    digest = hashlib.sha256()
    style = stylesheet_text()
    for face in fonts.all_faces():
        style = style.replace(face.path.as_uri(), face.path.name)
    digest.update(style.encode())
    for paper in (*SHAPES, *EVERY_WITNESS):
        digest.update(lay_out(paper).html.encode())
    return digest.hexdigest()


def test_what_prints_differently_has_another_number():
    assert printed_as() == DIGESTS[TEMPLATE_VERSION]
