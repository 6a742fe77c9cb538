"""Pages for citizens: nobody logs in, nothing of the desk is on them."""
