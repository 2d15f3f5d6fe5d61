"""How a text lets others reach somebody elsewhere: telephone numbers, chats, e-mail, brands, however they are typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from community.writing.hosts import as_read_by_browsers, host_of

from ..services.disguises import folded
from .brands import brands_in
from .names import names_in

# Of one text, so that a list of numbers takes no longer than others: contacts that are compared, groups of digits.
MOST, MOST_GROUPS = 50, 1000
LINK = re.compile(r"\]\([^)\s]*|(?:\w{1,20}://|www\.)\S+")  # also in the marks of a link
MARKS = re.compile(r"[\\*`]|~~")
AT = re.compile(r"\s{0,3}[\[({]\s{0,3}(?:at|@)\s{0,3}[\])}]\s{0,3}")
DOT = re.compile(
    r"\s{0,3}[\[({]\s{0,3}(?:dot|titik|\.)\s{0,3}[\])}]\s{0,3}"
    r"|(?<=\w)\s{1,3}(?:dot|titik)\s{1,3}(?=\w)|(?<=\w)\s{1,3}\.(?=[a-z])"
    r"|(?<=\w)\s{1,3}\.\s{1,3}(?=(?:com|net|org|info|xyz|site|online|shop|vip|club)\b)"
)
MAIL = re.compile(r"([\w.+-]{1,64})@((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})")

# Numbers: groups of digits, in which some letters look like digits, and what may stand between them.
DATE = re.compile(r"(?<!\d)[0-3]?\d([./-])[01]?\d\1(?:19|20)\d\d(?!\d)")
AMOUNT = re.compile(r"\b(?:rp|idr)[\s.]*$")
GROUP = re.compile(r"\bo?\d[\doil]*\b|\d+")
BETWEEN = re.compile(r"[\s.()/_\u2010-\u2015-]{0,4}")
ALIKE = str.maketrans("oil", "011")
BEGINNINGS = ("0", "6", "8")
LONGEST = 17  # digits of a number with the signs before it: 00, and 15 (ITU-T E.164)
HERE = re.compile(r"(?:0|00620?|620?(?=8))(8\d{8,11}|[2-79]\d{7,10})")  # of Indonesia: mobile, or with its region
MOBILE = re.compile(r"8[1-9]\d{9,10}")  # without even the 0; codes of villages begin alike, and have ten
ABROAD = re.compile(r"00((?!62)[1-9]\d{7,14})")

CHATS = {"wa.me": "whatsapp", "whatsapp.com": "whatsapp", "t.me": "telegram", "telegram.me": "telegram"}
CHAT = re.compile(r"(?<![\w@./-])(?:wa|t|telegram)\.me/[^\s)>\]]+")  # as it is typed
ON_THE_WAY = frozenset({"c", "s", "p", "message", "qr", "channel", "joinchat", "send", "catalog"})  # before the name
SHARES = frozenset({"share", "msg"})  # what a link holds that is addressed to nobody


def contacts_in(text: str, links: Iterable[str] = ()) -> list[str]:
    """Name whom a text and its links say how to reach, each once and in one spelling: `tel:6281234567890`.

    With them go the brands that it names, which readers search for.
    """
    plain = plainly(text)
    bare = LINK.sub(" ; ", plain)
    chats = map(contact_of, [*links, *(f"http://{typed}" for typed in CHAT.findall(bare))])
    found = (
        *filter(None, chats),
        *_addresses(plain),
        *names_in(bare),
        *_numbers(bare),
        *brands_in(bare),
    )
    return list(dict.fromkeys(found))[:MOST]


def contact_of(address: str) -> str:
    """Name whom the address of a chat leads to; empty for what leads elsewhere."""
    host = host_of(address)
    chat = next((name for end, name in CHATS.items() if host == end or host.endswith(f".{end}")), "")
    if not chat:
        return ""
    parts = urlsplit(as_read_by_browsers(address))
    steps = [step for step in parts.path.split("/") if step and step.casefold() not in ON_THE_WAY]
    name = (parse_qs(parts.query).get("phone") or steps or [""])[0].strip().casefold()
    if not name or name in SHARES:
        return ""
    digits = "".join(filter(str.isdecimal, name))
    return (_number(digits) or _number(f"00{digits}")) or f"{chat}:{name}"


def plainly(text: str) -> str:
    """Bring a text into the form in which contacts and sites are looked for: small letters, without marks."""
    return DOT.sub(".", AT.sub("@", _with_plain_digits(MARKS.sub("", folded(unescape(text))))))


def _with_plain_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _addresses(plain: str) -> Iterator[str]:
    """Give e-mail addresses; what one adds to one's own as one likes, dots and what follows a plus, is left out."""
    for name, host in MAIL.findall(plain):
        yield f"mail:{name.partition('+')[0].replace('.', '')}@{host}"


def _numbers(plain: str) -> Iterator[str]:
    """Give what can be a telephone number from any group of digits on: where it ends the eye alone knows."""
    groups = list(islice(GROUP.finditer(DATE.sub(" ; ", plain)), MOST_GROUPS))
    text = groups[0].string if groups else ""
    for first, begins in enumerate(groups):
        start = end = begins.start()
        digits = "00" if text[max(0, start - 1) : start] == "+" else ""
        if not (digits or begins[0].translate(ALIKE).startswith(BEGINNINGS)) or _is_amount(text, begins):
            continue
        for group in groups[first:]:
            digits += group[0].translate(ALIKE)
            if len(digits) > LONGEST or not BETWEEN.fullmatch(text, end, group.start()):
                break
            end = group.end()
            if number := _number(digits):
                yield number


def _is_amount(text: str, begins: re.Match[str]) -> bool:
    """Tell an amount of money, which no telephone number with its 0 looks like."""
    return begins[0][0] not in "0o" and AMOUNT.search(text[max(0, begins.start() - 5) : begins.start()]) is not None


def _number(digits: str) -> str:
    if here := HERE.fullmatch(digits):
        return f"tel:62{here[1]}"
    if MOBILE.fullmatch(digits):
        return f"tel:62{digits}"
    abroad = ABROAD.fullmatch(digits)
    return f"tel:{abroad[1]}" if abroad else ""
