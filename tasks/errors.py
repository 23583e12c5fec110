"""The errors that this project raises, in one small tree.

They are raised where the cause is known and translated once, at the edge: the flow turns a
`PageRejected` into a row of `reject`, the command line turns any other `GonghuiError` into one
line on standard error and exit status 2.
"""


class GonghuiError(Exception):
    """Anything that this project knows how to explain to its user in one line."""


class PageRejected(GonghuiError):
    """A page that cannot be read, with a reason that is one of a closed list.

    `reason` is a short snake_case code (`empty`, `binary`, `unreadable`, `not_an_article`,
    `too_large`, …); `detail` is a sentence for people.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class InputError(GonghuiError):
    """The user named something that does not exist or cannot be understood."""


class WarehouseError(GonghuiError):
    """A database file that is missing, locked, damaged or of a newer schema."""


class WarehouseBusy(WarehouseError):
    """Another process is writing; whoever can wait may try again."""


class FetchFailed(PageRejected):
    """A url that gave no response to keep: refused by a guard, or lost on the way.

    `retryable` says whether asking again may help. Reasons beside those of PageRejected:
    `scheme`, `bad_url`, `address`, `dns`, `connect`, `tls`, `timeout`, `protocol`,
    `headers_too_large`, `redirects`, `robots`, `host_failing`, `retry_later`.
    """

    def __init__(self, reason: str, detail: str = "", *, retryable: bool = False) -> None:
        super().__init__(reason, detail)
        self.retryable = retryable
