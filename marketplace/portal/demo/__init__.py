"""The demo city: invented firms, people, rights and listings, made by playing the actions."""
