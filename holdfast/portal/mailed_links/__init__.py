"""The pages behind signed links in mail: no account is needed, a GET changes nothing, a POST acts for its reader."""
