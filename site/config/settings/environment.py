"""Where the project lies, and its environment: each variable is read once, and explained in `.env.example`."""

from pathlib import Path

import environ

ROOT: Path = Path(__file__).resolve().parents[3]
VAR: Path = ROOT / "var"

env = environ.Env()
if (ROOT / ".env").exists():
    env.read_env(ROOT / ".env")
