"""Words too common to search by, for every engine."""

STOP_WORDS = frozenset(
    {
        *("ada", "adalah", "agar", "akan", "atau", "bagi", "dalam", "dan", "dari", "dengan", "di", "dia", "ini", "itu"),
        *("juga", "karena", "ke", "oleh", "pada", "saya", "untuk", "yang"),
        *("a", "an", "and", "are", "at", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with"),
    }
)
