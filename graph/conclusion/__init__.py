"""From claims to conclusions and disagreements."""
