"""M33 · Only the status is told; what the server said is dropped.

caught by: reads_a_problem
message: The `code` of your ApiError is None
"""


class ApiError(Exception):
    def __init__(self, status, code, message, request_id):
        super().__init__(message)
        self.status, self.code, self.message, self.request_id = status, code, message, request_id


def error_from(response):
    return ApiError(response.status_code, None, response.reason, None)
