"""antral runs a cell-therapy trial before it is run."""
