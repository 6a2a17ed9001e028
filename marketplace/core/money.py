"""Being written."""


class Money: ...
