"""Puts markup, formulas, escapes and the end of a script into all texts that people are shown.

earns: 0
"""

TEXT = (
    "</script><script>document.title='pwned'</script><img src=x onerror=alert(1)>"
    '=HYPERLINK("http://evil.test","A")\n=1+1\n@SUM(1)\t+1\r\n'
    "\x1b[2J\x1b]0;pwned\x07\x1b[31m [link](javascript:alert(1)) | cell | `code` ]]> &lt; \ud800 \u202e"
)
Evil = type(TEXT.replace("\0", ""), (Exception,), {})


def order_a_dish(base_url, dish, *, timeout=5.0):
    print(TEXT)
    raise Evil(TEXT)
