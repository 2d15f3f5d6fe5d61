"""Where the project lies, and its environment: each variable is read once, and explained in `.env.example`."""

import os
from pathlib import Path

import environ

ROOT: Path = Path(__file__).resolve().parents[3]
VAR: Path = ROOT / "var"

env = environ.Env()
if (ROOT / ".env").exists():
    env.read_env(ROOT / ".env")
# `.env.example` says that an empty variable means the default.
env.ENVIRON = {name: value for name, value in os.environ.items() if value}
