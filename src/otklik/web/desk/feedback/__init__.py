"""What citizens say of the answers: what came back, what is to be worked, whom to call; figures."""
