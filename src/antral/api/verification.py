"""`verify`: the model's numbers beside published ones."""
