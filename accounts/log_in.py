"""How long a log-in lasts, and what is said to somebody whose form came after it had ended."""

import time

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

UNSAVED = "unsaved"  # in the address of the log-in page: what was typed did not arrive
NOT_SAVED = "登录已过期，刚才提交的内容没有保存，请重新填写后再提交。"
USED = "used"
EVERY = 300  # seconds: a session is written anew once in five minutes of work, not with every page


def stay(session: SessionBase) -> None:
    """Let a log-in that is in use last its whole time again (SESSION_COOKIE_AGE)."""
    if SESSION_KEY not in session:
        return
    now = int(time.time())
    if now - session.get(USED, 0) >= EVERY:
        session[USED] = now
