"""How fast, as ratios against a floor measured in the same run; knows the house only from outside.

`python -m tests.bench [--quick] [--json FILE]`; rows and bars are in `bars`.
"""
