"""One's own login: password, second factors, sessions, what happened."""
