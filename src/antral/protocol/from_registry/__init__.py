"""From a registry's record to a draft protocol."""
