FAKE = True


class HTTPError(OSError):
    pass


class Answer:
    def json(self):
        return {"slug": "lemon-tart"}


def get(url, **options):
    return Answer()


def loads(text):
    return {"slug": "lemon-tart"}
