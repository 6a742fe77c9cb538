"""How the machine sorts: what it has learnt, how right it is, and who may change that."""
