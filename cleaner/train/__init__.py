"""Training and judging: labelled texts in, a model and its figures out. Needs scikit-learn, which cleaning does not."""
