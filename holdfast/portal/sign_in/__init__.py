"""Sign-in by a mailed link: for people we know, without saying whom we know."""
