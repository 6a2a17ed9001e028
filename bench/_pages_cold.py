"""The project with nothing kept between requests: each listing's page is read and prepared anew."""

from marketplace.wsgi import application as application

from marketplace.listings import entry  # isort: skip

entry._entries.keep = lambda key, thing: thing  # type: ignore[method-assign]
