"""Pages of listings: for everybody, for holders, for moderators, and the media they show."""
