"""Between the model and `labels`: what each label says, and the queue of each printer."""
