"""Scans in PDF, which anybody may have made: how many pages, and nothing that acts. Read in a process with limits."""

import json

from documents.limited import GaveUp, Limits, TooLate, read_apart

MOST_PAGES = 300
# A scan of 300 pages takes a tenth of this; what is packed to unpack without end runs into it.
LIMITS = Limits(seconds=4, memory=1024**3, wait=20)

CORRUPT = "扫描件（PDF）已损坏或加了密码，打不开，请重新扫描后上传。"
ACTIVE = "扫描件（PDF）中含有脚本或会自动执行的动作，不能上传；请重新扫描，或用“打印为 PDF”另存后再上传。"
INTRICATE = "扫描件（PDF）的内容过于复杂，无法检查，不能上传；请重新扫描，或用“打印为 PDF”另存后再上传。"
NOT_NOW = "现在无法检查扫描件（PDF），请稍后再上传。"
WRONG_COUNT = f"扫描件应有 1 到 {MOST_PAGES} 页，请核对文件。"


class BadScan(Exception):
    """A file that is not taken as a scan; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def pages_of(pdf: bytes) -> int:
    """Return how many pages a scan has; raise BadScan where it cannot be opened or looked through, or acts."""
    try:
        status, said = read_apart("documents.scans.alone", pdf, LIMITS)
    except GaveUp as endless:
        raise BadScan(INTRICATE) from endless
    except TooLate as late:
        raise BadScan(NOT_NOW) from late
    if status:
        raise BadScan(INTRICATE)
    found = json.loads(said)
    if found["problem"]:
        raise BadScan({"corrupt": CORRUPT, "active": ACTIVE, "intricate": INTRICATE}[found["problem"]])
    if not 0 < found["pages"] <= MOST_PAGES:
        raise BadScan(WRONG_COUNT)
    return found["pages"]
