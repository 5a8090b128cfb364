"""What happens in one world in one quarter, in lists, dicts, floats and ints?

A second copy of the rules of game/engine, to which the first is held (tests/engine/test_oracle.py).
It gives no orders and keeps no reasons, and it never hurries.
"""
