"""What does only playing show of the content?

Bots that play many worlds at once, what they met, scenes forced into extreme worlds, the content's
own test cases, and what a mod changes. Nobody's playthrough is touched.
"""
