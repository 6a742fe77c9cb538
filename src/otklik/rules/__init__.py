"""The rules of the centre: which case goes to whom, what they did, where they are entered."""
