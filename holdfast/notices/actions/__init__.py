"""What is done with notices: written, claimed, sent, settled, folded, bounced, sent from the outbox."""
