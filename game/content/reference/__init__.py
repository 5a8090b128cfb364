"""What may be written in content, as the models tell it: schemas for editors, pages for people?

`schemas` and `pages` make texts from the models, the tables and the base content; `writing` puts
them on the disk or says which of them are stale. None of it is needed to play.
"""
