"""Why something about an account was not done: sentences for people. Edges catch this and nothing broader."""


class AccountRefused(Exception):
    """Nothing was changed; `sentences` say why and what to do."""

    status = 422

    def __init__(self, *sentences: str) -> None:
        self.sentences = list(sentences)
        super().__init__(" ".join(sentences))
