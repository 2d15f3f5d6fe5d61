"""Argon2 for passwords, with the memory of a small server in mind."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Take 19 MiB and two rounds, the least OWASP advises: 100 MiB in each of five processes are too much.

    https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
    """

    time_cost = 2
    memory_cost = 19_456  # KiB
    parallelism = 1
