"""Taking part without an e-mail address: a mentor registers a person, writes for them, and hands the account over."""
