"""From files of evidence to statements without faults."""
