"""Monitors: what is looked at by itself, what was found, and for how long; they suggest, people confirm.

Above the catalogue and the carriers. Of interruptions they know nothing: they record that one went down or came up
again, and `incidents`, a floor above, makes a suspicion of it.
"""
