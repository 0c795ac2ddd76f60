"""Product upgrades and newsletters at the desk."""
