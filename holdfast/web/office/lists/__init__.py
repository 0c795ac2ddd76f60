"""Emergency distribution lists at the office: the card on a client's page, its dialogs, an account manager's daily view."""
