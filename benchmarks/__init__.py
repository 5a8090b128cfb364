"""What is the numpy engine measured against?

The same tick in plain Python stands in `oracle`: slow, and so simple that it can be believed.
"""
