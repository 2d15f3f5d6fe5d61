"""The demo content: the Kei Islands told in stories, events and talk. Never installed in production."""
