"""Words to fill a site with: sentences of the demo's stories in an order that is the same every time."""

from __future__ import annotations

import random
import uuid

from demo.loading import read_stories

SEED = 2016  # the year of the programme's first field trip


class Prose:
    """Makes texts, choices and keys; two of them with one seed make the same."""

    def __init__(self, seed: int = SEED) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        texts = [block["text"] for row in read_stories() for block in row["body"] if block["type"] == "paragraph"]
        self.all = [line.strip() for text in texts for line in text.replace("\n", " ").split(". ") if line.strip()]

    def sentences(self, count: int) -> str:
        """So many sentences in one line."""
        return " ".join(f"{sentence.rstrip('.')}." for sentence in self.random.sample(self.all, count))

    def title(self) -> str:
        """The first words of a sentence."""
        words: list[str] = []
        while len(" ".join(words)) < 20:  # a topic's has at least 15 signs
            words += self.random.choice(self.all).split()[:7]
        return " ".join(words).strip("“”.,")

    def key(self) -> uuid.UUID:
        """A key that no other thing has."""
        return uuid.UUID(int=self.random.getrandbits(128), version=4)
