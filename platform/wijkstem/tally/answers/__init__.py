"""Which answer a question gets: ballots in, the answer out with every figure that led to it; whole numbers only."""
