"""Draw the reference pages anew, after a change of the layout that was looked at and meant.

DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.documents.make_references
"""

import django

django.setup()

from tests.documents.references import FOLDER, TYPICAL, drawn, file_of, printed  # noqa: E402 - needs the settings


def main() -> None:
    """Write every reference page, and remove those that no paper has any more."""
    FOLDER.mkdir(exist_ok=True)
    kept = set()
    for name, (_, pages) in TYPICAL.items():
        file = printed(name)
        for page in pages:
            drawn(file, page).save(file_of(name, page), optimize=True)
            kept.add(file_of(name, page))
    for old in set(FOLDER.glob("*.png")) - kept:
        old.unlink()


if __name__ == "__main__":
    main()
