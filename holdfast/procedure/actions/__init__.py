"""The verbs of the procedure, stage by stage."""
