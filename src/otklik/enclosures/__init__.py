"""What comes enclosed with a message or an answer: photographs, scans, papers, recordings.

Bytes in, a checked and cleaned file in the store out. Knows no Django and no case: the folder,
the limits and the command of the virus checker come in as arguments.
"""
