"""The statistical entity model: organisations that the gazetteer does not know.

`unknown_organisations` (predict.py) loads the model on its first call; training, data and scores: docs/ner.md.
"""
