"""Accounts in the editing room: found, filtered, exported, changed with a reason; with the history of each."""
