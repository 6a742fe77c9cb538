"""The letter that opens a deed on the card, one a deed (the same key on a Russian keyboard)."""

KEYS: dict[str, str] = {
    "assign": "a",
    "draft_answer": "e",
    "submit_answer": "s",
    "approve_answer": "y",
    "return_answer": "r",
    "send_answer": "m",
    "classify": "t",
    "locate": "l",
    "defer": "d",
    "extend": "v",
    "put_on_control": "c",
    "remove_from_control": "c",
    "write_note": "n",
    "rate": "w",
    "reopen": "o",
}
