"""Who comes in and how: second factors, sessions, the rules of logging in, the log of logins."""
