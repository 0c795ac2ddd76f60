"""The verbs about people: let in by links, enter, change, end."""
