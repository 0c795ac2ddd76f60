"""Text messages and calls by Twilio's REST interface (2010-04-01), and what it tells us afterwards."""
