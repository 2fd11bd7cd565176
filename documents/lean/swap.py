"""One thing of the engine, or of what it writes files with, and what is used in its place."""

from typing import NamedTuple


class Swap(NamedTuple):
    """What stands under a name of a module or class of the engine, and ours."""

    home: object
    name: str
    theirs: object
    ours: object

    @classmethod
    def of(cls, home: object, name: str, ours: object) -> "Swap":
        """Note what stands there now: to be called before anything is swapped."""
        return cls(home, name, vars(home)[name], ours)
