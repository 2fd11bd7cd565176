"""The child of documents/signing/apart.py: reads one file's signature from its input and says it as JSON.

It knows no settings, no database and no key; its time and memory are limited before it looks at the file.
"""

import json
import logging
import sys
from dataclasses import asdict

from django.conf import settings

from documents.limited import limit_self
from documents.signing.apart import WRONG_TRUST
from documents.signing.inspection import inspected, trusted_certificates


def main() -> int:
    """Read a line of JSON (zone, trust: PEM text or null) and the file behind it; write the report as JSON."""
    limit_self()
    logging.disable(logging.CRITICAL)  # a file made to hurt would have a line logged for each of its objects
    asked = json.loads(sys.stdin.buffer.readline())
    settings.configure(USE_TZ=True, TIME_ZONE=asked["zone"])
    try:
        trust = None if asked["trust"] is None else trusted_certificates(asked["trust"].encode())
    except ValueError:
        return WRONG_TRUST
    report = inspected(sys.stdin.buffer.read(), trust=trust)
    sys.stdout.write(
        json.dumps(None if report is None else asdict(report), default=lambda at: at.isoformat())
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
